/**
 * The embedded compiler in this process: clang runs in a thread of its own while Binaryen loads in
 * this one; both are kept for the next order. A compilation may take a limited time. See
 * clangworker_node.js and embedded.js.
 * @module
 */

import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { loadOptimizer } from "./binaryen_node.js";
import { BuildError } from "./diagnostics.js";
import { errorOf } from "./failure.js";
import { withoutOptimising } from "./tiers_node.js";
import { transform } from "./transform.js";

/** What a program is compiled and linked with, compressed; tools/sysroot.mjs makes it. */
export const SYSTEM = fileURLToPath(new URL("../build/embedded/system.tar.br", import.meta.url));

const LIMIT_MS = 300_000;
const STACK_MB = 64; // clang recurses as deeply as the program nests

/**
 * @typedef {object} Order
 * @property {"build" | "check" | "compile" | "archive"} action
 * @property {import("./embedded.js").Program} program
 *
 * What is told on the way: what is being done, and warnings.
 * @typedef {{ progress?: string, warnings?: string }} News
 */

/** The thread, kept for the next order; it does not keep the process alive.
 * @type {Worker | undefined} */
let compiler;
/** Orders wait for each other. @type {Promise<unknown>} */
let queue = Promise.resolve();

/** @param {import("./clangworker_node.js").Order} order @param {(news: News) => void} tell
 * @returns {Promise<any>} what the method of Embedded gives */
async function ask(order, tell) {
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
      const onMessage = (/** @type {any} */ { made, failure, ...news }) => {
        if (made) done(made);
        else if (failure) failed(errorOf(failure));
        else tell(news);
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

/** Carries out an order, after those before it. Errors throw BuildError or TransformError.
 * @param {Order} order @param {(news: News) => void} tell
 * @param {{ isRepeated?: boolean }} [options] isRepeated: this process will build again
 * @returns {Promise<any>} Transformed when it builds, else what the method of Embedded gives */
export async function make({ action, program }, tell, { isRepeated = false } = {}) {
  const isBuilding = action === "build";
  const work = async () => {
    const optimizer = isBuilding ? loadOptimizer() : undefined;
    optimizer?.catch(() => {}); // told below, unless clang fails first
    const turn = queue.then(() => ask({ action: isBuilding ? "link" : action, program }, tell));
    queue = turn.catch(() => {});
    return { made: await turn, optimize: await optimizer };
  };
  const { made, optimize } = await (isRepeated ? work() : withoutOptimising(work));
  if (!optimize) return made;
  /** @type {import("./embedded.js").Linked} */
  const linked = made;
  if (linked.words) tell({ warnings: linked.words });
  tell({ progress: "making it suspendable" });
  const transformed = transform(linked.bytes, {
    ...{ isDebug: program.isDebug ?? false, optimize },
    ...{ neverSuspends: program.neverSuspends, definitions: linked.definitions },
    origins: linked.origins,
  });
  if (transformed.words) tell({ warnings: transformed.words });
  return transformed;
}
