// Answers to what reviewers ask.

import { send } from "./http.js";
import { ready } from "./ready.js";
import { data, say } from "./words.js";

for (const form of document.querySelectorAll("form[data-question]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = form.querySelector("[role=status]");
    const words = form.elements.answer.value.trim();
    if (!words) return;
    try {
      await send("POST", `/v1/questions/${form.dataset.question}/answer`, { answer: words });
    } catch (refused) {
      told.textContent = say(refused.problem?.code === "offline" ? "offline" : "failed", { code: refused.problem?.code });
      return;
    }
    form.querySelector("fieldset").disabled = true;
    told.textContent = data.words.answer_sent;
  });
}

ready();
