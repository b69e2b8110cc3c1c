// What becomes of each place: plain lists of frozen spans, disjoint, in reading order.
// Every function gives a new list; the old one stays as it was, which is what undoes.

const OFFERED = { word: "NOMBRE", number: "ID", date: "FECHA" };

/** The spans as the service sent them, each with an entity. */
export function received(spans) {
  return inOrder(spans.map((span) => ({ ...span, entity: span.entity ?? `s${span.start}` })));
}

/** The spans that one person, place or number shares, in order of their first place. */
export function entitiesOf(spans) {
  const found = new Map();
  for (const span of spans) {
    if (!found.has(span.entity)) found.set(span.entity, []);
    found.get(span.entity).push(span);
  }
  return found;
}

export const isHidden = (span) => span.decision !== "keep";
export const isDoubt = (span) => span.decision === "review";
export const doubts = (spans) => spans.filter(isDoubt);

/** The spans for which `test` holds, changed by `values` (an object or a function of the span). */
export function change(spans, test, values) {
  return spans.map((span) =>
    test(span) ? { ...span, ...(typeof values === "function" ? values(span) : values) } : span,
  );
}

/** Confirm what is proposed: doubts are hidden unless another ruling's review published them, all else stays. */
export const confirm = (spans, test) =>
  change(spans, test, (span) => ({ settled: true, decision: isHidden(span) && !(isDoubt(span) && span.proposed) ? "mask" : "keep" }));

export const decide = (spans, test, decision, publish) =>
  change(spans, test, { decision, publish, settled: true });

/** What `test` holds for becomes one with the entity `into`. */
export function join(spans, test, into) {
  const target = spans.find((span) => span.entity === into);
  const { role, label, attributes } = target;
  return change(spans, test, { entity: into, role, label, attributes, rivals: [] });
}

/** Each of the groups that `keyOf` makes of an entity becomes one of its own; the first keeps its id. */
export function split(spans, entity, keyOf) {
  const ids = new Map();
  const fresh = freshIds(spans);
  return change(spans, (span) => span.entity === entity, (span) => {
    const key = keyOf(span);
    if (!ids.has(key)) ids.set(key, ids.size ? fresh() : entity);
    return { entity: ids.get(key) };
  });
}

/** Each span whose start `pieces` knows, in the pieces that are told there. */
export function cut(spans, pieces) {
  return spans.flatMap((span) => {
    const parts = pieces.get(span.start) ?? [span];
    return parts.map((part) => (part === span ? span : { ...span, ...part, reason: "cut down", settled: true }));
  });
}

/** `attributes` with one more or less; nobody is of age and a minor. */
export function toggled(attributes, one) {
  if (attributes.includes(one)) return attributes.filter((other) => other !== one);
  const against = { adult: "minor", minor: "adult" }[one];
  return [...attributes.filter((other) => other !== against), one];
}

/** The entities, as lists of spans, that one of `found` might be instead. */
export function rivalsOf(found, entities) {
  const ids = new Set(found.flatMap((span) => span.rivals ?? []));
  return [...ids].filter((id) => id !== found[0]?.entity && entities.has(id)).map((id) => entities.get(id));
}

/** What was settled in another ruling, taken over: hidden is hidden, published is a doubt whose answer
 *  is proposed. Gives [spans, how many]. */
export function carry(spans, carried) {
  const here = new Map(spans.map((span) => [span.start, span]));
  const taken = carried.map((found) => {
    const before = here.get(found.start);
    const published = /^sister: published(?:: (\w+))?/.exec(found.reason);
    const proposed = published && { proposed: "keep", publish: published[1] };
    return { ...before, ...found, entity: before?.entity ?? found.entity, ...proposed };
  });
  return [inOrder([...spans.filter((span) => !taken.some((one) => meet(one, span))), ...taken]), taken.length];
}

export const meet = (one, other) => one.start < other.end && other.start < one.end;

export const remove = (spans, test) => spans.filter((span) => !test(span));

/** Hide `places` as one entity. What overlaps `whole` (the place that was selected) gives way
 *  to it, and hands its entity and role on; elsewhere what is there already stays, and is hidden
 *  if it was published; only what it does not cover is added. Gives [spans, entity]. */
