// Turns a compiled module into a running instance, after it has been seen to be a program for this
// host: what is missing or unknown is one error that names all of it. Never calls an export.
import { AwaitcError, wordsOf } from "./errors.js";
import { Memory } from "./memory.js";

const NAMED = "aw:"; // what precedes the name of an exported C function
const REQUIRED = "memory _initialize aw_abi aw_has_main aw_start aw_pump aw_complete aw_alloc " +
  "aw_free aw_call aw_call_cancel aw_trace_set aw_stats_now aw_where";

/**
 * A program's instance.
 * @typedef {object} Instance
 * @property {Record<string, (...args: any[]) => any>} exports
 * @property {Memory} memory
 * @property {string[]} names of the exported C functions
 */

/**
 * @param {WebAssembly.Module} module
 * @param {Record<string, Record<string, Function>>} imports
 * @returns {Promise<Instance>}
 */
export async function instantiate(module, imports) {
  const given = WebAssembly.Module.exports(module).map(({ name }) => name);
  const missing = REQUIRED.split(" ").filter((name) => !given.includes(name));
  if (missing.length > 0) {
    throw new AwaitcError("AW_ENOTAWAITC", "this is a WebAssembly module but not an awaitc " +
      `program: it does not export ${missing.join(", ")}; link it with the awaitc runtime`);
  }
  const unknown = WebAssembly.Module.imports(module)
    .filter((x) => x.kind !== "function" || !Object.hasOwn(imports[x.module] ?? {}, x.name))
    .map((x) => `${x.module}.${x.name}`);
  if (unknown.length > 0) {
    throw new AwaitcError("AW_EIMPORT", "the program imports what this host does not have: " +
      `${unknown.join(", ")}; is a C function not linked in, or the host older than the program?`);
  }
  try {
    const { exports } = await WebAssembly.instantiate(module, /** @type {any} */ (imports));
    const names = given.filter((x) => x.startsWith(NAMED)).map((x) => x.slice(NAMED.length));
    const memory = new Memory(/** @type {WebAssembly.Memory} */ (exports.memory));
    return { exports: /** @type {any} */ (exports), memory, names };
  } catch (cause) {
    throw refusal(cause);
  }
}

/** @param {unknown} cause */
function refusal(cause) {
  const words = wordsOf(cause);
  if (cause instanceof WebAssembly.LinkError) {
    return new AwaitcError("AW_EIMPORT", `the program does not fit this host: ${words}`, { cause });
  }
  if (cause instanceof RangeError) {
    return new AwaitcError("AW_ENOMEM", "the engine has no memory for the program; close those " +
      `that are no longer used: ${words}`, { cause });
  }
  return new AwaitcError("AW_ETRAP", `the program broke while it was loaded: ${words}`, { cause });
}
