/**
 * Inserts a check before each load and store of a debug build, so that NULL ends the program with a
 * named error. Without it the access would succeed, because address 0 is ordinary memory.
 *
 * Linkers place nothing in the first kilobyte: an address below it is NULL, a member of a NULL
 * struct or an element of a NULL array. See transform.js and src/platform/wasm/switch_asyncify.c.
 * @module
 */

import { leb, sleb } from "./leb.js";

/** Where linkers begin to place data. */
const LOW_BYTES = 1024;

const OPCODE = { if: 0x04, end: 0x0b, call: 0x10, i32Const: 0x41, ltU: 0x49 };
const LOCAL = { get: 0x20, set: 0x21, tee: 0x22 };
const NOTHING = 0x40; // the type of an if without result
const TYPE = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c };

const LOAD_FIRST = 0x28;
const STORE_FIRST = 0x36;
/** What the stores take, in the order of their opcodes. */
const STORED = [
  ...[TYPE.i32, TYPE.i64, TYPE.f32, TYPE.f64], // whole
  ...[TYPE.i32, TYPE.i32, TYPE.i64, TYPE.i64, TYPE.i64], // 8 bits and more of them
];
/** The locals that a checked function gets: the address, and the value of a store by its type. */
const LOCALS = [TYPE.i32, ...Object.values(TYPE)];

/** @typedef {import("./wasmfile.js").WasmFile} WasmFile
 * @typedef {import("./wasmfile.js").Body} Body
 * @typedef {import("./wasmfile.js").Edit} Edit */

/** The module with the checks. @param {WasmFile} file
 * @param {number} failed the function that a check calls when it fails
 * @param {Set<number>} skipped functions without checks */
export function withNullChecks(file, failed, skipped) {
  const types = file.types();
  const parameters = file.parameters();
  const edits = file.bodies().flatMap((body, i) => {
    const first = parameters[types[i]] + file.locals(body).count;
    return skipped.has(body.index) ? [] : checksOf(file, body, first, failed);
  });
  return file.editCode(edits).bytes;
}

/** The edits of one function. @param {WasmFile} file @param {Body} body
 * @param {number} first number of the first new local @param {number} failed @returns {Edit[]} */
function checksOf(file, body, first, failed) {
  /** @type {Edit[]} */
  const edits = [];
  /** @type {(at?: number) => boolean} whether the instruction is a constant that is not 0 */
  const isPlace = (at) =>
    at !== undefined && file.bytes[at] === OPCODE.i32Const && file.bytes[at + 1] !== 0;
  /** @type {number[]} */
  let before = [];
  for (const { op, at } of file.walk(body)) {
    const isStore = op >= STORE_FIRST && op < STORE_FIRST + STORED.length;
    const isLoad = op >= LOAD_FIRST && op < STORE_FIRST;
    const low = isStore || isLoad ? LOW_BYTES - file.offsetAt(at) : 0;
    const [operand, last] = before;
    // Of a variable, or the marker of lines.js.
    const isKnown = isLoad
      ? isPlace(last)
      : isPlace(operand) && file.bytes[last] === OPCODE.i32Const;
    if (low > 0 && !isKnown) edits.push({ at, cut: 0, put: checkOf(op, low, first, failed) });
    before = [last, at];
  }
  if (edits.length === 0) return [];
  const { groups, groupsAt } = file.locals(body);
  const count = { at: body.sizeEnd, cut: groupsAt - body.sizeEnd };
  return [
    { ...count, put: leb(groups + LOCALS.length) },
    { at: body.start, cut: 0, put: LOCALS.flatMap((type) => [1, type]) },
    ...edits,
  ];
}

/** `if (address < low) failed()`, where the address is on the stack, under the value of a store.
 * @param {number} op @param {number} low @param {number} first @param {number} failed */
function checkOf(op, low, first, failed) {
  const address = leb(first);
  const check = [
    ...[LOCAL.tee, ...address, LOCAL.get, ...address],
    ...[OPCODE.i32Const, ...sleb(low), OPCODE.ltU],
    ...[OPCODE.if, NOTHING, OPCODE.call, ...leb(failed), OPCODE.end],
  ];
  if (op < STORE_FIRST) return check;
  const value = leb(first + LOCALS.lastIndexOf(STORED[op - STORE_FIRST]));
  return [LOCAL.set, ...value, ...check, LOCAL.get, ...value];
}
