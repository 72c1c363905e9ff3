// The one table of what a program waits for outside: id → operation under way. Decides that each
// ends at most once, and that handlers start and stop off the program's stack, in `drain`. Knows
// no kind by itself; never touches the program's memory.
import { AwaitcError, statusOf, wordsOf } from "./errors.js";

/**
 * Ends an operation: a status as in the host interface, and its data. Only the first time counts.
 * @callback Finish
 * @param {number} status
 * @param {Uint8Array | string} data
 */

/**
 * Does the work of one kind, and calls `finish` once it is done; what it throws ends it too.
 * @callback Handler
 * @param {Uint8Array<ArrayBuffer>} request the handler's own copy
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
 * Something to do when the program does not run: start with a kind, stop without.
 * @typedef {{ operation: Operation, id: number, kind?: string,
 *   request?: Uint8Array<ArrayBuffer> }} Action
 */

/** The operations of one program. */
export class Operations {
  /** @type {Map<number, Operation>} */ #pending = new Map();
  /** @type {Action[]} */ #queue = [];
  #handlers;
  #complete;

  /**
   * @param {Map<string, Handler>} handlers by kind
   * @param {(id: number, status: number, data: Uint8Array | string) => void} complete
   */
  constructor(handlers, complete) {
    this.#handlers = handlers;
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
   * @param {Uint8Array<ArrayBuffer>} request
   */
  start(kind, id, request) {
    if (this.#pending.has(id)) return;
    const operation = new Operation();
    this.#pending.set(id, operation);
    this.#queue.push({ operation, id, kind, request });
  }

  /**
   * Forgets an operation; `drain` tells its handler. Unknown ids are fine.
   * @param {number} id
   */
  cancel(id) {
    const operation = this.#pending.get(id);
    if (!operation) return;
    this.#pending.delete(id);
    this.#queue.push({ operation, id });
  }

  /** Starts and stops what was asked for; to be called while the program does not run. */
  drain() {
    while (this.#queue.length > 0) {
      const queue = this.#queue;
      this.#queue = [];
      for (const action of queue) {
        if (action.kind === undefined) action.operation.abort();
        else if (this.#pending.get(action.id) === action.operation) this.#run(action);
      }
    }
  }

  /** Aborts everything; nothing completes any more. */
  close() {
    const cancelled = this.#queue.map(({ operation }) => operation);
    const operations = new Set([...this.#pending.values(), ...cancelled]);
    this.#pending.clear();
    this.#queue = [];
    for (const operation of operations) operation.abort();
  }

  /** @param {Action} action */
  #run({ operation, id, kind = "", request = new Uint8Array() }) {
    /** @type {Finish} */
    const finish = (status, data) => {
      if (this.#pending.get(id) !== operation) return;
      this.#pending.delete(id);
      this.#complete(id, status, data);
    };
    try {
      const handler = this.#handlers.get(kind);
      if (!handler) throw new AwaitcError("AW_ENOSYS", `this host has no operation "${kind}"`);
      handler(request, operation, finish);
    } catch (cause) {
      finish(...failed(cause));
    }
  }
}

/**
 * What to finish with after a handler threw: the code of the host's own errors, or AW_EHOST.
 * @param {unknown} cause
 * @returns {[number, string]}
 */
export function failed(cause) {
  return [statusOf(cause instanceof AwaitcError ? cause.code : "AW_EHOST"), wordsOf(cause)];
}
