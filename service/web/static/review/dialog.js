// One question at a time, answered by one key or by a click.

import { element } from "./dom.js";
import { say } from "./words.js";

const dialog = document.getElementById("dialog");
const title = document.getElementById("dialog-title");
const body = document.getElementById("dialog-body");

/** Ask which of `options` ({value, label, key}); null if none. `more`: elements between. */
export function choose(question, options, ...more) {
  const buttons = options.map(({ value, label, key }) =>
    element("button", { type: "submit", value, "data-answer": key }, element("kbd", {}, key.toUpperCase()), ` ${label}`),
  );
  return ask(question, [...more, element("div", { class: "answers" }, ...buttons)], true);
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
    if (event.ctrlKey || event.altKey || event.metaKey || !byKey) return;
    const found = form.querySelector(`[data-answer="${CSS.escape(event.key.toLowerCase())}"]`);
    if (found) {
      event.preventDefault();
      found.click();
    }
  };
  dialog.addEventListener("keydown", keys);
  dialog.returnValue = "";
  dialog.showModal();
  (form.querySelector("[autofocus]") ?? form.querySelector("button")).focus();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        dialog.removeEventListener("keydown", keys);
        resolve(dialog.returnValue || null);
      },
      { once: true },
    );
  });
}
