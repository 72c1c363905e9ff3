// The adapter for Node, Deno and Bun: files, setImmediate, process output. Every adapter has the
// same exports; the program object comes from host/program.js.
import { readFile } from "node:fs/promises";
import { loadProgram } from "../host/program.js";

export { AwaitcError } from "../host/errors.js";

/**
 * Loads a program; a string without a scheme, and a file: URL, is a file.
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
  return {
    now: () => performance.now(),
    defer: (task) => void setImmediate(task),
    after(task, delayMs) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    operations: {
      call: () => import("../operations/call.js"),
      fetch: () => import("../operations/fetch.js"),
    },
    fetch: globalThis.fetch,
    read(source) {
      const text = String(source);
      if (/^(?!file:)[a-z][a-z0-9+.-]+:/i.test(text)) return undefined;
      return readFile(text.startsWith("file:") ? new URL(text) : text);
    },
  };
}
