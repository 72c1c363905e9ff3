// Turns a compiled module into a running instance if it is a program for this host; fault.js
// explains why not. WASI calls that are not implemented answer ENOSYS. Calls no export.
import { Memory } from "./memory.js";
import { EXPORTED } from "./names.js";

const WASI = "wasi_snapshot_preview1";
const ENOSYS = 52;

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
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    if (from === WASI) imports[WASI][name] ??= () => ENOSYS;
  }
  try {
    const given = WebAssembly.Module.exports(module).map(({ name }) => name);
    if (!given.includes("aw_abi")) throw undefined; // fault.js sees why
    const { exports } = await WebAssembly.instantiate(module, /** @type {any} */ (imports));
    return {
      exports: /** @type {any} */ ({ ...exports }), // engines are quicker with plain objects
      memory: new Memory(/** @type {WebAssembly.Memory} */ (exports.memory)),
      names: given.filter((x) => x.startsWith(EXPORTED)).map((x) => x.slice(EXPORTED.length)),
    };
  } catch (cause) {
    const { instanceFault } = await import("./fault.js");
    throw instanceFault(module, imports, cause);
  }
}
