// One question at a time, answered by one key or by a click.

import { element } from "./dom.js";
import { say } from "./words.js";

const dialog = document.getElementById("dialog");
const title = document.getElementById("dialog-title");
const body = document.getElementById("dialog-body");

/** Ask which of `options` ({value, label, key}); null if none. `more`: elements between. */
export function choose(question, options, ...more) {
  return ask(question, [...more, answers(options)], true);
}

function answers(options) {
  const buttons = options.map(({ value, label, key }) =>
    element("button", { type: "submit", value, "data-answer": key }, key && element("kbd", {}, key.toUpperCase()), key ? ` ${label}` : label),
  );
  return element("div", { class: "answers" }, ...buttons);
}

/** Ask for words and to whom (`options`) they go: { value, words }; null if there are none. */
export async function writeTo(question, options, ...more) {
  const words = element("textarea", { rows: 4, maxlength: 2000, required: true, autofocus: true, "aria-label": question });
  const value = await ask(question, [...more, words, answers(options)], false);
  return value && words.value.trim() ? { value, words: words.value.trim() } : null;
}

/** Ask for words, `before` to begin with; null if it was left. */
export async function writeWords(question, before, ...more) {
  const words = element("textarea", { rows: 3, maxlength: 500, autofocus: true, "aria-label": question }, before);
  const value = await ask(question, [...more, words, answers([{ value: "yes", label: say("accept") }])], false);
  return value ? words.value : null;
}

/** Ask for a yes to `question`; whether it was given. */
export async function agree(question, ...more) {
  const yes = element("button", { type: "submit", value: "yes", class: "main", autofocus: true }, say("accept"));
  return (await ask(question, [...more, element("div", { class: "answers" }, yes)], false)) === "yes";
}

function ask(question, content, byKey) {
  title.textContent = question;
  const cancel = element("button", { type: "submit", value: "", formnovalidate: true }, say("cancel"));
  const form = element("form", { method: "dialog" }, ...content, cancel);
  body.replaceChildren(form);
  const keys = (event) => {
    if (event.ctrlKey && event.key === "Enter") form.querySelector(".answers button").click(); // from words, too
    if (event.ctrlKey || event.altKey || event.metaKey || !byKey) return;
    const found = form.querySelector(`[data-answer="${CSS.escape(event.key.toLowerCase())}"]`);
    if (found) {
      event.preventDefault();
      event.stopPropagation(); // once the dialog is closed, the key would be the desk's
      found.click();
    }
  };
  dialog.showModal();
  (form.querySelector("[autofocus]") ?? form.querySelector("button")).focus();
  return new Promise((resolve) => {
    // Not at the dialog's own close event, which comes later: the next question may be open by then.
    const answer = (event) => {
      event.preventDefault();
      dialog.removeEventListener("keydown", keys);
      dialog.removeEventListener("cancel", answer);
      dialog.close();
      resolve(event.submitter?.value || null);
    };
    dialog.addEventListener("keydown", keys);
    dialog.addEventListener("cancel", answer);
    form.addEventListener("submit", answer);
  });
}
