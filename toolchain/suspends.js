/**
 * Finds the functions of a linked module below which a task may be suspended, and why: those that
 * call such a function, or call through a pointer that such a function may be behind.
 *
 * Binaryen's Asyncify pass instruments every function that calls through a pointer. Here a pointer
 * leads only to functions in the table with the type of the call, so most such functions are
 * spared, as those that sort or print. Nothing else can be called: WebAssembly compares the types,
 * and the linker makes the table. See transform.js.
 * @module
 */

import { Reader } from "./leb.js";

const OPCODE = { call: 0x10, callIndirect: 0x11, tailCall: 0x12, tailCallIndirect: 0x13 };
const REF_FUNC = 0xd2;

/** @typedef {import("./wasmfile.js").WasmFile} WasmFile
 *
 * What a function calls: functions by index, and types through pointers.
 * @typedef {{ calls: Set<number>, pointers: Set<string> }} Calls
 *
 * What may be suspended.
 * @typedef {object} Suspendable
 * @property {Map<number, Reason>} reasons why each function may be suspended, by a shortest way
 * @property {Set<string>} pointers types of calls through a pointer below which a task may wait
 * @property {number[]} spared functions that call through pointers, but cannot be suspended
 *
 * The call that makes a function suspendable.
 * @typedef {{ callee: number, isPointer: boolean }} Reason */

/** What an instruction calls: a function by index, or a type through a pointer; undefined if it is
 * no call.
 * @param {WasmFile} file @param {{ op: number, at: number, next: number }} instruction
 * @param {string[]} signatures of the file @returns {number | string | undefined} */
export function calledBy(file, { op, at, next }, signatures) {
  const operand = () => new Reader(file.bytes, at + 1, next).u32();
  if (op === OPCODE.call || op === OPCODE.tailCall) return operand();
  if (op === OPCODE.callIndirect || op === OPCODE.tailCallIndirect) return signatures[operand()];
  return undefined;
}

/** @param {WasmFile} file @param {string[]} signatures */
function callsOf(file, signatures) {
  /** @type {Map<number, Calls>} */
  const found = new Map();
  /** @type {Set<number>} */
  const referred = new Set();
  for (const body of file.bodies()) {
    /** @type {Calls} */
    const { calls, pointers } = { calls: new Set(), pointers: new Set() };
    found.set(body.index, { calls, pointers });
    for (const instruction of file.walk(body)) {
      const called = calledBy(file, instruction, signatures);
      if (typeof called === "number") calls.add(called);
      else if (called !== undefined) pointers.add(called);
      else if (instruction.op === REF_FUNC)
        referred.add(new Reader(file.bytes, instruction.at + 1).u32());
    }
  }
  return { found, referred };
}

/** By what is called: who calls it. @template K @param {Map<number, Calls>} found
 * @param {(calls: Calls) => Iterable<K>} called @returns {Map<K, number[]>} */
function callers(found, called) {
  /** @type {Map<K, number[]>} */
  const by = new Map();
  for (const [index, calls] of found)
    for (const key of called(calls)) by.set(key, [...(by.get(key) ?? []), index]);
  return by;
}

/**
 * @param {WasmFile} file linked, not yet transformed
 * @param {number} suspend the function that suspends
 * @param {(index: number) => boolean} isLeftOut functions that are known never to suspend
 * @returns {Suspendable}
 */
export function suspendable(file, suspend, isLeftOut) {
  const signatures = file.signatures();
  const { found, referred } = callsOf(file, signatures);
  const inTable = new Set([...file.elements(), ...referred]);
  const callersOf = callers(found, ({ calls }) => calls);
  const pointersTo = callers(found, ({ pointers }) => pointers);
  const types = file.types();
  /** @type {Map<number, Reason>} */
  const reasons = new Map();
  /** @type {Set<string>} */
  const pointers = new Set();
  const reached = new Set([suspend]);
  for (const callee of reached) {
    const add = (/** @type {number[]} */ list, /** @type {boolean} */ isPointer) => {
      for (const index of list)
        if (!reached.has(index) && !isLeftOut(index)) {
          reached.add(index);
          reasons.set(index, { callee, isPointer });
        }
    };
    add(callersOf.get(callee) ?? [], false);
    const type = signatures[types[callee - file.imports.length]];
    if (!inTable.has(callee)) continue;
    pointers.add(type);
    add(pointersTo.get(type) ?? [], true);
  }
  const spared = [...found]
    .filter(([index, calls]) => calls.pointers.size > 0 && !reached.has(index))
    .map(([index]) => index)
    .filter((index) => !isLeftOut(index));
  return { reasons, pointers, spared };
}
