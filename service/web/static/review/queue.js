// Arrows move between the rulings; Enter is the link's own.

import { send } from "./http.js";
import "./log-out.js";
import { ready } from "./ready.js";

const links = [...document.querySelectorAll("tbody a")];

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !links.length) return;
  const here = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, here + step))].focus();
  event.preventDefault();
});

for (const button of document.querySelectorAll("button[data-recall]")) {
  button.addEventListener("click", async () => {
    await send("POST", `/v1/review/${button.dataset.recall}/recall`).catch(() => {}); // too late: the page says so
    location.assign(button.dataset.desk);
  });
}

ready();
