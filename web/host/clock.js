// The program's clock: real, scaled, or virtual. It tells the program the time; loop.js runs the
// program. A virtual clock stands still and moves by jumps.
import { AwaitcError } from "./errors.js";

/** @typedef {"real" | "virtual" | { scale: number }} ClockSetting */

/** Milliseconds since the program was loaded, as the program sees them; never goes back. */
export class Clock {
  /** @type {() => number} */ #read;
  #base = 0;
  #origin = 0;
  #scale = 1;
  #isStopped = true;
  #start = 0;
  /** Moves by jumps only. */
  isVirtual = false;
  /** Passes as real time does, so that a limit in milliseconds means something to the program. */
  isReal = false;
  /** Unix time at 0, in milliseconds; a virtual clock starts in 1970, everywhere. */
  epoch = 0;

  /**
   * @param {ClockSetting} setting
   * @param {() => number} read real milliseconds, monotonic
   */
  constructor(setting, read) {
    this.#read = read;
    this.isVirtual = setting === "virtual";
    this.isReal = setting === "real";
    if (!this.isVirtual && !this.isReal) this.#scale = checkedScale(Object(setting).scale);
  }

  /** The program's time. */
  now() {
    if (this.#isStopped) return this.#base;
    return this.#base + (this.#read() - this.#origin) * this.#scale;
  }

  /** The program's life begins: time 0. */
  begin() {
    this.#start = this.#read();
    if (!this.isVirtual) this.epoch = Date.now();
    this.start();
  }

  /** Real time since then. */
  wall() {
    return this.#read() - this.#start;
  }

  /**
   * Moves forward to `time` at once.
   * @param {number} time
   */
  jump(time) {
    this.#base = Math.max(this.now(), time);
    this.#origin = this.#read();
  }

  /** Stands still until `start`. */
  stop() {
    this.jump(0);
    this.#isStopped = true;
  }

  /** Goes on from where it stood. */
  start() {
    this.#origin = this.#read();
    this.#isStopped = this.isVirtual;
  }

  /** @param {number} scale program milliseconds per real one; 0 stops time */
  setScale(scale) {
    if (this.isVirtual || this.isReal) {
      throw new AwaitcError(
        "AW_EARGUMENT",
        "setScale: this program's clock is " +
          `${this.isReal ? "real" : "virtual"}; load it with { clock: { scale: 1 } }`,
      );
    }
    const next = checkedScale(scale);
    this.jump(0);
    this.#scale = next;
  }

  /**
   * How many real milliseconds it is until `time`; Infinity for never.
   * @param {number} time
   */
  delayUntil(time) {
    const left = time - this.now();
    if (left <= 0) return 0;
    return this.#isStopped ? Infinity : left / this.#scale;
  }
}

/** @param {unknown} scale */
function checkedScale(scale) {
  if (typeof scale === "number" && scale >= 0 && scale < Infinity) return scale;
  throw new AwaitcError("AW_EARGUMENT", 'clock: expected "real", "virtual" or { scale: number }');
}
