// The cast: one row a person, place, date or number, however often it stands.

import { element } from "./dom.js";
import { isDoubt, isHidden } from "./spans.js";
import { fold } from "./text.js";
import { data, say, why } from "./words.js";

const CONTEXT = 45;

/** The order of the rows, settled when an entity is first seen, so that none jumps as it is decided. */
export class Order {
  #ranks = new Map();

  /** Groups [title, [entity id]]: people, then the other labels, what was published at first last.
   *  `onlyChanged`: of those alone that changed since a person settled them. */
  groups(entities, onlyChanged = false) {
    for (const [id, spans] of entities) {
      if (this.#ranks.has(id)) continue;
      const kept = spans[0].label !== "NOMBRE" && !spans.some(isHidden);
      this.#ranks.set(id, { kept, sure: !spans.some(isDoubt), start: spans[0].start });
    }
    const groups = new Map([...data.labels, "kept"].map((label) => [label, []]));
    const shown = [...entities].filter(([, spans]) => !onlyChanged || spans.some((span) => span.changed));
    for (const [id, spans] of shown) groups.get(this.#ranks.get(id).kept ? "kept" : spans[0].label).push(id);
    return [...groups]
      .filter(([, ids]) => ids.length)
      .map(([label, ids]) => [say(`${label}_many`), ids.sort((a, b) => this.#compare(a, b))]);
  }

  #compare(a, b) {
    const [one, other] = [this.#ranks.get(a), this.#ranks.get(b)];
    return one.sure - other.sure || one.start - other.start;
  }
}

/** The row of an entity, with the mention that is looked at, whom it may be instead, and what was noted. */
export function castRow(text, spans, here, { placeholder, joining, rivals, notes }) {
  const first = spans[0];
  const counts = forms(text, spans).map(([form, count]) => element("span", { class: "form" }, form, count > 1 && element("small", {}, ` ×${count}`)));
  const who = [first.role && say(first.role), ...(first.attributes ?? []).map(say)].filter(Boolean).join(", ");
  const outcome = outcomeOf(spans);
  return element(
    "div",
    { class: `row ${outcome}${joining ? " joining" : ""}` },
    element("span", { class: `tag ${first.label} ${outcome}` }, placeholder ?? say(first.label)),
    element("span", { class: "forms" }, ...counts),
    element("span", { class: "role" }, who),
    element("span", { class: "outcome" }, say(`decided_${outcome}`), spans.every((span) => span.settled) && element("span", { class: "tick" }, " ✓", element("span", { class: "unseen" }, say("settled")))),
    element("span", { class: "why" }, why(here), spans.length > 1 && ` · ${say("mention_of", { i: spans.indexOf(here) + 1, n: spans.length })}`),
    rivals.length > 0 && element("span", { class: "rivals" }, say("rivals", { who: rivals.join(", ") })),
    element("span", { class: "context" }, ...context(text, here.start, here.end)),
    ...notes.map((note) => element("span", { class: "note" }, `✎ ${note}`)),
  );
}

export function outcomeOf(spans) {
  if (spans.some(isDoubt)) return "review";
  const decisions = new Set(spans.map((span) => span.decision));
  return decisions.size > 1 ? "mixed" : spans[0].decision;
}

/** One line around a place. */
export function context(text, start, end) {
  const plain = (from, to) => text.slice(from, to).replace(/\s+/g, " ");
  return [`…${plain(start - CONTEXT, start)}`, element("b", {}, plain(start, end)), `${plain(end, end + CONTEXT)}…`];
}

/** Each way in which an entity is written, and how often; the most frequent first. */
function forms(text, spans) {
  const found = new Map();
  for (const span of spans) {
    const form = text.slice(span.start, span.end).replace(/\s+/g, " ");
    const key = fold(form);
    found.set(key, [found.get(key)?.[0] ?? form, (found.get(key)?.[1] ?? 0) + 1]);
  }
  return [...found.values()].sort((a, b) => b[1] - a[1]);
}
