/**
 * Builds with the embedded compiler in Node: reads the files, runs clang in a thread of its own while
 * Binaryen is loaded in this one, and gives clang's words their file names back.
 *
 * Decides how long a compilation may take. Next: embedded.js, project_node.js.
 * @module
 */

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { binaryenOptimizer } from "./binaryen.js";
import { BuildError, renameFiles } from "./diagnostics.js";
import { prefixesOf, readProject } from "./project_node.js";
import { transform } from "./transform.js";

/** What a program is linked with; tools/sysroot.mjs makes it. */
export const SYSTEM = fileURLToPath(new URL("../../build/embedded/system.tar", import.meta.url));

const LIMIT_MS = 300_000;
const STACK_MB = 64; // clang recurses as deeply as the program nests

/** The thread, kept for the next build; it does not keep the process alive.
 * @type {Worker | undefined} */
let compiler;
/** Builds wait for each other. @type {Promise<unknown>} */
let queue = Promise.resolve();

/** @param {import("./clangworker_node.js").Order} order
 * @param {(words: string, share?: number) => void} onProgress
 * @returns {Promise<any>} what the method of Embedded gives */
async function ask(order, onProgress) {
  const worker = (compiler ??= new Worker(new URL("./clangworker_node.js", import.meta.url), {
    workerData: { system: SYSTEM },
    resourceLimits: { stackSizeMb: STACK_MB },
  }));
  worker.ref();
  const listening = new AbortController();
  try {
    return await new Promise((done, failed) => {
      const broken = (/** @type {string} */ words) => {
        void worker.terminate();
        compiler = undefined;
        failed(new BuildError(words));
      };
      const late = setTimeout(
        broken,
        LIMIT_MS,
        `compiling took more than ${LIMIT_MS / 1000} seconds and was given up; ` +
          "is a macro or a constant expression endless?",
      );
      const onMessage = (/** @type {any} */ { progress, made, failure, error }) => {
        if (progress) onProgress(progress.words, progress.share);
        else if (made) done(made);
        else if (!failure) failed(error);
        else failed(new BuildError(failure.message, failure.output, failure.diagnostics));
      };
      const onError = (/** @type {Error} */ { message }) =>
        broken(`the embedded compiler broke down: ${message}`);
      worker.on("message", onMessage).on("error", onError);
      listening.signal.addEventListener("abort", () => {
        clearTimeout(late);
        worker.off("message", onMessage).off("error", onError);
      });
      worker.postMessage(order);
    });
  } finally {
    listening.abort();
    worker.unref();
  }
}

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
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  const { optionalDependencies } = JSON.parse(text);
  const names = Object.entries(optionalDependencies).map(([name, version]) => `${name}@${version}`);
  return `npm install --save-dev ${names.join(" ")}`;
}

/** Builds a program. Warnings go to `onWarning`; errors throw BuildError or TransformError.
 * @param {import("./emcc.js").BuildOptions} options @param {(text: string) => void} [onWarning]
 * @param {(words: string, share?: number) => void} [onProgress]
 * @returns {Promise<import("./transform.js").Transformed>} */
export async function build(options, onWarning = () => {}, onProgress = () => {}) {
  const { isDebug = false } = options;
  const project = readProject(options.sources, options.includes ?? []);
  const binaryen = import("binaryen");
  binaryen.catch(() => {}); // told below, unless clang fails first
  return named(project, async (shownName) => {
    /** @type {import("./embedded.js").Linked} */
    const linked = await give("link", project, options, onProgress);
    if (linked.words) onWarning(renameFiles(linked.words, shownName));
    onProgress("making it suspendable");
    const optimize = binaryenOptimizer((await binaryen).default);
    return transform(linked, { isDebug, optimize });
  });
}

/** What the compiler finds in the sources. @param {import("./emcc.js").BuildOptions} options
 * @param {(words: string, share?: number) => void} [onProgress]
 * @returns {Promise<import("./diagnostics.js").Findings>} */
export async function check(options, onProgress = () => {}) {
  const project = readProject(options.sources, options.includes ?? []);
  return named(project, async (shownName) => {
    /** @type {import("./diagnostics.js").Findings} */
    const { hasFailed, words, diagnostics } = await give("check", project, options, onProgress);
    return {
      hasFailed,
      words: renameFiles(words, shownName),
      diagnostics: diagnostics.map((one) => renamed(one, shownName)),
    };
  });
}

/** Gives the thread something to do, after what it has to do already.
 * @param {"link" | "check"} action @param {import("./project_node.js").Project} project
 * @param {import("./emcc.js").BuildOptions} options
 * @param {(words: string, share?: number) => void} onProgress */
async function give(action, project, { isDebug = false, optimize, flags }, onProgress) {
  if (!hasEmbedded())
    throw new BuildError(`the embedded compiler is not installed: ${await howToInstall()}`);
  if (!existsSync(SYSTEM))
    throw new BuildError(`the embedded runtime is not built yet (${SYSTEM}): npm run build`);
  const { files, sources, includes } = project;
  const prefixes = prefixesOf(project);
  const program = { files, sources, includes, prefixes, isDebug, optimize, flags };
  const shown = (/** @type {string} */ words, /** @type {number | undefined} */ share) => {
    const [verb, ...path] = words.split(" ");
    const name = path.join(" ");
    onProgress([verb, project.shown[name] ?? name].join(" "), share);
  };
  const turn = queue.then(() => ask({ action, program }, shown));
  queue = turn.catch(() => {});
  return turn;
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
      (text, path) => text.replace(path, shownName(path)),
      error.message,
    );
    const diagnostics = error.diagnostics.map((one) => renamed(one, shownName));
    throw new BuildError(message, renameFiles(error.output, shownName), diagnostics);
  }
}
