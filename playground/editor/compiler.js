/* The page's side of the compiler: one worker, started at the first order and kept. Orders run one
 * at a time. A worker that crashes or takes too long is replaced at the next order.
 *
 * Does not look at what is compiled; the messages are in orders.js. */

import { limitMs, startMs } from "./orders.js";
import { msg, str } from "../common/words.js";

/** @typedef {import("./orders.js").Action} Action */
/** @typedef {import("./orders.js").Answer} Answer */
/** @typedef {import("./orders.js").Order} Order */

/**
 * An order with who waits for it: null when a newer one has taken its place.
 * @typedef {Order & { done: (answer: Answer | null) => void, isSecond?: boolean }} Turn
 */

const turns = /** @type {const} */ (["build", "format", "check"]);
const tooLong = msg(
  str`the compiler took more than ${limitMs / 1000} seconds and was stopped; is a macro or a constant expression endless?`,
);
const lostTwice = msg("the compiler was lost twice; if memory is short, close other pages");

export class Compiler {
  /** @type {() => Worker} */ #create;
  /** @type {() => void} */ #changed;
  /** @type {Worker | null} */ #worker = null;
  /** @type {Turn | null} */ #current = null;
  /** What waits for its turn. @type {Map<Action, Turn>} */ #waiting = new Map();
  /** Whether this worker has answered before, and so must be quick to start. */
  #hasAnswered = false;
  #timer = 0;
  #ids = 0;
  /** @type {"none" | "loading" | "ready"} */ state = "none";
  /** Bytes of the compiler, while it is loaded. */
  loaded = { done: 0, total: 0 };

  /** @param {() => Worker} create @param {() => void} changed when `state` or `loaded` has */
  constructor(create, changed) {
    this.#create = create;
    this.#changed = changed;
  }

  /**
   * Gives an order. One of the same kind that still waits is given up for it.
   * @param {Action} action
   * @param {string} file
   * @param {string} text
   * @returns {Promise<Answer | null>}
   */
  ask(action, file, text) {
    this.#waiting.get(action)?.done(null);
    return new Promise((done) => {
      this.#waiting.set(action, { id: ++this.#ids, action, file, text, done });
      this.#next();
    });
  }

  /** Ends the worker and all orders, also in the middle of one. */
  stop() {
    const ended = [this.#current, ...this.#waiting.values()];
    this.#current = null;
    this.#waiting.clear();
    this.#endWorker();
    for (const turn of ended) turn?.done({ isStopped: true, message: "stopped" });
  }

  /** Gives back the memory of a compiler that has nothing to do. */
  rest() {
    if (!this.#current) this.#endWorker();
  }

  #next() {
    const action = turns.find((one) => this.#waiting.has(one));
    if (this.#current || !action) return;
    const turn = /** @type {Turn} */ (this.#waiting.get(action));
    this.#waiting.delete(action);
    this.#give(turn);
  }

  /** @param {Turn} turn */
  #give(turn) {
    this.#current = turn;
    this.#worker ??= this.#start();
    const { id, action, file, text } = turn;
    /** @type {Order} */
    const order = { id, action, file, text };
    this.#worker.postMessage(order);
    if (this.#hasAnswered) this.#within(startMs, () => this.#lost());
  }

  #start() {
    const worker = this.#create();
    worker.onmessage = ({ data }) => this.#heard(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#lost();
    };
    return worker;
  }

  #endWorker() {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = null;
    this.#hasAnswered = false;
    this.#setState("none");
  }

  /** @param {Compiler["state"]} state */
  #setState(state) {
    this.state = state;
    this.#changed();
  }

  /** @param {number} ms @param {() => void} late */
  #within(ms, late) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(late, ms);
  }

  /** Gives the order to another worker, once. */
  #lost() {
    const turn = this.#current;
    this.#endWorker();
    if (!turn) return;
    if (turn.isSecond) this.#answer({ message: lostTwice });
    else this.#give({ ...turn, isSecond: true });
  }

  /** @param {Answer} answer */
  #answer(answer) {
    clearTimeout(this.#timer);
    const turn = this.#current;
    this.#current = null;
    turn?.done(answer);
    this.#next();
  }

  /** @param {import("./orders.js").FromCompiler} message */
  #heard(message) {
    if (message.type === "loading") {
      clearTimeout(this.#timer); // a download may take its time; Cancel ends it
      this.loaded = { done: message.done, total: message.total };
      return this.#setState("loading");
    }
    if (message.type === "answer") {
      this.#hasAnswered = true;
      if (this.state === "loading") this.#endWorker(); // which could not load it all
      return this.#answer(message.answer);
    }
    if (message.type === "loaded") this.#setState("ready");
    this.#within(limitMs, () => {
      this.#endWorker();
      this.#answer({ message: tooLong });
    });
  }
}
