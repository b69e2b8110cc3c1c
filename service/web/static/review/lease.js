// The hold on a ruling: taken, renewed while somebody works, shown, given back.

import { send } from "./http.js";

const TICK = 1000;

export class Lease {
  /** `show(seconds)` at every tick; `lost(problem)` when it can be held no longer. */
  constructor(address, { show, lost }) {
    Object.assign(this, { address, show, lost, id: null, until: 0, length: 0, active: false, renewing: false });
    for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, () => (this.active = true));
    setInterval(() => this.#tick(), TICK);
  }

  /** Take the ruling or hold it longer. Throws Refused. */
  async take() {
    const { body } = await send("POST", `${this.address}/claim`);
    this.id = body.lease_id;
    this.length = body.lease_seconds;
    this.until = performance.now() + 1000 * body.lease_seconds;
    this.active = false;
    this.#tick();
  }

  async giveBack() {
    if (this.id) await send("POST", `${this.address}/release`, { lease_id: this.id });
    this.id = null;
  }

  /** It is no longer ours, whatever the clock says. */
  drop() {
    this.id = null;
    this.show(0);
  }

  async #tick() {
    if (!this.id) return;
    const left = (this.until - performance.now()) / 1000;
    this.show(left);
    if (left <= 0) {
      this.id = null;
      this.lost({ code: "lease_lost" });
    } else if (this.active && left < (2 / 3) * this.length && !this.renewing) {
      this.renewing = true;
      try {
        await this.take();
      } catch (refused) {
        if (refused.problem?.code !== "offline") this.lost(refused.problem);
      } finally {
        this.renewing = false;
      }
    }
  }
}
