/**
 * Compiles and links a program with Emscripten and transforms it with Binaryen from npm, in Node.
 *
 * The flags of the recipe are here, once. Emscripten only compiles and links: its own Binaryen and
 * its JavaScript are not used. See transform.js.
 * @module
 */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { absentCalls } from "./absent.js";
import { loadOptimizer } from "./binaryen_node.js";
import { BuildError, findings, linkError } from "./diagnostics.js";
import { hasFiles } from "./leftout.js";
import { checkNames, definitionsOf, originsOf } from "./symbols.js";
import { withoutOptimising } from "./tiers_node.js";
import { transform } from "./transform.js";
import { WRAPPED } from "./wrapped.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Without it, clang gives a function that calls nothing even a huge array without moving the C
 * stack pointer, and the stack check would not see it. */
export const COMPILE_FLAGS = [
  ...["-Xclang", "-disable-red-zone"],
  ...["-Wall", "-fdiagnostics-parseable-fixits"],
];

export const LINK_FLAGS = [
  "-O1", // at -O2 emcc would run Binaryen's inliner before the Asyncify pass: wrong code
  "-sSTANDALONE_WASM",
  "--no-entry",
  "-sERROR_ON_UNDEFINED_SYMBOLS=0",
  "-sWARN_ON_UNDEFINED_SYMBOLS=0", // transform.js names them
  "-sALLOW_MEMORY_GROWTH",
  "-sMAXIMUM_MEMORY=4GB",
  "-sINITIAL_MEMORY=2MB",
  "-sTOTAL_STACK=128KB", // the system stack; tasks have their own
  "-sMALLOC=emmalloc", // half the size of dlmalloc; the runtime has pools of its own
  ...WRAPPED.emcc.map((name) => `-Wl,--wrap=${name}`),
];

/** Runs a command; its output is kept for errors.
 * @param {string} command @param {string[]} args
 * @returns {Promise<{ code: number, output: string }>} */
function run(command, args) {
  return new Promise((done, failed) => {
    execFile(command, args, { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== "number") failed(error);
      else done({ code: Number(error?.code ?? 0), output: stdout + stderr });
    });
  });
}

/** The emcc on PATH, or undefined. @returns {string | undefined} */
export function findEmcc() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, "emcc")).find(existsSync);
}

/** The runtime that `npm run build` made. @param {boolean} isDebug */
export function libraryOf(isDebug) {
  return join(ROOT, `build/wasm-${isDebug ? "debug" : "release"}/libawaitc.a`);
}

/** The libraries of a backend; the first that defines the switch gives it.
 * @param {string} library the runtime @param {BuildOptions["backend"]} backend */
export function librariesOf(library, backend) {
  return backend === "jspi" ? [join(dirname(library), "libawaitc-jspi.a"), library] : [library];
}

/**
 * @typedef {object} BuildOptions
 * @property {boolean} [isRepeated] this process will build again, so V8 may optimise the compilers
 * @property {string[]} sources C files
 * @property {string[]} [includes] folders of headers
 * @property {boolean} [isDebug] assertions, names, and a source map
 * @property {string} [optimize] "-O0" … "-Oz" for the program itself; default -O2, debug -O0
 * @property {string[]} [flags] further flags for compiling
 * @property {Record<string, Uint8Array>} [objects] object files and archives by path, linked with
 *   the sources
 * @property {import("./transform.js").Backend} [backend] what switches the tasks: "asyncify" unless
 *   set
 * @property {string} [library] default: the one that `npm run build` made
 * @property {boolean} [isMeasured] tells what takes the room
 * @property {string[]} [neverSuspends] names of functions, or of files, that Asyncify leaves out
 */

/** @returns {string} */
function neededEmcc() {
  const emcc = findEmcc();
  if (!emcc) throw new BuildError("emcc is not on PATH: apt-get install emscripten");
  return emcc;
}

/** What every compilation is told. @param {BuildOptions} options */
function argumentsOf({ includes = [], flags = [] }) {
  const folders = [join(ROOT, "include"), ...includes].map((path) => `-I${path}`);
  return [...folders, ...COMPILE_FLAGS, ...flags];
}

/** clang's words without emcc's own. @param {string} output */
function compilerWords(output) {
  return output.replace(/^emcc: error: .*\n/gm, "");
}

/** Does `work` for each item, as many at once as there are processors; the first failure of the
 * order given is thrown when all that was begun has ended.
 * @template T, R @param {T[]} items @param {(item: T, i: number) => Promise<R>} work
 * @returns {Promise<R[]>} */
