// Chromium, and servers for the folders that it opens, on loopback only.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { launchChromium } from "../chromium.mjs";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** Serves a folder. @param {string} folder @param {Record<string, string>} [types] by extension
 * @param {string} [fallback] what is answered with 200 for files that are missing */
export async function serve(folder, types = TYPES, fallback) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = join(folder, pathname === "/" ? "index.html" : decodeURIComponent(pathname));
    const body = await readFile(path).catch(() => undefined);
    if (body) {
      const type = /** @type {Record<string, string>} */ (types)[extname(path)];
      response.writeHead(200, type ? { "content-type": type } : {}).end(body);
    } else if (fallback === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": "text/html" }).end(fallback);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/`, close: () => void server.close() };
}

/** A browser that opens pages and waits for their output. */
export async function openBrowser() {
  const browser = await launchChromium();
  return {
    close: () => browser.close(),
    /** The page's console output up to `wanted`, or all of it if `wanted` does not occur in time.
     * @param {string} url @param {string | RegExp} wanted */
    async textOf(url, wanted) {
      const page = await browser.newPage();
      const lines = /** @type {string[]} */ ([]);
      let seen = () => {};
      const isThere = () =>
        lines.some((line) => (typeof wanted === "string" ? line === wanted : wanted.test(line)));
      const note = (/** @type {string} */ line) => {
        if (!/favicon/.test(line)) lines.push(line);
        if (isThere()) seen();
      };
      page.on("console", (message) => {
        if (!message.location().url.endsWith("favicon.ico")) note(message.text().trimEnd());
      });
      page.on("pageerror", (error) => note(`thrown: ${error.message}`));
      const late = AbortSignal.timeout(15_000);
      const there = new Promise((done) => {
        seen = () => done(undefined);
        late.addEventListener("abort", seen);
      });
      await page.goto(url);
      if (!isThere()) await there;
      await page.close();
      return lines.join("\n");
    },
  };
}
