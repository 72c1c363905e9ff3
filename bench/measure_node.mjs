// One measuring process in Node. The arguments: the folder that build.mjs has filled, and options
// as JSON: { rounds, isFirst, isQuick, isOwn, only }. Prints the samples as JSON.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { sizeOf } from "../tools/size.mjs";
import { load } from "../web/platforms/node.js";
import { measure } from "./measure.mjs";
import { made, openPeers } from "./peers.mjs";
import { Missing, isWanted, loadSubjects } from "./suite.mjs";

const execute = promisify(execFile);
const [, , folder, optionsText] = process.argv;
const options = JSON.parse(optionsText);
const peers = openPeers(folder);

/** @type {import("./measure.mjs").Platform} */
const platform = {
  load,
  read: async (name) => readFile(made(folder, name)),
  ask: (peer, work, args) => peers.ask(peer, work, args),
  async fresh(script, ...args) {
    const path = fileURLToPath(new URL(`./fresh/${script}.mjs`, import.meta.url));
    const all = ["--expose-gc", path, folder, ...args.map(String)];
    const { missing, ...answer } = JSON.parse((await execute(process.execPath, all)).stdout);
    if (missing) throw new Missing(missing);
    return answer;
  },
  async sizeOf(...names) {
    const sizes = names.map(async (name) =>
      name.startsWith("platforms/")
        ? (await sizeOf(name)).gzipped
        : gzipSync(await readFile(made(folder, name)), { level: 9 }).length,
    );
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  },
  async fiber() {
    const create = createRequire(import.meta.url)(made(folder, "fiber.js"));
    const module = await create({ wasmBinary: await readFile(made(folder, "fiber.wasm")) });
    return module;
  },
};

const subjects = await loadSubjects();
const benchmarks = subjects.flatMap(({ subject, benchmarks }) =>
  benchmarks.filter((benchmark) => isWanted(subject, benchmark, options)),
);
const hasOutside = options.isFirst && !options.isOwn;
const tell = (id) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K  ${id}`);
const results = await measure(benchmarks, platform, { ...options, hasOutside }, tell);
if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
peers.close();
console.log(JSON.stringify(results));
process.exit(); // programs and timers of the benchmarks may still be alive
