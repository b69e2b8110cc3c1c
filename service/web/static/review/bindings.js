// What each key of the desk does, and each click.

import { travel } from "./changing.js";
import * as deciding from "./deciding.js";
import { moveEdge } from "./edges.js";
import { listen } from "./keys.js";
import { consult, finish, release } from "./leaving.js";
import { lookAtMark, moveInList, nextDoubt, turn, turnChanged, turnPage, turnView } from "./looking.js";
import { show, tell } from "./shown.js";
import { by, desk, here } from "./state.js";
import * as styles from "./styles.js";
import { data, say } from "./words.js";

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
  o: () => turnView({ both: "original", original: "result", result: "both" }[by("panes").dataset.view]),
  y: () => by("style").focus(),
  b: () => by("find").focus(),
  "start-": () => moveEdge("start", -1),
  "start+": () => moveEdge("start", 1),
  "end-": () => moveEdge("end", -1),
  "end+": () => moveEdge("end", 1),
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
const ON_ENTITY = new Set(["p", "g", "j", "s", "l", "e", "x", "c", "1", "2", "3", "4", "start-", "start+", "end-", "end+"]);
/** With Shift, in the cast. */
const EDGES = { ArrowUp: "start-", ArrowDown: "start+", ArrowLeft: "end-", ArrowRight: "end+" };
const STILL = new Set(["h", "o", "t", "b", "r", "v", "n", "k", "y", ",", "."]);

/** Do what a key says; whether it says anything. */
function press(key, shift) {
  if (!desk.ready || !Object.hasOwn(KEYS, key)) return false;
  const idle = (desk.over && !STILL.has(key)) || (ON_ENTITY.has(key) && (desk.tab === "visible" || !here()));
  if (!idle && (here() || desk.tab === "visible" || !["m", "Enter"].includes(key))) KEYS[key](shift);
  return true;
}

const onEdge = (key, shift) => shift && desk.tab === "cast" && Object.hasOwn(EDGES, key) && press(EDGES[key]);

listen({ press, move: (key, shift) => onEdge(key, shift) || moveInList(key) });

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
