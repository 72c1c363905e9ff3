// `npm run bench:toolchain`: measures how long the embedded compiler takes in Node and in a page,
// and compares its programs with emcc's. The exit code is 1 if a figure misses its goal.
import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { openCompilerPage } from "../tests/e2e/compilerpage.mjs";
import { buildSystem } from "../tools/sysroot.mjs";
import { BUILD_TOOLS, aptInstall, cmakeBuild, npmInstall, ROOT } from "../tools/steps.mjs";
import * as embedded from "../toolchain/embedded_node.js";
import { PROGRAMS, buildPrograms } from "./build.mjs";

const ROUNDS = 3;
const RATIO = 1.1; // goal for size and time relative to emcc's
const CLI = `${ROOT}cli/awaitc.js`;
const execute = promisify(execFile);
const program = (name) => `${ROOT}bench/programs/${name}.c`;
const say = (text) => `#include <stdio.h>\nint main(void) { puts("${text}"); return 0; }\n`;

let hasMissed = false;
/** Prints a figure and, if it has a `limit`, whether it is within it. */
function figure(what, value, unit, limit, note = "") {
  const isMissed = limit !== undefined && !(value <= limit);
  hasMissed ||= isMissed;
  const mark = limit === undefined ? " " : isMissed ? "✗" : "✓";
  const shown = Number.isInteger(value) ? value.toLocaleString("en") : value.toFixed(2);
  const goal = [limit === undefined ? "" : `≤ ${limit} ${unit}`, note].filter(Boolean).join(", ");
  console.log(`${mark} ${what.padEnd(54)} ${shown.padStart(9)} ${unit.padEnd(6)} ${goal}`);
}

/** The duration of a call in seconds. */
async function time(call) {
  const start = performance.now();
  await call();
  return (performance.now() - start) / 1000;
}

/** The shortest duration of several calls, in seconds. */
async function best(call) {
  const times = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await time(() => call(round)));
  return Math.min(...times);
}

/** Seconds from a save to the new program's first output, with `awaitc run --watch`. */
async function editTime(toolchain, file, env) {
  const save = (version) => writeFile(file, say(`version ${version}`));
  await save(0);
  const args = [CLI, "run", "--watch", file, `--toolchain=${toolchain}`];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part) => (text += part));
  const shown = async (words) => {
    while (!text.includes(words)) {
      if (child.exitCode !== null || text.includes("not built"))
        throw new Error(`awaitc run --watch: ${text}`);
      await new Promise((done) => setTimeout(done, 2));
    }
  };
  try {
    let version = 0;
    await shown("version 0\n");
    await shown("waiting for a change");
    return await best(async () => {
      text = "";
      await save(++version);
      await shown(`version ${version}\n`);
    });
  } finally {
    child.kill();
  }
}

/** The command line. Each run is a process, and each round of first runs has its own folder. */
async function measureCommands(folder) {
  const file = join(folder, "edited.c");
  const env = { ...process.env, AWAITC_DAEMON: "1", CI: "" };
  const run = (cache, ...args) =>
    execute(process.execPath, [CLI, "run", file, ...args], {
      env: { ...env, XDG_CACHE_HOME: join(folder, `cache-${cache}`) },
    });
  const embeddedRun = (cache, ...args) => run(cache, "--toolchain=embedded", ...args);
  const first = [];
  const next = [];
  for (let round = 0; round < ROUNDS; round++) {
    await writeFile(file, say(`first ${round}`));
    first.push(await time(() => embeddedRun(round)));
    for (let edit = 0; edit < ROUNDS; edit++) {
      await writeFile(file, say(`edit ${round}.${edit}`));
      next.push(await time(() => embeddedRun(round)));
    }
  }
  figure("awaitc run, the first", Math.min(...first), "s", 6);
  const each = next.slice(-ROUNDS).map((seconds) => seconds.toFixed(2));
  figure(
    "  next, changed source",
    Math.min(...next),
    "s",
    1.2,
    `one after the other ${each.join(" ")}`,
  );
  figure("  again, from the cache", await best(() => embeddedRun(ROUNDS - 1)), "s", 0.3);
  const alone = await best(() => embeddedRun("alone", "--no-daemon", "--no-cache"));
  figure("  without the daemon", alone, "s");
  figure("  with emcc", await best(() => run("emcc", "--toolchain=emcc", "--no-cache")), "s");
  const watched = { ...env, XDG_CACHE_HOME: join(folder, "cache-watch") };
  for (const [toolchain, limit] of Object.entries({ embedded: 1, emcc: undefined })) {
    const seconds = await editTime(toolchain, file, watched);
    figure(`run --watch, from a save to the output, ${toolchain}`, seconds, "s", limit);
  }
}

