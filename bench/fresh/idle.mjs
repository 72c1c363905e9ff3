// Prints the milliseconds of processor time that a process uses in a second in which 1,000 tasks
// sleep. The arguments: the folder of the programs, and whose.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "../../web/platforms/node.js";
import { answer } from "./answer.mjs";

const [, , folder, whose] = process.argv;
const TASKS = 1000;
const pass = (ms) => new Promise((done) => setTimeout(done, ms));

const WAYS = {
  async awaitc() {
    const program = await load(await readFile(join(folder, "sleepers.wasm")));
    await program.call("start_sleepers", [TASKS]);
  },
  js() {
    for (let i = 0; i < TASKS; i++) pass(100_000 + i);
  },
};

await answer(async () => {
  await WAYS[whose]();
  globalThis.gc();
  await pass(500); // what V8 still compiles in the background does not count
  const before = process.cpuUsage();
  await pass(1000);
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1000 };
});
