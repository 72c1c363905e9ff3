/* The embedded compiler in a worker of a page, under a strict Content-Security-Policy, with nothing
 * but system.tar for headers and libraries: gives the same bytes as in Node. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { Embedded } from "../../web/toolchain/embedded.js";
import { readTar } from "../../web/toolchain/tar.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";
const WORKER = `
  import * as clang from "/clang/bundle.js";
  import { Embedded } from "/web/toolchain/embedded.js";
  import { readTar } from "/web/toolchain/tar.js";
  const tar = new Uint8Array(await (await fetch("/build/embedded/system.tar")).arrayBuffer());
  const embedded = new Embedded({
    clang,
    system: readTar(tar),
    binaryen: async () => (await import("/binaryen/index.js")).default,
    onProgress: (words, share) => postMessage({ progress: [words, share] }),
  });
  onmessage = async ({ data }) => {
    const start = performance.now();
    try {
      const { bytes } = await embedded.build(data);
      postMessage({ bytes: [...bytes], ms: performance.now() - start });
    } catch ({ name, message, diagnostics }) {
      postMessage({ name, message, diagnostics });
    }
  };
  postMessage({ ready: true });`;
const PAGE = `
  const worker = new Worker("/worker.js", { type: "module" });
  window.progress = [];
  let answer;
  worker.onerror = (event) => answer({ name: "worker", message: event.message });
  worker.onmessage = ({ data }) => (data.progress ? progress.push(data.progress) : answer(data));
  window.ready = new Promise((done) => (answer = done));
  window.build = (program) => new Promise((done) => ((answer = done), worker.postMessage(program)));`;
/** @type {Record<string, string>} */
const TYPES = { js: "text/javascript", wasm: "application/wasm", html: "text/html" };

/** What is not a file of the project. @type {Record<string, string | Uint8Array>} */
const MADE = {
  "/": '<!doctype html><script type="module" src="/page.js"></script>',
  "/page.js": PAGE,
  "/worker.js": WORKER,
  "/clang/llvm-resources.tar": new Uint8Array(1024), // an empty one: ours is all that is needed
};

/** @type {import("node:http").Server} */
let server;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("playwright-core").Page} */
let page;

/** Builds in the page's worker. @param {import("../../web/toolchain/embedded.js").Program} program
 * @returns {Promise<any>} */
const build = (program) => page.evaluate(`build(${JSON.stringify(program)})`);

before(async () => {
  server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://x").pathname;
    const file = path
      .replace(/^\/clang\//, "/node_modules/@yowasp/clang/gen/")
      .replace(/^\/binaryen\//, "/node_modules/binaryen/");
    const body = MADE[path] ?? (await readFile(ROOT + file).catch(() => undefined));
    const type =
      TYPES[path === "/" ? "html" : path.replace(/.*\./, "")] ?? "application/octet-stream";
    response.writeHead(body === undefined ? 404 : 200, {
      "content-type": type,
      "content-security-policy": POLICY,
    });
    response.end(body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await page.goto(`http://127.0.0.1:${port}/`);
  assert.deepEqual(await page.evaluate("ready"), { ready: true });
});

after(async () => {
  await browser?.close();
  server?.close();
});

const HELLO = {
  files: {
    "main.c": '#include <awaitc.h>\n#include "part.h"\nint main(void) { return aw_sleep(PART); }',
    "part.h": "#define PART 20\n",
  },
  sources: ["main.c"],
};

test("a worker builds the same bytes as Node, in release and debug", async () => {
  const own = new Embedded({
    clang: await import("@yowasp/clang"),
    system: readTar(await readFile(`${ROOT}build/embedded/system.tar`)),
    binaryen: async () => (await import("binaryen")).default,
  });
  for (const isDebug of [false, true]) {
    const program = { ...HELLO, isDebug };
    const { bytes, message } = await build(program);
    assert.equal(message, undefined);
    assert.deepEqual(Uint8Array.from(bytes), new Uint8Array((await own.build(program)).bytes));
  }
  const words = await page.evaluate("progress.map(([words]) => words)");
  assert.deepEqual(
    [...new Set(words)],
    ["loading the compiler", "compiling main.c", "linking", "making it suspendable"],
  );
});

test("diagnostics come as data, and the next build works", async () => {
  const files = { "main.c": "int main(void) { return 1 }" };
  const failed = await build({ files, sources: ["main.c"] });
  assert.equal(failed.name, "BuildError");
  assert.equal(failed.diagnostics[0].fixIts[0].text, ";");
  const { ms, bytes } = await build(HELLO);
  assert.ok(bytes.length > 1000 && ms > 0);
});
