/**
 * Turns a linked program into one whose tasks can be switched: checks it, inserts the stack checks,
 * and runs Binaryen's Asyncify pass, except for the backend that leaves switching to the engine.
 *
 * The caller passes the Binaryen to use (`optimize`), so Node and a page share this file.
 * docs/design/switching.md describes the traps that the checks guard against. See wasmfile.js
 * (bytes), emcc.js and embedded.js (compiling and linking).
 * @module
 */

import { EXPORTED } from "../web/host/names.js";
import { hintFor } from "./diagnostics.js";
import { leb } from "./leb.js";
import { markLines, unmarkLines } from "./lines.js";
import { withNullChecks } from "./nullcheck.js";
import { sizesOf } from "./sizes.js";
import { suspendable } from "./suspends.js";
import { WasmFile } from "./wasmfile.js";

/** Says what is wrong with a linked module, and what to do. */
export class TransformError extends Error {
  /** @override */
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
/** The runtime marks its own by a prefix that no C name can have (AW_NEVER_SUSPENDS,
 * awaitc_lowlevel.h). */
const NEVER_SUSPENDS = "aw.never_suspends.";
const RUNTIME_NEVER_SUSPENDS = ["switch_on_system_stack", `${NEVER_SUSPENDS}*`];
const SUSPEND = "aw_switch_suspend";
const MAIN_KIND = "aw_main_kind";

/** Who may call what Asyncify provides: exactly these, each from exactly one function. */
const SWITCH_CALLERS = {
  start_unwind: "aw_switch_suspend",
  stop_rewind: "aw_switch_suspend",
  stop_unwind: "aw_switch_resume",
  start_rewind: "aw_switch_resume",
};

/** Makes Binaryen put aw_switch_suspend into its callers: a fifth of the time of a switch. */
const INLINE_MAX = 120;
/** Functions that stay apart: they have many callers, and putting them into each takes a tenth of a
 * small program's code. */
const APART = "memory_*";

/** What the pass leaves to do in a release. The compiler has optimised the program already: of what
 * -O3 would run, these are the passes that pay, in a third of its time and for no more bytes. */
const OPTIMISATIONS = [
  ...["memory-packing", "dae-optimizing", "inlining"],
  ...["ssa-nomerge", "remove-unused-names", "remove-unused-brs", "optimize-instructions"],
  ...["precompute-propagate", "code-pushing", "simplify-locals-nostructure", "vacuum"],
  ...["reorder-locals", "remove-unused-brs", "merge-locals", "local-cse", "simplify-locals"],
  ...["vacuum", "coalesce-locals", "reorder-locals", "remove-unused-brs", "remove-unused-names"],
  ...["optimize-instructions", "rse", "vacuum"],
  ...["duplicate-function-elimination", "remove-unused-module-elements"],
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

/** The names that compilers give to main, with their numbers in src/platform/wasm/main_kind.h; the
 * first that a program has. @type {[string, number][]} */
const MAIN_KINDS = [
  ["main", 3], // Emscripten's clang 14
  ["__main_argc_argv", 2],
  ["__main_void", 1],
  ["__original_main", 1],
];
const MAIN = MAIN_KINDS.map(([name]) => name);

/** Stubs of libc that fail when they are called: better to know before. */
const THREADS = ["pthread_create", "__pthread_create", "thrd_create"];

/** @param {WasmFile} file */
function checkThreads(file) {
  const names = new Map([...file.names(1)].map(([index, name]) => [name, index]));
  const used = THREADS.find((name) => names.has(name));
  if (used) throw new TransformError(`${used} is used, but ${hintFor(used)}`);
}

/** @param {WasmFile} file */
function checkImports(file) {
  const names = file.names(1);
  const unknown = file.imports.filter(
    (i) => !KNOWN_MODULES.has(i.module) && !(i.module === "env" && KNOWN_ENV.has(i.name)),
  );
  if (unknown.length === 0) return;
  const lines = unknown.map((i) => {
    const callers = file.callersOf(i.index).map((index) => names.get(index) ?? `#${index}`);
    const shown = callers.map((name) => (MAIN.includes(name) ? "main" : name));
    const by = callers.length ? `, called by ${shown.join(", ")}` : "";
    const hint = hintFor(`'${i.name}'`);
    return i.module === "env"
      ? `undefined symbol: ${i.name}${by}${hint ? `; ${hint}` : ""}`
      : `unknown import: ${i.module}.${i.name}${by}`;
  });
  throw new TransformError(lines.join("\n"));
}

/** The file with a constant that says which main it has.
 * @param {WasmFile} file */
function withMain(file) {
  const names = file.names(1);
  const defined = new Set(file.bodies().map(({ index }) => names.get(index)));
  const [, kind = 0] = MAIN_KINDS.find(([name]) => defined.has(name)) ?? [];
  if (kind === 0 && ![...file.exports.keys()].some((name) => name.startsWith(EXPORTED)))
    throw new TransformError(
      "the program has neither a main nor a function marked AW_EXPORT: nothing could call it",
    );
  const place = file.bodies().find(({ index }) => index === file.exports.get(MAIN_KIND));
  if (!place) throw new TransformError("this module was not linked with the awaitc runtime");
  const cut = place.end - place.start;
  return new WasmFile(
    file.editCode([{ at: place.start, cut, put: [0x41, kind, 0x0b] }]).bytes, // i32.const, end
  );
}

/** Which functions may be suspended, by name, and which of the others Binaryen has to be told of.
 * @param {WasmFile} file */
function analysed(file) {
  const names = file.names(1);
  const nameOf = (/** @type {number} */ index) => names.get(index) ?? `#${index}`;
  const known = new Set(LIBC_NEVER_SUSPENDS);
  const own = [...switchFunctions(file)].filter(([name]) => name !== SUSPEND);
  const isOwn = new Set(own.map(([, index]) => index));
  const { reasons, spared } = suspendable(
    file,
    /** @type {number} */ (file.exports.get(SUSPEND)),
    (index) =>
      isOwn.has(index) || known.has(nameOf(index)) || nameOf(index).startsWith(NEVER_SUSPENDS),
  );
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const name of names.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const removed = [
    ...LIBC_NEVER_SUSPENDS.filter((name) => counts.has(name)),
    ...RUNTIME_NEVER_SUSPENDS,
    ...spared.map(nameOf).filter((name) => counts.get(name) === 1 && /^[\w.$]+$/.test(name)),
  ];
  const named = [...reasons].map(([index, { callee, isPointer }]) => [
    nameOf(index),
    { callee: nameOf(callee), isPointer },
  ]);
  return { reasons: Object.fromEntries(named), removed: [...new Set(removed)] };
}

/** The backend that a module was linked with. @param {WasmFile} file @returns {Backend} */
function backendOf(file) {
  if (!file.exports.has("aw_pump") || !file.exports.has("aw_switch_resume"))
    throw new TransformError("this module was not linked with the awaitc runtime");
  return file.exports.has("aw_stack_run") ? "jspi" : "asyncify";
}

/** @param {WasmFile} file */
function checkAsyncify(file) {
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

/** The runtime's own functions, which the checks use and which have none.
 * @param {WasmFile} file @returns {Map<string, number>} */
const switchFunctions = (file) =>
  new Map([...file.exports].filter(([name]) => name.startsWith("aw_switch_")));

/** A module with `if (__stack_pointer - limit > range) overflow()` after each move of the stack
 * pointer.
 * @param {WasmFile} file linked @param {WasmFile} marked the same, maybe with markers in its code
 * @returns {Uint8Array} */
function withStackChecks(file, marked) {
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
  const skipped = new Set(switchFunctions(file).values());
  const checked = marked.insertAfterGlobalSet(global, code, skipped);
  if (checked === marked.bytes) throw new TransformError("found no use of the C stack pointer");
  return checked;
}

/** The module with its lines marked and its accesses checked for NULL: what a debug build has
 * besides.
 * @param {WasmFile} file linked */
function withDebugging(file) {
  const { bytes, lines } = markLines(file.bytes);
  const own = switchFunctions(file);
  const failed = /** @type {number} */ (own.get("aw_switch_null"));
  return { bytes: withNullChecks(new WasmFile(bytes), failed, new Set(own.values())), lines };
}

/** Exports that only the build needed. @param {string} name */
function isBuildExport(name) {
  return (
    name.startsWith("asyncify_") ||
    name.startsWith("aw_switch_") ||
    name === MAIN_KIND ||
    ["stackSave", "stackRestore", "stackAlloc", "__errno_location"].includes(name)
  );
}

/** The Asyncify pass over a module whose stack is checked.
 * @param {Uint8Array} bytes @param {string[]} removed names of functions that it leaves alone
 * @param {{ isDebug: boolean, optimize: Optimize }} options */
function asyncified(bytes, removed, { isDebug, optimize }) {
  const switchable = optimize(bytes, {
    features: FEATURES,
    passes: [...(isDebug ? ["strip-dwarf"] : []), "asyncify"],
    passArguments: {
      "asyncify-ignore-imports": "1",
      "asyncify-removelist": removed.join(","),
    },
    level: isDebug ? 1 : 3, // of the passes inside; the module's own come next
    isOptimised: false,
    finish: [],
    keepsNames: true,
  });
  if (new WasmFile(switchable).imports.some((i) => i.module === "asyncify"))
    throw new TransformError("the Asyncify pass left its imports in the module");
  return switchable;
}

/**
 * One run of Binaryen over a module.
 * @typedef {object} Step
 * @property {string[]} features what the module may use, by Binaryen's names
 * @property {string[]} passes run first
 * @property {Record<string, string>} passArguments
 * @property {number} level of optimisation, for `passes` too
 * @property {boolean} isOptimised whether the usual optimisations of `level` run after `passes`
 * @property {number} [inlineMax] largest function that may go into several callers
 * @property {string[]} finish passes run last
 * @property {boolean} keepsNames
 *
 * What switches the tasks of a program: code that Asyncify inserts, or the engine.
 * @typedef {"asyncify" | "jspi"} Backend
 *
 * @typedef {{ bytes: Uint8Array, sourceMap?: string, sizes?: import("./sizes.js").Sizes }}
 *   Transformed
 * @typedef {(bytes: Uint8Array, step: Step) => Uint8Array} Optimize runs Binaryen: binaryen.js
 */

/** Transforms a linked module, by the backend in it; errors throw TransformError, or BuildError of
 * Binaryen.
 * @param {Uint8Array} linked the linker's output
 * @param {{ isDebug: boolean, optimize: Optimize, origins?: import("./symbols.js").Origins }}
 *   options debug keeps names, makes a source map of the lines of DWARF, and does little else;
 *   with `origins`, sizes are measured
 * @returns {Transformed} */
export function transform(linked, { isDebug, optimize, origins }) {
  const given = new WasmFile(linked);
  checkImports(given);
  const backend = backendOf(given);
  if (backend === "asyncify") checkAsyncify(given);
  checkThreads(given);
  const file = withMain(given);
  const marked = isDebug ? withDebugging(file) : undefined;
  const checked = withStackChecks(file, marked ? new WasmFile(marked.bytes) : file);
  const { reasons, removed } =
    backend === "asyncify" ? analysed(file) : { reasons: {}, removed: [] };
  const switchable =
    backend === "asyncify" ? asyncified(checked, removed, { isDebug, optimize }) : checked;
  // The exports kept Binaryen from inlining the switch before the pass; now it may, and should.
  const free = new WasmFile(switchable).withoutExports(isBuildExport);
  /** @type {Step} */
  const last = {
    features: backend === "asyncify" ? FEATURES : [...FEATURES, "exception-handling"], // setjmp
    passes: isDebug ? ["strip-dwarf"] : ["no-inline", ...OPTIMISATIONS],
    passArguments: { "no-inline": APART },
    level: isDebug ? 1 : 3,
    isOptimised: isDebug,
    inlineMax: isDebug ? undefined : INLINE_MAX,
    finish: [...(isDebug ? [] : ["strip-debug", "strip-producers"]), "strip-target-features"],
    keepsNames: isDebug,
  };
  const finished = optimize(free, last);
  const made = marked ? unmarkLines(finished, marked.lines) : { bytes: finished };
  return origins
    ? { ...made, sizes: sizesOf(optimize(free, measured(last)), origins, reasons) }
    : made;
}

/** The step with names, and with each function apart, so that its size is its own.
 * @param {Step} step @returns {Step} */
const measured = (step) => ({
  ...step,
  passes: step.passes.filter((name) => name !== "inlining"),
  finish: [],
  keepsNames: true,
});
