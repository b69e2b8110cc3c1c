// What the page says: the messages of its language, and what spans' sources and reasons mean.

export const data = JSON.parse(document.getElementById("data").textContent);

/** A message with its blanks filled. */
export function say(name, blanks = {}) {
  return (data.words[name] ?? name).replace(/\{(\w+)\}/g, (_, blank) => blanks[blank] ?? "");
}

const SOURCES = [
  [/^model\b/, (_, span) => say("why_model", { n: Math.round(100 * span.score) })],
  [/^pattern:(.+)/, ([, kind]) => say("why_pattern", { kind: kind.replaceAll("_", " ").toUpperCase() })],
  [/^lexicon/, () => say("why_lexicon")],
  [/^propagation/, () => say("why_propagation")],
  [/^sender/, () => say("why_sender")],
  [/^(caption|surname)/, () => say("why_surname")],
  [/^directory/, () => say("why_directory")],
  [/^reviewer/, () => say("why_reviewer")],
];

const REASONS = [
  [/^label \w+ is hidden|^$/, () => ""],
  [/^label \w+ is published/, () => say("why_published_label")],
  [/^(?:attribute|role) (.+) is (?:hidden|published)/, ([, names]) => names.split(", ").map((name) => say(name)).join(", ")],
  [/^kind (.+) is (?:hidden|published)/, ([, kinds]) => kinds.replaceAll("_", " ")],
  [/ is cut down to its /, () => say("why_cut")],
  [/^the role is not sure/, () => say("why_unsure_role")],
  [/^citation: (\w+)/, ([, kind]) => say("why_citation", { kind: say(`why_${kind}`) })],
  [/^low score/, () => say("why_low_score")],
  [/^label conflict/, () => say("why_label_conflict")],
  [/^check digit/, () => say("why_check_digit")],
  [/^a name by its title/, () => say("why_title")],
  [/^inside an organisation/, () => say("why_organisation")],
  [/^a name's single word/, () => say("why_single_word")],
  [/^a single word that is a name/, () => say("why_mostly")],
  [/^the sender asked/, () => say("why_keep_asked")],
  [/^too unlikely/, () => say("why_unlikely")],
  [/^published by a reviewer: (\w+)/, ([, reason]) => say(`reason_${reason}`)],
  [/^(confirmed|set) by a reviewer/, () => say("why_confirmed")],
  [/^reviewers differ/, () => say("why_differ")],
  [/^sister: hidden/, () => say("why_sister_hidden")],
  [/^sister: published/, () => say("why_sister_published")],
  [/^the new policy publishes/, () => say("why_new_policy")],
  [/^the new model hides/, () => say("why_new_model")],
  [/^the new model does not/, () => say("why_new_model_frees")],
  [/^cut down/, () => say("why_cut")],
  [/^would leak/, () => say("why_leak")],
];

/** Why a span is what it is: who found it, and what is doubtful. What is unknown is shown as it came. */
export function why(span) {
  const told = [toldBy(SOURCES, span.source, span), toldBy(REASONS, span.reason, span)];
  if (span.publish) told.push(say(`reason_${span.publish}`));
  return told.filter(Boolean).join(" · ");
}

function toldBy(table, value, span) {
  for (const [pattern, words] of table) {
    const match = pattern.exec(value);
    if (match) return words(match, span);
  }
  return value;
}
