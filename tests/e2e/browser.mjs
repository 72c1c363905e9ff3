/* Chromium and the page's server for the tests: started once a file, on loopback only. */

import { chromium } from "playwright-core";
import { serve } from "../../playground/server.mjs";

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"].concat(
  ["--disable-background-networking", "--disable-component-update", "--disable-sync"],
);

/** Starts both. `page(options)` gives a new page that fails on any error in the console. */
export async function openBrowser() {
  const server = await serve(0);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args,
  });
  return {
    url: server.url,
    /** @param {import("playwright-core").BrowserContextOptions} [options] */
    async page(options = {}) {
      const context = await browser.newContext({ reducedMotion: "reduce", ...options });
      const page = await context.newPage();
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
