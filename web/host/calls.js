// program.call: JavaScript calls an exported C function. This file converts values and errors;
// loop.js runs the program. The other direction, aw_host_call, is operations/call.js.
import { AwaitcError, errorOf, statusOf, wordsOf } from "./errors.js";
import { jsonOf, valueOf } from "./json.js";
import { packed } from "./memory.js";

/**
 * A call under way.
 * @typedef {object} Call
 * @property {string} name
 * @property {(value: unknown) => void} resolve
 * @property {(error: AwaitcError) => void} reject
 * @property {AbortSignal} [signal]
 */

/**
 * What listens to one signal.
 * @typedef {object} Listener
 * @property {Set<number>} ids the calls under way that the signal cancels
 * @property {() => void} cancel
 */

/** The calls into one program. */
export class Calls {
  /** @type {Map<number, Call>} */ #pending = new Map();
  /** Each signal has one listener. @type {Map<AbortSignal, Listener>} */ #listeners = new Map();
  #lastId = 0;
  #instance;
  #loop;
  #use;

  /**
   * @param {import("./instance.js").Instance} instance
   * @param {import("./loop.js").Loop} loop
   * @param {() => void} use throws if the program has ended
   */
  constructor(instance, loop, use) {
    this.#instance = instance;
    this.#loop = loop;
    this.#use = use;
  }

  /**
   * Runs the exported C function `name` as a task; an abort of the signal cancels it.
   * @param {string} name
   * @param {unknown} value
   * @param {AbortSignal} [signal]
   * @returns {Promise<unknown>}
   */
  async start(name, value, signal) {
    if (!this.#instance.names.includes(name)) {
      throw new AwaitcError(
        "AW_ENOEXPORT",
        `the program exports no function "${name}"; it has ` +
          `${this.#instance.names.join(", ") || "none"} (AW_EXPORT in C makes one)`,
      );
    }
    const json = packed(jsonOf(value, "the argument of", name));
    if (signal?.aborted) throw cancelled(name, signal);
    this.#use(); // again: toJSON and getters have run, and may have closed the program
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#pending.set(id, { name, resolve, reject, signal });
      if (signal) this.#listen(signal, id);
      this.#loop.soon(() => this.#send(id, name, json));
    });
  }

  /**
   * Cancels call `id` when the signal is aborted.
   * @param {AbortSignal} signal
   * @param {number} id
   */
  #listen(signal, id) {
    const listener = this.#listeners.get(signal);
    if (listener) {
      listener.ids.add(id);
      return;
    }
    const ids = new Set([id]);
    const cancel = () => this.#loop.soon(() => ids.forEach((each) => this.#cancel(each)));
    this.#listeners.set(signal, { ids, cancel });
    signal.addEventListener("abort", cancel);
  }

  /**
   * Ends call `id`; ids that are unknown or used up are dropped.
   * @param {number} id
   * @param {number} status
   * @param {string} text JSON, or the message of an error
   */
  settle(id, status, text) {
    const call = this.#take(id);
    if (!call) return;
    const { name, signal } = call;
    if (status < 0) {
      const error = errorOf(status, text);
      const isAsked = error.code === "AW_ECANCELLED" && signal?.aborted;
      call.reject(isAsked ? cancelled(name, signal) : error);
      return;
    }
    try {
      call.resolve(text === "" ? status : valueOf(text, "the answer of", name));
    } catch (error) {
      call.reject(/** @type {AwaitcError} */ (error));
    }
  }

  /**
   * Ends every call with `error`.
   * @param {AwaitcError} error
   */
  rejectAll(error) {
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(error);
  }

  /** @param {number} id */
  #take(id) {
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    const signal = /** @type {AbortSignal} */ (call?.signal); // a Map has nothing for undefined
    const listener = this.#listeners.get(signal);
    if (listener?.ids.delete(id) && listener.ids.size === 0) {
      this.#listeners.delete(signal);
      signal.removeEventListener("abort", listener.cancel);
    }
    return call;
  }

  /**
   * @param {number} id
   * @param {string} name
   * @param {import("./memory.js").Data} json
   */
  #send(id, name, json) {
    if (!this.#pending.has(id)) return;
    const { exports, memory } = this.#instance;
    const status = this.#loop.enter(() => {
      const bytes = json.length;
      const ptr = bytes && memory.put(exports.aw_alloc, json);
      if (bytes && !ptr) return statusOf("AW_ENOMEM");
      return exports.aw_call(exports[`aw:${name}`](), id, ptr, bytes);
    });
    if (status) this.settle(id, status, "");
    this.#loop.wake();
  }

  /** @param {number} id */
  #cancel(id) {
    if (!this.#pending.has(id)) return;
    this.#loop.enter(() => this.#instance.exports.aw_call_cancel(id));
    this.#loop.wake();
  }
}

/**
 * @param {string} name
 * @param {AbortSignal} signal
 */
function cancelled(name, signal) {
  return new AwaitcError("AW_ECANCELLED", `call of "${name}": ${wordsOf(signal.reason)}`, {
    status: statusOf("AW_ECANCELLED"),
    cause: signal.reason,
  });
}
