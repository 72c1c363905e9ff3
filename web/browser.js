// The host in a page or a worker: fetch, messages for "soon", console lines. Only adapts: the
// program object is program.js's, and every adapter has the same exports.
import { createLines } from "./console.js";
import { loadProgram } from "./program.js";

export { AwaitcError } from "./errors.js";

/**
 * Loads a program.
 * @template {Record<keyof F, (value?: any) => any>} [F=import("./program.js").AnyFunctions]
 *   the C functions of the program, for TypeScript; see web/toolchain/declare.js
 * @param {import("./source.js").Source | PromiseLike<import("./source.js").Source>} source
 * @param {import("./program.js").LoadOptions} [options]
 * @returns {Promise<import("./program.js").Program<F>>}
 */
export async function load(source, options = {}) {
  return loadProgram(source, options, createPlatform());
}

/** @returns {import("./host.js").Platform} */
function createPlatform() {
  const { port1, port2 } = new MessageChannel(); // a timeout would be clamped to 4 ms
  /** @type {(() => void)[]} */
  const tasks = [];
  port1.onmessage = () => tasks.shift()?.();
  const out = createLines((line) => console.log(line));
  const error = createLines((line) => console.error(line));
  return {
    now: () => performance.now(),
    defer(task) {
      tasks.push(task);
      port2.postMessage(0);
    },
    after(task, delayMs) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
    stdout: out.write,
    stderr: error.write,
    operations: { call: () => import("./call.js"), fetch: () => import("./fetch.js") },
    fetch: (input, init) => globalThis.fetch(input, init),
    baseURL: globalThis.document?.baseURI ?? globalThis.location?.href,
    close() {
      port1.close();
      out.close();
      error.close();
    },
  };
}
