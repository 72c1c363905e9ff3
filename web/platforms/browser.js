// The adapter for pages and workers: fetch, messages to yield, console lines. Every adapter has the
// same exports; the program object comes from host/program.js.
import { createLines } from "../host/console.js";
import { loadProgram } from "../host/program.js";

export { AwaitcError } from "../host/errors.js";

/**
 * Loads a program.
 * @template {Record<keyof F, (value?: any) => any>} [F=import("../host/program.js").AnyFunctions]
 *   the C functions of the program, for TypeScript; see toolchain/declare.js
 * @param {import("../host/source.js").Source | PromiseLike<import("../host/source.js").Source>}
 *   source
 * @param {import("../host/program.js").LoadOptions} [options]
 * @returns {Promise<import("../host/program.js").Program<F>>}
 */
export async function load(source, options = {}) {
  return loadProgram(source, options, createPlatform());
}

/** @returns {import("../host/types.js").Platform} */
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
    operations: {
      call: () => import("../operations/call.js"),
      fetch: () => import("../operations/fetch.js"),
    },
    fetch: (input, init) => globalThis.fetch(input, init),
    baseURL: globalThis.document?.baseURI ?? globalThis.location?.href,
    close() {
      port1.close();
      out.close();
      error.close();
    },
  };
}
