// Where programs of the JSPI backend run: in this Node if it has JSPI, else in a page of Chromium's
// headless shell, which sees the files of the project.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import { ROOT } from "../tools/steps.mjs";
import { load } from "../web/platforms/node.js";
import { CHROMIUM, launchChromium } from "./chromium.mjs";

const ORIGIN = "http://awaitc.test/";
const TYPES = /** @type {Record<string, string>} */ ({
  ".js": "text/javascript",
  ".wasm": "application/wasm",
});

const hasJspi = "promising" in WebAssembly;

/** Why there is no page; undefined if there is one. */
export const whyNoPage = existsSync(CHROMIUM) ? undefined : `there is no ${CHROMIUM}`;

/** Why no program of the JSPI backend can run on this machine; undefined if one can. */
export const whyNoJspi =
  hasJspi || !whyNoPage ? undefined : `Node ${process.versions.node} has no JSPI, and ${whyNoPage}`;

/**
 * What a scenario gets: `load`, the compiled program, and the address of the project's folder.
 * @typedef {{ load: typeof load, module: WebAssembly.Module, root: string }} Given
 */

/**
 * A place for scenarios. A scenario runs where the program does, so it cannot use names of the file
 * that it is written in; what it gives must be JSON.
 * @typedef {object} Engine
 * @property {<A, R>(path: string, scenario: (given: Given, argument: A) => Promise<R>,
 *   argument?: A) => Promise<R>} run with the program in a file of the project
 * @property {() => Promise<unknown>} close
 */

/** @returns {Promise<Engine>} */
export async function openEngine() {
  if (!hasJspi) return openPage();
  /** @type {Map<string, Promise<WebAssembly.Module>>} */
  const modules = new Map();
  const root = new URL("../", import.meta.url).href;
  return {
    async run(path, scenario, argument) {
      const module = modules.get(path) ?? readFile(path).then((x) => WebAssembly.compile(x));
      modules.set(path, module);
      return scenario({ load, module: await module, root }, /** @type {any} */ (argument));
    },
    close: async () => {},
  };
}

/** A page of Chromium. @returns {Promise<Engine>} */
export async function openPage() {
  const browser = await launchChromium();
  const context = await browser.newContext();
  await context.route(`${ORIGIN}**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/")
      return route.fulfill({ contentType: "text/html", body: "<!doctype html>" });
    return route.fulfill({ contentType: TYPES[extname(pathname)], path: join(ROOT, pathname) });
  });
  const page = await context.newPage();
  await page.goto(ORIGIN);
  await page.addScriptTag({
    type: "module",
    content: `import { load } from "/web/index.js";
      const modules = new Map();
      globalThis.given = async (url) => {
        const module = modules.get(url) ?? WebAssembly.compileStreaming(fetch(url));
        modules.set(url, module);
        return { load, module: await module, root: "/" };
      };`,
  });
  await page.waitForFunction("globalThis.given");
  return {
    run(path, scenario, argument) {
      const values = [`/${relative(ROOT, path)}`, argument ?? null].map((x) => JSON.stringify(x));
      return page.evaluate(`given(${values[0]}).then((it) => (${scenario})(it, ${values[1]}))`);
    },
    close: () => browser.close(),
  };
}
