// Handing rulings in: the form, and a row for each file that tells how it goes.

import { element } from "../review/dom.js";
import { Refused } from "../review/http.js";
import "../review/log-out.js";
import { ready } from "../review/ready.js";
import { data, say } from "../review/words.js";
import { handIn, save, state } from "./sending.js";

const AGAIN_AFTER = 3000; // milliseconds between two looks at what a worker has in hand
const WAITS = ["received", "processing"];

const by = (id) => document.getElementById(id);
const form = by("form");
const drop = by("drop");
const rows = [];
let last = Promise.resolve();

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const about = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
  for (const file of by("files").files) {
    const row = new Row(file, about);
    rows.push(row);
    by("sent").append(row.item);
    row.queue();
  }
  by("files").value = "";
  by("refresh").hidden = false;
});

by("refresh").addEventListener("click", async () => {
  for (const row of rows) await row.look();
  by("heard").textContent = say("upload_refreshed");
});

for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragenter" || kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length) by("files").files = event.dataTransfer.files;
  });
}

class Row {
  constructor(file, about) {
    Object.assign(this, { file, about, key: crypto.randomUUID(), document: null });
    this.bar = element("progress", { max: 1, value: 0, "aria-label": file.name });
    this.words = element("p", {}, say("upload_waits"));
    this.legend = element("p", { hidden: true });
    this.actions = element("div", { class: "keys" });
    this.item = element("li", { tabindex: -1 }, element("strong", {}, file.name), this.bar, this.words, this.legend, this.actions);
  }

  /** Send it after those before: the service reads one of ours at a time. */
  queue() {
    last = last.then(() => this.#send());
  }

  async #send() {
    this.#tell("sending", say("upload_sending"));
    this.#act();
    try {
      this.#show(await handIn(this.file, this.about, this.key, (share) => this.#gone(share)));
    } catch (refused) {
      this.#refused(refused);
      if (passes(refused.problem)) this.#offer(say("upload_again"), () => this.queue());
    }
  }

  #gone(share) {
    this.bar.value = share;
    if (share === 1) this.#tell("reading", say("upload_reading"));
  }

  /** Ask how it stands, if that can still change. */
  async look() {
    if (!this.document || this.document.state === "finished") return;
    try {
      this.#show(await state(this.document.id));
    } catch (refused) {
      this.#refused(refused);
    }
  }

  #show(found) {
    this.document = found;
    const { id, legend } = found;
    const why = found.hold_reason ? ` ${reason(found.hold_reason)}` : "";
    this.#tell(found.state, say(`state_${found.state}`, { n: found.doubts }) + why);
    this.legend.hidden = found.state !== "finished" || !legend;
    this.legend.textContent = say("upload_legend", { legend });
    this.#act();
    if (WAITS.includes(found.state)) setTimeout(() => this.look(), AGAIN_AFTER);
    if (found.state === "finished") this.#offer(say("upload_save"), () => this.#save());
    if (["in_review", "held"].includes(found.state) && data.reviews) {
      const link = { class: "button", href: `/review/${id}?lang=${data.lang}`, "aria-label": `${say("upload_review")} ${this.file.name}` };
      this.#act(element("a", link, say("upload_review")));
    }
  }

  async #save() {
    this.#tell("finished", say("upload_making"));
    try {
      await save(this.document.id);
      this.#tell("finished", say("upload_saved"));
    } catch (refused) {
      this.#refused(refused);
    }
  }

  #refused(refused) {
    if (!(refused instanceof Refused)) throw refused;
    this.#tell("refused", reason(refused.problem.code));
  }

  #offer(words, act) {
    const button = element("button", { type: "button", "aria-label": `${words} ${this.file.name}` }, words);
    button.addEventListener("click", act);
    this.#act(button);
  }

  /** What can be done with it now; whoever stood on what goes stays in the row. */
  #act(...nodes) {
    if (this.actions.contains(document.activeElement)) this.item.focus();
    this.actions.replaceChildren(...nodes);
  }

  /** Say how it stands, in its row and to whoever listens. */
  #tell(now, words) {
    this.item.dataset.state = now;
    this.words.textContent = words;
    by("heard").textContent = `${this.file.name}: ${words}`;
  }
}

/** Whether a refusal is of the moment, not of the file. */
const passes = ({ code, status = 0 }) => code === "offline" || status === 401 || status === 429 || status >= 500;

/** Why the service refuses or holds a file, in the page's language. */
function reason(code) {
  const name = `because_${code}`;
  return name in data.words ? say(name) : say("because", { code });
}

ready();
