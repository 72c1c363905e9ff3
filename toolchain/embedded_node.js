/**
 * Builds with the embedded compiler in Node: reads the files, compiles them in the daemon or in
 * this process, and restores the file names in clang's messages. See project_node.js,
 * compiler_node.js and daemon_node.js.
 * @module
 */

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { SYSTEM, make } from "./compiler_node.js";
import { makeByDaemon } from "./daemon_node.js";
import { BuildError, renameFiles } from "./diagnostics.js";
import { prefixesOf, readProject } from "./project_node.js";

export { SYSTEM };

/** @typedef {object} More
 * @property {boolean} [isDaemonUsed] a process that keeps the compiler may be used, and left behind
 *
 * @typedef {import("./emcc.js").BuildOptions & More} Options */

/** Whether the embedded compiler is installed. */
export function hasEmbedded() {
  try {
    return ["@yowasp/clang", "binaryen"].every((name) =>
      existsSync(fileURLToPath(import.meta.resolve(name))),
    );
  } catch {
    return false;
  }
}

/** The command that installs it, in the versions that system.tar was made with. */
async function howToInstall() {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  const { optionalDependencies } = JSON.parse(text);
  const names = Object.entries(optionalDependencies).map(([name, version]) => `${name}@${version}`);
  return `npm install --save-dev ${names.join(" ")}`;
}

/** Builds a program. Warnings go to `onWarning`; errors throw BuildError or TransformError.
 * @param {Options} options @param {(text: string) => void} [onWarning]
 * @param {(words: string) => void} [onProgress]
 * @returns {Promise<import("./transform.js").Transformed>} */
export async function build(options, onWarning = () => {}, onProgress = () => {}) {
  const project = readProject(options.sources, options.includes, options.flags);
  return named(project, (shownName) =>
    give("build", project, options, ({ warnings, progress }) => {
      if (warnings) onWarning(renameFiles(warnings, shownName));
      if (progress) onProgress(shownProgress(progress, project));
    }),
  );
}

/** Compiles one source to an object file. @param {Options} options
 * @returns {Promise<{ object: Uint8Array, words: string, files: string[] }>} files: what it is made
 *   of */
export async function compile(options) {
  const project = readProject(options.sources, options.includes, options.flags);
  return named(project, async (shownName) => {
    const { object, words } = await give("compile", project, options, () => {});
    return { object, words: renameFiles(words, shownName), files: Object.values(project.shown) };
  });
}

/** An archive of object files. @param {Record<string, Uint8Array>} objects by name
 * @returns {Promise<Uint8Array>} */
export async function archive(objects) {
  const options = { sources: [], objects, isDaemonUsed: true };
  return (await give("archive", readProject([]), options, () => {})).archive;
}

/** What the compiler finds in the sources. @param {Options} options
 * @returns {Promise<import("./diagnostics.js").Findings>} */
export async function check(options) {
  const project = readProject(options.sources, options.includes, options.flags);
  return named(project, async (shownName) => {
    /** @type {import("./diagnostics.js").Findings} */
    const { hasFailed, words, diagnostics } = await give("check", project, options, () => {});
    return {
      hasFailed,
      words: renameFiles(words, shownName),
      diagnostics: diagnostics.map((one) => renamed(one, shownName)),
    };
  });
}

/** @param {import("./compiler_node.js").Order["action"]} action
 * @param {import("./project_node.js").Project} project @param {Options} options
 * @param {(news: import("./compiler_node.js").News) => void} tell
 * @returns {Promise<any>} what make() gives */
async function give(action, project, options, tell) {
  const { isDebug, optimize, flags, objects, isMeasured, backend, neverSuspends } = options;
  const { isDaemonUsed = false, isRepeated } = options;
  if (!hasEmbedded())
    throw new BuildError(`the embedded compiler is not installed: ${await howToInstall()}`);
  if (!existsSync(SYSTEM))
    throw new BuildError(`the embedded runtime is not built yet (${SYSTEM}): npm run build`);
  const { files, sources, includes } = project;
  const prefixes = prefixesOf(project);
  const settings = { isDebug, optimize, flags, objects, isMeasured, backend, neverSuspends };
  const program = { files, sources, includes, prefixes, ...settings };
  const order = { action, program };
  return (isDaemonUsed && (await makeByDaemon(order, tell))) || make(order, tell, { isRepeated });
}

/** What is being done, with the name of the file that the user knows.
 * @param {string} words @param {import("./project_node.js").Project} project */
function shownProgress(words, project) {
  const [verb, ...path] = words.split(" ");
  const name = path.join(" ");
  return [verb, project.shown[name] ?? name].join(" ");
}

/** @param {import("./diagnostics.js").Diagnostic} diagnostic
 * @param {(path: string) => string} shownName @returns {import("./diagnostics.js").Diagnostic} */
function renamed(diagnostic, shownName) {
  const fixIts = diagnostic.fixIts.map((fix) => ({ ...fix, file: shownName(fix.file) }));
  return { ...diagnostic, file: shownName(diagnostic.file), fixIts };
}

/** Does something with a project; errors have the names that the user knows.
 * @template T @param {import("./project_node.js").Project} project
 * @param {(shownName: (path: string) => string) => Promise<T>} call @returns {Promise<T>} */
async function named(project, call) {
  const shownName = (/** @type {string} */ path) =>
    project.shown[path.replace(/^\/src\//, "")] ?? path;
  try {
    return await call(shownName);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    const message = project.sources.reduce(
      (text, path) => text.replace(path, () => shownName(path)),
      error.message,
    );
    const diagnostics = error.diagnostics.map((one) => renamed(one, shownName));
    throw new BuildError(message, renameFiles(error.output, shownName), diagnostics);
  }
}
