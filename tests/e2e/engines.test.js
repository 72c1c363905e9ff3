/* Runs the samples in stock Firefox and in WebKit. samples.test.js runs them in Chromium. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { serve } from "../../playground/build/server.mjs";
import { expected } from "./browser.mjs";
import { startEngine } from "./engines.mjs";

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => (server = await serve(0)));
after(() => server?.close());

for (const name of /** @type {const} */ (["Firefox", "WebKit"])) {
  describe(name, () => {
    /** @type {Awaited<ReturnType<typeof startEngine>>} */
    let engine;
    /** @type {import("./engines.mjs").Page} */
    let page;
    before(async () => {
      engine = await startEngine(name);
      page = await engine.open();
      await page.goto(server.url);
    });
    after(() => engine?.close());

    for (const [sample, { output, lanes }] of Object.entries(expected)) {
      test(`${name}, ${sample}: prints its lines and shows its tasks`, async () => {
        await page.call((place) => void (location.hash = place), sample);
        await page.see({ css: "aw-code h2", name: new RegExp(`^${sample}\\.c`) });
        // Exact times; the samples about real time have another clock at first.
        await page.call(() =>
          /** @type {any} */ (document.querySelector("aw-app")).chooseClock("virtual"),
        );
        await page.runToEnd();
        assert.deepEqual(await page.texts("aw-console .line .text"), flat(output));
        assert.deepEqual(await page.texts("aw-timeline .lane"), lanes);
      });
    }
  });
}

/** @param {string[]} lines */
const flat = (lines) => lines.map((line) => line.replace(/\s+/g, " ").trim());
