/**
 * Compiles C files to a program for the command line: chooses the toolchain, asks the cache first,
 * and shows what takes time.
 * @module
 */

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { hashOf, recall, remember } from "../toolchain/cache_node.js";
import { BuildError } from "../toolchain/diagnostics.js";
import { findEmcc, libraryOf } from "../toolchain/emcc.js";
import { readProject } from "../toolchain/project_node.js";
import { toolsKey } from "../toolchain/tools_node.js";
import { coloured } from "./colour.js";
import { readLibraries } from "./libraries.js";
import { readNames } from "./neversuspends.js";
import { UsageError } from "./parse.js";

/** @typedef {import("../toolchain/tools_node.js").Toolchain} Toolchain
 * @typedef {import("../toolchain/embedded_node.js").Options & More} Options
 *
 * @typedef {object} More
 * @property {Toolchain} [toolchain]
 * @property {boolean} isCached
 * @property {string[]} [libraries] of -l
 * @property {string[]} [folders] of -L
 * @property {string[]} [lists] files of --never-suspends
 * @typedef {import("../toolchain/transform.js").Transformed} Built
 */

const STACK_BYTES_MIN = 512; // AW_STACK_BYTES_MIN
const STACK_BYTES_MAX = 2 ** 30;

/** What was asked for on the command line. @param {import("./parse.js").Call} call
 * @returns {Options} */
export function optionsOf({ command, files, text, list, is }) {
  const stack = text["stack-bytes"];
  const isMeasured = is.size || is.why;
  if (stack && (Number(stack) < STACK_BYTES_MIN || Number(stack) > STACK_BYTES_MAX))
    throw new UsageError(`--stack-bytes=${stack}: must be ${STACK_BYTES_MIN} to 2^30`, command);
  const defines = [...(list.define ?? []), ...(stack ? [`AW_STACK_BYTES=${stack}`] : [])];
  return {
    sources: files,
    includes: list.include ?? [],
    isDebug: is.debug || (is.watch === true && text.optimize === undefined),
    optimize: text.optimize && `-O${text.optimize}`,
    toolchain: /** @type {Toolchain | undefined} */ (text.toolchain),
    backend: /** @type {Options["backend"]} */ (text.backend),
    flags: [
      ...defines.map((define) => `-D${define}`),
      ...(text.std ? [`-std=${text.std}`] : []),
      ...(list.warn ?? []).map((name) => `-W${name}`),
      ...(list.feature ?? []).map((name) => `-f${name}`),
    ],
    libraries: list.library,
    folders: list["library-folder"],
    lists: list["never-suspends"],
    isCached: is.cache !== false && !isMeasured, // programs are cached without their sizes
    isMeasured,
    isDaemonUsed: is.daemon !== false && !is.watch, // what watches keeps the compiler itself
    isRepeated: is.watch,
  };
}

/** The program that was asked for: a .wasm with the source map beside it, or compiled.
 * @param {import("./parse.js").Call} call @returns {Promise<Built>} */
export async function programOf(call) {
  const [file, ...others] = call.files;
  if (file === undefined) throw new UsageError(`awaitc ${call.command}: which file?`, call.command);
  if (!file.endsWith(".wasm")) return compile(optionsOf(call));
  if (others.length > 0)
    throw new UsageError(`awaitc ${call.command}: a .wasm is a whole program; give it alone`);
  for (const name of /** @type {const} */ (["stack-bytes", "backend", "never-suspends"]))
    if (call.text[name] ?? call.list[name])
      throw new UsageError(`--${name}: is compiled in; build the program with it`, call.command);
  const bytes = await readFile(file).catch((error) => {
    const why = error.code === "ENOENT" ? "there is no such file" : error.message;
    throw new BuildError(`${file}: ${why}`);
  });
  const sourceMap = await readFile(`${file}.map`, "utf8").catch(() => undefined);
  return { bytes, sourceMap, words: "" };
}

/** The files that a program is made of, as far as they are there. @param {Options} options
 * @returns {string[]} */
export function filesOf({ sources: files, includes, flags, lists = [] }) {
  try {
    if (files[0]?.endsWith(".wasm")) return files;
    return [...Object.values(readProject(files, includes, flags).shown), ...lists];
  } catch {
    return files; // a source is missing
  }
}

/** One line on a terminal's standard error, rewritten and in the end erased. */
function createProgress() {
  const { stderr } = process;
  if (!stderr.isTTY) return { show() {}, end() {} };
  return {
    show: (/** @type {string} */ words) => void stderr.write(`\r\x1b[Kawaitc: ${words}`),
    end: () => void stderr.write("\r\x1b[K"),
  };
}

/** The name of a program's result in the cache; undefined when it cannot be known without
 * compiling.
 * @param {Toolchain} toolchain @param {Options} options */
async function keyOf(toolchain, options) {
  const { sources, includes = [], isDebug = false, optimize = "", flags = [] } = options;
  const { backend = "asyncify", neverSuspends } = options;
  const project = readProject(sources, includes, flags);
  if (!options.isCached || !project.isWhole) return undefined;
  const tools = await toolsKey(toolchain, isDebug).catch(() => undefined);
  if (tools === undefined) return undefined;
  const cwd = process.cwd();
  const settings = {
    ...{ toolchain, backend, neverSuspends, includes, isDebug, optimize, flags, cwd },
  };
  const files = Object.entries(project.files).flatMap(([path, data]) => [
    `${path} ${project.shown[path]}`,
    data,
  ]);
  const objects = Object.entries(options.objects ?? {}).flat();
  return hashOf(JSON.stringify(settings), tools, ...files, ...objects);
}

/** Compiles, or recalls what was compiled before. Warnings go to standard error.
 * @param {Options} asked @returns {Promise<Built>} */
export async function compile(asked) {
  const objects = await readLibraries(asked.libraries ?? [], asked.folders ?? []);
  const options = { ...asked, objects, neverSuspends: await readNames(asked.lists ?? []) };
  const hasEmcc = findEmcc() !== undefined && existsSync(libraryOf(options.isDebug ?? false));
  const toolchain = options.toolchain ?? (hasEmcc ? "emcc" : "embedded");
  const key = await keyOf(toolchain, options);
  const known = key && (await recall(key));
  if (known) {
    process.stderr.write(coloured(known.words));
    return known;
  }
  const { build } =
    toolchain === "emcc"
      ? await import("../toolchain/emcc.js")
      : await import("../toolchain/embedded_node.js");
  let words = "";
  const progress = createProgress();
  const warn = (/** @type {string} */ text) => void (words += text);
  try {
    progress.show("compiling");
    const built = await build(options, warn, progress.show);
    progress.end();
    process.stderr.write(coloured(words));
    if (key) await remember(key, { ...built, words });
    return built;
  } catch (error) {
    progress.end();
    if (!(error instanceof BuildError)) process.stderr.write(coloured(words));
    throw error;
  }
}
