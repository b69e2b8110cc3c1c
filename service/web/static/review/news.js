// Why a ruling is here, if not for the first time: what changed, what was asked and answered.

import { element } from "./dom.js";
import { say } from "./words.js";

/** What to say above the ruling; nothing if it is here for the first time and nobody asked. */
export function newsOf(ruling, questions) {
  const changed = ruling.spans.filter((span) => span.changed).length;
  const because = ruling.cause === "new" ? [] : [element("p", {}, say(`cause_${ruling.cause}`), changed > 0 && ` ${say("changed_places", { n: changed })}`)];
  const toggle = changed > 0 ? [element("button", { type: "button", "data-key": "k", "aria-pressed": "true" }, say("only_changed"), " ", element("kbd", {}, "K"))] : [];
  const released = ruling.released ? [element("p", {}, say("released"))] : [];
  const ground = ruling.ground ? [element("blockquote", {}, ruling.ground)] : [];
  return [...because, ...released, ...toggle, ...ground, ...questions.map(asked)];
}

function asked({ addressee, question, answer }) {
  return element(
    "dl",
    { class: "asked" },
    element("dt", {}, say(`asked_${addressee}`)),
    element("dd", {}, question),
    element("dt", {}, say("answer")),
    element("dd", {}, answer ?? say("unanswered")),
  );
}
