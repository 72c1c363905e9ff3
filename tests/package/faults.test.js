// Real failures of embedding a program: a bundler that loses the .wasm file, servers and policies
// that block it, foreign modules. Each time the error names the cause and the remedy.
import assert from "node:assert/strict";
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openBrowser, serve } from "./browser.js";
import { buildPrograms } from "./programs.js";
import { has, prepare, project, run } from "./scratch.js";

/** A script that prints why a program cannot be loaded, or the program's output. */
const MAIN = `
  import { load } from "awaitc";
  const print = (text) => console.log("printed", text);
  try {
    const program = await load(new URL("./app.wasm", import.meta.url), { stdout: print });
    await program.run();
  } catch ({ code, message }) {
    console.log(code, message);
  }`;
const PAGE = '<!doctype html><script type="module" src="./main.js"></script>';
const COPY = /did the bundler copy the \.wasm file\? docs\/embedding\.md has a recipe for each$/m;

/** @type {Record<string, Uint8Array>} */
let built;
/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
let folder = "";

before(async () => {
  await prepare();
  built = await buildPrograms();
  folder = await project({ "main.js": MAIN, "index.html": PAGE, ...built });
  const flags = ["main.js", "--bundle", "--format=esm", "--outdir=site"];
  assert.equal((await run(folder, "esbuild", flags)).code, 0);
  await writeFile(join(folder, "site/index.html"), PAGE);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

/** The output of a page that is served in some way. @param {string} site @param {any[]} how */
async function said(site, ...how) {
  const server = await serve(site, ...how);
  try {
    return await browser.textOf(server.url, /^(AW_|printed|thrown)/);
  } finally {
    server.close();
  }
}

test("a page: a bundle without its .wasm file, and a server that says so", async () => {
  const text = await said(join(folder, "site"));
  assert.match(text, /^AW_ENOTWASM http:\S+\/app\.wasm answered 404 Not Found; is the address/m);
  assert.match(text, COPY);
});

test("a page: a bundle without its .wasm file, and a server that answers with a page", async () => {
  const text = await said(join(folder, "site"), undefined, "<!doctype html><p>home</p>");
  assert.match(text, /^AW_ENOTWASM http:\S+\/app\.wasm is not a WebAssembly module: it is HTML/m);
  assert.match(text, COPY);
});

test("a page: a .wasm file of another content type, or of none, runs", async () => {
  await writeFile(join(folder, "site/app.wasm"), built["app.wasm"]);
  for (const type of ["text/plain", "application/octet-stream", undefined]) {
    const types = {
      ".html": "text/html",
      ".js": "text/javascript",
      ...(type && { ".wasm": type }),
    };
    assert.match(await said(join(folder, "site"), types), /^printed hello, world$/m);
  }
  await rm(join(folder, "site/app.wasm"));
});

test("a page: a WebAssembly module of somebody else's", async () => {
  const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  await writeFile(join(folder, "site/app.wasm"), empty);
  const text = await said(join(folder, "site"));
  await rm(join(folder, "site/app.wasm"));
  assert.match(
    text,
    /^AW_ENOTAWAITC this is a WebAssembly module but not an awaitc program.*link it/m,
  );
});

test("a page: a policy that forbids compiling", async () => {
  const policy = `<meta http-equiv="Content-Security-Policy" content="script-src 'self'">`;
  await writeFile(join(folder, "site/app.wasm"), built["app.wasm"]);
  await writeFile(join(folder, "site/index.html"), PAGE.replace("<script", `${policy}<script`));
  const text = await said(join(folder, "site"));
  await writeFile(join(folder, "site/index.html"), PAGE);
  await rm(join(folder, "site/app.wasm"));
  assert.match(text, /^AW_ENOTWASM .*allow 'wasm-unsafe-eval'/m);
});

test("Node: a bundle without its .wasm file", async () => {
  const flags = ["main.js", "--bundle", "--platform=node", "--format=esm", "--outdir=lost"];
  assert.equal((await run(folder, "esbuild", flags)).code, 0);
  const { stdout } = await run(folder, process.execPath, ["lost/main.js"]);
  assert.match(
    stdout,
    /^AW_ENETWORK cannot read file:\S+\/lost\/app\.wasm: ENOENT.*working directory/,
  );
  assert.match(stdout, COPY);
});

test("Node: what a module exports instead of one export of it", async () => {
  const flags = [
    "--bundle",
    "--platform=node",
    "--format=esm",
    "--loader:.wasm=binary",
    "--target=node20",
  ];
  await writeFile(
    join(folder, "all.js"),
    MAIN.replace(/new URL\([^)]*\)/, 'await import("./wrapped.mjs")'),
  );
  await writeFile(join(folder, "wrapped.mjs"), "export default new Uint8Array();");
  const { stdout } = await run(folder, process.execPath, ["all.js"]);
  assert.match(
    stdout,
    /^AW_EARGUMENT load: expected .* got all that a module exports; pass its `default`/,
  );
  await writeFile(
    join(folder, "one.js"),
    `import bytes from "./app.wasm";${MAIN.replace(/new URL\([^)]*\)/, "bytes")}`,
  );
  assert.equal((await run(folder, "esbuild", ["one.js", "--outdir=one", ...flags])).code, 0);
  assert.match(
    (await run(folder, process.execPath, ["one/one.js"])).stdout,
    /^printed hello, world/,
  );
});

test("Rollup and webpack, for Node: run; Rollup without the plugin names the file", async () => {
  await writeFile(
    join(folder, "rollup.config.mjs"),
    `import resolve from "@rollup/plugin-node-resolve";
     import { importMetaAssets } from "@web/rollup-plugin-import-meta-assets";
     const common = { input: "main.js", external: [/^node:/] };
     const plugin = resolve({ exportConditions: ["node"] });
     export default [
       { ...common, output: { dir: "rolled" }, plugins: [plugin, importMetaAssets()] },
       { ...common, output: { dir: "plain" }, plugins: [plugin] },
     ];`,
  );
  const rolled = await run(folder, "rollup", ["--config", "--silent"]);
  assert.equal(rolled.code, 0, rolled.stderr);
  const packed = await run(folder, "webpack", [
    "./main.js",
    "--mode=production",
    "--target=node",
    "-o",
    "packed",
  ]);
  assert.equal(packed.code, 0, packed.stdout);
  await rename(join(folder, "packed/main.js"), join(folder, "packed/main.cjs"));
  for (const file of ["rolled/main.js", "packed/main.cjs"])
    assert.equal(
      (await run(folder, process.execPath, [file])).stdout,
      "printed hello, world\n\n",
      file,
    );
  assert.match((await run(folder, process.execPath, ["plain/main.js"])).stdout, COPY);
});

test("workerd: bytes instead of a module", async (t) => {
  if (!has("workerd")) return t.skip("no workerd for this platform");
  const worker = `
    import { load } from "awaitc";
    import bytes from "./app.wasm";
    export default {
      async test() {
        await load(bytes).catch(({ code, message }) => console.log(code, message));
      },
    };`;
  const config = `
    using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (services = [(name = "main", worker = .worker)]);
    const worker :Workerd.Worker = (
      modules = [
        (name = "worker.js", esModule = embed "inside/worker.js"),
        (name = "app.wasm", data = embed "app.wasm"),
      ],
      compatibilityDate = "2026-11-01",
    );`;
  await writeFile(join(folder, "worker.js"), worker);
  await writeFile(join(folder, "config.capnp"), config);
  const flags = ["--bundle", "--format=esm", "--conditions=workerd", "--external:*.wasm"];
  assert.equal((await run(folder, "esbuild", ["worker.js", "--outdir=inside", ...flags])).code, 0);
  const { stdout, stderr } = await run(folder, "workerd", ["test", "config.capnp"]);
  assert.match(stdout + stderr, /AW_ENOTWASM .*import the file and pass the WebAssembly\.Module/);
});
