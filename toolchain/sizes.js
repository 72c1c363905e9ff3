/**
 * Tells what takes the room in a program: by function, and by part of the program, the runtime and
 * the C library. Works on bytes alone. See transform.js, which makes the module that is measured.
 * @module
 */

import { WasmFile } from "./wasmfile.js";

/**
 * The call that makes a function suspendable.
 * @typedef {{ callee: string, isPointer: boolean }} Reason
 * @typedef {{ name: string, part: string, bytes: number, why?: Reason }} FunctionSize
 * @typedef {object} Sizes
 * @property {FunctionSize[]} functions largest first
 * @property {{ name: string, bytes: number }[]} parts largest first
 */

/** What the runtime's files are for, where the name of a file does not say it. */
const FEATURES = Object.entries({
  tasks: "await cycle future ready task watch",
  "waiting and cancelling": "cause ondone park scope",
  "records and handles": "record table",
  "the loop, start and end":
    "arguments_wasm atexit_wasm finish host_wasm loop main_emcc main_wasi program_wasm stats",
  "the switch": "switch_asyncify",
  "timers and sleep": "clock sleep timer wheel",
  memory: "bytes_emcc malloc malloc_wasi memory_wasm",
  "errors and messages": "abort_wasm error fail text",
  trace: "hook trace",
  "host operations": "export export_wasm hostcall message operation operation_wasm reply",
  "printing and scanning": "print_small_vfprintf print_vfiprintf print_vfprintf scan_emcc",
});
/** @type {Map<string, string>} */
const FEATURE_OF = new Map(
  FEATURES.flatMap(([feature, files]) => files.split(" ").map((file) => [file, feature])),
);

/** What functions of the C library are for: the first form that a name has.
 * @type {[RegExp, string][]} */
const LIBRARY = [
  [/printf|^fmt_|^pop_arg|^pad\d*$|^out$|wctomb|wcrtomb/, "printing"],
  [/scan|^(dec|hex)float$|__shlim|__shgetc|strto/, "reading numbers"],
  [/[amc]lloc|free$|memalign|sbrk|resize_heap|claim_more_memory|root_region/, "malloc"],
  [/stdio|^f?puts?c?$|^fwrite|^__(fwrite|towrite|overflow)|^fflush|_ofl|_iov/, "stdio"],
  [/^__[a-z]+t[fi][23]?$|^__[a-z]+tf[sd][if]2?$/, "128-bit arithmetic"],
];

/** The part that a function belongs to. @param {string} name
 * @param {import("./symbols.js").Origins} origins */
function partOf(name, { files, own }) {
  const file = Object.hasOwn(files, name) ? files[name] : undefined;
  if (file && own.includes(file)) return file;
  if (file) return `runtime: ${FEATURE_OF.get(file) ?? file}`;
  const [, feature = "the rest"] = LIBRARY.find(([form]) => form.test(name)) ?? [];
  return `C library: ${feature}`;
}

/** What the functions of a module take. @param {Uint8Array} measured with names
 * @param {import("./symbols.js").Origins} origins
 * @param {Record<string, Reason>} reasons why functions may be suspended, by name
 * @returns {Sizes} */
export function sizesOf(measured, origins, reasons) {
  const file = new WasmFile(measured);
  const names = file.names(1);
  const functions = file.bodies().map(({ index, sizeAt, end }) => {
    const name = names.get(index) ?? `#${index}`;
    const why = Object.hasOwn(reasons, name) ? reasons[name] : undefined;
    return { name, part: partOf(name, origins), bytes: end - sizeAt, why };
  });
  /** @type {Map<string, number>} */
  const parts = new Map();
  for (const { part, bytes } of functions) parts.set(part, (parts.get(part) ?? 0) + bytes);
  const bySize = (/** @type {{ bytes: number }} */ a, /** @type {{ bytes: number }} */ b) =>
    b.bytes - a.bytes;
  return {
    functions: functions.sort(bySize),
    parts: [...parts].map(([name, bytes]) => ({ name, bytes })).sort(bySize),
  };
}
