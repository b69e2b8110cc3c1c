// What stays visible: words, numbers and dates in clear, rarest first, what says little folded away.

import { context } from "./cast.js";
import { element, Options } from "./dom.js";
import { stillVisible } from "./spans.js";
import { say } from "./words.js";

const GROUPS = ["seen", "common", "cited", "kept"];

export class VisibleList {
  #options;
  #items = new Map(); // by the key of their option
  #opened = new Set(["seen"]);
  #key = null; // of the option that is looked at
  #nth = 0; // which of its places
  #index = 0;

  /** `items`: the service's list. `point(start, end)` shows a place in the text. */
  constructor(list, text, items, point) {
    Object.assign(this, { text, items, point });
    this.#options = new Options(list, (key) => this.look(key));
  }

  /** How many are in clear, undecided. */
  count(spans) {
    return stillVisible(this.items, spans).filter((item) => item.group === "seen").length;
  }

  draw(spans) {
    this.spans = spans;
    const list = stillVisible(this.items, spans);
    this.#items.clear();
    const groups = GROUPS.map((group) => [group, list.filter((item) => item.group === group)]);
    this.#options.draw(
      groups.filter(([, found]) => found.length).map(([group, found]) => {
        const rows = this.#opened.has(group) ? found.map((item) => this.#option(item)) : [];
        return [say(`group_${group}`), group === "seen" ? rows : [this.#head(group, found.length), ...rows]];
      }),
    );
    const { keys } = this.#options;
    if (!keys.includes(this.#key)) {
      // What was looked at is hidden now: on to what took its place.
      [this.#key, this.#nth] = [keys[Math.min(this.#index, keys.length - 1)] ?? null, 0];
    }
    this.#options.choose(this.#key);
  }

  /** Look at an option, at the nth of its places; without a key at the same as before. */
  look(key = this.#key, nth = 0) {
    if (key === null) return;
    [this.#key, this.#nth, this.#index] = [key, nth, this.#options.keys.indexOf(key)];
    this.draw(this.spans);
    const item = this.#items.get(this.#key);
    if (item) this.point(item.places[this.#nth].start, item.places[this.#nth].end);
  }

  /** Answer an arrow, Home or End; whether it was one. */
  move(key) {
    const { keys } = this.#options;
    const to = { ArrowDown: this.#options.at(1), ArrowUp: this.#options.at(-1), Home: keys[0], End: keys.at(-1) };
    if (key in to) this.look(to[key] ?? null);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    const count = this.#items.get(this.#key)?.places.length ?? 1;
    if (step) this.look(this.#key, (this.#nth + step + count) % count);
    return key in to || Boolean(step);
  }

  /** Go on in the list; at the head of a group, open or close it. */
  enter() {
    const group = /^group-(.+)/.exec(this.#key ?? "")?.[1];
    if (!group) return this.look(this.#options.at(1) ?? null);
    if (!this.#opened.delete(group)) this.#opened.add(group);
    this.draw(this.spans);
  }

  /** What is looked at: [its places (or the one), the label that it would have]; null at a group's head. */
  chosen(onlyThis) {
    const item = this.#items.get(this.#key);
    if (!item) return null;
    const places = onlyThis ? [item.places[this.#nth]] : item.places;
    return [places.map(({ start, end }) => [start, end]), item.label];
  }

  #option(item) {
    const key = `${item.sort}-${item.places[0].start}`;
    this.#items.set(key, item);
    const nth = key === this.#key ? Math.min(this.#nth, item.places.length - 1) : 0;
    const { start, end } = item.places[nth];
    return [key, `${nth} ${item.places.length}`, () =>
      element(
        "div",
        { class: "row" },
        element("span", { class: "forms" }, this.text.slice(start, end).replace(/\s+/g, " ")),
        element("span", { class: "outcome" }, item.places.length > 1 && `×${item.places.length}`),
        element("span", { class: "context" }, ...context(this.text, start, end)),
      ),
    ];
  }

  #head(group, count) {
    const open = this.#opened.has(group);
    return [`group-${group}`, `${open} ${count}`, () =>
      element("div", { class: "row fold" }, `${open ? "▾" : "▸"} ${say("show", { n: count })}`),
    ];
  }
}
