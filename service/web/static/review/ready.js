// What only a script makes work comes disabled, until that script is there: a click before it would be lost,
// and a form would go by itself, with all that was written in its address.

/** Let everything on the page be used: its script has run. */
export function ready() {
  for (const control of document.querySelectorAll(":disabled")) control.disabled = false;
}
