// A file on its way, and the anonymized one back.

import { Refused, send } from "../review/http.js";

/** Hand a file in with what is known of it (`about`: name → value), telling how much of it has
 *  gone (0 to 1). Gives the document back. `key`: the same for each try. Throws Refused. */
export async function handIn(file, about, key, progress) {
  // Asked anew for each file: a session that ended is told before its bytes travel.
  const token = (await send("GET", "/v1/session")).body.csrf_token;
  const form = new FormData();
  for (const [name, value] of Object.entries(about)) form.append(name, value);
  form.append("file", file, file.name);
  return new Promise((resolve, reject) => {
    // fetch tells nothing of how much has gone.
    const request = new XMLHttpRequest();
    request.open("POST", "/v1/documents");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Idempotency-Key", key);
    if (token) request.setRequestHeader("X-CSRF-Token", token);
    request.upload.addEventListener("progress", ({ loaded, total }) => progress(total ? loaded / total : 1));
    request.upload.addEventListener("load", () => progress(1));
    for (const end of ["error", "abort", "timeout"]) {
      request.addEventListener(end, () => reject(new Refused({ code: "offline" })));
    }
    request.addEventListener("load", () => {
      const told = parsed(request.responseText);
      if (request.status < 300 && told) resolve(told);
      else reject(new Refused(told ?? { code: `http_${request.status}`, status: request.status }));
    });
    request.send(form);
  });
}

export const state = async (id) => (await send("GET", `/v1/documents/${id}`)).body;

/** Save the anonymized file under the name that the service gives it. Throws Refused. */
export async function save(id) {
  let answer;
  let bytes;
  try {
    answer = await fetch(`/v1/documents/${id}/file`);
    bytes = await answer.blob();
  } catch {
    throw new Refused({ code: "offline" });
  }
  if (!answer.ok) throw new Refused(parsed(await bytes.text()) ?? { code: `http_${answer.status}`, status: answer.status });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(bytes);
  link.download = named(answer.headers.get("Content-Disposition") ?? "");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // once the browser has it
}

function named(disposition) {
  const [, coded, plain] = /filename\*=UTF-8''(\S+)|filename="([^"]*)"/.exec(disposition) ?? [];
  return coded ? decodeURIComponent(coded) : (plain ?? "");
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's page, not the service's answer
  }
}
