// Runs one .wasm file in every runtime with the packed package: the output is the same everywhere.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { after, before, test } from "node:test";
import { buildPrograms } from "./programs.js";
import { has, prepare, project, run } from "./scratch.js";

/** The script for each runtime. workerd passes modules, because it does not allow compilation. */
const SCRIPT = `
  import { AwaitcError, load } from "awaitc";
  export async function check(app, libraryFile) {
    let text = "";
    const program = await load(app, { clock: "virtual", stdout: (part) => (text += part) });
    const words = [await program.run(["you"]), text.trim()];
    const library = await load(libraryFile);
    words.push(...(await Promise.all([1, 2].map((n) => library.call("twice", n)))));
    const controller = new AbortController();
    const waiting = library.call("wait", 60000, { signal: controller.signal });
    controller.abort();
    words.push(await waiting.catch((error) => error instanceof AwaitcError && error.code));
    words.push(await library.call("none").catch((error) => error.code));
    words.push(library.stats().tasks);
    library.close();
    words.push(await load(new Uint8Array([60, 33])).catch((error) => error.code));
    return words.join(" ");
  }`;
const MAIN = `
  import { check } from "./check.mjs";
  const [app, library] = ["app", "library"].map((name) => new URL(name + ".wasm", import.meta.url));
  console.log(await check(app, library));`;
const WORKER = `
  import { check } from "./check.mjs";
  import app from "./app.wasm";
  import library from "./library.wasm";
  export default { async test() { console.log(await check(app, library)); } };`;
const CONFIG = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .worker)]);
const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "dist/worker.js"),
    (name = "app.wasm", wasm = embed "app.wasm"),
    (name = "library.wasm", wasm = embed "library.wasm"),
  ],
  compatibilityDate = "2026-11-01",
);`;
const WORDS = "0 hello, you 2 4 AW_ECANCELLED AW_ENOEXPORT 0 AW_ENOTWASM\n";

/** @type {Record<string, string[]>} */
const RUNTIMES = {
  [process.execPath]: ["main.mjs"],
  "node-22": ["main.mjs"],
  "node-24": ["main.mjs"],
  "node-26": ["main.mjs"],
  deno: ["run", "--allow-read", "main.mjs"],
  bun: ["main.mjs"],
};
let folder = "";

before(async () => {
  await prepare();
  const built = await buildPrograms();
  folder = await project({
    ...built,
    "check.mjs": SCRIPT,
    "main.mjs": MAIN,
    "worker.js": WORKER,
    "config.capnp": CONFIG,
  });
  for (const [name, bytes] of Object.entries(built))
    console.log(
      `${name}: ${bytes.length} B, sha256 ${createHash("sha256").update(bytes).digest("hex")}`,
    );
});
after(() => rm(folder, { recursive: true }));

for (const [runtime, args] of Object.entries(RUNTIMES))
  test(`${runtime === process.execPath ? `node ${process.version}` : runtime}: says the same`, async (t) => {
    if (runtime !== process.execPath && !has(runtime))
      return t.skip(`no ${runtime} for this platform`);
    assert.deepEqual(await run(folder, runtime, args), { code: 0, stdout: WORDS, stderr: "" });
  });

test("workerd: says the same", async (t) => {
  if (!has("workerd")) return t.skip("no workerd for this platform");
  const flags = [
    "--bundle",
    "--format=esm",
    "--conditions=workerd",
    "--external:*.wasm",
    "--outdir=dist",
  ];
  const bundled = await run(folder, "esbuild", ["worker.js", ...flags]);
  assert.equal(bundled.code, 0, bundled.stderr);
  const { code, stdout, stderr } = await run(folder, "workerd", ["test", "config.capnp"]);
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout + stderr, new RegExp(WORDS.replace("AW_ENOTWASM\n", "AW_ENOTWASM")));
});