export function add(spans, places, label, whole = null) {
  const overlaps = (span, [start, end]) => span.start < end && start < span.end;
  const replaced = whole ? spans.filter((span) => overlaps(span, whole)) : [];
  const heir = replaced.length === 1 && replaced[0].label === label ? replaced[0] : null;
  const entity = heir?.entity ?? freshIds(spans)();
  let kept = remove(spans, (span) => replaced.includes(span));
  const fresh = [];
  for (const place of places) {
    const met = kept.filter((span) => overlaps(span, place));
    kept = change(kept, (span) => met.includes(span) && !isHidden(span), { decision: "mask", settled: true });
    for (const [start, end] of gaps(place, met)) {
      const found = { start, end, label, role: null, kind: null, entity, score: 1, source: "reviewer" };
      if (heir) Object.assign(found, { role: heir.role, kind: heir.kind, attributes: heir.attributes });
      else if (label === "NOMBRE") found.role = "parte";
      fresh.push({ ...found, decision: "mask", reason: "", settled: true });
    }
  }
  return [inOrder([...kept, ...fresh]), entity];
}

/** Places that the service found in clear although they are hidden elsewhere, as doubts; of
 *  places that overlap the longest. Gives [spans, how many]. */
export function addLeaks(spans, places) {
  const id = freshIds(spans);
  const leaks = [];
  for (const { start, end } of places.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if ([...spans, ...leaks].some((span) => span.start < end && start < span.end)) continue;
    const found = { start, end, label: "NOMBRE", role: "parte", kind: null, entity: id(), score: 1 };
    leaks.push({ ...found, source: "reviewer", decision: "review", reason: "would leak" });
  }
  return [inOrder([...spans, ...leaks]), leaks.length];
}

/** Of each item of the service's list, the places that stay in clear; items without any go. */
export function stillVisible(items, spans) {
  const hidden = spans.filter(isHidden);
  const kept = spans.filter((span) => !isHidden(span));
  return items.flatMap((item) => {
    const places = item.places.filter(({ start, end }) => !covered(hidden, start, end));
    if (!places.length) return [];
    // Of a date that is cut down the general form stays, on purpose.
    const cut = (start, end) => item.sort === "date" && covered(spans, start, start + 1) && covered(spans, end - 1, end);
    const isKept = places.every(({ start, end }) => covered(kept, start, end) || cut(start, end));
    const group = isKept ? "kept" : item.cited ? "cited" : item.common ? "common" : "seen";
    return [{ sort: item.sort, label: OFFERED[item.sort], places, group }];
  });
}

/** What placeholder each hidden span gets, by its start: as the service renders it. */
export function placeholders(spans, style) {
  const numbers = new Map(); // label → entity → number
  const found = new Map();
  for (const { start, label, entity } of spans.filter(isHidden)) {
    if (!numbers.has(label)) numbers.set(label, new Map());
    const known = numbers.get(label);
    if (!known.has(entity)) known.set(entity, known.size + 1);
    found.set(start, style === "tag" ? `[${label}]` : `[${label}_${known.get(entity)}]`);
  }
  return found;
}

/** The verdict's spans: what the service takes, no more. */
export function verdict(spans) {
  return spans.map(({ start, end, label, role, attributes, kind, entity, decision, publish }) => ({
    start, end, label, role, attributes: attributes ?? [], kind, entity, decision,
    reason: decision === "keep" ? (publish ?? null) : null,
  }));
}

/** The span at `start` with the edges [from, to); what is in doubt stays so. */
export const reshape = (spans, start, [from, to]) =>
  inOrder(change(spans, (span) => span.start === start, { start: from, end: to, source: "reviewer" }));

export function inOrder(spans) {
  return spans.toSorted((a, b) => a.start - b.start);
}

/** What of [start, end) none of `spans` (disjoint, in order) covers. */
function gaps([start, end], spans) {
  const found = [];
  for (const span of spans) {
    if (start < span.start) found.push([start, span.start]);
    start = Math.max(start, span.end);
  }
  if (start < end) found.push([start, end]);
  return found;
}

function freshIds(spans) {
  const taken = spans.map((span) => /^r(\d+)$/.exec(span.entity)?.[1] ?? 0);
  let last = taken.reduce((most, n) => Math.max(most, Number(n)), 0);
  return () => `r${++last}`;
}

/** Whether `spans` (disjoint, in order) cover all of [start, end). */
function covered(spans, start, end) {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle].end <= start) low = middle + 1;
    else high = middle;
  }
  for (; low < spans.length && spans[low].start <= start; low++) {
    if (spans[low].end >= end) return true;
    start = spans[low].end;
  }
  return false;
}
