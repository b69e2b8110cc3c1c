// The one way to the service.

/** A refusal: the service's problem, or {code: "offline"} where there was no answer. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** Send `body` (JSON, or nothing) and give {etag, body} back. Throws Refused.
 *  Every call of the page goes through here: what they all need is added here. */
export async function send(method, url, body, { headers = {}, keepalive = false } = {}) {
  const options = { method, keepalive, headers: { Accept: "application/json", ...headers } };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  if (method === "GET") return answerTo(url, options);
  try {
    return await answerTo(url, await proven(options));
  } catch (refused) {
    if (refused.problem?.code !== "csrf_refused") throw refused;
    token = null; // of a session before this one
    return answerTo(url, await proven(options));
  }
}

let token = null;

/** `options` with the proof that this page sends them; who calls with a key needs none. */
async function proven(options) {
  token ??= (await answerTo("/v1/session", {})).body.csrf_token ?? "";
  return token ? { ...options, headers: { ...options.headers, "X-CSRF-Token": token } } : options;
}

async function answerTo(url, options) {
  let answer;
  try {
    answer = await fetch(url, options);
  } catch {
    throw new Refused({ code: "offline" });
  }
  const text = await answer.text();
  let found = null;
  try {
    found = text ? JSON.parse(text) : null;
  } catch {
    // a proxy's page, not the service's answer
  }
  if (!answer.ok) throw new Refused(found ?? { code: `http_${answer.status}`, status: answer.status });
  return { etag: answer.headers.get("ETag"), body: found };
}
