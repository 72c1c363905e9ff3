// The one table of what a program waits for outside: id → handler under way. Decides that each
// operation ends at most once, and that handlers start and stop off the program's stack, in
// `drain`. Knows no kind by itself; never touches the program's memory.
import { AwaitcError, statusOf, wordsOf } from "./errors.js";

/**
 * How an operation ended: a status as in the host interface, and its data.
 * @typedef {object} Completion
 * @property {number} status
 * @property {Uint8Array | string} [data]
 */

/**
 * Does the work of one kind. What it throws or rejects with becomes AW_EHOST with the words, or
 * the code of an AwaitcError.
 * @callback Handler
 * @param {Uint8Array<ArrayBuffer>} request the handler's own copy
 * @param {Operation} operation
 * @returns {Completion | PromiseLike<Completion>}
 */

/** One operation; its signal is only made when a handler asks for it. */
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

/** The operations of one program. */
export class Operations {
  /** @type {Map<number, Operation>} */ #pending = new Map();
  /** @type {(() => void)[]} */ #queue = [];
  #handlers;
  #complete;

  /**
   * @param {Record<string, Handler>} handlers by kind
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
      for (const action of queue) action();
    }
  }

  /** Aborts everything; nothing completes any more. */
  close() {
    const operations = [...this.#pending.values()];
    this.#pending.clear();
    this.#queue = [];
    for (const operation of operations) operation.abort();
  }

  /**
   * @param {string} kind
   * @param {number} id
   * @param {Uint8Array<ArrayBuffer>} request
   * @param {Operation} operation
   */
  #run(kind, id, request, operation) {
    if (this.#pending.get(id) !== operation) return;
    /** @type {(completion: Completion) => void} */
    const done = ({ status, data }) => {
      if (this.#pending.get(id) !== operation) return;
      this.#pending.delete(id);
      this.#complete(id, status | 0, data ?? "");
    };
    /** @type {(cause: unknown) => void} */
    const failed = (cause) => {
      const code = cause instanceof AwaitcError ? cause.code : "AW_EHOST";
      done({ status: statusOf(code), data: wordsOf(cause) });
    };
    try {
      const handler = Object.hasOwn(this.#handlers, kind) ? this.#handlers[kind] : undefined;
      if (!handler) throw new AwaitcError("AW_ENOSYS", `this host has no operation "${kind}"`);
      Promise.resolve(handler(request, operation)).then(done, failed);
    } catch (cause) {
      failed(cause);
    }
  }
}
