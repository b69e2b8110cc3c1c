// Leaving a ruling: the verdict, giving it back, asking somebody; and what to say when that is refused.

import { go } from "./changing.js";
import { agree, writeTo } from "./dialog.js";
import { element } from "./dom.js";
import { Refused, send } from "./http.js";
import { nextDoubt } from "./looking.js";
import * as model from "./spans.js";
import { tell, warn } from "./shown.js";
import { address, by, desk, here, queue, spans } from "./state.js";
import { say } from "./words.js";

const toQueue = () => location.assign(queue);

export async function finish() {
  const left = model.doubts(spans()).length;
  if (left) {
    tell(say("still_doubts", { n: left }));
    return nextDoubt(1);
  }
  const hidden = spans().filter(model.isHidden);
  const note = element("textarea", { rows: 3, maxlength: 2000 }, notesWritten());
  const numbers = { masked: hidden.length, entities: model.entitiesOf(hidden).size, kept: spans().length - hidden.length };
  const summary = [
    element("p", {}, say("finish_summary", numbers)),
    element("p", {}, say("finish_unseen", { n: desk.visible.count(spans()) })),
    element("label", {}, say("note"), note),
  ];
  if (!(await agree(say("finish_title"), ...summary))) return;
  await desk.draft.flush();
  if (!desk.lease.id) return lost({ code: "lease_lost" });
  const body = { lease_id: desk.lease.id, spans: model.verdict(spans()), note: note.value || null };
  const { revision } = desk.ruling;
  const headers = { "If-Match": revision === null ? '"none"' : `"${revision}"` };
  let given;
  try {
    given = (await send("PUT", address, body, { headers })).body;
  } catch (refused) {
    return failed(refused);
  }
  end();
  const control = given.control ? ` ${say(`control_${given.control}`)}` : "";
  const back = [say("back_to_queue"), toQueue];
  if (given.final) return warn(say("done") + control, back, [say("take_back"), takeBack]);
  warn(say(desk.ruling.cause === "second" ? "done_differ" : "done_first") + control, back);
}

/** The notes to mentions, a line each. */
function notesWritten() {
  const lines = desk.notes.map(({ start, end, text }) => `«${desk.text.slice(start, end)}»: ${text}`);
  return lines.join("\n").slice(0, 2000);
}

/** It is out of our hands, as we wished. */
function end() {
  desk.over = true;
  desk.draft.end();
  desk.lease.id = null;
  document.body.classList.add("over");
}

async function takeBack() {
  try {
    await send("POST", `${address}/recall`);
  } catch (refused) {
    return warn(say(refused.problem?.code === "too_late" ? "too_late" : "failed", { code: refused.problem?.code }), [say("back_to_queue"), toQueue]);
  }
  location.reload();
}

export async function release() {
  await desk.draft?.flush();
  try {
    await desk.lease.giveBack();
  } catch (refused) {
    return failed(refused);
  }
  toQueue();
}

/** Ask the judge or the supervisor; the ruling waits for the answer, the draft with it. */
export async function consult() {
  if (!desk.lease.id) return lost({ code: "lease_lost" });
  const place = desk.tab === "cast" ? here() : null;
  const about = place ? [element("p", { class: "quoted" }, desk.text.slice(place.start, place.end))] : [];
  const options = ["judge", "supervisor"].map((value) => ({ value, label: say(`ask_${value}`) }));
  const asked = await writeTo(say("ask_title"), options, ...about, element("p", {}, say("ask_hint")));
  if (!asked) return;
  await desk.draft.flush();
  const { value: addressee, words: question } = asked;
  const body = { lease_id: desk.lease.id, addressee, question, start: place?.start, end: place?.end };
  try {
    await send("POST", `${address}/questions`, body);
  } catch (refused) {
    return failed(refused);
  }
  end();
  warn(say("asked"), [say("back_to_queue"), toQueue]);
}

export function failed(refused) {
  if (!(refused instanceof Refused)) throw refused;
  const { code, places, status } = refused.problem;
  if (code === "verdict_leaks") {
    const [next, count] = model.addLeaks(spans(), places);
    go(next);
    nextDoubt(1);
    return tell(say("leaks", { n: count }));
  }
  if (code === "stale_revision") return warn(say("stale"), [say("reload"), () => location.reload()]);
  if (code in LOST) return lost(refused.problem);
  if (status === 401) return warn(say("login"));
  warn(code === "offline" ? say("offline") : say("failed", { code }));
}

const LOST = {
  lease_lost: "lease_over_long",
  already_claimed: "lease_taken",
  awaiting_answer: "lease_parked",
  conflict: "lease_done",
  not_found: "gone",
};

/** The ruling is no longer ours: say why, and what can be done. */
export function lost(problem) {
  desk.lease.drop();
  desk.draft?.flush();
  const words = LOST[problem.code];
  if (problem.status === 401) return warn(say("login"));
  if (!words) return warn(problem.code === "offline" ? say("offline") : say("failed", { code: problem.code }));
  const again = problem.code === "lease_lost" || problem.code === "already_claimed";
  warn(say(words), again ? [say("take_again"), takeAgain] : [say("back_to_queue"), toQueue]);
}

async function takeAgain() {
  if (!desk.ruling) return location.reload();
  try {
    await desk.lease.take();
  } catch (refused) {
    return failed(refused);
  }
  by("alert").hidden = true;
  by("cast").focus();
}
