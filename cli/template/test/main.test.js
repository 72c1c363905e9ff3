// Runs the program on the virtual clock, where time jumps to the next deadline while everything waits.
// The test therefore takes no real time, and the order of events is the same in every run.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { load } from "awaitc";

const bytes = await readFile(new URL("../build/main.wasm", import.meta.url)); // npm run build

test("main: the bread is ready first, and nothing is left", async () => {
  let printed = "";
  const program = await load(bytes, { clock: "virtual", stdout: (text) => (printed += text) });
  assert.equal(await program.run(), 0);
  assert.equal(printed, "bread is ready at 200\nsoup is ready at 300\n");
  assert.equal(program.stats().tasks, 0);
});
