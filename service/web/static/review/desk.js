// The desk of one ruling: how it begins, and what each key does.

import { Order } from "./cast.js";
import { travel } from "./changing.js";
import * as deciding from "./deciding.js";
import { Options } from "./dom.js";
import { Draft } from "./draft.js";
import { Refused, send } from "./http.js";
import { listen } from "./keys.js";
import { consult, finish, lost, release } from "./leaving.js";
import { Lease } from "./lease.js";
import { look, lookAtMark, moveInList, nextDoubt, nextPending, point, turn, turnChanged, turnPage, turnView } from "./looking.js";
import { newsOf } from "./news.js";
import { Pane, together } from "./pane.js";
import * as model from "./spans.js";
import { show, showLease, showSaved, tell } from "./shown.js";
import { address, by, desk, here, spans } from "./state.js";
import * as styles from "./styles.js";
import { Text } from "./text.js";
import { VisibleList } from "./visible.js";
import { data, say } from "./words.js";

desk.order = new Order();
desk.cast = new Options(by("cast"), (id) => look(id));
desk.lease = new Lease(address, { show: showLease, lost });

async function begin() {
  try {
    await desk.lease.take();
    const asked = ["", "/visible", "/carried", "/questions"].map((part) => send("GET", address + part));
    const [read, list, carried, questions] = await Promise.all(asked);
    desk.ruling = read.body;
    desk.text = new Text(desk.ruling.text);
    desk.visible = new VisibleList(by("visible"), desk.text, list.body.items, point);
    desk.base = model.received(desk.ruling.spans);
    desk.onlyChanged = desk.base.some((span) => span.changed);
    desk.history = new model.History(desk.base);
    await takeUp(carried.body.spans);
    by("news").replaceChildren(...newsOf(desk.ruling, questions.body.items));
    by("news").hidden = !by("news").hasChildNodes();
  } catch (refused) {
    by("progress").textContent = "";
    lost(refused instanceof Refused ? refused.problem : { code: "page" });
    if (!(refused instanceof Refused)) throw refused;
    return;
  }
  desk.original = new Pane(by("original"), desk.text, { result: false });
  desk.result = new Pane(by("result"), desk.text, { result: true });
  together(desk.original, desk.result);
  styles.begin(desk.ruling, address, show);
  by("style").value = desk.ruling.style;
  desk.ready = true;
  show();
  look(nextPending() ?? desk.cast.keys[0] ?? null);
  by("cast").focus({ preventScroll: true });
  desk.pages = (await send("GET", `${address}/pages`).catch(() => null))?.body.starts;
}

/** Go on with the draft; without one, with what was decided in a ruling of the same case. */
async function takeUp(carried) {
  desk.draft = new Draft(`${address}/draft`, desk.ruling.revision, showSaved);
  const kept = await desk.draft.load();
  if (kept === "stale") tell(say("stale_draft"));
  else if (kept) {
    desk.history = new model.History(model.applied(desk.base, kept));
    desk.notes = kept.notes ?? [];
    if (kept.changed.length || kept.removed.length) tell(say("restored"));
  }
  if (kept && kept !== "stale") return;
  const [next, count] = model.carry(spans(), carried);
  if (!count) return;
  desk.history.go(next);
  tell(say("carried", { n: count }));
}

const KEYS = {
  Enter: (shift) => (desk.tab === "visible" ? desk.visible.enter() : deciding.confirmChosen(shift)),
  m: (shift) => (desk.tab === "visible" ? deciding.hideSeen(shift) : deciding.mask(shift)),
  p: deciding.publish,
  g: deciding.generalise,
  j: deciding.joinChosen,
  s: deciding.splitChosen,
  l: deciding.relabel,
  e: deciding.setAttribute,
  x: deciding.remove,
  c: deciding.note,
  a: deciding.addSelected,
  n: (shift) => nextDoubt(shift ? -1 : 1),
  u: (shift) => travel(shift ? desk.history.redo() : desk.history.undo()),
  r: () => turn("cast"),
  v: () => turn("visible"),
  k: turnChanged,
  t: () => desk.original.caret(desk.tab === "visible" ? 0 : (desk.mention ?? 0)),
  o: () => turnView({ both: "original", original: "result", result: "both" }[document.querySelector(".panes").dataset.view]),
  y: () => by("style").focus(),
  b: () => by("find").focus(),
  ",": () => turnPage(-1),
  ".": () => turnPage(1),
  f: finish,
  d: release,
  h: () => by("help").showModal(),
  "?": consult,
  Escape: () => {
    desk.joining = null;
    tell("");
    show();
  },
};
data.roles.forEach((role, n) => (KEYS[n + 1] = () => deciding.setRole(role)));
/** What needs an entity, and has none to act on while the visible list is looked at. */
const ON_ENTITY = new Set(["p", "g", "j", "s", "l", "e", "x", "c", "1", "2", "3", "4"]);
const STILL = new Set(["h", "o", "t", "b", "r", "v", "n", "k", "y", ",", "."]);

/** Do what a key says; whether it says anything. */
function press(key, shift) {
  if (!desk.ready || !Object.hasOwn(KEYS, key)) return false;
  const idle = (desk.over && !STILL.has(key)) || (ON_ENTITY.has(key) && (desk.tab === "visible" || !here()));
  if (!idle && (here() || desk.tab === "visible" || !["m", "Enter"].includes(key))) KEYS[key](shift);
  return true;
}

listen({ press, move: moveInList });

by("style").addEventListener("change", () => styles.choose(by("style").value));
by("style").addEventListener("keydown", (event) => {
  if (event.key === "Escape" || event.key === "Enter") by("cast").focus();
});

by("find").addEventListener("keydown", (event) => {
  if (event.key === "Escape") return by("cast").focus();
  if (event.key !== "Enter" || !desk.text) return;
  const from = desk.original.selected()?.[1] ?? 0;
  const found = desk.text.find(by("find").value.trim(), from);
  if (!found) return tell(say("find_none"));
  by("original").focus();
  desk.original.select(...found);
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

begin();
