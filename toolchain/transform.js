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
import { leftOutOf, missingWords, withWaitChecks } from "./leftout.js";
import { markLines, unmarkLines } from "./lines.js";
import { plainName } from "./names.js";
import { withNullChecks } from "./nullcheck.js";
import { sizesOf } from "./sizes.js";
import { suspendable } from "./suspends.js";
import { WasmFile } from "./wasmfile.js";

/** Says what is wrong with a linked module, and what to do. */
export class TransformError extends Error {
  /** @override */
  name = "TransformError";
}

const SUSPEND = "aw_switch_suspend";
const ON_SYSTEM_STACK = "aw_switch_on_system_stack";
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

/** Which functions may be suspended, and which the pass has to leave out, although they seem to be.
 * @param {WasmFile} file @param {Pick<Options, "neverSuspends" | "definitions">} options */
function analysed(file, { neverSuspends = [], definitions = {} }) {
  const { leftOut, missing } = leftOutOf(file, neverSuspends, definitions);
  const own = new Set(switchFunctions(file).values());
  for (const index of own) leftOut.delete(index);
  const suspend = /** @type {number} */ (file.exports.get(SUSPEND));
  const suspendables = suspendable(file, suspend, (index) => own.has(index) || leftOut.has(index));
  const onSystemStack = /** @type {number} */ (file.exports.get(ON_SYSTEM_STACK));
  const uninstrumented = new Set([...leftOut, onSystemStack, ...suspendables.spared]);
  return { leftOut, uninstrumented, suspendables, words: missingWords(missing) };
}

/** Why functions may be suspended, by their names. @param {WasmFile} file
 * @param {import("./suspends.js").Suspendable} suspendables */
function reasonsIn(file, { reasons }) {
  const names = file.names(1);
  const nameOf = (/** @type {number} */ index) => plainName(names.get(index) ?? `#${index}`);
  const named = [...reasons].map(([index, { callee, isPointer }]) => [
    nameOf(index),
    { callee: nameOf(callee), isPointer },
  ]);
  return Object.fromEntries(named);
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

/** Before the index of a function that the pass leaves out, in place of its name: names may be
 * several functions', or have characters that mean something in a list. */
const LEFT_OUT = "aw.left_out.";

/** The module with tasks that can be switched, by the Asyncify pass.
 * @param {WasmFile} file linked @param {Uint8Array} checked the same, with its stack checked
 * @param {ReturnType<typeof analysed>} analysis
 * @param {{ isDebug: boolean, optimize: Optimize }} options */
function asyncified(file, checked, { leftOut, uninstrumented, suspendables }, options) {
  const index = (/** @type {string} */ name) => /** @type {number} */ (file.exports.get(name));
  const guarded = withWaitChecks(new WasmFile(checked), leftOut, suspendables, {
    suspend: index(SUSPEND),
    phase: file.constantOf(index("aw_switch_phase")),
    failed: index(options.isDebug ? "aw_switch_left_out_named" : "aw_switch_left_out"),
    spell: options.isDebug ? index("aw_switch_spell") : undefined,
  });
  const marked = new WasmFile(guarded).renamed((name, i) =>
    uninstrumented.has(i) ? `${LEFT_OUT}${i}` : name,
  );
  const switchable = new WasmFile(
    options.optimize(marked, {
      features: FEATURES,
      passes: [...(options.isDebug ? ["strip-dwarf"] : []), "asyncify"],
      passArguments: {
        "asyncify-ignore-imports": "1",
        "asyncify-removelist": `${LEFT_OUT}*`,
      },
      level: options.isDebug ? 1 : 3, // of the passes inside; the module's own come next
      isOptimised: false,
      finish: [],
      keepsNames: true,
    }),
  );
  if (switchable.imports.some((i) => i.module === "asyncify"))
    throw new TransformError("the Asyncify pass left its imports in the module");
  const names = file.names(1);
  return switchable.renamed((name) => {
    const [, i] = name.split(LEFT_OUT);
    return plainName(i ? (names.get(Number(i)) ?? name) : name);
  });
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
 * @typedef {object} Transformed
 * @property {Uint8Array} bytes
 * @property {string} [sourceMap]
 * @property {import("./sizes.js").Sizes} [sizes]
 * @property {string} words warnings
 *
 * @typedef {(bytes: Uint8Array, step: Step) => Uint8Array} Optimize runs Binaryen: binaryen.js
 */

/**
 * @typedef {object} Options
 * @property {boolean} isDebug keeps names, makes a source map of DWARF's lines, optimises little
 * @property {Optimize} optimize
 * @property {string[]} [neverSuspends] names of functions, or of files, that Asyncify leaves out
 * @property {import("./symbols.js").Definitions} [definitions] what these files define
 * @property {import("./symbols.js").Origins} [origins] for measuring sizes
 */

/** Transforms a linked module, by the backend in it; errors throw TransformError, or BuildError of
 * Binaryen.
 * @param {Uint8Array} linked the linker's output @param {Options} options
 * @returns {Transformed} */
export function transform(linked, { isDebug, optimize, origins, ...excluded }) {
  const given = new WasmFile(linked);
  checkImports(given);
  const backend = backendOf(given);
  if (backend === "asyncify") checkAsyncify(given);
  checkThreads(given);
  const file = withMain(given);
  const marked = isDebug ? withDebugging(file) : undefined;
  const checked = withStackChecks(file, marked ? new WasmFile(marked.bytes) : file);
  const analysis = backend === "asyncify" ? analysed(file, excluded) : undefined;
  const switchable = analysis
    ? asyncified(file, checked, analysis, { isDebug, optimize })
    : checked;
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
  const made = {
    ...(marked ? unmarkLines(finished, marked.lines) : { bytes: finished }),
    words: analysis?.words ?? "",
  };
  if (!origins) return made;
  const reasons = analysis ? reasonsIn(file, analysis.suspendables) : {};
  return { ...made, sizes: sizesOf(optimize(free, measured(last)), origins, reasons) };
}

/** The step with names, and with each function apart, so that its size is its own.
 * @param {Step} step @returns {Step} */
const measured = (step) => ({
  ...step,
  passes: step.passes.filter((name) => name !== "inlining"),
  finish: [],
  keepsNames: true,
});
