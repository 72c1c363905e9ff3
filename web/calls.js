// Calls in both directions: operation kind `call` (C calls a function that JavaScript exposed) and
// program.call (JavaScript calls an exported C function). Decides how values become JSON text and
// errors; never decides when the program runs.
import { AwaitcError, errorOf, statusOf, wordsOf } from "./errors.js";
import { decode, encode } from "./memory.js";

/**
 * A JavaScript function that C can wait for: JSON in, JSON out.
 * @callback ExposedFunction
 * @param {any} value what C sent
 * @param {{ readonly signal: AbortSignal }} context the signal tells that C gave up
 * @returns {unknown}
 */

/**
 * @param {Map<string, ExposedFunction>} exposed
 * @returns {import("./operations.js").Handler}
 */
export function exposedHandler(exposed) {
  return (request, operation, finish) => {
    const end = Math.max(0, request.indexOf(0));
    const name = decode(request, 0, end);
    const call = exposed.get(name);
    if (!call) {
      throw new AwaitcError("AW_ENOSYS", `no JavaScript function is exposed as "${name}"; ` +
        `program.expose({ ${name} }) makes it callable`);
    }
    const fail = (/** @type {unknown} */ cause) => finish(statusOf("AW_EHOST"), wordsOf(cause));
    const done = (/** @type {unknown} */ result) => {
      let text;
      try {
        text = jsonOf(result, `what "${name}" returned`);
      } catch (cause) {
        fail(cause);
        return;
      }
      finish(0, text);
    };
    try {
      const value = parse(decode(request, end + 1, request.length), `the argument of "${name}"`);
      Promise.resolve(call(value, operation)).then(done, fail);
    } catch (cause) {
      fail(cause);
    }
  };
}

/**
 * JSON text of `value`, "" for undefined.
 * @param {unknown} value
 * @param {string} what names it in errors
 */
export function jsonOf(value, what) {
  if (value === undefined) return "";
  let text;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw new AwaitcError("AW_EARGUMENT", `${what} cannot be JSON: ${wordsOf(cause)}`, { cause });
  }
  if (text !== undefined) return text;
  throw new AwaitcError("AW_EARGUMENT", `${what} cannot be JSON: it is a ${typeof value}`);
}

/**
 * @param {string} text JSON, or "" for undefined
 * @param {string} what names it in errors
 */
function parse(text, what) {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AwaitcError("AW_EPROTO", `${what} is not JSON: ${wordsOf(cause)}`, { cause });
  }
}

/**
 * A call under way.
 * @typedef {object} Call
 * @property {string} name
 * @property {(value: unknown) => void} resolve
 * @property {(error: AwaitcError) => void} reject
 * @property {AbortSignal} [signal]
 * @property {() => void} forget stops listening to the signal
 */

/** The calls into one program. */
export class Calls {
  /** @type {Map<number, Call>} */ #pending = new Map();
  #lastId = 0;
  #instance;
  #loop;

  /**
   * @param {import("./instance.js").Instance} instance
   * @param {import("./loop.js").Loop} loop
   */
  constructor(instance, loop) {
    this.#instance = instance;
    this.#loop = loop;
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
      throw new AwaitcError("AW_ENOEXPORT", `the program exports no function "${name}"; it has ` +
        `${this.#instance.names.join(", ") || "none"} (AW_EXPORT in C makes one)`);
    }
    const data = encode(jsonOf(value, `the argument of "${name}"`));
    if (signal?.aborted) throw cancelled(name, signal);
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      const cancel = () => this.#loop.soon(() => this.#cancel(id));
      const forget = () => signal?.removeEventListener("abort", cancel);
      signal?.addEventListener("abort", cancel);
      this.#pending.set(id, { name, resolve, reject, signal, forget });
      this.#loop.soon(() => this.#send(id, name, data));
    });
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
      call.resolve(text === "" ? status : parse(text, `what "${name}" answered`));
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
    call?.forget();
    return call;
  }

  /**
   * @param {number} id
   * @param {string} name
   * @param {Uint8Array} data
   */
  #send(id, name, data) {
    if (!this.#pending.has(id)) return;
    const { exports, memory } = this.#instance;
    const status = this.#loop.enter(() => {
      const json = data.length > 0 ? memory.put(exports.aw_alloc, data) : 0;
      if (data.length > 0 && json === 0) return statusOf("AW_ENOMEM");
      return exports.aw_call(exports[`aw:${name}`](), id, json, data.length);
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
  return new AwaitcError("AW_ECANCELLED", `call of "${name}": ${wordsOf(signal.reason)}`,
    { status: statusOf("AW_ECANCELLED"), cause: signal.reason });
}
