// The ruling as it was written or as it will go out, line by line, with its spans marked.

import { element, reveal } from "./dom.js";
import { isHidden } from "./spans.js";
import { offsetOf, textNode } from "./text.js";

const NEAR = 2; // lines around what changed

/** What `point` lights; older browsers only scroll. */
const pointed = globalThis.Highlight && new Highlight();
if (pointed) CSS.highlights.set("pointed", pointed);

export function unpoint() {
  pointed?.clear();
}

export class Pane {
  /** `result`: hidden spans show their placeholder in place of what was written. */
  constructor(root, text, { result }) {
    Object.assign(this, { root, text, result });
    this.lines = text.lines().map(([start, end]) => ({ start, end, row: element("div", { class: "line" }) }));
    root.replaceChildren(...this.lines.map((line) => line.row));
    this.lit = [];
    // Only a caret is wanted here, for those without a mouse: nothing can be written.
    for (const kind of ["beforeinput", "paste", "cut", "drop"]) root.addEventListener(kind, (event) => event.preventDefault());
  }

  /** Draw the lines whose spans are others than before: a span that was not changed is the same object. */
  draw(spans, placeholders) {
    let next = 0;
    for (const line of this.lines) {
      while (next < spans.length && spans[next].end <= line.start) next++;
      const here = [];
      for (let n = next; n < spans.length && spans[n].start < line.end; n++) here.push(spans[n]);
      const shown = this.result ? here.map((span) => placeholders.get(span.start)) : [];
      if (same(here, line.spans) && same(shown, line.shown)) continue;
      Object.assign(line, { spans: here, shown });
      this.#fill(line, placeholders);
    }
  }

