/**
 * From C files to a program, for the command line: chooses the toolchain, asks the cache first, and
 * shows what takes time.
 * @module
 */

import { readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashOf, recall, remember } from "../toolchain/cache_node.js";
import { BuildError } from "../toolchain/diagnostics.js";
import { findEmcc, libraryOf } from "../toolchain/emcc.js";
import { SYSTEM } from "../toolchain/embedded_node.js";
import { readProject } from "../toolchain/project_node.js";

/** @typedef {"emcc" | "embedded"} Toolchain
 * @typedef {import("../toolchain/emcc.js").BuildOptions & { toolchain?: Toolchain, isCached: boolean }}
 *   Options
 */

/** One line on a terminal's standard error, rewritten and in the end erased. */
function createProgress() {
  const { stderr } = process;
  if (!stderr.isTTY) return { show() {}, end() {} };
  return {
    /** @param {string} words @param {number} [share] */
    show(words, share) {
      const percent = share === undefined ? "" : ` ${Math.round(share * 100)} %`;
      stderr.write(`\r\x1b[Kawaitc: ${words}${percent}`);
    },
    end: () => void stderr.write("\r\x1b[K"),
  };
}

/** What says that a file has not changed, without reading it. @param {string} path */
async function stamp(path) {
  const found = await stat(path).catch(() => undefined);
  return `${path} ${found?.size} ${found?.mtimeMs}`;
}

/** All that a build's result depends on apart from the program: our own files and the tools.
 * @param {Toolchain} toolchain @param {boolean} isDebug */
async function toolsKey(toolchain, isDebug) {
  const own = new URL("../toolchain/", import.meta.url);
  const files = (await readdir(own)).map((name) => fileURLToPath(new URL(name, own)));
  const binaryen = fileURLToPath(import.meta.resolve("binaryen"));
  const tools =
    toolchain === "embedded"
      ? [SYSTEM, fileURLToPath(import.meta.resolve("@yowasp/clang"))]
      : [libraryOf(isDebug), findEmcc() ?? "", join(dirname(libraryOf(isDebug)), "../../include")];
  return hashOf(...(await Promise.all([...files, binaryen, ...tools].map(stamp))));
}

/** The name of a program's result in the cache; undefined when it cannot be known without compiling.
 * @param {Toolchain} toolchain @param {Options} options */
async function keyOf(toolchain, options) {
  const { sources, includes = [], isDebug = false, optimize = "", flags = [] } = options;
  const project = readProject(sources, includes);
  if (!options.isCached || !project.isWhole) return undefined;
  const tools = await toolsKey(toolchain, isDebug).catch(() => undefined);
  if (tools === undefined) return undefined;
  const settings = { toolchain, includes, isDebug, optimize, flags, cwd: process.cwd() };
  const files = Object.entries(project.files).flatMap(([path, data]) => [
    `${path} ${project.shown[path]}`,
    data,
  ]);
  return hashOf(JSON.stringify(settings), tools, ...files);
}

/** Compiles, or recalls what was compiled before. Warnings go to standard error.
 * @param {Options} options @returns {Promise<import("../toolchain/transform.js").Transformed>} */
export async function compile(options) {
  const toolchain = options.toolchain ?? (findEmcc() ? "emcc" : "embedded");
  const key = await keyOf(toolchain, options);
  const known = key && (await recall(key));
  if (known) {
    process.stderr.write(known.words);
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
    process.stderr.write(words);
    if (key) await remember(key, { ...built, words });
    return built;
  } catch (error) {
    progress.end();
    if (!(error instanceof BuildError)) process.stderr.write(words);
    throw error;
  }
}
