// The edges of the mention that is looked at: dragged, or moved by keys, from word to word.

import { go } from "./changing.js";
import { look, point } from "./looking.js";
import { reshape } from "./spans.js";
import { light, tell } from "./shown.js";
import { desk, here, spans } from "./state.js";

/** Move an edge ("start" or "end") of the mention by `step` words. */
export function moveEdge(edge, step) {
  const at = here()[edge];
  const found = desk.text.edges[edge].filter(within(edge));
  const next = step > 0 ? found.find((one) => one > at) : found.findLast((one) => one < at);
  if (next !== undefined) settle(edge, next);
}

/** Let the edges be dragged; with Shift held letter by letter. */
export function draggable(pane) {
  pane.root.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip || !event.isPrimary || desk.over) return;
    event.preventDefault(); // nothing is selected
    drag(pane, grip, event.pointerId);
  });
  const still = (event) => event.target.closest(".grip") && event.preventDefault(); // nor does a finger scroll
  pane.root.addEventListener("touchstart", still, { passive: false });
}

function drag(pane, grip, pointer) {
  const { edge } = grip.dataset;
  const stop = new AbortController();
  const on = (target, kind, does) => target.addEventListener(kind, does, { signal: stop.signal });
  let to = here()[edge];
  grip.setPointerCapture(pointer);
  pane.root.classList.add("dragging"); // what is under the grip is looked for, not the grip
  on(grip, "pointermove", (event) => {
    const at = pane.at(event.clientX, event.clientY);
    if (at === null) return;
    to = event.shiftKey ? nearest([desk.text.letter(at)], at, edge) : nearest(desk.text.edges[edge], at, edge);
    point(...edged(edge, to), false);
  });
  const end = (kept) => {
    stop.abort();
    pane.root.classList.remove("dragging");
    if (kept) settle(edge, to);
    else light(false);
  };
  on(grip, "pointerup", () => end(true));
  on(grip, "pointercancel", () => end(false));
  on(document, "keydown", (event) => event.key === "Escape" && end(false));
}

/** Where an edge may be: clear of the mention's neighbours, and with something left of itself. */
function within(edge) {
  const { start, end } = here();
  const n = spans().indexOf(here());
  const [low, high] =
    edge === "start"
      ? [spans()[n - 1]?.end ?? 0, desk.text.letter(end - 1)]
      : [desk.text.after(start), spans()[n + 1]?.start ?? desk.text.length];
  return (at) => low <= at && at <= high;
}

/** Of `places` where the edge may be the nearest to `at`; where it is, if it may be at none. */
function nearest(places, at, edge) {
  const found = places.filter(within(edge));
  return found.reduce((best, one) => (Math.abs(one - at) < Math.abs(best - at) ? one : best), found[0] ?? here()[edge]);
}

const edged = (edge, to) => (edge === "start" ? [to, here().end] : [here().start, to]);

function settle(edge, to) {
  const { start, entity } = here();
  const next = edged(edge, to);
  if (to === here()[edge]) return light(false);
  desk.mention = next[0];
  go(reshape(spans(), start, next));
  look(entity, next[0], false);
  tell(`«${desk.text.slice(...next)}»`);
}
