// The desk of one ruling: what is known of it, what the keys do to it, what of it is shown.

import { castRow, Order } from "./cast.js";
import { agree, choose } from "./dialog.js";
import { element, Options } from "./dom.js";
import { Draft } from "./draft.js";
import { Refused, send } from "./http.js";
import { listen } from "./keys.js";
import { Lease } from "./lease.js";
import { Pane, together, unpoint } from "./pane.js";
import * as model from "./spans.js";
import { fold, Text } from "./text.js";
import { VisibleList } from "./visible.js";
import { data, say } from "./words.js";

const by = (id) => document.getElementById(id);
const address = `/v1/review/${data.document}`;
const queue = `/review?lang=${data.lang}`;

let ruling, text, base, history, draft, original, result, visible;
let chosen = null; // an entity's id
let mention = null; // the start of one of its spans
let joining = null;
let tab = "cast";
let over = false;
const order = new Order();
const cast = new Options(by("cast"), (id) => look(id));
const lease = new Lease(address, { show: showLease, lost });

const spans = () => history.now;
const mentions = () => known().entities.get(chosen) ?? [];
const here = () => mentions().find((span) => span.start === mention) ?? null;
const ofChosen = (span) => span.entity === chosen;
const ofMention = (span) => span.start === mention;

/** What follows from the spans as they stand, reckoned once for each state. */
let state = {};
function known() {
  if (state.spans !== spans()) {
    state = { spans: spans(), entities: model.entitiesOf(spans()), shown: model.placeholders(spans(), ruling.style) };
  }
  return state;
}

async function begin() {
  try {
    await lease.take();
    const [read, list] = await Promise.all([send("GET", address), send("GET", `${address}/visible`)]);
    ruling = read.body;
    text = new Text(ruling.text);
    visible = new VisibleList(by("visible"), text, list.body.items, point);
    base = model.received(ruling.spans);
    draft = new Draft(`${address}/draft`, ruling.revision, showSaved);
    const kept = await draft.load();
    history = new model.History(kept && kept !== "stale" ? model.applied(base, kept) : base);
    if (kept === "stale") tell(say("stale_draft"));
    else if (kept?.changed.length || kept?.removed.length) tell(say("restored"));
  } catch (refused) {
    by("progress").textContent = "";
    lost(refused instanceof Refused ? refused.problem : { code: "page" });
    if (!(refused instanceof Refused)) throw refused;
    return;
  }
  original = new Pane(by("original"), text, { result: false });
  result = new Pane(by("result"), text, { result: true });
  together(original, result);
  if (!["tag", "numbered"].includes(ruling.style)) document.querySelector("[data-view=result]").textContent = say("preview", ruling);
  show();
  look(nextPending() ?? cast.keys[0] ?? null);
  by("cast").focus({ preventScroll: true });
}

// What is shown

function show() {
  const { entities, shown } = known();
  if (!entities.has(chosen)) chosen = null;
  if (chosen && !here()) mention = firstOf(mentions()).start;
  cast.draw(order.groups(entities).map(([title, ids]) => [title, ids.map(castOption)]));
  cast.choose(chosen);
  original.draw(spans(), shown);
  result.draw(spans(), shown);
  showVisible();
  showProgress();
  light(false);
}

function castOption(id) {
  const { entities, shown } = known();
  const found = entities.get(id);
  const looked = (id === chosen && here()) || firstOf(found);
  const placeholder = shown.get(found.find(model.isHidden)?.start);
  const states = found.map((s) => `${s.start} ${s.end} ${s.decision} ${s.settled} ${s.publish}`);
  const signature = [placeholder, found[0].label, found[0].role, looked.start, id === joining, ...states].join();
  return [id, signature, () => castRow(text, found, looked, placeholder, id === joining)];
}

/** The mention to look at first: the first doubtful one, if one is. */
const firstOf = (found) => found.find(model.isDoubt) ?? found[0];

function showVisible() {
  by("count").textContent = visible.count(spans());
  if (tab === "visible") visible.draw(spans());
}

function showProgress() {
  const open = [...known().entities.values()].filter((found) => found.some(model.isDoubt)).length;
  const count = model.doubts(spans()).length;
  by("progress").textContent = open ? say("pending", { n: count, m: open }) : say("no_doubts");
}

