// Prints the milliseconds from the bytes of a program to its first printed line. The arguments: the
// folder of the programs, and whose.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { load } from "../../web/platforms/node.js";
import { made } from "../peers.mjs";
import { prepareGo } from "../peers/go.mjs";
import { answer } from "./answer.mjs";

const [, , folder, whose] = process.argv;
const require = createRequire(import.meta.url);

/** Each reads its files and gives a function that starts the program; `line` takes the output. */
const WAYS = {
  async awaitc(line) {
    const bytes = await readFile(join(folder, "hello.wasm"));
    return async () => (await load(bytes, { stdout: line })).run();
  },
  async emscripten(line) {
    const create = require(made(folder, "hello-emscripten.js"));
    const wasmBinary = await readFile(join(folder, "hello-emscripten.wasm"));
    return () => create({ wasmBinary, print: line });
  },
  go(line) {
    made(folder, "hello-go.wasm");
    const run = prepareGo(folder, "hello-go.wasm");
    globalThis.fs.write = (_, bytes, offset, length, at, done) => (line(), done(null, length));
    return run;
  },
  async pyodide(line) {
    const { loadPyodide } = await import(
      join(made(folder, "pyodide"), "node_modules/pyodide/pyodide.mjs")
    );
    return async () => (await loadPyodide({ stdout: line })).runPython("print('hello')");
  },
};

await answer(async () => {
  let ms;
  let begun = 0;
  const run = await WAYS[whose](() => (ms ??= performance.now() - begun));
  begun = performance.now();
  await run();
  return { ms };
});
