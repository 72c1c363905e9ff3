// `npm run bench:toolchain`: how long the embedded compiler takes, and what its programs are like
// beside emcc's. Exits with 1 when a figure misses its goal.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { buildSystem } from "../tools/sysroot.mjs";
import { BUILD_TOOLS, aptInstall, cmakeBuild, npmInstall, ROOT } from "../tools/steps.mjs";
import * as emcc from "../web/toolchain/emcc.js";
import * as embedded from "../web/toolchain/embedded_node.js";
import { load } from "../web/node.js";

const ROUNDS = 3;
const SWITCHES = 1_000_000;
const execute = promisify(execFile);
const program = (name) => `${ROOT}bench/programs/${name}.c`;

let hasMissed = false;
function figure(what, value, unit, goal, limit) {
  const isMissed = limit !== undefined && value > limit;
  hasMissed ||= isMissed;
  const mark = limit === undefined ? " " : isMissed ? "✗" : "✓";
  const shown = Number.isInteger(value) ? value.toLocaleString("en") : value.toFixed(2);
  console.log(`${mark} ${what.padEnd(52)} ${shown.padStart(9)} ${unit.padEnd(6)} ${goal}`);
}

/** The least time of several calls, in seconds. */
async function best(call) {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await call();
    least = Math.min(least, (performance.now() - start) / 1000);
  }
  return least;
}

/** Nanoseconds of a switch in each of some programs, taken in turns. */
async function switchTimes(modules) {
  const least = modules.map(() => Infinity);
  for (let round = 0; round < 5 * ROUNDS; round++)
    for (const [i, module] of modules.entries()) {
      const loaded = await load(module);
      const start = performance.now();
      await loaded.run([String(SWITCHES / 2)]);
      least[i] = Math.min(least[i], ((performance.now() - start) * 1e6) / SWITCHES);
      loaded.close();
    }
  return least;
}

/** Seconds from a save to the new program's first output, with `awaitc run --watch`. */
async function editTime(toolchain, file, env) {
  const save = (version) =>
    writeFile(
      file,
      `#include <stdio.h>\nint main(void) { puts("version ${version}"); return 0; }\n`,
    );
  await save(0);
  const args = [`${ROOT}web/cli/awaitc.js`, "run", "--watch", file, `--toolchain=${toolchain}`];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part) => (text += part));
  const shown = async (words) => {
    while (!text.includes(words)) {
      if (child.exitCode !== null) throw new Error(`awaitc run --watch: ${text}`);
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

await npmInstall();
await aptInstall(BUILD_TOOLS);
await cmakeBuild("wasm-release");
await buildSystem();
const folder = await mkdtemp(join(tmpdir(), "awaitc-bench-"));
try {
  const env = { ...process.env, XDG_CACHE_HOME: folder };
  const run = (...args) =>
    execute(process.execPath, [`${ROOT}web/cli/awaitc.js`, "run", program("hello"), ...args], {
      env,
    });
  console.log(`Node ${process.version}, embedded compiler`);
  const first = await best(() => run("--toolchain=embedded", "--no-cache"));
  figure("awaitc run hello.c, nothing cached", first, "s", "≤ 6 s", 6);
  await run("--toolchain=embedded");
  figure(
    "  again, from the cache",
    await best(() => run("--toolchain=embedded")),
    "s",
    "≤ 0.3 s",
    0.3,
  );
  figure(
    "  with emcc, nothing cached",
    await best(() => run("--toolchain=emcc", "--no-cache")),
    "s",
    "",
  );
  const built = {};
  for (const name of ["hello", "yield"])
    built[name] = [
      await embedded.build({ sources: [program(name)] }),
      await emcc.build({ sources: [program(name)] }),
    ];
  const warm = await best(() => embedded.build({ sources: [program("hello")] }));
  figure("building hello.c in a process that has built before", warm, "s", "≤ 1.2 s", 1.2);
  for (const [toolchain, goal] of [
    ["embedded", 1],
    ["emcc", undefined],
  ]) {
    const seconds = await editTime(toolchain, join(folder, "edited.c"), env);
    figure(
      `run --watch, from a save to the output, ${toolchain}`,
      seconds,
      "s",
      goal ? `≤ ${goal} s` : "",
      goal,
    );
  }
  const sizes = built.hello.map(({ bytes }) => gzipSync(bytes, { level: 9 }).length);
  figure("hello, gzipped", sizes[0], "bytes", `emcc ${sizes[1].toLocaleString("en")}`);
  const modules = await Promise.all(built.yield.map(({ bytes }) => WebAssembly.compile(bytes)));
  const [own, other] = await switchTimes(modules);
  figure("resume of a yielding task", own, "ns", `emcc ${other.toFixed(1)}`);
  figure("  against emcc's", own / other, "×", "≤ 1.1 ×", 1.1);
  const tar = await readFile(embedded.SYSTEM);
  figure("system.tar, raw", tar.length, "bytes", "sizes of its parts: node tools/sysroot.mjs");
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (hasMissed) process.exitCode = 1;
