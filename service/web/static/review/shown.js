// What the desk shows: the cast, both panes, how much is left, what is told.

import { castRow } from "./cast.js";
import { element } from "./dom.js";
import { unpoint } from "./pane.js";
import * as model from "./spans.js";
import { by, desk, firstOf, here, known, mentions, spans } from "./state.js";
import { say } from "./words.js";

export function show() {
  const { entities, shown } = known();
  if (!entities.has(desk.chosen)) desk.chosen = null;
  if (desk.chosen && !here()) desk.mention = firstOf(mentions()).start;
  desk.cast.draw(desk.order.groups(entities, desk.onlyChanged).map(([title, ids]) => [title, ids.map(castOption)]));
  desk.cast.choose(desk.chosen);
  for (const pane of [desk.original, desk.result]) {
    pane.draw(spans(), shown);
    pane.fold(desk.onlyChanged ? spans() : null);
  }
  by("panes").classList.toggle("only", desk.onlyChanged);
  for (const button of document.querySelectorAll("[data-key=k]")) button.setAttribute("aria-pressed", String(desk.onlyChanged));
  showVisible();
  showProgress();
  light(false);
}

export function castOption(id) {
  const { entities, shown } = known();
  const found = entities.get(id);
  const looked = (id === desk.chosen && here()) || firstOf(found);
  const placeholder = shown.get(found.find(model.isHidden)?.start);
  const rivals = model.rivalsOf(found, entities).map((spans) => desk.text.slice(spans[0].start, spans[0].end).replace(/\s+/g, " "));
  const notes = desk.notes.filter((note) => found.some((span) => model.meet(span, note))).map((note) => note.text);
  const states = found.map((s) => `${s.start} ${s.end} ${s.decision} ${s.settled} ${s.publish} ${s.attributes}`);
  const joining = id === desk.joining;
  const signature = [placeholder, found[0].label, found[0].role, looked.start, joining, rivals, notes, ...states].join();
  return [id, signature, () => castRow(desk.text, found, looked, { placeholder, joining, rivals, notes })];
}

function showVisible() {
  by("count").textContent = desk.visible.count(spans());
  if (desk.tab === "visible") desk.visible.draw(spans());
}

function showProgress() {
  const open = [...known().entities.values()].filter((found) => found.some(model.isDoubt)).length;
  const count = model.doubts(spans()).length;
  by("progress").textContent = open ? say("pending", { n: count, m: open }) : say("no_doubts");
}

export function light(scroll) {
  if (desk.tab === "visible") return;
  unpoint();
  for (const pane of [desk.original, desk.result]) pane.light(mentions(), here(), scroll);
}

export function showLease(seconds) {
  const [words, n] = seconds <= 0 ? ["lease_over", 0] : seconds < 120 ? ["lease_seconds_left", seconds] : ["lease_left", seconds / 60];
  by("lease").textContent = say(words, { n: Math.ceil(n) });
  by("lease").classList.toggle("soon", seconds < 120);
}

export function showSaved(state, problem) {
  by("saved").textContent = say(state);
  if (problem?.status === 401) warn(say("login"));
  else if (problem && problem.code !== "conflict") tell(say("unsent", { code: problem.code }));
}

export function tell(words) {
  by("told").textContent = words;
}

/** Say what must not be overlooked, with what can be done about it: [label, action], the first at hand. */
export function warn(words, ...actions) {
  const buttons = actions.map(([label, action]) => {
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", action);
    return button;
  });
  by("alert").replaceChildren(words, ...buttons);
  by("alert").hidden = false;
  buttons[0]?.focus();
}
