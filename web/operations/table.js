// The one table of what a program waits for outside: id → operation under way. Each ends at most
// once. Handlers start and stop in `drain`, never below the program. A kind's module is loaded when
// the program first uses the kind; whether it may is decided in `#load` alone. Knows no kind by
// itself, and never touches the program's memory.
import { AwaitcError, statusOf, wordsOf } from "../host/errors.js";

/**
 * Ends an operation: a status as in the host interface, and the reply that messages.js makes, or
 * the words of a failure. Only the first call counts.
 * @callback Finish
 * @param {number} status
 * @param {Uint8Array[] | string} reply
 */

/**
 * Does the work of one kind, and calls `finish` once it is done; what it throws ends it too.
 * @callback Handler
 * @param {Uint8Array<ArrayBuffer>[]} request its fields, the handler's own copies
 * @param {Operation} operation
 * @param {Finish} finish
 * @returns {void}
 */

/** What a handler may know of its operation; the signal is only made when somebody asks. */
export class Operation {
  /** @type {AbortController | undefined} */ #controller;
  #isAborted = false;

  /** Aborted when the program cancels the operation or ends. */
  get signal() {
    this.#controller ??= new AbortController();
    if (this.#isAborted) this.#controller.abort();
    return this.#controller.signal;
  }

  abort() {
    this.#isAborted = true;
    this.#controller?.abort();
  }
}

/**
 * What handlers may reach outside the program.
 * @typedef {object} Outside
 * @property {Map<string, import("./call.js").ExposedFunction>} exposed
 * @property {typeof fetch} [fetch]
 * @property {string | URL} [baseURL] what relative URLs are resolved against
 */

/**
 * The kinds of operation that a platform has: for each, how to load its module.
 * @typedef {Record<string, () => Promise<{ createHandler(outside: Outside): Handler }>>} Kinds
 */

/** The operations of one program. */
export class Operations {
  /** @type {Map<number, Operation>} */ #pending = new Map();
  /** @type {Map<string, Promise<Handler>>} */ #handlers = new Map();
  /** What to do once the program does not run. @type {(() => void)[]} */ #queue = [];
  #kinds;
  #outside;
  #complete;

  /**
   * @param {Kinds} kinds
   * @param {Outside} outside
   * @param {(id: number, status: number, reply: Uint8Array[] | string) => void} complete
   */
  constructor(kinds, outside, complete) {
    this.#kinds = kinds;
    this.#outside = outside;
    this.#complete = complete;
  }

  /** How many are under way. */
  get size() {
    return this.#pending.size;
  }

  /**
   * Notes an operation; `drain` starts it. An id that is under way is left alone.
   * @param {string} kind
   * @param {number} id
   * @param {Uint8Array<ArrayBuffer>[]} request
   */
  start(kind, id, request) {
    if (this.#pending.has(id)) return;
    const operation = new Operation();
    this.#pending.set(id, operation);
    this.#queue.push(() => this.#run(kind, id, request, operation));
  }

  /**
   * Forgets an operation; `drain` tells its handler. Unknown ids are fine.
   * @param {number} id
   */
  cancel(id) {
    const operation = this.#pending.get(id);
    if (!operation) return;
    this.#pending.delete(id);
    this.#queue.push(() => operation.abort());
  }

  /** Starts and stops what was asked for; to be called while the program does not run. */
  drain() {
    while (this.#queue.length > 0) {
      const queue = this.#queue;
      this.#queue = [];
      for (const act of queue) act();
    }
  }

  /** Aborts everything; nothing completes any more. */
  close() {
    const operations = [...this.#pending.values()];
    this.#pending.clear();
    for (const operation of operations) operation.abort();
    this.drain(); // starts find that they are not wanted any more
  }

  /**
   * @param {string} kind
   * @param {number} id
   * @param {Uint8Array<ArrayBuffer>[]} request
   * @param {Operation} operation
   */
  async #run(kind, id, request, operation) {
    const isWanted = () => this.#pending.get(id) === operation;
    /** @type {Finish} */
    const finish = (status, reply) => {
      if (!isWanted()) return;
      this.#pending.delete(id);
      this.#complete(id, status, reply);
    };
    if (!isWanted()) return;
    try {
      const handler = await this.#load(kind);
      if (isWanted()) handler(request, operation, finish);
    } catch (/** @type {any} */ cause) {
      // By name: a worker in WebKit loads its first module again for a kind, with classes of its
      // own.
      finish(statusOf(cause?.name === "AwaitcError" ? cause.code : "AW_EHOST"), wordsOf(cause));
    }
  }

  /**
   * The handler of a kind.
   * @param {string} kind
   * @returns {Promise<Handler>}
   */
  #load(kind) {
    let handler = this.#handlers.get(kind);
    if (handler) return handler;
    if (!Object.hasOwn(this.#kinds, kind)) {
      throw new AwaitcError("AW_ENOSYS", `this host has no operation "${kind}"`);
    }
    handler = this.#kinds[kind]().then((module) => module.createHandler(this.#outside));
    this.#handlers.set(kind, handler);
    return handler;
  }
}
