// Connects a program to its operations: reads requests in its memory while it runs, and hands over
// how they ended. Loaded for programs that import `op_start`.
import { statusOf } from "../host/errors.js";
import { packed } from "../host/memory.js";
import { readRequest } from "./message.js";
import { Operations } from "./table.js";

/** The operations of one program, and its side of them. */
export class Bridge {
  #instance;
  #loop;
  #operations;

  /**
   * @param {import("./table.js").Kinds} kinds
   * @param {import("./table.js").Outside} outside
   * @param {import("../host/instance.js").Instance} instance
   * @param {import("../host/loop.js").Loop} loop
   */
  constructor(kinds, outside, instance, loop) {
    this.#instance = instance;
    this.#loop = loop;
    this.#operations = new Operations(kinds, outside, this);
  }

  /** How many operations are under way. */
  get size() {
    return this.#operations.size;
  }

  /** The functions that the program imports. They only read, because it runs below them. */
  imports = {
    /** @type {(kind: number, slot: number, generation: number, fields: number,
     *   count: number) => void} */
    op_start: (kind, slot, generation, fields, count) => {
      const { memory } = this.#instance;
      const known = this.#operations.kind(memory.cstring(kind));
      const request = readRequest(memory, known.types, fields, count);
      this.#operations.start(known, slot >>> 0, generation, request);
    },
    /** @type {(slot: number, generation: number) => void} */
    op_cancel: (slot, generation) => this.#operations.cancel(slot >>> 0, generation),
  };

  drain() {
    this.#operations.drain();
  }

  close() {
    this.#operations.close();
  }

  /**
   * An operation has ended.
   * @param {import("./table.js").Operation} operation
   */
  ended(operation) {
    this.#loop.arrive(operation, this.#operations.size === 0);
  }

  /**
   * Hands the end of an operation to the program.
   * @param {import("./table.js").Operation} operation
   */
  complete({ slot, generation, status, reply }) {
    const { exports, memory } = this.#instance;
    let number = 0;
    let bytes = 0;
    let ptr = 0;
    if (typeof reply === "number") number = reply;
    else if (reply.length > 0) {
      const data = typeof reply === "string" ? packed(reply) : reply;
      bytes = data.length;
      ptr = memory.put(exports.aw_alloc, data);
      if (ptr === 0) status = statusOf("AW_ENOMEM");
    }
    exports.aw_complete(slot, generation, status, number, ptr, bytes);
  }
}
