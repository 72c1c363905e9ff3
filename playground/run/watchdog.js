/* Decides what to do about a program that does not return to its event loop: ask the reader after a
 * while, or end the program where no reader can answer. runner.js reports the state and acts on the
 * decision. Pure. */

/** How long a loop is blocked until the reader is asked, and what `wait` makes twice as long; in
 * ms. */
export const askMs = 10_000;
/** How long one may be blocked in a tab that nobody sees, in ms. */
export const hiddenMs = 60_000;

export class Watchdog {
  #patienceMs = askMs;
  /** From when on the patience counts; -1: nothing is blocked. */
  #since = -1;
  #hiddenAt = -1;

  /**
   * Looks at a program that runs.
   * @param {boolean} isBlocked
   * @param {boolean} isHidden the tab
   * @param {number} now ms
   * @returns {"calm" | "ask" | "end"}
   */
  look(isBlocked, isHidden, now) {
    if (!isBlocked) {
      this.reset();
      return "calm";
    }
    if (this.#since < 0) this.#since = now;
    this.#hiddenAt = !isHidden ? -1 : this.#hiddenAt < 0 ? now : this.#hiddenAt;
    const isUnseen = this.#hiddenAt >= 0 && now - this.#hiddenAt >= hiddenMs;
    if (isUnseen) return "end";
    return now - this.#since >= this.#patienceMs ? "ask" : "calm";
  }

  /** The reader would rather wait. @param {number} now ms */
  wait(now) {
    this.#patienceMs *= 2;
    this.#since = now;
  }

  /** For the next time. */
  reset() {
    this.#patienceMs = askMs;
    this.#since = this.#hiddenAt = -1;
  }
}
