/**
 * Says in TypeScript which functions a program exports, so that a wrong name is a compiler's error:
 * `import type { Functions } from "./library.wasm"; await load<Functions>(…)`.
 *
 * Decides the form of the declarations. C tells only names: values and answers are `any`, which an
 * interface of the user's may narrow (`interface Mine extends Functions { twice(n: number): number }`).
 * Works on bytes alone, in Node and in a page. Next: wasmfile.js.
 * @module
 */

import { WasmFile } from "./wasmfile.js";

const NAMED = "aw:"; // what precedes the name of an exported C function

/** The names of the functions that a program exports with AW_EXPORT.
 * @param {Uint8Array} bytes @returns {string[]} */
export function exportedFunctions(bytes) {
  return [...new WasmFile(bytes).exports.keys()]
    .filter((name) => name.startsWith(NAMED))
    .map((name) => name.slice(NAMED.length));
}

/** Where TypeScript looks for the declarations of a .wasm file, with `allowArbitraryExtensions`.
 * @param {string} path `library.wasm` @returns {string} `library.d.wasm.ts` */
export function declarationPath(path) {
  return path.replace(/(\.wasm)?$/, ".d.wasm.ts");
}

/** The declarations of a program, for the file that `declarationPath` names.
 * @param {Uint8Array} bytes @param {string} name what the program is called, for the reader
 * @returns {string} */
export function declare(bytes, name) {
  const shown = name.replace(/[\p{C}\p{Z}]/gu, " ");
  const property = (/** @type {string} */ text) =>
    /^[A-Za-z_$][\w$]*$/.test(text) ? text : JSON.stringify(text);
  const methods = exportedFunctions(bytes).map(
    (text) => `  ${property(text)}(value?: any): any;\n`,
  );
  return (
    `// Made by awaitc from ${shown}: make it anew together with that file.\n\n` +
    "/** The C functions marked AW_EXPORT. For `load<Functions>(…)`; extend it to say what they take. */\n" +
    `export interface Functions {\n${methods.join("")}}\n`
  );
}
