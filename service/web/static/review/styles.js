// How what is hidden is written: two styles are known here, the others are the service's to tell.

import { send } from "./http.js";
import { isHidden, placeholders } from "./spans.js";

const LOCAL = ["tag", "numbered"];
const PAUSE = 250;

let style = "tag";
let address, redraw, timer;
let last = {}; // { style, spans, shown }

/** Begin with the ruling's own style; `draw` shows what has become known. */
export function begin(ruling, at, draw) {
  [style, address, redraw] = [ruling.style, at, draw];
}

export function choose(next) {
  style = next;
  redraw();
}

/** The placeholder of each hidden span, by its start; where the service is still asked, the last it told. */
export function written(spans) {
  if (last.spans === spans && last.style === style) return last.shown;
  if (LOCAL.includes(style)) return keep(spans, placeholders(spans, style));
  clearTimeout(timer);
  timer = setTimeout(() => ask(spans, style), PAUSE);
  const before = last.style === style ? last.shown : new Map();
  return keep(spans, new Map([...placeholders(spans, "numbered")].map(([start, tag]) => [start, before.get(start) ?? tag])));
}

function keep(spans, shown) {
  last = { style, spans, shown };
  return shown;
}

async function ask(spans, wanted) {
  const hidden = spans.filter(isHidden).map(({ start, end, label, role, kind, entity }) => ({ start, end, label, role, kind, entity }));
  let told;
  try {
    told = (await send("POST", `${address}/preview`, { style: wanted, spans: hidden })).body.placeholders;
  } catch {
    return; // the tags stay, which say as much
  }
  if (last.spans !== spans || last.style !== wanted) return;
  last = { style: wanted, spans, shown: new Map(told.map(({ start, text }) => [start, text])) };
  redraw();
}
