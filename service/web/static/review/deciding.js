// Deciding: what each key makes of the person, place, date or number that is looked at.

import { go } from "./changing.js";
import { choose, writeWords } from "./dialog.js";
import { element } from "./dom.js";
import { send } from "./http.js";
import { failed } from "./leaving.js";
import { look, nextPending } from "./looking.js";
import * as model from "./spans.js";
import { show, tell } from "./shown.js";
import { address, desk, here, inHand, known, mentions, ofChosen, ofMention, spans } from "./state.js";
import { fold } from "./text.js";
import { data, say } from "./words.js";

export function confirmChosen(onlyThis) {
  go(model.confirm(spans(), onlyThis ? ofMention : ofChosen));
  look(nextPending() ?? desk.cast.at(1));
}

export const mask = (onlyThis) => go(model.decide(spans(), onlyThis ? ofMention : ofChosen, "mask"));

export const remove = (onlyThis) => go(model.remove(spans(), onlyThis ? ofMention : ofChosen));

export async function publish(onlyThis) {
  const options = desk.ruling.reasons.map((value, n) => ({ value, key: String(n + 1), label: say(`reason_${value}`) }));
  const reason = here().label === "NOMBRE" ? await choose(say("publish_title"), options) : "";
  if (reason !== null) go(model.decide(spans(), onlyThis ? ofMention : ofChosen, "keep", reason || undefined));
}

export function setRole(role) {
  if (here().label === "NOMBRE") go(model.change(spans(), ofChosen, { role }));
}

export async function setAttribute() {
  if (here().label !== "NOMBRE") return;
  const has = here().attributes ?? [];
  const options = data.attributes.map((value, n) => ({ value, key: String(n + 1), label: `${has.includes(value) ? "✓ " : ""}${say(value)}` }));
  const attribute = await choose(say("attribute_title"), options);
  if (attribute) go(model.change(spans(), ofChosen, { attributes: model.toggled(has, attribute) }));
}

const chooseLabel = (question, ...more) =>
  choose(question, data.labels.map((value) => ({ value, key: value[0].toLowerCase(), label: say(value) })), ...more);

export async function relabel() {
  const label = await chooseLabel(say("relabel_title"));
  if (!label) return;
  go(model.change(spans(), ofChosen, (span) => ({ label, kind: null, attributes: [], role: label === "NOMBRE" ? (span.role ?? "parte") : null })));
}

/** Begin to join the chosen entity, or end with it; one that may be another is offered those first. */
export async function joinChosen() {
  const first = desk.joining;
  if (!first || first === desk.chosen || !spans().some((span) => span.entity === first)) return beginJoin();
  desk.joining = null;
  if (spans().find((span) => span.entity === first).label !== here().label) {
    show();
    return tell(say("join_other"));
  }
  go(model.join(spans(), (span) => span.entity === first, desk.chosen));
  tell(say("joined"));
}

async function beginJoin() {
  const rivals = model.rivalsOf(mentions(), known().entities);
  if (rivals.length) {
    const options = rivals.map((found, n) => ({ value: found[0].entity, key: String(n + 1), label: desk.text.slice(found[0].start, found[0].end) }));
    const into = await choose(say("join_title"), [...options, { value: "*", key: "j", label: say("join_another") }]);
    if (!into) return;
    if (into !== "*") {
      go(model.join(spans(), ofChosen, into));
      look(into, desk.mention);
      return tell(say("joined"));
    }
  }
  desk.joining = desk.chosen;
  show();
  tell(say("join_begin"));
}

export function splitChosen(onlyThis) {
  const keyOf = onlyThis ? ofMention : (span) => fold(desk.text.slice(span.start, span.end));
  const groups = new Set(mentions().map(keyOf));
  if (groups.size < 2) return tell(say("split_none"));
  const at = desk.mention;
  go(model.split(spans(), desk.chosen, keyOf));
  look(spans().find((span) => span.start === at).entity, at, false);
}

/** Leave of the chosen entity its general form: the year of a date, the municipality of an address. */
export async function generalise(onlyThis) {
  const found = onlyThis ? [here()] : mentions();
  const places = found.map(({ start, end, label, kind }) => ({ start, end, label, kind }));
  let items;
  try {
    items = (await send("POST", `${address}/general`, { places })).body.items;
  } catch (refused) {
    return failed(refused);
  }
  const levels = [...new Set(items.flatMap((item) => item.forms.map((form) => form.level)))];
  if (!levels.length) return tell(say("general_none"));
  const options = levels.map((value, n) => ({ value, key: String(n + 1), label: `${say(`level_${value}`)}: ${kept(items, value)}` }));
  const level = await choose(say("general_title"), options);
  if (!level) return;
  const formed = items.map((item) => [item.start, item.forms.find((form) => form.level === level)?.pieces]);
  go(model.cut(spans(), new Map(formed.filter(([, pieces]) => pieces))));
  const left = formed.filter(([, pieces]) => !pieces).length;
  if (left) tell(say("general_left", { n: left }));
}

/** What stays in clear of the first place that has the form. */
function kept(items, level) {
  const { pieces } = items.flatMap((item) => item.forms).find((form) => form.level === level);
  const { start, end } = pieces.find((piece) => piece.decision === "keep");
  return desk.text.slice(start, end);
}

export async function addSelected() {
  const place = desk.original.selected() ?? desk.result.selected();
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
  const label = await chooseLabel(say("add_title"), element("p", { class: "quoted" }, desk.text.slice(start, end)), ...more);
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
export function hideSeen(onlyThis) {
  const found = desk.visible.chosen(onlyThis);
  if (!found) return;
  go(model.add(spans(), ...found)[0]);
  desk.visible.look();
}

/** Note something of the chosen mention, for whoever reads the verdict. */
export async function note() {
  const { start, end } = here();
  const ofThis = (one) => model.meet(one, { start, end });
  const before = desk.notes.find(ofThis)?.text ?? "";
  const words = await writeWords(say("note_title"), before, element("p", { class: "quoted" }, desk.text.slice(start, end)));
  if (words === null) return;
  desk.notes = desk.notes.filter((one) => !ofThis(one));
  if (words.trim()) desk.notes.push({ start, end, text: words.trim() });
  desk.draft.keep(inHand());
  show();
}
