// The messages of operations: reads requests in the program's memory, makes the parts of replies.
// What their fields are is generated, in messages.js; for C it is src/io/message.h, and
// docs/host-interface.md has the layout.
import { AwaitcError } from "../host/errors.js";
import { encode } from "../host/memory.js";

/** The length of a value that is a number: its bytes are a double. */
const NUMBER = 0xffffffff;

/**
 * A value as C gave it: JSON text, or a number by value.
 * @typedef {string | { number: number }} Value
 */

/**
 * The fields of the request at `ptr`, read in place: only bytes are copied.
 * @param {import("../host/memory.js").Memory} memory
 * @param {string} types a letter for each field: Text, Bytes, Value
 * @param {number} ptr
 * @param {number} count
 * @returns {any[] | AwaitcError} an error if it has not as many fields
 */
export function readRequest(memory, types, ptr, count) {
  if (count !== types.length) {
    return new AwaitcError(
      "AW_EPROTO",
      `a request of ${count >>> 0} fields where ${types.length} belong; ` +
        "build the program and its host with one version of awaitc",
    );
  }
  const { view } = memory;
  const fields = Array(count);
  for (let i = 0; i < count; i++) {
    const field = (ptr >>> 0) + 8 * i;
    const at = view.getUint32(field, true);
    const length = view.getUint32(field + 4, true);
    if (types[i] === "B") fields[i] = memory.copy(at, length);
    else if (types[i] === "V" && length === NUMBER) {
      fields[i] = { number: view.getFloat64(at, true) };
    } else fields[i] = memory.text(at, length);
  }
  return fields;
}

/**
 * A reply of several fields: each and a NUL, then the lengths.
 * @param {(Uint8Array | string)[]} fields
 */
export function partsOf(fields) {
  const parts = fields.map((field) => (typeof field === "string" ? encode(field) : field));
  const lengths = parts.flatMap(({ length: n }) => [n, n >> 8, n >> 16, n >> 24]);
  return {
    length: parts.reduce((sum, { length }) => sum + length + 1, lengths.length),
    copy(/** @type {Uint8Array} */ to) {
      let at = 0;
      for (const part of parts) {
        to.set(part, at);
        at += part.length;
        to[at++] = 0;
      }
      to.set(lengths, at);
    },
  };
}
