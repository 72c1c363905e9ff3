/* Runs programs: one worker for each run, a spare one for the next, and a heartbeat, by which
 * watchdog.js tells a busy program from a blocked one. Stop terminates the worker, so it works
 * whatever the program does.
 *
 * Does not know the page; reports to a listener. */

import { silenceMs } from "../common/protocol.js";
import { Watchdog } from "./watchdog.js";

/** @typedef {import("../common/protocol.js").FromWorker} FromWorker */
/** @typedef {import("../common/protocol.js").ToWorker} ToWorker */
/** @typedef {Extract<ToWorker, { type: "run" }>} Job */

/**
 * What a runner tells. After `exit` or `failed` nothing more comes of that run.
 * @typedef {object} RunListener
 * @property {(rows: import("../trace/model.js").Row[]) => void} rows
 * @property {() => void} full
 * @property {(isHeld: boolean, hadWork: boolean) => void} held
 * @property {(problem: string) => void} cancelled
 * @property {(isBlocked: boolean) => void} blocked
 * @property {(isAsking: boolean) => void} asks  whether the page asks the reader to stop it
 * @property {() => void} abandoned  it was ended, because it is blocked and nobody looks
 * @property {(code: number) => void} exit
 * @property {(failure: import("../common/protocol.js").Failure) => void} failed
 */

const pulseMs = 250;

export class Runner {
  /** @type {() => Worker} */ #create;
  /** @type {RunListener} */ #listener;
  /** @type {Worker | null} */ #spare = null;
  /** @type {Worker | null} */ #worker = null;
  #pulse = 0;
  /** When the ping was sent that has no answer; -1: there is none. */
  #pingedAt = -1;
  #isBlocked = false;
  #isAsking = false;
  #watchdog = new Watchdog();

  /** @param {() => Worker} create @param {RunListener} listener */
  constructor(create, listener) {
    this.#create = create;
    this.#listener = listener;
  }

  get isRunning() {
    return this.#worker !== null;
  }

  /** Makes the spare worker, so that the next run need not wait for one. */
  warm() {
    if (this.#spare) return;
    const spare = this.#create();
    spare.onerror = (event) => {
      event.preventDefault(); // the next run tries another one, and tells
      if (this.#spare === spare) this.#spare = null;
    };
    this.#spare = spare;
  }

  /** Starts a program; one that still runs is stopped first. @param {Job} job */
  run(job) {
    this.stop();
    this.warm();
    const worker = /** @type {Worker} */ (this.#spare);
    this.#spare = null;
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#heard(data);
    worker.onerror = (event) => {
      event.preventDefault();
      const message = event.message || "the worker of the program could not be started";
      this.#end(() => this.#listener.failed({ code: "AW_EWORKER", message }));
    };
    worker.postMessage(job);
    this.#pingedAt = -1;
    this.#pulse = window.setInterval(() => this.#beat(), pulseMs);
  }

  /** Asks something of the program that runs. @param {Exclude<ToWorker, Job>} message */
  ask(message) {
    this.#worker?.postMessage(message);
  }

  /** Ends the program at once. */
  stop() {
    if (this.#worker) this.#end(() => {});
  }

  /** @param {() => void} tell */
  #end(tell) {
    clearInterval(this.#pulse);
    this.#worker?.terminate();
    this.#worker = null;
    this.#setBlocked(false);
    this.#watchdog.reset();
    this.#setAsking(false);
    tell();
    this.warm();
  }

  /** The reader would rather wait for a blocked program. */
  wait() {
    this.#watchdog.wait(performance.now());
    this.#setAsking(false);
  }

  /** One ping at a time: a page that is hidden does not count its own slow timers as silence. */
  #beat() {
    const now = performance.now();
    if (this.#pingedAt < 0) {
      this.#pingedAt = now;
      this.ask({ type: "ping" });
    } else if (now - this.#pingedAt > silenceMs) this.#setBlocked(true);
    const verdict = this.#watchdog.look(this.#isBlocked, document.hidden, now);
    if (verdict === "end") this.#end(() => this.#listener.abandoned());
    else this.#setAsking(verdict === "ask");
  }

  /** @param {boolean} isAsking */
  #setAsking(isAsking) {
    if (isAsking === this.#isAsking) return;
    this.#isAsking = isAsking;
    this.#listener.asks(isAsking);
  }

  /** @param {boolean} isBlocked */
  #setBlocked(isBlocked) {
    if (isBlocked === this.#isBlocked) return;
    this.#isBlocked = isBlocked;
    this.#listener.blocked(isBlocked);
  }

  /** @param {FromWorker} message */
  #heard(message) {
    if (message.type === "rows") return this.#listener.rows(message.rows);
    if (message.type === "full") return this.#listener.full();
    if (message.type === "held") return this.#listener.held(message.isHeld, message.hadWork);
    if (message.type === "cancelled") return this.#listener.cancelled(message.problem);
    if (message.type === "exit") return this.#end(() => this.#listener.exit(message.code));
    if (message.type === "failed") return this.#end(() => this.#listener.failed(message.failure));
    this.#pingedAt = -1;
    this.#setBlocked(false);
  }
}
