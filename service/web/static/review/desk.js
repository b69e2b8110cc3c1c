// The desk of one ruling: how it begins.

import "./bindings.js";
import { Order } from "./cast.js";
import { Options } from "./dom.js";
import { Draft } from "./draft.js";
import { draggable } from "./edges.js";
import { fromDraft, History } from "./history.js";
import { Refused, send } from "./http.js";
import { lost } from "./leaving.js";
import { Lease } from "./lease.js";
import { look, nextPending, point } from "./looking.js";
import { newsOf } from "./news.js";
import { Pane, together } from "./pane.js";
import { ready } from "./ready.js";
import * as model from "./spans.js";
import { show, showLease, showSaved, tell } from "./shown.js";
import { address, brief, by, desk, spans } from "./state.js";
import * as styles from "./styles.js";
import { Text } from "./text.js";
import { VisibleList } from "./visible.js";
import { say } from "./words.js";

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
    desk.history = new History(desk.base);
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
  draggable(desk.original);
  styles.begin(desk.ruling, address, show);
  by("style").value = desk.ruling.style;
  desk.ready = true;
  show();
  look(nextPending() ?? desk.cast.keys[0] ?? null);
  ready();
  by("cast").focus({ preventScroll: true });
  desk.pages = send("GET", `${address}/pages`).then(({ body }) => body.starts, () => []);
}

/** Go on with the draft; without one, with what was decided in a ruling of the same case. */
async function takeUp(carried) {
  desk.draft = new Draft(`${address}/draft`, desk.ruling.revision, { brief, show: showSaved });
  const kept = await desk.draft.load();
  if (kept === "stale") tell(say("stale_draft"));
  else if (kept) {
    desk.history = new History(desk.base, fromDraft(kept));
    desk.notes = kept.notes ?? [];
    if (spans() !== desk.base) tell(say("restored"));
  }
  if (kept && kept !== "stale") return;
  const [next, count] = model.carry(spans(), carried);
  if (!count) return;
  desk.history.go(next);
  tell(say("carried", { n: count }));
}

begin();
