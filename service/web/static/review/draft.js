// What is in hand, kept by the service soon after each change: nothing of it stays in the browser.

import { send } from "./http.js";

const PAUSE = 400;
const RETRY = 5000;

export class Draft {
  /** `show(state, problem)`: saved, saving or unsaved. */
  constructor(address, base, show) {
    Object.assign(this, { address, base, show, waiting: null, timer: null, sending: Promise.resolve() });
    addEventListener("pagehide", () => this.flush(true));
  }

  /** The state that was kept of this base; null if there is none; "stale" if it is of another. */
  async load() {
    const { body } = await send("GET", this.address);
    if (!body) return null;
    return body.base === this.base ? body.state : "stale";
  }

  keep(state) {
    this.waiting = state;
    this.show("saving");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  /** Send what waits, now and after what is under way. */
  flush(keepalive = false) {
    clearTimeout(this.timer);
    const state = this.waiting;
    if (state === null) return this.sending;
    this.waiting = null;
    this.sending = this.sending.then(async () => {
      try {
        await send("PUT", this.address, { base: this.base, state }, { keepalive });
        if (this.waiting === null) this.show("saved");
      } catch (refused) {
        this.waiting ??= state;
        this.show("unsaved", refused.problem);
        const { code, status } = refused.problem;
        if (code === "offline" || status === 401 || status >= 500) this.timer = setTimeout(() => this.flush(), RETRY);
      }
    });
    return this.sending;
  }

  /** Forget what waits: the verdict was given. */
  end() {
    clearTimeout(this.timer);
    this.waiting = null;
  }
}
