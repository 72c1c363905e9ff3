/**
 * Turns a linked program into one whose tasks can be switched: checks it, inserts the stack checks,
 * runs Binaryen's Asyncify pass, and checks again.
 *
 * Decides the order of the steps and what is refused; which Binaryen runs them is the caller's
 * (`optimize`), so Node and a page can share this. The traps it guards against are described in
 * docs/design/switching.md. Next: wasmfile.js (bytes), emcc.js (compiling and linking).
 * @module
 */

import { moveMap } from "./mappings.js";
import { WasmFile, leb } from "./wasmfile.js";

/** Says what is wrong with a linked module, and what to do. */
export class TransformError extends Error {
  name = "TransformError";
}

/** Functions of the libc that call through a pointer but never suspend. Left alone, they would make
 * everything that prints suspendable. All but printf_core are names only the libc may use. */
const LIBC_NEVER_SUSPENDS = [
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
/** The runtime marks its own (AW_NEVER_SUSPENDS in src/core.h) by a prefix no C name can have. */
const RUNTIME_NEVER_SUSPENDS = ["switch_on_system_stack", "aw.never_suspends.*"];

/** Who may call what Asyncify provides: exactly these, each from exactly one function. */
const SWITCH_CALLERS = {
  start_unwind: "aw_switch_suspend",
  stop_rewind: "aw_switch_suspend",
  stop_unwind: "aw_switch_resume",
  start_rewind: "aw_switch_resume",
};

/** The size makes Binaryen put aw_switch_suspend into its callers: a fifth of the time of a switch. */
const RELEASE_ARGS = [
  "-O3",
  "--flexible-inline-max-function-size=120",
  "--strip-debug",
  "--strip-producers",
];

const KNOWN_MODULES = new Set(["awaitc", "asyncify", "wasi_snapshot_preview1"]);
const KNOWN_ENV = new Set(["emscripten_notify_memory_growth"]);
const FEATURES = [
  "bulk-memory",
  "bulk-memory-opt",
  "sign-ext",
  "mutable-globals",
  "nontrapping-float-to-int",
  "multivalue",
  "reference-types",
  "simd",
];

/** @param {WasmFile} file */
function checkImports(file) {
  const names = file.names(1);
  const unknown = file.imports.filter(
    (i) => !KNOWN_MODULES.has(i.module) && !(i.module === "env" && KNOWN_ENV.has(i.name)),
  );
  if (unknown.length === 0) return;
  const lines = unknown.map((i) => {
    const callers = file.callersOf(i.index).map((index) => names.get(index) ?? `#${index}`);
    const by = callers.length ? `, called by ${callers.join(", ")}` : "";
    return i.module === "env"
      ? `undefined symbol: ${i.name}${by}`
      : `unknown import: ${i.module}.${i.name}${by}`;
  });
  throw new TransformError(lines.join("\n"));
}

/** @param {WasmFile} file */
function checkSwitch(file) {
  if (!file.exports.has("aw_pump") || !file.exports.has("aw_switch_resume"))
    throw new TransformError("this module was not linked with the awaitc runtime");
  for (const [name, caller] of Object.entries(SWITCH_CALLERS)) {
    const imported = file.imports.find((i) => i.module === "asyncify" && i.name === name);
    const callers = imported ? file.callersOf(imported.index) : [];
    if (callers.length !== 1 || callers[0] !== file.exports.get(caller))
      throw new TransformError(
        `asyncify.${name} must be called by ${caller} alone, but ${callers.length} functions ` +
          "call it: was the module optimised by Binaryen before? Link with emcc -O1.",
      );
  }
}

/** `if (__stack_pointer - limit > range) overflow()`, after each move of the stack pointer.
 * @param {WasmFile} file */
function insertStackChecks(file) {
  const named = [...file.names(7)].find(([, name]) => name === "__stack_pointer");
  const global = named ? named[0] : 0;
  const index = (/** @type {string} */ name) => /** @type {number} */ (file.exports.get(name));
  const bounds = file.constantOf(index("aw_switch_stack_bounds"));
  const code = [
    0x23,
    ...leb(global), // global.get __stack_pointer
    0x41,
    0,
    0x28,
    2,
    ...leb(bounds),
    0x6b, // i32.load limit, i32.sub
    0x41,
    0,
    0x28,
    2,
    ...leb(bounds + 4), // i32.load range
    0x4b,
    0x04,
    0x40, // i32.gt_u, if
    0x10,
    ...leb(index("aw_switch_stack_overflow")),
    0x00,
    0x0b, // call, unreachable, end
  ];
  const skipped = [...file.exports].filter(([name]) => name.startsWith("aw_switch_"));
  const result = file.insertAfterGlobalSet(global, code, new Set(skipped.map(([, i]) => i)));
  if (result.count === 0) throw new TransformError("found no use of the C stack pointer");
  return result;
}

/** Exports that only the build needed. @param {string} name */
function isBuildExport(name) {
  return (
    name.startsWith("asyncify_") ||
    name.startsWith("aw_switch_") ||
    ["stackSave", "stackRestore", "stackAlloc", "__errno_location"].includes(name)
  );
}

/** @param {Transformed} input after the Asyncify pass @returns {Transformed} */
function dropBuildExports({ bytes, sourceMap }) {
  const file = new WasmFile(bytes);
  if (file.imports.some((i) => i.module === "asyncify"))
    throw new TransformError("the Asyncify pass left its imports in the module");
  const dropped = file.withoutExports(isBuildExport);
  return { bytes: dropped.bytes, sourceMap: sourceMap && moveMap(sourceMap, dropped.moved) };
}

/**
 * @typedef {{ bytes: Uint8Array, sourceMap?: string }} Transformed
 * @typedef {(input: Transformed, args: string[]) => Promise<Transformed>} Optimize runs wasm-opt
 */

/** Transforms a linked module.
 * @param {Transformed} linked the linker's output; with a source map it is kept up to date
 * @param {{ isDebug: boolean, optimize: Optimize }} options debug keeps names and does little else
 * @returns {Promise<Transformed>} */
export async function transform(linked, { isDebug, optimize }) {
  const file = new WasmFile(linked.bytes);
  checkImports(file);
  checkSwitch(file);
  const checked = insertStackChecks(file);
  const sourceMap = linked.sourceMap && moveMap(linked.sourceMap, checked.moved);
  const present = new Set(file.names(1).values());
  const removed = [
    ...LIBC_NEVER_SUSPENDS.filter((name) => present.has(name)),
    ...RUNTIME_NEVER_SUSPENDS,
  ];
  const features = FEATURES.map((feature) => `--enable-${feature}`);
  const switchable = await optimize({ bytes: checked.bytes, sourceMap }, [
    ...features,
    "--asyncify",
    "--pass-arg=asyncify-ignore-imports",
    `--pass-arg=asyncify-removelist@${removed.join(",")}`,
    `--optimize-level=${isDebug ? 1 : 3}`, // of the passes inside; the module's own come next
    "-g",
  ]);
  // The exports kept Binaryen from inlining the switch before the pass; now it may, and should.
  const private_ = dropBuildExports(switchable);
  return optimize(private_, [
    ...features,
    ...(isDebug ? ["-O1", "-g"] : RELEASE_ARGS),
    "--strip-target-features",
  ]);
}
