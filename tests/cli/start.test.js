// Tests `npm start` on a machine with only Node: builds and serves a copy of the tree, with a new
// sample and an empty PATH, and runs the sample.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { appendFile, cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { load } from "../../web/platforms/node.js";
import { endTree } from "../../tools/processes.mjs";
import { ROOT } from "../../tools/steps.mjs";

const SAMPLE = "playground/samples/hello-sleep.c";
const EXPECTED = "tests/web/samples/hello-sleep.txt";
const BUILT = ["build/embedded"];

const folder = await mkdtemp(join(tmpdir(), "awaitc-start-"));
/** @type {import("node:child_process").ChildProcess | undefined} */
let child;
after(async () => {
  if (child?.pid) endTree(child.pid); // the server is a process of its own
  await rm(folder, { recursive: true, force: true });
});

/** Copies the files of the git index and the cached builds. The npm packages stay in their
 * place. */
async function copyTree() {
  const listed = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" });
  for (const path of [...listed.trim().split("\n"), ...BUILT]) {
    const options = { recursive: true, preserveTimestamps: true };
    await cp(ROOT + path, join(folder, path), options).catch((error) => {
      if (error.code !== "ENOENT") throw error; // deleted but not committed, or not built yet
    });
  }
  await symlink(`${ROOT}node_modules`, join(folder, "node_modules"), "junction");
}

/** Runs tools/start.mjs until it prints its address. @returns {Promise<string>} */
function start() {
  const { XDG_CACHE_HOME, TMPDIR } = process.env; // of the cached builds
  const PATH = join(folder, "no-such-folder");
  const env = { PATH, HOME: folder, PORT: "0", XDG_CACHE_HOME, TMPDIR }; // port 0: any
  child = spawn(process.execPath, ["tools/start.mjs"], { cwd: folder, env });
  let words = "";
  return new Promise((done, failed) => {
    const hear = (/** @type {Buffer} */ text) => {
      words += text;
      const [, url] = /playground: (http\S+)/.exec(words) ?? [];
      if (url) done(url);
    };
    child?.stdout?.on("data", hear);
    child?.stderr?.on("data", hear);
    child?.on("exit", (code) => failed(new Error(`exit ${code}:\n${words}`)));
  });
}

test("npm start: builds and serves the page where there is nothing but Node", async () => {
  await copyTree();
  await appendFile(join(folder, SAMPLE), "/* changed */\n");
  const url = await start();
  assert.match(await (await fetch(url)).text(), /<aw-app/);
  const bytes = await (await fetch(`${url}samples/hello-sleep.wasm`)).arrayBuffer();
  const map = await (await fetch(`${url}samples/hello-sleep.wasm.map`)).json();
  assert(map.sources.some((/** @type {string} */ name) => name.endsWith("hello-sleep.c")));
  let output = "";
  const program = await load(bytes, {
    clock: "virtual",
    stdout: (text) => void (output += text),
  });
  const exit = await program.run();
  program.close();
  const expected = await readFile(ROOT + EXPECTED, "utf8");
  assert.equal(`${output}-- exit ${exit}\n`, expected.replace(/(^-- exit .*\n)[^]*/m, "$1"));
});