  /** Light the mentions of one entity, one of them above the others, and bring that into view. */
  light(spans, here, scroll) {
    for (const mark of this.lit) mark.classList.remove("same", "here");
    this.lit = spans.flatMap((span) => this.#marks(span));
    for (const mark of this.lit) mark.classList.add("same");
    const marks = here ? this.#marks(here) : [];
    for (const mark of marks) mark.classList.add("here");
    if (!this.result) this.#grip(marks);
    if (scroll && here) this.#open(this.#lineOf(here.start));
    if (scroll && marks.length) reveal(this.root, marks[0], true);
  }

  /** [start, end) of what is selected here; null if nothing is. */
  selected() {
    const selection = window.getSelection();
    if (!selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (range.collapsed || !this.root.contains(range.commonAncestorContainer)) return null;
    const start = offsetOf(range.startContainer, range.startOffset);
    const end = offsetOf(range.endContainer, range.endOffset);
    if (start === null || end === null) return null;
    const [from, to] = this.text.trimmed(start, end);
    return from < to ? [from, to] : null;
  }

  /** Select [start, end) and bring it into view. */
  select(start, end) {
    this.#open(this.#lineOf(start));
    const [from, to] = [this.#place(start, false), this.#place(end, true)];
    if (!from || !to) return;
    window.getSelection().setBaseAndExtent(...from, ...to);
    reveal(this.root, from[0].parentElement, true);
  }

  /** Light [start, end), which is in clear, and bring it into view, without touching selection and focus. */
  point(start, end, scroll) {
    if (scroll) this.#open(this.#lineOf(start));
    const [from, to] = [this.#place(start, false), this.#place(end, true)];
    if (!from || !to) return;
    const range = new Range();
    range.setStart(...from);
    range.setEnd(...to);
    pointed?.add(range);
    if (scroll) reveal(this.root, from[0].parentElement, true);
  }

  /** The code point at a place on the screen; null outside of the ruling. */
  at(x, y) {
    const found = document.caretPositionFromPoint?.(x, y);
    const range = found ? null : document.caretRangeFromPoint?.(x, y);
    const [node, index] = found ? [found.offsetNode, found.offset] : [range?.startContainer, range?.startOffset];
    return this.root.contains(node ?? null) ? offsetOf(node, index) : null;
  }

  /** Fold away the lines that are far from what changed, but for those that somebody has gone to. */
  fold(spans) {
    if (this.folded === spans) return;
    this.folded = spans;
    this.opened ??= new Set();
    if (!spans) this.opened.clear();
    const near = new Set(this.opened);
    for (const span of spans ?? []) if (span.changed) this.#around(this.#lineOf(span.start)).forEach((n) => near.add(n));
    this.lines.forEach(({ row }, n) => row.classList.toggle("folded", Boolean(spans) && !near.has(n)));
  }

  /** Unfold a line and those around it. */
  #open(n) {
    if (!this.folded) return;
    for (const one of this.#around(n)) {
      this.opened.add(one);
      this.lines[one]?.row.classList.remove("folded");
    }
  }

  #around = (n) => Array.from({ length: 2 * NEAR + 1 }, (_, i) => n - NEAR + i);

  /** The last code point of the first line in view. */
  top() {
    const line = this.lines.find(({ row }) => row.offsetTop + row.offsetHeight > this.root.scrollTop + 2);
    return line ? line.end - 1 : 0;
  }

  /** Bring the line of the code point `at` to the top of what is in view. */
  reveal(at) {
    this.#open(this.#lineOf(at));
    const { row } = this.lines[Math.min(this.#lineOf(at), this.lines.length - 1)];
    const scroll = () => (this.root.scrollTop = row.offsetTop);
    scroll();
    requestAnimationFrame(scroll); // once more when the lines around it have their true heights
  }

  /** Put the caret before the code point `at`. */
  caret(at) {
    this.root.focus({ preventScroll: true });
    this.#open(this.#lineOf(at));
    const place = this.#place(at, false);
    if (place) window.getSelection().collapse(...place);
  }

  /** A node and an offset in it. `end`: of two places that are one, the first. */
  #place(at, end) {
    const line = this.lines[this.#lineOf(end ? at - 1 : at)];
    if (!line) return null;
    const walker = document.createTreeWalker(line.row, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const points = Array.from(node.data);
      if (node.at === undefined || at > node.at + points.length || (!end && at === node.at + points.length)) continue;
      return [node, points.slice(0, Math.max(0, at - node.at)).join("").length];
    }
    return null;
  }

  /** The marks of a span: one in each line that it touches. */
  #marks(span) {
    const marks = [];
    for (let n = this.#lineOf(span.start); n < this.lines.length && this.lines[n].start < span.end; n++) {
      marks.push(...this.lines[n].row.querySelectorAll(`mark[data-start="${span.start}"]`));
    }
    return marks;
  }

  /** Which line holds the code point `at`. */
  #lineOf(at) {
    let [low, high] = [0, this.lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lines[middle].end <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Something to take hold of at either end of what is looked at. */
  #grip(marks) {
    for (const grip of this.root.querySelectorAll(".grip")) grip.remove();
    if (!marks.length) return;
    const grip = (edge) => element("span", { class: `grip ${edge}`, "data-edge": edge, "aria-hidden": "true", contenteditable: "false" });
    marks[0].prepend(grip("start"));
    marks.at(-1).append(grip("end"));
  }

  #fill(line, placeholders) {
    const nodes = [];
    const written = (start, end) => textNode(this.text.slice(start, end), start);
    let at = line.start;
    for (const span of line.spans) {
      const [start, end] = [Math.max(span.start, line.start), Math.min(span.end, line.end)];
      if (at < start) nodes.push(written(at, start));
      const replaced = this.result && isHidden(span);
      const mark = element("mark", { class: `${span.label} ${span.decision}${span.changed ? " changed" : ""}`, "data-start": span.start });
      if (!replaced) mark.append(written(start, end));
      else if (start === span.start) mark.append(placeholders.get(span.start));
      nodes.push(mark);
      at = end;
    }
    if (at < line.end) nodes.push(written(at, line.end));
    line.row.replaceChildren(...nodes);
  }
}

const same = (one, other) => one.length === other?.length && one.every((value, n) => value === other[n]);

/** Let two panes show the same lines, whichever is scrolled. */
export function together(one, other) {
  let leader = null;
  for (const [pane, follower] of [[one, other], [other, one]]) {
    for (const kind of ["wheel", "pointerdown", "keydown", "touchstart"]) {
      pane.root.addEventListener(kind, () => (leader = pane), { passive: true });
    }
    pane.root.addEventListener("scroll", () => {
      if (leader !== pane) return;
      const top = pane.root.scrollTop;
      const n = pane.lines.findIndex((line) => line.row.offsetTop + line.row.offsetHeight > top);
      if (n < 0) return;
      const [here, there] = [pane.lines[n].row, follower.lines[n].row];
      const share = here.offsetHeight ? (top - here.offsetTop) / here.offsetHeight : 0;
      follower.root.scrollTop = there.offsetTop + share * there.offsetHeight;
    });
  }
}
