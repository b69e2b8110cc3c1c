// The button that ends the session.

import { send } from "./http.js";

document.getElementById("log-out").addEventListener("click", async () => {
  await send("DELETE", "/v1/session");
  location.assign("/login");
});