function light(scroll) {
  if (tab === "visible") return;
  unpoint();
  for (const pane of [original, result]) pane.light(mentions(), here(), scroll);
}

function showLease(seconds) {
  const [words, n] = seconds <= 0 ? ["lease_over", 0] : seconds < 120 ? ["lease_seconds_left", seconds] : ["lease_left", seconds / 60];
  by("lease").textContent = say(words, { n: Math.ceil(n) });
  by("lease").classList.toggle("soon", seconds < 120);
}

function showSaved(state, problem) {
  by("saved").textContent = say(state);
  if (problem?.status === 401) warn(say("login"));
  else if (problem && problem.code !== "conflict") tell(say("unsent", { code: problem.code }));
}

function tell(words) {
  by("told").textContent = words;
}

/** Say what must not be overlooked, with what can be done about it. */
function warn(words, label, action) {
  const button = label && element("button", { type: "button" }, label);
  button?.addEventListener("click", action);
  by("alert").replaceChildren(words, button || "");
  by("alert").hidden = false;
  button?.focus();
}

// Looking

function look(id, start = null, scroll = true) {
  const before = chosen;
  chosen = id;
  const found = mentions();
  if (!found.length) return;
  mention = start ?? firstOf(found).start;
  if (tab !== "cast") return show();
  for (const one of new Set([before, id])) if (known().entities.has(one)) cast.update(castOption(one));
  cast.choose(id);
  light(scroll);
}

/** Show a place in clear, in both panes. */
function point(start, end) {
  unpoint();
  for (const pane of [original, result]) pane.point(start, end);
}

/** The entity after the chosen one, around the end, that has a doubt; null if none has. */
function nextPending() {
  const open = new Set(model.doubts(spans()).map((span) => span.entity));
  const from = cast.keys.indexOf(chosen) + 1;
  return [...cast.keys.slice(from), ...cast.keys.slice(0, from)].find((id) => open.has(id)) ?? null;
}

function nextDoubt(step) {
  const found = model.doubts(spans());
  if (!found.length) return tell(say("no_more_doubts"));
  const after = step > 0 ? found.find((span) => span.start > (mention ?? -1)) : found.findLast((span) => span.start < (mention ?? Infinity));
  const next = after ?? found.at(step > 0 ? 0 : -1);
  if (tab !== "cast") turn("cast", false);
  look(next.entity, next.start);
}

function turn(to, focus = true) {
  tab = to;
  for (const name of ["cast", "visible"]) {
    by(`panel-${name}`).hidden = name !== to;
    by(`tab-${name}`).setAttribute("aria-selected", String(name === to));
  }
  show();
  if (focus) by(to).focus();
  if (to === "visible") visible.look();
}

function turnView(view) {
  document.querySelector(".panes").dataset.view = view;
  for (const button of document.querySelectorAll("button[data-view]")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  }
  light(true);
}

// Deciding

function go(next) {
  if (over) return;
  history.go(next);
  draft.keep(model.difference(base, next));
  tell("");
  show();
}

function travel(moved) {
  if (over || !moved) return;
  draft.keep(model.difference(base, spans()));
  show();
}

function confirmChosen(onlyThis) {
  go(model.confirm(spans(), onlyThis ? ofMention : ofChosen));
  look(nextPending() ?? cast.at(1));
}

async function publish(onlyThis) {
  const options = data.reasons.map((value, n) => ({ value, key: String(n + 1), label: say(`reason_${value}`) }));
  const reason = here().label === "NOMBRE" ? await choose(say("publish_title"), options) : "";
  if (reason !== null) go(model.decide(spans(), onlyThis ? ofMention : ofChosen, "keep", reason || undefined));
}

function setRole(role) {
  if (here().label === "NOMBRE") go(model.change(spans(), ofChosen, { role }));
}

const chooseLabel = (question, ...more) =>
  choose(question, data.labels.map((value) => ({ value, key: value[0].toLowerCase(), label: say(value) })), ...more);

async function relabel() {
  const label = await chooseLabel(say("relabel_title"));
  if (!label) return;
  go(model.change(spans(), ofChosen, (span) => ({ label, kind: null, role: label === "NOMBRE" ? (span.role ?? "parte") : null })));
}

