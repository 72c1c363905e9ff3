/* A page in Chromium with the embedded compiler in a worker, under a strict
 * Content-Security-Policy. Headers and libraries come only from system.tar. The tests and
 * bench/toolchain.mjs use it. */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { launchChromium } from "../chromium.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";
const WORKER = `
  import * as clang from "/clang/bundle.js";
  import { Embedded } from "/toolchain/embedded.js";
  import { readTar } from "/toolchain/tar.js";
  import { load } from "/web/index.js";
  const tar = new Uint8Array(await (await fetch("/build/embedded/system.tar")).arrayBuffer());
  const embedded = new Embedded({
    clang,
    system: readTar(tar),
    binaryen: async () => (await import("/binaryen/index.js")).default,
    onProgress: (words, share) => postMessage({ progress: [words, share] }),
  });
  async function run(bytes) {
    let stdout = "";
    const program = await load(bytes, { stdout: (text) => void (stdout += text) });
    await program.run();
    program.close();
    return stdout;
  }
  onmessage = async ({ data: { program, isRun } }) => {
    try {
      const { bytes } = await embedded.build(program);
      postMessage(isRun ? { stdout: await run(bytes) } : { bytes: [...bytes] });
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
  window.order = (data) => new Promise((done) => ((answer = done), worker.postMessage(data)));`;
/** @type {Record<string, string>} */
const TYPES = { js: "text/javascript", wasm: "application/wasm", html: "text/html" };

/** Served files that are not files of the project. @type {Record<string, string | Uint8Array>} */
const MADE = {
  "/": '<!doctype html><script type="module" src="/page.js"></script>',
  "/page.js": PAGE,
  "/worker.js": WORKER,
  "/clang/llvm-resources.tar": new Uint8Array(1024), // an empty one: only our tree is needed
};

/** Serves the page and the compiler on a free port. */
async function serve() {
  const server = createServer(async (request, response) => {
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
  return server;
}

/** Opens the page. `build` and `run` return bytes or stdout, or the parts of an error. */
export async function openCompilerPage(options = {}) {
  const server = await serve();
  const browser = await launchChromium(options);
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  /** @typedef {import("../../toolchain/embedded.js").Program} Program */
  /** @param {Program} program @param {boolean} isRun @returns {Promise<any>} */
  const order = (program, isRun) => page.evaluate(`order(${JSON.stringify({ program, isRun })})`);
  return {
    /** Reloads the page. Returns true when its worker can compile. */
    async open() {
      await page.goto(`http://127.0.0.1:${port}/`);
      return (await page.evaluate("ready")).ready === true;
    },
    /** @param {Program} program */
    build: (program) => order(program, false),
    /** @param {Program} program */
    run: (program) => order(program, true),
    /** The texts of all progress messages. @returns {Promise<string[]>} */
    progress: () => page.evaluate("progress.map(([words]) => words)"),
    /** Peak memory of the page's process in bytes; available on Linux only. */
    async peakBytes() {
      const session = await browser.newBrowserCDPSession();
      const { processInfo } = await session.send("SystemInfo.getProcessInfo");
      const peaks = processInfo
        .filter(({ type }) => type === "renderer")
        .map(async ({ id }) => {
          const text = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
          return 1024 * Number(/^VmHWM:\s*(\d+)/m.exec(text)?.[1] ?? NaN);
        });
      return Math.max(...(await Promise.all(peaks)));
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
