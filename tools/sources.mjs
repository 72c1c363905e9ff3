// The source files of the runtime. All C files in a folder of src/ belong to it, so there is no
// list of files. CMakeLists.txt uses the same folders.
import { readFileSync, readdirSync } from "node:fs";
import { ROOT } from "./steps.mjs";

/** The folders of src/ for every backend, each after those it may use (tools/tidy.mjs checks
 * this). */
const ROOMS = ["base", "kernel", "sync", "several", "io", "inspect", "testkit"];

/** @typedef {{ file: string, name: string, isFast: boolean }} Unit a C file as it is compiled;
 *   `name` is unique in src/; it is compiled for speed or for size */

/** The names in src/fast.txt. */
const FAST = new Set(readFileSync(`${ROOT}src/fast.txt`, "utf8").match(/^[a-z].*$/gm));

/** The C files of a folder. @returns {Unit[]} */
function unitsOf(folder) {
  return readdirSync(`${ROOT}src/${folder}`)
    .filter((name) => name.endsWith(".c"))
    .sort()
    .map((name) => name.slice(0, -2))
    .map((name) => ({ file: `src/${folder}/${name}.c`, name, isFast: FAST.has(name) }));
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