function joinChosen() {
  const first = joining;
  if (!first || first === chosen || !spans().some((span) => span.entity === first)) {
    joining = chosen;
    show();
    return tell(say("join_begin"));
  }
  joining = null;
  if (spans().find((span) => span.entity === first).label !== here().label) {
    show();
    return tell(say("join_other"));
  }
  go(model.join(spans(), (span) => span.entity === first, chosen));
  tell(say("joined"));
}

function splitChosen(onlyThis) {
  const keyOf = onlyThis ? ofMention : (span) => fold(text.slice(span.start, span.end));
  const groups = new Set(mentions().map(keyOf));
  if (groups.size < 2) return tell(say("split_none"));
  const at = mention;
  go(model.split(spans(), chosen, keyOf));
  look(spans().find((span) => span.start === at).entity, at, false);
}

async function addSelected() {
  const place = original.selected() ?? result.selected();
  if (!place) return tell(say("add_nothing"));
  const [start, end] = place;
  const touched = spans().filter((span) => span.start < end && start < span.end);
  if (touched.length === 1) return added([place], touched[0].label, place); // new edges for what is there
  let found;
  try {
    found = (await send("POST", `${address}/places`, { start, end })).body.places;
  } catch (refused) {
    return failed(refused);
  }
  const free = found.filter((p) => !spans().some((span) => span.start < p.end && p.start < span.end)).length;
  const alone = element("input", { type: "checkbox" });
  const more = free > 1 ? [element("p", {}, say("add_places", { n: free })), element("label", {}, alone, ` ${say("add_here")}`)] : [];
  const label = await chooseLabel(say("add_title"), element("p", { class: "quoted" }, text.slice(start, end)), ...more);
  if (!label) return;
  const others = alone.checked ? [] : found.map((p) => [p.start, p.end]).filter(([s, e]) => e <= start || s >= end);
  added([place, ...others], label, place);
}

function added(places, label, whole) {
  const [next, entity] = model.add(spans(), places, label, whole);
  go(next);
  if (spans().some((span) => span.entity === entity)) look(entity, whole?.[0] ?? null, false);
}

/** Hide all of what is looked at in the list of what stays visible. */
function hideSeen(onlyThis) {
  const found = visible.chosen(onlyThis);
  if (!found) return;
  go(model.add(spans(), ...found)[0]);
  visible.look();
}

// Leaving

async function finish() {
  const left = model.doubts(spans()).length;
  if (left) {
    tell(say("still_doubts", { n: left }));
    return nextDoubt(1);
  }
  const hidden = spans().filter(model.isHidden);
  const unseen = visible.count(spans());
  const note = element("textarea", { rows: 3, maxlength: 2000 });
  const numbers = { masked: hidden.length, entities: model.entitiesOf(hidden).size, kept: spans().length - hidden.length };
  const summary = [
    element("p", {}, say("finish_summary", numbers)),
    element("p", {}, say("finish_unseen", { n: unseen })),
    element("label", {}, say("note"), note),
  ];
  if (!(await agree(say("finish_title"), ...summary))) return;
  await draft.flush();
  if (!lease.id) return lost({ code: "lease_lost" });
  const body = { lease_id: lease.id, spans: model.verdict(spans()), note: note.value || null };
  const headers = { "If-Match": ruling.revision === null ? '"none"' : `"${ruling.revision}"` };
  try {
    await send("PUT", address, body, { headers });
  } catch (refused) {
    return failed(refused);
  }
  over = true;
  draft.end();
  lease.id = null;
  document.body.classList.add("over");
  warn(say("done"), say("back_to_queue"), () => location.assign(queue));
}

async function release() {
  await draft?.flush();
  try {
    await lease.giveBack();
  } catch (refused) {
    return failed(refused);
  }
  location.assign(queue);
}

function failed(refused) {
  if (!(refused instanceof Refused)) throw refused;
  const { code, places, status } = refused.problem;
  if (code === "verdict_leaks") {
    const [next, count] = model.addLeaks(spans(), places);
    go(next);
    nextDoubt(1);
    return tell(say("leaks", { n: count }));
  }
  if (code === "stale_revision") return warn(say("stale"), say("reload"), () => location.reload());
  if (["lease_lost", "already_claimed", "conflict", "not_found"].includes(code)) return lost(refused.problem);
  if (status === 401) return warn(say("login"));
  warn(code === "offline" ? say("offline") : say("failed", { code }));
}

