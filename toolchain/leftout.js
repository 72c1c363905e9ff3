/**
 * Decides which functions the Asyncify pass leaves out, because they never suspend: those that a
 * list names, those that are declared with AW_NEVER_SUSPENDS, and some of the C library. Inserts
 * the checks that end the program if a task waits below one of them all the same: without a check
 * the function would go on with a meaningless result. See transform.js and suspends.js.
 * @module
 */

import { BuildError } from "./diagnostics.js";
import { leb, sleb } from "./leb.js";
import { PREFIX, plainName } from "./names.js";
import { calledBy } from "./suspends.js";
import { stemOf } from "./symbols.js";

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

/** A file in a list: all functions that it defines. */
const FILE = /\.[coa]$/;

/** The entries of a list, names of functions or files: one a line; # begins a comment.
 * @param {string} text @param {string} file for messages */
export function namesIn(text, file) {
  return text.split("\n").flatMap((line, i) => {
    const name = line.replace(/#.*/, "").trim();
    if (/\s/.test(name))
      throw new BuildError(`${file}:${i + 1}: "${name}" is no name; write one name a line`);
    return name ? [name] : [];
  });
}

/** Whether a list names files, so that it needs to be known what they define.
 * @param {string[]} listed */
export const hasFiles = (listed) => listed.some((entry) => FILE.test(entry));

/** The functions that are left out. A compiler's variants of a function have its name and a suffix
 * after a dot.
 * @param {WasmFile} file linked @param {string[]} listed names of functions and files
 * @param {import("./symbols.js").Definitions} definitions
 * @returns {{ leftOut: Set<number>, missing: string[] }} missing: listed, but not in the module */
export function leftOutOf(file, listed, definitions) {
  const missing = new Set(listed);
  /** @type {Map<string, string>} the entry by which a name is left out */
  const entries = new Map(LIBC.map((name) => [name, ""]));
  for (const entry of listed) {
    const names = FILE.test(entry) ? (definitions[stemOf(entry)] ?? []) : [entry];
    for (const name of names) entries.set(name, entry);
  }
  /** @type {Set<number>} */
  const leftOut = new Set();
  for (const [index, symbol] of file.names(1)) {
    const entry = entries.get(symbol) ?? entries.get(plainName(symbol).split(".")[0]);
    if (symbol.startsWith(PREFIX) || entry !== undefined) leftOut.add(index);
    if (entry) missing.delete(entry);
  }
  return { leftOut, missing: [...missing] };
}

/** A warning about names that a list has in vain. @param {string[]} missing */
export function missingWords(missing) {
  if (missing.length === 0) return "";
  return (
    `warning: --never-suspends names ${missing.join(", ")}, but the program has none of that ` +
    "name: it is misspelt, unused, or the compiler has put it into its callers\n"
  );
}

const OPCODE = { if: 0x04, end: 0x0b, call: 0x10, i32Load: 0x28, i32Const: 0x41 };
const NOTHING = 0x40; // the type of an if without result
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

/** `if (phase) failed()`: a function that is left out sees no other phase than NORMAL, which is 0,
 * and UNWINDING.
 * @param {string} symbol of the function that is checked
 * @param {Runtime} runtime */
function checkIn(symbol, { phase, failed, spell }) {
  return [
    ...[OPCODE.i32Const, 0, OPCODE.i32Load, 2, ...leb(phase), OPCODE.if, NOTHING],
    ...(spell === undefined ? [] : spelling(plainName(symbol), spell)),
    ...[OPCODE.call, ...leb(failed), OPCODE.end],
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
