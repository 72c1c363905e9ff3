// Runs the program on the virtual clock, where time jumps to the next deadline while everything
// waits. The test therefore takes no real time, and the order of events is the same in every run.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Worker, isMainThread } from "node:worker_threads";
import { load } from "awaitc";

if (isMainThread) {
  // Calls of C may be deeper than the stack of Node's main thread allows: the tests run in a
  // worker.
  const worker = new Worker(new URL(import.meta.url), { resourceLimits: { stackSizeMb: 64 } });
  worker.on("exit", (code) => (process.exitCode = code));
} else {
  const bytes = await readFile(new URL("../build/main.wasm", import.meta.url)); // npm run build

  test("main: the bread is ready first, and nothing is left", async () => {
    let printed = "";
    const program = await load(bytes, { clock: "virtual", stdout: (text) => (printed += text) });
    assert.equal(await program.run(), 0);
    assert.equal(printed, "bread is ready at 200\nsoup is ready at 300\n");
    assert.equal(program.stats().tasks, 0);
  });
}
