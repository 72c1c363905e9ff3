// The one table of what a program waits for outside: by slot, the operation under way. Each ends at
// most once. Handlers start and stop in `drain`, never below the program. A kind's module is loaded
// when the program first uses the kind; whether it may is decided in `#run` alone. Knows no kind by
// itself, and never touches the program's memory.
import { AwaitcError, statusOf, wordsOf } from "../host/errors.js";
import { REQUESTS } from "./messages.js";

/**
 * How an operation ended: a number by value, what messages.js makes of a reply of several fields,
 * or text: a reply of one field, or the words of a failure.
 * @typedef {number | string | ReturnType<typeof import("./message.js").partsOf>} Reply
 */

/**
 * What ends an operation, with a status as in the host interface. Only the first call counts.
 * @typedef {object} Finisher
 * @property {(operation: Operation, status: number, reply: Reply) => void} finish
 */

/**
 * Does the work of one kind, and calls `table.finish` once it is done; what it throws ends it too.
 * @template {any[]} [R=any]
 * @callback Handler
 * @param {R} request its fields, by messages.js
 * @param {Operation} operation
 * @param {Finisher} table
 * @returns {void}
 */

/** What a handler may know of its operation; the signal is only made when somebody asks. */
export class Operation {
  /** @type {AbortController | undefined} */ #controller;
  #isAborted = false;
  /** Whether it is under way. */ isOpen = true;
  /** Whether `drain` has something to do for it. */ isQueued = true;
  status = 0;
  /** @type {Reply} */ reply = "";

  /**
   * @param {Kind} kind
   * @param {number} slot
   * @param {number} generation
   * @param {any} request
   */
  constructor(kind, slot, generation, request) {
    this.kind = kind;
    this.slot = slot;
    this.generation = generation;
    this.request = request;
  }

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
 * A kind that the program has used.
 * @typedef {object} Kind
 * @property {string} name
 * @property {string} types of its request's fields
 * @property {Handler} [handler] once it is loaded
 * @property {Promise<Handler>} [loading]
 */

/**
 * What handlers may reach outside the program.
 * @typedef {object} Outside
 * @property {Map<string, import("../host/types.js").ExposedFunction>} exposed
 * @property {typeof fetch} [fetch]
 * @property {string | URL} [baseURL] what relative URLs are resolved against
 */

/**
 * The kinds of operation that a platform has: for each, how to load its module.
 * @typedef {Record<string, () => Promise<{ createHandler(outside: Outside): Handler }>>} Kinds
 */

/** The operations of one program. */
export class Operations {
  /** @type {(Operation | undefined)[]} */ #slots = [];
  /** @type {Map<string, Kind>} */ #used = new Map();
  /** What `drain` has to look at: from #next to #end. @type {(Operation | undefined)[]} */
  #queue = [];
  #next = 0;
  #end = 0;
  #kinds;
  #outside;
  #owner;
  /** How many are under way. */ size = 0;

  /**
   * @param {Kinds} kinds
   * @param {Outside} outside
   * @param {{ ended(operation: Operation): void }} owner
   */
  constructor(kinds, outside, owner) {
    this.#kinds = kinds;
    this.#outside = outside;
    this.#owner = owner;
  }

  /**
   * @param {string} name
   * @returns {Kind}
   */
  kind(name) {
    let kind = this.#used.get(name);
    if (kind) return kind;
    kind = { name, types: REQUESTS.get(name) ?? "", handler: undefined, loading: undefined };
    this.#used.set(name, kind);
    return kind;
  }

  /**
   * Notes an operation; `drain` starts it. A slot that is taken is left alone.
   * @param {Kind} kind
   * @param {number} slot
   * @param {number} generation
   * @param {any} request its fields, or an AwaitcError that says what is wrong with it
   */
  start(kind, slot, generation, request) {
    if (this.#slots[slot]) return;
    const operation = new Operation(kind, slot, generation, request);
    this.#slots[slot] = operation;
    this.size++;
    this.#queue[this.#end++] = operation;
  }

  /**
   * Forgets an operation; `drain` tells its handler. Unknown ones are fine.
   * @param {number} slot
   * @param {number} generation
   */
  cancel(slot, generation) {
    const operation = this.#slots[slot];
    if (operation?.generation !== generation) return;
    this.#forget(operation);
    if (operation.isQueued) return;
    operation.isQueued = true;
    this.#queue[this.#end++] = operation;
  }

  /** Starts and stops what was asked for; to be called while the program does not run. */
  drain() {
    while (this.#next < this.#end) {
      const operation = /** @type {Operation} */ (this.#queue[this.#next]);
      this.#queue[this.#next++] = undefined;
      operation.isQueued = false;
      if (operation.isOpen) this.#run(operation);
      else operation.abort();
    }
    this.#next = this.#end = 0;
  }

  /** Aborts everything; nothing completes any more. */
  close() {
    const operations = Object.values(this.#slots);
    for (const operation of operations) if (operation) this.#forget(operation);
    for (const operation of operations) operation?.abort();
    this.drain(); // those that were still to be started are aborted too
  }

  /** @param {Operation} operation */
  #forget(operation) {
    operation.isOpen = false;
    this.#slots[operation.slot] = undefined;
    this.size--;
  }

  /**
   * @param {Operation} operation
   * @param {number} status
   * @param {Reply} reply
   */
  finish(operation, status, reply) {
    if (!operation.isOpen) return;
    this.#forget(operation);
    operation.status = status;
    operation.reply = reply;
    this.#owner.ended(operation);
  }

  /** @param {Operation} operation */
  #run(operation) {
    const { kind, request } = operation;
    try {
      if (!kind.handler) this.#load(operation);
      else if (request instanceof AwaitcError) throw request;
      else kind.handler(request, operation, this);
    } catch (cause) {
      this.#fail(operation, cause);
    }
  }

  /**
   * Runs the operation once its kind is loaded.
   * @param {Operation} operation
   */
  #load(operation) {
    const { kind } = operation;
    if (!Object.hasOwn(this.#kinds, kind.name)) {
      throw new AwaitcError("AW_ENOSYS", `this host has no operation "${kind.name}"`);
    }
    kind.loading ??= this.#kinds
      [kind.name]()
      .then(({ createHandler }) => createHandler(this.#outside));
    kind.loading.then(
      (handler) => {
        kind.handler = handler;
        if (operation.isOpen) this.#run(operation);
      },
      (cause) => this.#fail(operation, cause),
    );
  }

  /**
   * @param {Operation} operation
   * @param {any} cause
   */
  #fail(operation, cause) {
    // By name: a worker in WebKit loads its first module again for a kind, with classes of its own.
    const code = cause?.name === "AwaitcError" ? cause.code : "AW_EHOST";
    this.finish(operation, statusOf(code), wordsOf(cause));
  }
}
