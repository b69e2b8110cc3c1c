// Every state that was, and the way from each to the next, small enough to be kept with the draft.

import { inOrder, meet } from "./spans.js";

/** The states from `base` on; the present one may be left and come back to, without end. */
export class History {
  #states;
  #steps;
  #at;

  /** `kept`: as `kept` gave it, of the same base. */
  constructor(base, { steps = [], at = steps.length } = {}) {
    this.#states = [base];
    for (const one of steps) this.#states.push(stepped(this.#states.at(-1), one));
    [this.#steps, this.#at] = [[...steps], at];
  }

  get now() {
    return this.#states[this.#at];
  }

  go(next) {
    const step = stepTo(this.now, next);
    this.#states.splice(this.#at + 1, Infinity, next);
    this.#steps.splice(this.#at, Infinity, step);
    this.#at++;
  }

  undo() {
    if (!this.#at) return false;
    this.#at--;
    return true;
  }

  redo() {
    if (this.#at === this.#steps.length) return false;
    this.#at++;
    return true;
  }

  kept() {
    return { steps: this.#steps, at: this.#at };
  }

  /** The present state alone, as one step: for where there is no room for more. */
  brief() {
    return { steps: [stepTo(this.#states[0], this.now)], at: 1 };
  }
}

/** What a draft holds, also one that knew no steps. */
export const fromDraft = ({ steps, at, changed, removed }) => (steps ? { steps, at } : { steps: [{ set: [], added: changed, removed }] });

/** What leads from `before` to `after`: [values, starts] of spans that were there, spans that were not, starts
 *  that are no more. */
export function stepTo(before, after) {
  const known = new Map(before.map((span) => [span.start, span]));
  const left = new Set(after.map((span) => span.start));
  const set = new Map();
  const added = [];
  for (const span of after) {
    const old = known.get(span.start);
    if (old === span) continue;
    if (old?.end !== span.end) added.push(span);
    else {
      const values = JSON.stringify(otherwise(old, span));
      set.set(values, [...(set.get(values) ?? []), span.start]);
    }
  }
  const removed = before.filter((span) => !left.has(span.start)).map((span) => span.start);
  return { set: [...set].map(([values, starts]) => [JSON.parse(values), starts]), added, removed };
}

export function stepped(before, { set, added, removed }) {
  const values = new Map(set.flatMap(([found, starts]) => starts.map((start) => [start, found])));
  const gone = new Set(removed);
  const kept = before.filter((span) => !gone.has(span.start) && !added.some((one) => meet(one, span)));
  return inOrder([...kept.map((span) => (values.has(span.start) ? { ...span, ...values.get(span.start) } : span)), ...added]);
}

/** The values of `span` that `old` has not; null is none. */
function otherwise(old, span) {
  const names = new Set([...Object.keys(old), ...Object.keys(span)]);
  const pairs = [...names].map((name) => [name, span[name] ?? null]);
  return Object.fromEntries(pairs.filter(([name, value]) => JSON.stringify(old[name] ?? null) !== JSON.stringify(value)));
}