async function inParallel(items, work) {
  /** @type {PromiseSettledResult<R>[]} */
  const results = [];
  let hasFailed = false;
  const rest = items.entries();
  const lane = async () => {
    for (const [i, item] of rest) {
      if (hasFailed) return;
      [results[i]] = await Promise.allSettled([work(item, i)]);
      hasFailed ||= results[i].status === "rejected";
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  const failed = results.find((result) => result?.status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  return results.map((result) => /** @type {PromiseFulfilledResult<R>} */ (result).value);
}

/** Compiles one source; without an object if it has errors. @param {BuildOptions} options
 * @param {string} source @param {string} path of the object @param {string[]} flags
 * @returns {Promise<{ source: string, path: string, object?: Uint8Array, output: string }>} */
async function compile(options, source, path, flags) {
  // Call sites and lines name the file as seen from its own folder.
  const prefix = `-ffile-prefix-map=${dirname(source)}/=`;
  const args = [...flags, prefix, "-c", ...argumentsOf(options), source, "-o", path];
  const { code, output } = await run(neededEmcc(), args);
  const object = code === 0 ? await readFile(path) : undefined;
  return { source, path, object, output: compilerWords(output) };
}

/** Does something with a temporary folder. @template T
 * @param {(folder: string) => Promise<T>} work @returns {Promise<T>} */
async function inFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), "awaitc-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the compiler finds in the sources, and calls that always fail.
 * @param {BuildOptions} options @returns {Promise<import("./diagnostics.js").Findings>} */
export function check(options) {
  return inFolder(async (folder) => {
    const found = await inParallel(options.sources, async (source, i) => {
      const { object, output } = await compile(options, source, join(folder, `${i}.o`), ["-O0"]);
      const text = await readFile(source, "utf8");
      const absent = object ? absentCalls({ source, text, object }, "emcc") : "";
      return { hasFailed: !object, output: output + absent };
    });
    const output = found.map((one) => one.output).join("");
    return { hasFailed: found.some((one) => one.hasFailed), ...findings(output) };
  });
}

/** Builds a program. Warnings go to `onWarning`; errors throw BuildError with clang's words.
 * @param {BuildOptions} options @param {(text: string) => void} [onWarning]
 * @returns {Promise<import("./transform.js").Transformed>} */
export async function build(options, onWarning = () => {}) {
  const { sources, isDebug = false, isRepeated } = options;
  const { optimize = isDebug ? "-O0" : "-O2" } = options;
  const library = options.library ?? libraryOf(isDebug);
  if (!existsSync(library))
    throw new BuildError(`the runtime is not built yet (${library}): npm run build`);
  const emcc = neededEmcc();
  const optimizer = isRepeated ? loadOptimizer() : withoutOptimising(loadOptimizer);
  optimizer.catch(() => {}); // told below, unless the compiler fails first
  return inFolder(async (folder) => {
    const flags = [optimize, ...(isDebug ? ["-gdwarf-4"] : [])]; // lines.js reads it
    const compiled = await inParallel(sources, async (source, i) => {
      const made = await compile(options, source, join(folder, `${i}.o`), flags);
      const { words, diagnostics } = findings(made.output);
      if (!made.object) throw new BuildError(`${source} did not compile`, words, diagnostics);
      return { source, path: made.path, words, object: made.object };
    });
    const words = compiled.map((one) => one.words).join("");
    if (words) onWarning(words);
    const runtime = await readFile(library);
    checkNames(compiled, runtime);
    const linked = join(folder, "linked.wasm");
    const { code, output } = await run(emcc, [
      ...compiled.map(({ path }) => path),
      ...Object.keys(options.objects ?? {}),
      ...librariesOf(library, options.backend),
      "-o",
      linked,
      ...LINK_FLAGS,
      isDebug ? "-g" : "-g2",
      "-Wl,-u,export_start", // the exports of program_wasm.c come with it
      ...(isDebug ? ["-Wl,-u,debug_environment"] : []), // AWAITC_DEBUG=1: debug_wasm.c
    ]);
    if (code !== 0) throw linkError(output);
    const origins = options.isMeasured && originsOf(compiled, options.objects ?? {}, runtime);
    const { neverSuspends = [], objects = {} } = options;
    const made = transform(await readFile(linked), {
      ...{ isDebug, optimize: await optimizer, neverSuspends, origins: origins || undefined },
      definitions: hasFiles(neverSuspends) ? definitionsOf(compiled, objects) : undefined,
    });
    if (made.words) onWarning(made.words);
    return made;
  });
}
