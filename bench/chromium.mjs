// Measures in a page of headless Chromium. The page loads the same modules from a server on
// loopback; peers that need a process of their own, or Node, are left out.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join, normalize } from "node:path";
import { CHROMIUM, launchChromium } from "../tests/chromium.mjs";
import { ROOT, aptInstall } from "../tools/steps.mjs";

const TYPES = { mjs: "text/javascript", js: "text/javascript", wasm: "application/wasm" };
const HEADERS = {
  "cross-origin-opener-policy": "same-origin", // with the next, a clock of 5 µs
  "cross-origin-embedder-policy": "require-corp",
};
const HOUR_MS = 3_600_000;

/** Serves the project, and the built programs under /made/, on a free port. */
async function serve(folder) {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://x").pathname);
    const file = path.startsWith("/made/") ? join(folder, path.slice(6)) : join(ROOT, path);
    const body = path === "/" ? "<!doctype html>" : await readFile(file).catch(() => undefined);
    const type = path === "/" ? "text/html" : TYPES[path.replace(/.*\./, "")];
    response.writeHead(body === undefined ? 404 : 200, { ...HEADERS, "content-type": type ?? "" });
    response.end(body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  return server;
}

/** Runs in the page. */
async function measureInPage(options) {
  const [{ load }, { measure }, { Missing, isWanted, loadSubjects }] = await Promise.all(
    ["/web/index.js", "/bench/measure.mjs", "/bench/suite.mjs"].map((path) => import(path)),
  );
  const missing = async () => {
    throw new Missing("it cannot run in a page");
  };
  const platform = {
    load,
    async read(name) {
      const response = await fetch(`/made/${name}`);
      if (!response.ok) throw new Missing(`${name} was not built`);
      return new Uint8Array(await response.arrayBuffer());
    },
    ...{ ask: missing, fresh: missing, sizeOf: missing, fiber: missing },
  };
  const subjects = await loadSubjects();
  const benchmarks = subjects.flatMap(({ subject, benchmarks }) =>
    benchmarks.filter((benchmark) => isWanted(subject, benchmark, options)),
  );
  return measure(benchmarks, platform, options);
}

/** The samples of some visits, each with its own page process.
 * @param {string} folder of build.mjs @param {{ processes: number }} scope */
export async function measureInChromium(folder, scope) {
  await aptInstall({ [CHROMIUM]: "chromium-headless-shell" });
  const server = await serve(folder);
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const results = [];
  let engine = "";
  try {
    for (let i = 0; i < scope.processes; i++) {
      const browser = await launchChromium({ isOptimising: true });
      try {
        engine = `Chromium ${browser.version()}`;
        console.log(`measuring in ${engine}, ${i + 1} of ${scope.processes}`);
        const page = await browser.newPage();
        page.setDefaultTimeout(HOUR_MS);
        await page.goto(`http://127.0.0.1:${port}/`);
        const options = { ...scope, isFirst: i === 0, hasOutside: false };
        results.push(await page.evaluate(measureInPage, options));
      } finally {
        await browser.close();
      }
    }
  } finally {
    server.close();
  }
  return { engine, results };
}
