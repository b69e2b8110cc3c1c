// What is in hand, kept by the service soon after each change: nothing of it stays in the browser.

import { send } from "./http.js";

const PAUSE = 400;
const RETRY = 5000;
const ROOM = 60_000; // bytes that a browser still sends of a page that is gone

export class Draft {
  /** `brief()`: the state without the steps that led to it; `show(state, problem)`: saved, saving or unsaved. */
  constructor(address, base, { brief, show }) {
    Object.assign(this, { address, base, brief, show, waiting: null, timer: null, sending: Promise.resolve() });
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
    if (this.waiting === null) return this.sending;
    const state = keepalive && new Blob([JSON.stringify(this.waiting)]).size > ROOM ? this.brief() : this.waiting;
    this.waiting = null;
    this.sending = this.sending.then(async () => {
      try {
        await send("PUT", this.address, { base: this.base, state }, { keepalive });
        if (this.waiting === null) this.show("saved");
      } catch (refused) {
        const { code, status } = refused.problem;
        if (status === 413 && state.steps.length > 1) return this.#shorten();
        this.waiting ??= state;
        this.show("unsaved", refused.problem);
        if (code === "offline" || status === 401 || status >= 500) this.timer = setTimeout(() => this.flush(), RETRY);
      }
    });
    return this.sending;
  }

  /** The steps have become too many to be kept: the state alone is. */
  #shorten() {
    this.waiting = this.brief();
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  /** Forget what waits: the verdict was given. */
  end() {
    clearTimeout(this.timer);
    this.waiting = null;
  }
}
