// Text by code points, as the service counts; the browser counts UTF-16 units.

const MARK = /[\p{M}\u200c\u200d]/u;

/** A text whose offsets are code points. */
export class Text {
  constructor(string) {
    this.points = Array.from(string);
    this.length = this.points.length;
  }

  slice(start, end) {
    return this.points.slice(Math.max(0, start), end).join("");
  }

  /** [start, end) of each line, its line break included; together they are all of the text. */
  lines() {
    const lines = [];
    let start = 0;
    for (let at = 0; at < this.length; at++) {
      if (this.points[at] === "\n") {
        lines.push([start, at + 1]);
        start = at + 1;
      }
    }
    if (start < this.length || !lines.length) lines.push([start, this.length]);
    return lines;
  }

  /** [start, end) of the next place of `words` from `from` on, or from the beginning; null if none. */
  find(words, from) {
    const same = (point) => point.normalize("NFD")[0].toLowerCase();
    const wanted = Array.from(words, same);
    this.folded ??= this.points.map(same);
    for (let n = 0; wanted.length && n < this.length; n++) {
      const at = (from + n) % this.length;
      if (wanted.every((point, i) => this.folded[at + i] === point)) return [at, at + wanted.length];
    }
    return null;
  }

  /** Where words begin and where they end, in order. */
  get edges() {
    this.words ??= wordsOf(this.points.join(""));
    return this.words;
  }

  /** The beginning of the letter that is at `at`, its marks being part of it. */
  letter(at) {
    while (at > 0 && MARK.test(this.points[at] ?? "")) at--;
    return at;
  }

  /** The end of the letter that begins at `at`. */
  after(at) {
    do at++;
    while (at < this.length && MARK.test(this.points[at]));
    return at;
  }

  /** [start, end) without the white space at its ends. */
  trimmed(start, end) {
    const blank = (at) => /[\s\u00ad\u200b-\u200d\u2060\ufeff]/u.test(this.points[at]);
    while (start < end && blank(start)) start++;
    while (end > start && blank(end - 1)) end--;
    return [start, end];
  }
}

/** A text node that knows at which code point of the ruling it begins. */
export function textNode(string, at) {
  const node = document.createTextNode(string);
  node.at = at;
  return node;
}

/** The code point of a place in the page (a node and an offset in it, as ranges have them);
 *  null outside of the ruling. The only place that converts from UTF-16. */
export function offsetOf(node, index) {
  if (node.nodeType === Node.TEXT_NODE) {
    return node.at === undefined ? null : node.at + Array.from(node.data.slice(0, index)).length;
  }
  const within = (root, last) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let found = null;
    while (walker.nextNode() && (last || !found)) found = walker.currentNode;
    return found;
  };
  for (let n = index; n < node.childNodes.length; n++) {
    const next = within(node.childNodes[n], false);
    if (next) return offsetOf(next, 0);
  }
  for (let n = index - 1; n >= 0; n--) {
    const before = within(node.childNodes[n], true);
    if (before) return offsetOf(before, before.data.length);
  }
  return null;
}

/** Letters and digits alone, as the service folds them. */
export function fold(string) {
  return string.normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}

/** Where the words of a string begin and where they end, in code points. */
function wordsOf(string) {
  const found = { start: [], end: [] };
  let at = 0;
  for (const { segment, isWordLike } of new Intl.Segmenter("es", { granularity: "word" }).segment(string)) {
    const end = at + Array.from(segment).length;
    if (isWordLike) {
      found.start.push(at);
      found.end.push(end);
    }
    at = end;
  }
  return found;
}