/** A page in Chromium. Each round of first programs has its own browser. */
async function measurePage() {
  const first = [];
  const next = [];
  const peaks = [];
  for (let round = 0; round < ROUNDS; round++) {
    const page = await openCompilerPage({ isWhole: true, isOptimising: true });
    const run = async (text) => {
      const sources = ["main.c"];
      const { stdout, message } = await page.run({ files: { "main.c": say(text) }, sources });
      if (stdout !== `${text}\n`) throw new Error(`in the page: ${message ?? stdout}`);
    };
    try {
      first.push(
        await time(async () => {
          await page.open();
          await run("first");
        }),
      );
      for (let edit = 0; edit < ROUNDS; edit++) next.push(await time(() => run(`edit ${edit}`)));
      peaks.push(await page.peakBytes());
    } finally {
      await page.close();
    }
  }
  figure("from opening the page to the first program's output", Math.min(...first), "s", 4);
  figure("  from an edit to the output", Math.min(...next), "s", 1);
  figure("  memory of the page's process, at most", Math.round(Math.max(...peaks) / 1e6), "MB");
}

/** Builds every program with both toolchains, in folders named after them. */
async function buildBoth(folder) {
  for (const toolchain of ["embedded", "emcc"]) {
    await mkdir(join(folder, toolchain));
    await buildPrograms(toolchain, join(folder, toolchain));
  }
}

async function compareSizes(folder) {
  const size = async (toolchain, name) =>
    gzipSync(await readFile(join(folder, toolchain, `${name}.wasm`)), { level: 9 }).length;
  for (const name of PROGRAMS) {
    const [own, other] = [await size("embedded", name), await size("emcc", name)];
    const shown = `${own.toLocaleString("en")} and ${other.toLocaleString("en")} bytes`;
    figure(`size of ${name}, gzipped, beside emcc's`, own / other, "×", RATIO, shown);
  }
}

/** The best of several alternating processes, because an engine places code differently in each. */
async function compareSpeeds(folder) {
  const least = { embedded: {}, emcc: {} };
  const options = JSON.stringify({ rounds: 5, isFirst: true, isQuick: true, isOwn: true });
  for (let round = 0; round < ROUNDS; round++)
    for (const [toolchain, figures] of Object.entries(least)) {
      const args = [`${ROOT}bench/measure_node.mjs`, join(folder, toolchain), options];
      const { stdout } = await execute(process.execPath, args, { maxBuffer: 1 << 26 });
      for (const [id, { awaitc }] of Object.entries(JSON.parse(stdout)))
        if (awaitc.samples.length > 1)
          figures[id] = Math.min(figures[id] ?? Infinity, ...awaitc.samples);
    }
  for (const [id, own] of Object.entries(least.embedded)) {
    const other = least.emcc[id];
    const shown = `${own.toFixed(1)} and ${other.toFixed(1)}`;
    figure(`time of ${id}, beside emcc's`, own / other, "×", RATIO, shown);
  }
}

await npmInstall();
await aptInstall({ ...BUILD_TOOLS, chromium: "chromium" });
for (const preset of ["wasm-release", "wasm-debug"]) await cmakeBuild(preset);
await buildSystem();
const folder = await mkdtemp(join(tmpdir(), "awaitc-bench-"));
try {
  console.log(`Node ${process.version}, embedded compiler`);
  await measureCommands(folder);
  const hello = () => embedded.build({ sources: [program("hello")] });
  await hello();
  figure("building hello.c in a process that has built before", await best(hello), "s");
  console.log("Chromium, on this machine");
  await measurePage();
  console.log("Programs");
  await buildBoth(folder);
  await compareSizes(folder);
  await compareSpeeds(folder);
  const tar = await readFile(embedded.SYSTEM);
  figure("system.tar, brotli", tar.length, "bytes", undefined, "its parts: node tools/sysroot.mjs");
} finally {
  await rm(folder, { recursive: true, force: true }); // this ends the daemons
}
if (hasMissed) process.exitCode = 1;
