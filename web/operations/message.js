// Reads and writes the messages of operations in the program's memory. A request is an array of
// address and length, one pair for each field; a reply is one block: each field and a NUL, then the
// lengths. What the fields are is generated, in messages.js; for C it is src/io/message.h.
import { AwaitcError } from "../host/errors.js";
import { decode, encode } from "../host/memory.js";

/** No request has as many fields. The host copies no more of them, whatever count a program passes;
 * `exactly` then refuses the request. */
const FIELDS_MAX = 15;
const NUL = new Uint8Array(1);

/**
 * The fields of the request at `ptr`, copied.
 * @param {import("../host/memory.js").Memory} memory
 * @param {number} ptr
 * @param {number} count
 * @returns {Uint8Array<ArrayBuffer>[]}
 */
export function readMessage(memory, ptr, count) {
  return Array.from({ length: Math.min(count >>> 0, FIELDS_MAX) }, (_, i) => {
    const at = (ptr >>> 0) + 8 * i;
    return memory.copy(memory.u32(at), memory.u32(at + 4));
  });
}

/**
 * The parts of a reply, to be written one after the other.
 * @param {(Uint8Array | string)[]} fields
 */
export function partsOf(fields) {
  const parts = fields.map((field) => (typeof field === "string" ? encode(field) : field));
  const lengths = parts.flatMap(({ length: n }) => [n, n >> 8, n >> 16, n >> 24]);
  return [...parts.flatMap((part) => [part, NUL]), new Uint8Array(lengths)];
}

/**
 * `fields`, if there are as many as the kind has.
 * @param {number} count
 * @param {Uint8Array<ArrayBuffer>[]} fields
 */
export function exactly(count, fields) {
  if (fields.length === count) return fields;
  throw new AwaitcError(
    "AW_EPROTO",
    `a request of ${fields.length} fields where ${count} belong; ` +
      "build the program and its host with one version of awaitc",
  );
}

/** @param {Uint8Array} field */
export function text(field) {
  return decode(field, 0, field.length);
}
