// One change after the other: each is kept in the draft, and shown.

import { show, tell } from "./shown.js";
import { desk, inHand } from "./state.js";

export function go(next) {
  if (desk.over) return;
  desk.history.go(next);
  desk.draft.keep(inHand());
  tell("");
  show();
}

/** Keep and show what undoing or redoing has brought, if it has. */
export function travel(moved) {
  if (desk.over || !moved) return;
  desk.draft.keep(inHand());
  show();
}
