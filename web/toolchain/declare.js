/**
 * The types, for TypeScript, of the C functions that a program exports with AW_EXPORT.
 *
 * Their arguments and answers are JSON, of which C says nothing more: names are what can be checked.
 * Pure: bytes in, text out. @module
 */

import { WasmFile } from "./wasmfile.js";

const PREFIX = "aw:";

/** The names of what AW_EXPORT makes callable. @param {Uint8Array} bytes @returns {string[]} */
export function exportedNames(bytes) {
  return [...new WasmFile(bytes).exports.keys()]
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length));
}

/** The text of FILE.wasm.d.ts; undefined when the program exports nothing to call.
 * @param {Uint8Array} bytes @param {string} file its name, for the comment
 * @returns {string | undefined} */
export function declare(bytes, file) {
  const names = exportedNames(bytes);
  if (names.length === 0) return undefined;
  return `// Made by awaitc build with ${file}; do not edit. To use it:
//
//   import type { Exported } from "./${file}.js";
//   const program = (await load("./${file}")) as Exported;
import type { Program } from "awaitc";

/** What C takes and answers: anything that JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** The C functions marked AW_EXPORT. */
export type Name = ${names.map((name) => JSON.stringify(name)).join(" | ")};

/** The program with its functions. */
export type Exported = Omit<Program, "call"> & {
  call(name: Name, value?: Json, options?: { signal?: AbortSignal }): Promise<any>;
};
`;
}
