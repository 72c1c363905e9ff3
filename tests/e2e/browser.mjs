/* Chromium and the page's server for the tests, started once for each test file, on loopback
 * only. */

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { headers } from "../../playground/build/headers.js";
import { serve } from "../../playground/build/server.mjs";
import { launchChromium } from "../chromium.mjs";

/** Starts both. @param {Parameters<typeof launchChromium>[0]} [options] */
export async function openBrowser(options = {}) {
  const server = await serve(0);
  const browser = await launchChromium(options);
  return {
    url: server.url,
    browser,
    /**
     * A new page, with a list of its errors.
     * @param {import("playwright-core").BrowserContextOptions} [options]
     */
    async page(options = {}) {
      const context = await browser.newContext({
        reducedMotion: "reduce",
        serviceWorkers: "block", // their answers would bypass those of the tests
        ...options,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      /** @type {string[]} */
      const errors = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(message.text());
      });
      return { page, context, errors };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/**
 * Replaces the first sample by a program of tests/e2e/programs.
 * @param {import("playwright-core").BrowserContext} context
 * @param {string} name
 */
export async function replaceProgram(context, name) {
  const path = fileURLToPath(new URL(`../../build/e2e/${name}.wasm`, import.meta.url));
  await context.route("**/samples/hello-sleep.wasm", (route) =>
    route.fulfill({ path, contentType: "application/wasm" }),
  );
  await context.route("**/samples/hello-sleep.wasm.map", (route) =>
    route.fulfill({ path: `${path}.map`, contentType: "application/json" }),
  );
}

/**
 * Gives the page a compiler that never answers, for tests of the editor alone: the real one takes
 * ten seconds of processor time to start.
 * @param {import("playwright-core").BrowserContext} context
 */
export async function withoutCompiler(context) {
  await context.route("**/compilerworker*", (route) =>
    route.fulfill({ body: "", contentType: "text/javascript", headers }),
  );
}

const golden = new URL("../web/samples/", import.meta.url);

/**
 * The run that tests/web/samples/NAME.txt records: the printed lines, and the lanes with their end
 * states, children below their parents.
 * @param {string} text
 */
function expectedOf(text) {
  const [printed, trace] = text.split(/^-- exit .*\n/m);
  /** @typedef {{ name: string, children: Lane[], end: string }} Lane */
  /** @type {Map<string, Lane>} */
  const newest = new Map(); // by name, which may be reused after the first has ended
  /** @type {Lane[]} */
  const roots = [];
  for (const line of trace.split("\n")) {
    const [, name, kind, reason, other] = line.trim().split(/ +/);
    if (kind === "spawn") {
      /** @type {Lane} */
      const lane = { name, children: [], end: "" };
      (newest.get(other)?.children ?? roots).push(lane);
      newest.set(name, lane);
    }
    const lane = newest.get(name);
    if (kind === "end" && lane) lane.end = reason;
  }
  /** @type {(lanes: Lane[]) => string[]} */
  const list = (lanes) =>
    lanes.flatMap(({ name, children, end }) => [`${name} ${end}`, ...list(children)]);
  const output = printed.trimEnd().split("\n");
  return { output: output.map((line) => line.trimEnd()), lanes: list(roots) };
}

/** The output of each sample and the end states of its tasks, from the files of
 * tests/web/samples.test.js. */
export const expected = Object.fromEntries(
  readdirSync(golden).map((file) => [
    file.replace(/\.txt$/, ""),
    expectedOf(readFileSync(new URL(file, golden), "utf8")),
  ]),
);
