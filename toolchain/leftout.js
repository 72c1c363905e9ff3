/**
 * Decides which functions the Asyncify pass leaves out, because they never suspend: those that a
 * list names, those that are declared with AW_NEVER_SUSPENDS, and some of the C library. Inserts
 * the checks that end the program if a task waits below one of them all the same: without a check
 * the function would go on with a meaningless result. See transform.js and suspends.js.
 * @module
 */

import { BuildError } from "./diagnostics.js";
import { leb, sleb } from "./leb.js";
import { calledBy } from "./suspends.js";

/** @typedef {import("./wasmfile.js").WasmFile} WasmFile
 * @typedef {import("./suspends.js").Suspendable} Suspendable */

/** Functions of the libc that call through a pointer but never suspend. Left alone, they would make
 * everything that prints suspendable. All but printf_core are names only the libc may use. */
const LIBC = [
  "__fwritex",
  "__overflow",
  "__uflow",
  "__toread",
  "__towrite",
  "__stdio_exit",
  "fflush",
  "__fflush_unlocked",
  "__fseeko",
  "__fseeko_unlocked",
  "__ftello",
  "__ftello_unlocked",
  "__funcs_on_exit",
  "fclose",
  "__vfprintf_internal",
  "printf_core",
  "libc_exit_fini",
  "exit",
];

/** What AW_NEVER_SUSPENDS puts before a symbol; no C name can begin so. */
const PREFIX = "aw.never_suspends.";

/** The name in the source. @param {string} symbol */
export const plainName = (symbol) =>
  symbol.startsWith(PREFIX) ? symbol.slice(PREFIX.length) : symbol;

/** The names in a list: one a line; # begins a comment.
 * @param {string} text @param {string} file for messages */
export function namesIn(text, file) {
  return text.split("\n").flatMap((line, i) => {
    const name = line.replace(/#.*/, "").trim();
    if (/\s/.test(name))
      throw new BuildError(`${file}:${i + 1}: "${name}" is no name; write one name a line`);
    return name ? [name] : [];
  });
}

/** The functions that are left out. A compiler's variants of a function have its name and a suffix
 * after a dot.
 * @param {WasmFile} file linked @param {string[]} listed names
 * @returns {{ leftOut: Set<number>, missing: string[] }} missing: listed, but not in the module */
export function leftOutOf(file, listed) {
  const missing = new Set(listed);
  const known = new Set([...LIBC, ...listed]);
  /** @type {Set<number>} */
  const leftOut = new Set();
  for (const [index, symbol] of file.names(1)) {
    const name = plainName(symbol).split(".")[0];
    if (symbol.startsWith(PREFIX) || known.has(name) || known.has(symbol)) leftOut.add(index);
    missing.delete(name);
    missing.delete(symbol);
  }
  return { leftOut, missing: [...missing] };
}

/** A warning about names that a list has in vain. @param {string[]} missing */
export function missingWords(missing) {
  if (missing.length === 0) return "";
  return (
    `warning: --never-suspends names ${missing.join(", ")}, but there is no such function in the ` +
    "program: it is misspelt, unused, or the compiler has put it into its callers\n"
  );
}

const OPCODE = { if: 0x04, end: 0x0b, call: 0x10, i32Load: 0x28, i32Const: 0x41, equal: 0x46 };
const NOTHING = 0x40; // the type of an if without result
const UNREACHABLE = 0x00;
const UNWINDING = 1; // enum phase of switch_asyncify.c
const LETTERS = 3; // that one call of `spell` takes

/**
 * What the checks use of the runtime.
 * @typedef {object} Runtime
 * @property {number} suspend the function that suspends
 * @property {number} phase address of the switch's phase
 * @property {number} failed the function that a check calls when it fails
 * @property {number} [spell] in a debug build, the function that takes the name of the left-out
 *   function before
 */

/** The module with a check after each call in a left-out function below which a task may wait.
 * @param {WasmFile} file @param {Set<number>} leftOut @param {Suspendable} suspendable
 * @param {Runtime} runtime */
export function withWaitChecks(file, leftOut, { reasons, pointers }, runtime) {
  const names = file.names(1);
  const signatures = file.signatures();
  const edits = file.bodies().flatMap((body) => {
    if (!leftOut.has(body.index)) return [];
    const check = checkIn(names.get(body.index) ?? "", runtime);
    return [...file.walk(body)].flatMap((instruction) => {
      const called = calledBy(file, instruction, signatures);
      const mayWait =
        typeof called === "number"
          ? reasons.has(called) || called === runtime.suspend
          : called !== undefined && pointers.has(called);
      return mayWait ? [{ at: instruction.next, cut: 0, put: check }] : [];
    });
  });
  return file.editCode(edits).bytes;
}

/** `if (phase == UNWINDING) failed()`. @param {string} symbol of the function that is checked
 * @param {Runtime} runtime */
function checkIn(symbol, { phase, failed, spell }) {
  return [
    ...[OPCODE.i32Const, 0, OPCODE.i32Load, 2, ...leb(phase)],
    ...[OPCODE.i32Const, UNWINDING, OPCODE.equal, OPCODE.if, NOTHING],
    ...(spell === undefined ? [] : spelling(plainName(symbol), spell)),
    ...[OPCODE.call, ...leb(failed), UNREACHABLE, OPCODE.end],
  ];
}

/** Calls that tell the runtime a name, a few letters each. @param {string} name
 * @param {number} spell */
function spelling(name, spell) {
  const code = [];
  const letters = new TextEncoder().encode(name);
  for (let at = 0; at < letters.length; at += LETTERS) {
    const [first, second = 0, third = 0] = letters.subarray(at, at + LETTERS);
    const value = first + second * 2 ** 8 + third * 2 ** 16;
    code.push(OPCODE.i32Const, ...sleb(value), OPCODE.call, ...leb(spell));
  }
  return code;
}
