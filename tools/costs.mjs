// Guards what the runtime costs: the instructions of its most frequent operations, natively,
// counted by callgrind (bench/costs.c), and the bytes of small programs and of the functions that
// run often. bench/costs.json has the figures. They do not depend on the load of the machine.
//
//   node tools/costs.mjs            measures, prints what has changed, and records it
//   node tools/costs.mjs --check    fails if something costs more than is recorded
//
// What other versions of a compiler make is not compared; a line says so. Results are cached under
// a hash of the sources.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { hashOf } from "../toolchain/cache_node.js";
import { findEmcc } from "../toolchain/emcc.js";
import { amalgamate } from "./amalgamate.mjs";
import { buildKept, kept } from "./kept.mjs";
import { ROOT, has, say } from "./steps.mjs";

const RECORD = `${ROOT}bench/costs.json`;
const TIMES = 1000; // of each operation of bench/costs.c
/** How much more than what is recorded is no news: another libc counts otherwise, another gzip
 * packs otherwise. */
const TOLERANCE = { instructions: 1.05, bytes: 1.01 };
const SLACK = 8;
/** Programs of bench/programs. The hot functions are looked at in the first. */
const PROGRAMS = { emcc: ["number", "quiet"], embedded: ["number"] };
/** The functions of the runtime that run often, as far as they are functions of their own. */
const HOT = [
  ...["switch_resume", "aw_switch_suspend", "park_begin", "park_value", "task_run", "task_create"],
  ...["loop_pump", "aw.never_suspends.pump_turns", "ready_add", "memory_take_raw", "memory_give"],
  ...["wheel_place", "wheel_collect", "future_settle", "record_init", "table_add", "aw_sleep_here"],
];
const execute = promisify(execFile);

/** @typedef {{ [name: string]: number }} Figures
 * @typedef {{ made: string, figures: Figures }} Costs `made`: by which compiler */

const firstLine = async (command, ...args) =>
  (await execute(command, args)).stdout.split("\n")[0].trim();

/** Instructions of each operation, once. @returns {Promise<Costs>} */
async function instructions() {
  const made = await firstLine("clang", "--version");
  const program = await readFile(`${ROOT}bench/costs.c`);
  const { source, header } = amalgamate();
  const tools = [made, await firstLine("valgrind", "--version")];
  const key = hashOf("costs", ...tools, program, source, header);
  return { made, figures: await kept(key, () => counted({ source, header })) };
}

/** Compiles bench/costs.c, runs it and reads what callgrind writes.
 * @param {{ source: string, header: string }} runtime @returns {Promise<Figures>} */
async function counted({ source, header }) {
  const folder = await mkdtemp(join(tmpdir(), "awaitc-costs-"));
  try {
    await writeFile(join(folder, "awaitc.c"), source);
    await writeFile(join(folder, "awaitc.h"), header);
    const flags = ["-O2", "-DNDEBUG", "-Dmain=aw_user_main", "-I.", "awaitc.c", "-lm"];
    await execute("clang", [`${ROOT}bench/costs.c`, ...flags, "-o", "costs"], { cwd: folder });
    const options = ["--tool=callgrind", "--callgrind-out-file=counts"];
    await execute("valgrind", [...options, "./costs"], { cwd: folder });
    const figures = {};
    for (const name of (await readdir(folder))
      .filter((file) => /^counts\.\d+$/.test(file))
      .sort()) {
      const text = await readFile(join(folder, name), "utf8");
      const [, operation] = /^desc: Trigger: Client Request: (.+)$/m.exec(text) ?? [];
      const [, total] = /^totals: (\d+)$/m.exec(text) ?? [];
      if (operation) figures[operation] = Math.round(Number(total) / TIMES);
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Bytes of the small programs, gzipped, and of the functions that run often.
 * @param {"emcc" | "embedded"} toolchain @returns {Promise<Costs>} */
async function bytes(toolchain) {
  const { optionalDependencies } = JSON.parse(await readFile(`${ROOT}package.json`, "utf8"));
  const made =
    toolchain === "emcc"
      ? `emcc ${/\d+\.\d+\.\d+/.exec(await firstLine("emcc", "--version"))}`
      : `@yowasp/clang ${optionalDependencies["@yowasp/clang"]}`;
  const figures = {};
  for (const [i, name] of PROGRAMS[toolchain].entries()) {
    const sources = [`${ROOT}bench/programs/${name}.c`];
    const program = await buildKept(toolchain, { sources, isMeasured: true });
    figures[`${name}.wasm, gzipped`] = gzipSync(program.bytes, { level: 9 }).length;
    if (i > 0) continue;
    for (const { name: fn, bytes } of program.sizes.functions)
      if (HOT.includes(fn)) figures[fn] = bytes;
  }
  return { made, figures };
}

/** What can be measured here, and what cannot with the reason. */
async function measure() {
  const costs = {};
  const skipped = [];
  const missing = ["clang", "valgrind"].filter((command) => !has(command));
  if (missing.length > 0) skipped.push(`instructions: there is no ${missing.join(" and no ")}`);
  else costs.instructions = await instructions();
  if (findEmcc()) costs["bytes, emcc"] = await bytes("emcc");
  else skipped.push("bytes, emcc: emcc is not installed");
  costs["bytes, embedded"] = await bytes("embedded");
  return { costs, skipped };
}

/** The differences from what is recorded: [what, before, now].
 * @param {Costs} known @param {Costs} found @returns {[string, number, number][]} */
function differences(known, found) {
  const names = new Set([...Object.keys(known.figures), ...Object.keys(found.figures)]);
  return [...names]
    .map((name) => [name, known.figures[name] ?? 0, found.figures[name] ?? 0])
    .filter(([, before, now]) => before !== now);
}

await say(async () => {
  const isCheck = process.argv.includes("--check");
  const recorded = JSON.parse(await readFile(RECORD, "utf8").catch(() => "{}"));
  const { costs, skipped } = await measure();
  for (const words of skipped) console.log(`costs: not measured: ${words}`);
  const dear = [];
  for (const [title, found] of Object.entries(costs)) {
    const known = recorded[title] ?? { made: found.made, figures: {} };
    if (isCheck && known.made !== found.made) {
      console.log(`costs: not compared: ${title}: of ${found.made}; recorded is ${known.made}`);
      continue;
    }
    for (const [name, before, now] of differences(known, found)) {
      const words = `${title}: ${name}: ${before} → ${now}`;
      if (!isCheck) console.log(words);
      const { [title.split(",")[0]]: tolerance } = TOLERANCE;
      if (now > before * tolerance + SLACK) dear.push(words);
    }
  }
  if (!isCheck)
    await writeFile(RECORD, `${JSON.stringify({ ...recorded, ...costs }, undefined, 2)}\n`);
  else if (dear.length > 0)
    throw new Error(
      `${dear.join("\n")}\ncosts more than recorded; if that is right: node tools/costs.mjs`,
    );
});
