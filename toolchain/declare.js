/**
 * Writes TypeScript declarations of the functions that a program exports, so that a wrong name is a
 * compile error:
 * `import type { Functions } from "./library.wasm.js"; await load<Functions>(…)`.
 *
 * A module contains only names, so values and results are `any`; the user's own interface may
 * narrow them (`interface Mine extends Functions { twice(n: number): number }`).
 * Works on bytes alone, in Node and in a page. See wasmfile.js.
 * @module
 */

import { EXPORTED } from "../web/host/names.js";
import { WasmFile } from "./wasmfile.js";

/** How declarations begin. */
export const MADE = "// Made by awaitc from ";

/** The names of the functions that a program exports with AW_EXPORT.
 * @param {Uint8Array} bytes @returns {string[]} */
export function exportedFunctions(bytes) {
  return [...new WasmFile(bytes).exports.keys()]
    .filter((name) => name.startsWith(EXPORTED))
    .map((name) => name.slice(EXPORTED.length));
}

/** The declarations of a program, for a file of its name and `.d.ts`; undefined when there is
 * nothing to call.
 * @param {Uint8Array} bytes @param {string} file `library.wasm`, for the reader
 * @returns {string | undefined} */
export function declare(bytes, file) {
  const names = exportedFunctions(bytes);
  if (names.length === 0) return undefined;
  const shown = file.replace(/[\p{C}\p{Z}]/gu, " ");
  const property = (/** @type {string} */ name) =>
    /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
  return `${MADE}${shown}: rebuild it together with that file.
//
//   import type { Functions } from "./${shown}.js";
//   const program = await load<Functions>(…);
import type { Program } from "awaitc";

/** The C functions marked AW_EXPORT. Only their names are known; extend it to add their types. */
export interface Functions {
${names.map((name) => `  ${property(name)}(value?: any): any;`).join("\n")}
}

/** The program that load returns. */
export type Exported = Program<Functions>;
`;
}