/** The ruling is no longer ours: say why, and what can be done. */
function lost(problem) {
  lease.drop();
  draft?.flush();
  const words = { lease_lost: "lease_over_long", already_claimed: "lease_taken", conflict: "lease_done", not_found: "gone" }[problem.code];
  if (problem.status === 401) return warn(say("login"));
  if (!words) return warn(problem.code === "offline" ? say("offline") : say("failed", { code: problem.code }));
  if (problem.code === "lease_lost" || problem.code === "already_claimed") warn(say(words), say("take_again"), takeAgain);
  else warn(say(words), say("back_to_queue"), () => location.assign(queue));
}

async function takeAgain() {
  if (!ruling) return location.reload();
  try {
    await lease.take();
  } catch (refused) {
    return failed(refused);
  }
  by("alert").hidden = true;
  by("cast").focus();
}

// Keys

const KEYS = {
  Enter: (shift) => (tab === "visible" ? visible.enter() : confirmChosen(shift)),
  m: (shift) => (tab === "visible" ? hideSeen(shift) : go(model.decide(spans(), shift ? ofMention : ofChosen, "mask"))),
  p: publish,
  j: joinChosen,
  s: splitChosen,
  l: relabel,
  x: (shift) => go(model.remove(spans(), shift ? ofMention : ofChosen)),
  a: addSelected,
  n: (shift) => nextDoubt(shift ? -1 : 1),
  u: (shift) => travel(shift ? history.redo() : history.undo()),
  r: () => turn("cast"),
  v: () => turn("visible"),
  t: () => original.caret(tab === "visible" ? 0 : (mention ?? 0)),
  o: () => turnView({ both: "original", original: "result", result: "both" }[document.querySelector(".panes").dataset.view]),
  b: () => by("find").focus(),
  f: finish,
  d: release,
  h: () => by("help").showModal(),
  Escape: () => {
    joining = null;
    tell("");
    show();
  },
};
data.roles.forEach((role, n) => (KEYS[n + 1] = () => setRole(role)));
/** What needs an entity, and has none to act on while the visible list is looked at. */
const ON_ENTITY = new Set(["p", "j", "s", "l", "x", "1", "2", "3", "4"]);
const STILL = new Set(["h", "o", "t", "b", "r", "v", "n"]);

/** Do what a key says; whether it says anything. */
function press(key, shift) {
  if (!history || !Object.hasOwn(KEYS, key)) return false;
  const idle = (over && !STILL.has(key)) || (ON_ENTITY.has(key) && (tab === "visible" || !here()));
  if (!idle && (here() || tab === "visible" || !["m", "Enter"].includes(key))) KEYS[key](shift);
  return true;
}

/** Answer an arrow, Home or End in the list that has the focus; whether it was one. */
function moveInList(key) {
  if (!history) return false;
  if (tab === "visible") return visible.move(key);
  const to = { ArrowDown: cast.at(1), ArrowUp: cast.at(-1), Home: cast.keys[0], End: cast.keys.at(-1) };
  if (key in to) look(to[key] ?? null);
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  const found = mentions();
  const at = found.findIndex((span) => span.start === mention);
  if (step && found.length) look(chosen, found[(at + step + found.length) % found.length].start);
  return key in to || Boolean(step);
}

listen({ press, move: moveInList });

by("find").addEventListener("keydown", (event) => {
  if (event.key === "Escape") return by("cast").focus();
  if (event.key !== "Enter" || !text) return;
  const from = original.selected()?.[1] ?? 0;
  const found = text.find(by("find").value.trim(), from);
  if (!found) return tell(say("find_none"));
  by("original").focus();
  original.select(...found);
});

document.addEventListener("click", (event) => {
  const view = event.target.closest("button[data-view]")?.dataset.view;
  if (view) turnView(view);
  const mark = event.target.closest("mark");
  if (mark && window.getSelection().isCollapsed) lookAtMark(mark);
});

document.addEventListener("keyup", (event) => {
  const selection = window.getSelection();
  if (!event.key.startsWith("Arrow") || !event.target.matches(".pane") || !selection.isCollapsed) return;
  const mark = selection.anchorNode?.parentElement?.closest("mark");
  if (mark) lookAtMark(mark);
});

function lookAtMark(mark) {
  const span = spans().find((one) => one.start === Number(mark.dataset.start));
  if (!span) return;
  if (tab !== "cast") turn("cast", false);
  look(span.entity, span.start, false);
}

begin();
