// The adapter for workerd and Cloudflare Workers, where programs are imported as
// WebAssembly.Module, because compiling is forbidden there. Every adapter has the same exports.
import { createLines } from "../host/console.js";
import { loadProgram } from "../host/program.js";

export { AwaitcError } from "../host/errors.js";

/**
 * Loads a program. Its timers and requests belong to the request that loads it.
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
  const out = createLines((line) => console.log(line));
  const error = createLines((line) => console.error(line));
  return {
    now: () => performance.now(),
    defer: (task) => void setTimeout(task, 0), // not clamped here
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
    close() {
      out.close();
      error.close();
    },
  };
}
