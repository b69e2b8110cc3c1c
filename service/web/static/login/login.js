"use strict";

const told = document.getElementById("told");
const REFUSED = {
  401: "Esa clave no vale.",
  429: "Demasiados intentos; espere unos minutos.",
};

if (location.hash === "#refused") told.textContent = "No se le ha dado acceso con esa cuenta.";

const form = document.getElementById("login");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  told.textContent = "";
  const field = document.getElementById("key");
  try {
    const answer = await fetch("/v1/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ key: field.value.trim() }),
    });
    field.value = "";
    if (answer.ok) {
      const { home } = await answer.json();
      location.assign(home);
    } else told.textContent = REFUSED[answer.status] ?? "No se pudo entrar; inténtelo más tarde.";
  } catch {
    told.textContent = "El servicio no responde.";
  }
});

// Not before: a form without its script would send the key in the address.
form.querySelector("button").disabled = false;
