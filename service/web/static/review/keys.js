// Which events mean which key of the desk; what a key does is the desk's.

const SHORTCUTS = "innominado-shortcuts"; // a preference; nothing of a ruling is kept in the browser
const shortcuts = document.getElementById("shortcuts");

/** Call `press(key, shift)` and, in a list, `move(key, shift)`; what they answer is whether they took it. */
export function listen({ press, move }) {
  document.addEventListener("keydown", (event) => {
    const { target, key, shiftKey: shift } = event;
    if (document.querySelector("dialog[open]") || event.altKey || target.matches("input, textarea, select")) return;
    if (event.ctrlKey || event.metaKey) {
      const undo = /^[zy]$/i.test(key) && press("u", shift || key.toLowerCase() === "y");
      if (undo) event.preventDefault();
      return;
    }
    if (key === "Enter" && target.matches("button, a")) return; // its own
    const letter = key.length === 1;
    if (letter && !shortcuts.checked) return;
    const taken = (target.matches("[role=listbox]") && move(key, shift)) || press(letter ? key.toLowerCase() : key, shift);
    if (taken) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const key = event.target.closest("button[data-key]")?.dataset.key;
    if (key) press(key === "U" ? "u" : key, key === "U");
  });
}

shortcuts.checked = localStorage.getItem(SHORTCUTS) !== "off";
shortcuts.addEventListener("change", () => localStorage.setItem(SHORTCUTS, shortcuts.checked ? "on" : "off"));
