// Starts sleepers and prints nanoseconds to start each, bytes of the process for each, and bytes of
// awaitc's own count for each. The arguments: the folder of the programs, whose, and how many.
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "../../web/platforms/node.js";
import { made } from "../peers.mjs";
import { answer } from "./answer.mjs";

const [, , folder, whose, countText] = process.argv;
const count = Number(countText);

const residentBytes = () => {
  globalThis.gc();
  return process.memoryUsage().rss;
};

async function measure(start) {
  const before = residentBytes();
  const begun = performance.now();
  const bytes = await start();
  const ns = ((performance.now() - begun) * 1e6) / count;
  return { ns, bytes, resident: (residentBytes() - before) / count };
}

const nap = async (ms) => {
  await new Promise((done) => setTimeout(done, ms));
};

const WAYS = {
  async awaitc() {
    const program = await load(await readFile(join(folder, "sleepers.wasm")));
    return measure(async () => {
      const { alive, bytes } = await program.call("start_sleepers", [count]);
      if (alive < count) throw new Error(`only ${alive} are alive`);
      return bytes / count;
    });
  },
  js: () =>
    measure(async () => {
      for (let i = 0; i < count; i++) nap(100_000 + (i % 1000));
      await null;
    }),
  cpython() {
    const works = fileURLToPath(new URL("../peers/asyncio_works.py", import.meta.url));
    return JSON.parse(execFileSync(made(folder, "cpython"), [works, "sleepers", countText]));
  },
};

await answer(WAYS[whose]);
