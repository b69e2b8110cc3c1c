// What the desk knows of its ruling, and of what is looked at. What is shown of it is shown.js's.

import * as model from "./spans.js";
import { written } from "./styles.js";
import { data } from "./words.js";

export const by = (id) => document.getElementById(id);
export const address = `/v1/review/${data.document}`;
export const queue = `/review?lang=${data.lang}`;

/** Set at the beginning: ruling, text, base, history, draft, lease, cast, original, result, visible. */
export const desk = {
  chosen: null, // an entity's id
  mention: null, // the start of one of its spans
  joining: null,
  tab: "cast",
  ready: false, // all of it is shown, and keys act
  over: false,
  onlyChanged: false,
  pages: [], // where each begins, or the promise of it
  page: 0, // that was turned to last
  notes: [], // { start, end, text }
};

export const spans = () => desk.history.now;
export const mentions = () => known().entities.get(desk.chosen) ?? [];
export const here = () => mentions().find((span) => span.start === desk.mention) ?? null;
export const ofChosen = (span) => span.entity === desk.chosen;
export const ofMention = (span) => span.start === desk.mention;

/** The mention to look at first: the first doubtful one, if one is. */
export const firstOf = (found) => found.find(model.isDoubt) ?? found[0];

/** What follows from the spans as they stand, reckoned once for each state. */
let reckoned = {};
export function known() {
  const shown = written(spans());
  if (reckoned.spans !== spans()) reckoned = { spans: spans(), entities: model.entitiesOf(spans()) };
  return { ...reckoned, shown };
}

/** What a draft keeps: every step from the ruling as it came, and the notes; `brief`: without those between. */
export const inHand = () => ({ ...desk.history.kept(), notes: desk.notes });
export const brief = () => ({ ...desk.history.brief(), notes: desk.notes });
