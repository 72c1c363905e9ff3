/* Chromium and the page's server for the tests: started once a file, on loopback only. */

import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../playground/server.mjs";

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"].concat([
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]);

/** Starts both. */
export async function openBrowser() {
  const server = await serve(0);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args,
  });
  return {
    url: server.url,
    /**
     * A new page with what went wrong in it.
     * @param {import("playwright-core").BrowserContextOptions} [options]
     */
    async page(options = {}) {
      const context = await browser.newContext({ reducedMotion: "reduce", ...options });
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
 * Puts a program of tests/e2e/programs in the place of the first sample.
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

/** What each sample prints, and how its tasks end. */
export const expected = {
  "hello-sleep": {
    output: ["   0 ms  3 ...", " 400 ms  2 ...", " 800 ms  1 ...", "1200 ms  hello, world"],
    lanes: ["main done"],
  },
  "sequential-vs-gather": {
    output: [
      ...["one after the other", " 300 ms  soup", " 500 ms  rice", " 600 ms  fish"],
      ...["all at once", " 700 ms  fish", " 800 ms  rice", " 900 ms  soup"],
      " 900 ms  dinner is served",
    ],
    lanes: ["main done", "soup done", "rice done", "fish done"],
  },
  "wait-for-timeout": {
    output: [" 200 ms  quick: the answer is 42", " 700 ms  slow: too slow, cancelled"],
    lanes: ["main done", "quick done", "slow cancelled"],
  },
  "cancel-cleanup": {
    output: [
      ...["download: open a temporary file", "download: got part 1", "download: got part 2"],
      ...["main: that will do", "download: cancelled, tidying up", "download: file removed"],
      "main: it ended with AW_ECANCELLED",
    ],
    lanes: ["main done", "download cancelled"],
  },
  shield: {
    output: [
      ...["save: writing", "main: I wait no longer, but save goes on", "save: complete"],
      "main: all is safe",
    ],
    lanes: ["main done", "save done"],
  },
  "fetch-concurrently": {
    output: [
      ...["200 from users: 3 users", "200 from prices: 7 prices", "200 from orders: 12 orders"],
      "all three are here",
    ],
    lanes: ["main done", "users done", "orders done", "prices done"],
  },
};
