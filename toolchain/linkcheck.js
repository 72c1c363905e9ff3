/**
 * Checks a link that was made elsewhere: each finding names the missing flag and why it is needed.
 * transform.js checks what every module must have.
 * @module
 */

import { TransformError } from "./transform.js";
import { WasmFile } from "./wasmfile.js";
import { WRAPPED } from "./wrapped.js";

const NAME_FUNCTIONS = 1;

/** @param {WasmFile} file @param {Set<string>} names @returns {string | undefined} */
function runtimeFault(file, names) {
  const isDone = names.has("asyncify_start_unwind")
    ? !file.imports.some((i) => i.module === "asyncify")
    : file.exports.has("aw_stack_run") && !file.exports.has("aw_switch_resume");
  if (isDone) return "it was transformed before; transform what emcc has linked";
  if (file.exports.has("aw_pump")) return undefined;
  if (names.has("loop_pump") || file.imports.some((i) => i.module === "awaitc"))
    return "the exports that a host calls are missing: link with -Wl,-u,export_start";
  return "the runtime is missing: link with libawaitc.a (-lawaitc) and -Wl,-u,export_start";
}

/** @param {WasmFile} file @returns {string[]} what is wrong, with what to do */
function faults(file) {
  const names = new Set(file.names(NAME_FUNCTIONS).values());
  const fault = runtimeFault(file, names);
  if (fault) return [fault];
  const found = [];
  if (names.size === 0)
    found.push(
      "the names of the functions are missing, by which those that never suspend are found: " +
        "link with -O1 and -g2",
    );
  if (file.exports.has("_start"))
    found.push(
      "it has an entry of its own, which would run main outside a task: link with --no-entry",
    );
  if (file.imports.some((i) => i.module !== "awaitc" && i.name.startsWith("emscripten_memcpy")))
    found.push("it needs Emscripten's JavaScript: link with -sSTANDALONE_WASM");
  for (const name of WRAPPED.emcc)
    if (names.has(name) && !names.has(`__wrap_${name}`))
      found.push(
        (name === "abort"
          ? "abort would end the program without a message: "
          : `${name} would run on the task's own stack, of which it needs 8 KB: `) +
          `link with -Wl,--wrap=${name}`,
      );
  return found;
}

/** Refuses a module whose link lacks something of the recipe. @param {Uint8Array} bytes */
export function checkLink(bytes) {
  const found = faults(new WasmFile(bytes));
  if (found.length > 0)
    throw new TransformError(
      `this module cannot be transformed:\n${found.map((line) => `  ${line}`).join("\n")}`,
    );
}
