// The source files of the runtime. All C files in a folder of src/ belong to it, so there is no
// list of files. CMakeLists.txt uses the same folders.
import { readdirSync } from "node:fs";
import { ROOT } from "./steps.mjs";

/** The folders of src/ for every backend, each after those it may use (tools/tidy.mjs checks
 * this). */
const ROOMS = ["base", "kernel", "sync", "several", "io", "inspect", "testkit"];

/** @typedef {{ file: string, name: string }} Unit a C file as it is compiled; `name` is unique in
 *   src/ */

/** The C files of a folder. @returns {Unit[]} */
function unitsOf(folder) {
  return readdirSync(`${ROOT}src/${folder}`)
    .filter((name) => name.endsWith(".c"))
    .sort()
    .map((name) => ({ file: `src/${folder}/${name}`, name: name.slice(0, -2) }));
}

/** The units of the runtime: for every backend, for wasm by Emscripten or by the embedded compiler
 * (WASI), for native programs, and what takes the place of Asyncify in a program of JSPI. */
export function readSources() {
  const wasm = [...unitsOf("platform/wasm"), ...unitsOf("platform/asyncify")];
  return {
    common: ROOMS.flatMap(unitsOf),
    wasm: [...wasm, ...unitsOf("platform/emscripten")],
    wasi: [...wasm, ...unitsOf("platform/wasi")],
    native: unitsOf("platform/native"),
    jspi: unitsOf("platform/jspi"),
  };
}
