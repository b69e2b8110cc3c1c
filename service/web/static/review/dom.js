// Elements, made without any HTML: what a ruling says can never become markup.

const HEAD = 24; // pixels that a group's title takes at the top of its list

/** An element with attributes and children (nodes or strings; what is false is left out). */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter(Boolean));
  return made;
}

/** Scroll `box`, and nothing around it, until `part` is in it: in its middle, or just so. */
export function reveal(box, part, middle) {
  const [outer, inner] = [box.getBoundingClientRect(), part.getBoundingClientRect()];
  const [above, below] = [inner.top - outer.top, inner.bottom - outer.bottom];
  if (middle) box.scrollTop += (above + below) / 2;
  else if (above < HEAD) box.scrollTop += above - HEAD;
  else if (below > 0) box.scrollTop += below;
}

/** A list of options of which one is chosen; the list has the focus, not the option. */
export class Options {
  constructor(list, onChoose) {
    this.list = list;
    this.keys = [];
    this.items = new Map();
    this.chosen = null;
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) onChoose(option.dataset.key);
    });
  }

  /** Show `groups`: [title, [[key, signature, make]]]. An option is made anew only when its
   *  signature is another, and the list is laid out again only when its order is. */
  draw(groups) {
    const layout = JSON.stringify(groups.map(([title, options]) => [title, options.map(([key]) => key)]));
    const options = groups.flatMap(([, found]) => found);
    if (layout === this.layout) return options.forEach((option) => this.update(option));
    this.layout = layout;
    const known = this.items;
    this.items = new Map(
      options.map(([key, signature, make]) => {
        const item = known.get(key);
        return [key, item?.signature === signature ? item : this.#made(key, signature, make)];
      }),
    );
    this.keys = [...this.items.keys()];
    const nodes = groups.map(([title, found], n) => {
      const head = element("div", { class: "group", id: `${this.list.id}-${n}`, role: "presentation" }, title);
      const rows = found.map(([key]) => this.items.get(key).row);
      return element("div", { role: "group", "aria-labelledby": head.id }, head, ...rows);
    });
    this.list.replaceChildren(...nodes);
  }

  /** Make one option anew, if it is to look otherwise; it is there. */
  update([key, signature, make]) {
    const old = this.items.get(key);
    if (old.signature === signature) return;
    this.items.set(key, this.#made(key, signature, make));
    old.row.replaceWith(this.items.get(key).row);
  }

  #made(key, signature, make) {
    const row = make();
    row.id = `${this.list.id}-option-${key}`;
    row.dataset.key = key;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(key === this.chosen));
    return { signature, row };
  }

  choose(key) {
    this.items.get(this.chosen)?.row.setAttribute("aria-selected", "false");
    this.chosen = key;
    const row = this.items.get(key)?.row;
    row?.setAttribute("aria-selected", "true");
    if (row) this.list.setAttribute("aria-activedescendant", row.id);
    else this.list.removeAttribute("aria-activedescendant");
    if (row) reveal(this.list, row, false);
  }

  /** The key `steps` away from the chosen one, or at an end. */
  at(steps) {
    const here = this.keys.indexOf(this.chosen);
    return this.keys[Math.min(this.keys.length - 1, Math.max(0, here < 0 ? 0 : here + steps))];
  }
}
