/**
 * Builds with the embedded compiler in Node: reads the files, runs clang in a thread of its own while
 * Binaryen is loaded in this one, and gives clang's words their file names back.
 *
 * Decides how long a compilation may take. Next: embedded.js, project_node.js.
 * @module
 */

import { existsSync } from "node:fs";
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

/** @param {import("./embedded.js").Program} program
 * @param {(words: string, share?: number) => void} onProgress
 * @returns {Promise<import("./embedded.js").Linked>} */
async function link(program, onProgress) {
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
      const onMessage = (/** @type {any} */ { progress, linked, failure, error }) => {
        if (progress) onProgress(progress.words, progress.share);
        else if (linked) done(linked);
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
      worker.postMessage(program);
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

/** Builds a program. Warnings go to `onWarning`; errors throw BuildError or TransformError.
 * @param {import("./emcc.js").BuildOptions} options @param {(text: string) => void} [onWarning]
 * @param {(words: string, share?: number) => void} [onProgress]
 * @returns {Promise<import("./transform.js").Transformed>} */
export async function build(options, onWarning = () => {}, onProgress = () => {}) {
  const { sources, includes = [], isDebug = false, optimize, flags } = options;
  const project = readProject(sources, includes);
  if (!hasEmbedded())
    throw new BuildError(
      "the embedded compiler is not installed: npm install @yowasp/clang binaryen",
    );
  if (!existsSync(SYSTEM))
    throw new BuildError(`the embedded runtime is not built yet (${SYSTEM}): npm run build`);
  const shownName = (/** @type {string} */ path) => project.shown[path] ?? path;
  const program = {
    files: project.files,
    sources: project.sources,
    includes: project.includes,
    prefixes: prefixesOf(project),
    isDebug,
    optimize,
    flags,
  };
  const named = (/** @type {string} */ words, /** @type {number | undefined} */ share) => {
    const [verb, ...path] = words.split(" ");
    onProgress([verb, shownName(path.join(" "))].join(" "), share);
  };
  const binaryen = import("binaryen");
  binaryen.catch(() => {}); // told below, unless clang fails first
  const turn = queue.then(() => link(program, named));
  queue = turn.catch(() => {});
  try {
    const linked = await turn;
    if (linked.words) onWarning(renameFiles(linked.words, shownName));
    onProgress("making it suspendable");
    return await transform(linked, {
      isDebug,
      optimize: binaryenOptimizer((await binaryen).default),
    });
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    const message = project.sources.reduce(
      (text, path) => text.replace(path, shownName(path)),
      error.message,
    );
    const diagnostics = error.diagnostics.map((d) => ({ ...d, file: shownName(d.file) }));
    throw new BuildError(message, renameFiles(error.output, shownName), diagnostics);
  }
}
