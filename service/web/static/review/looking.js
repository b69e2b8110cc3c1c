// Moving: from row to row, from doubt to doubt, between lists, views and pages.

import { unpoint } from "./pane.js";
import * as model from "./spans.js";
import { castOption, light, show, tell } from "./shown.js";
import { by, desk, firstOf, known, mentions, spans } from "./state.js";
import { say } from "./words.js";

export function look(id, start = null, scroll = true) {
  const before = desk.chosen;
  desk.chosen = id;
  const found = mentions();
  if (!found.length) return;
  desk.mention = start ?? firstOf(found).start;
  if (desk.tab !== "cast") return show();
  const { entities } = known();
  if (!desk.cast.keys.includes(id)) return show();
  for (const one of new Set([before, id])) if (entities.has(one) && desk.cast.items.has(one)) desk.cast.update(castOption(one));
  desk.cast.choose(id);
  light(scroll);
}

/** Show a place in clear, in both panes. */
export function point(start, end, scroll = true) {
  unpoint();
  for (const pane of [desk.original, desk.result]) pane.point(start, end, scroll);
}

/** The entity after the chosen one, around the end, that has a doubt; null if none has. */
export function nextPending() {
  const open = new Set(model.doubts(spans()).map((span) => span.entity));
  const { keys } = desk.cast;
  const from = keys.indexOf(desk.chosen) + 1;
  return [...keys.slice(from), ...keys.slice(0, from)].find((id) => open.has(id)) ?? null;
}

export function nextDoubt(step) {
  const found = model.doubts(spans());
  if (!found.length) return tell(say("no_more_doubts"));
  const after = step > 0 ? found.find((span) => span.start > (desk.mention ?? -1)) : found.findLast((span) => span.start < (desk.mention ?? Infinity));
  lookAt(after ?? found.at(step > 0 ? 0 : -1));
}

/** Look at one span in the cast, also if it is not among what changed. */
export function lookAt(span, scroll = true) {
  if (desk.onlyChanged && !known().entities.get(span.entity).some((one) => one.changed)) desk.onlyChanged = false;
  if (desk.tab !== "cast") turn("cast", false);
  look(span.entity, span.start, scroll);
}

export function lookAtMark(mark) {
  const span = spans().find((one) => one.start === Number(mark.dataset.start));
  if (span) lookAt(span, false);
}

export function turn(to, focus = true) {
  desk.tab = to;
  for (const name of ["cast", "visible"]) {
    by(`panel-${name}`).hidden = name !== to;
    by(`tab-${name}`).setAttribute("aria-selected", String(name === to));
  }
  show();
  if (focus) by(to).focus();
  if (to === "visible") desk.visible.look();
}

export function turnView(view) {
  by("panes").dataset.view = view;
  for (const button of document.querySelectorAll("button[data-view]")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  }
  light(true);
}

/** The whole cast, or what changed since a person settled it. */
export function turnChanged() {
  if (!spans().some((span) => span.changed)) return tell(say("nothing_changed"));
  desk.onlyChanged = !desk.onlyChanged;
  show();
  look(desk.cast.keys[0] ?? null);
}

/** Answer an arrow, Home or End in the list that has the focus; whether it was one. */
export function moveInList(key) {
  if (!desk.ready) return false;
  if (desk.tab === "visible") return desk.visible.move(key);
  const { cast } = desk;
  const to = { ArrowDown: cast.at(1), ArrowUp: cast.at(-1), Home: cast.keys[0], End: cast.keys.at(-1) };
  if (key in to) look(to[key] ?? null);
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  const found = mentions();
  const at = found.findIndex((span) => span.start === desk.mention);
  if (step && found.length) look(desk.chosen, found[(at + step + found.length) % found.length].start);
  return key in to || Boolean(step);
}

/** Go `step` pages of the file on, from the one that is looked at. */
export async function turnPage(step) {
  const pages = await desk.pages;
  if (!pages.length) return tell(say("no_pages"));
  const pane = by("panes").dataset.view === "result" ? desk.result : desk.original;
  const seen = pages.findLastIndex((start) => start <= pane.top());
  // The page that was turned to last, unless the text was scrolled since: its head may be a line off.
  const now = Math.abs(seen - desk.page) <= 1 ? desk.page : seen;
  const page = Math.min(pages.length - 1, Math.max(0, now + step));
  desk.page = page;
  for (const one of [desk.original, desk.result]) one.reveal(pages[page]);
  tell(say("page_of", { i: page + 1, n: pages.length }));
}
