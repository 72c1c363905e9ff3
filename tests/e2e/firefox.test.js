/* The samples in stock Firefox, over WebDriver BiDi. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import puppeteer from "puppeteer-core";
import { serve } from "../../playground/server.mjs";
import { expected } from "./browser.mjs";

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
/** @type {import("puppeteer-core").Browser} */
let browser;
before(async () => {
  server = await serve(0);
  browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    headless: true,
  });
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/**
 * The texts of what matches inside an element of the app.
 * @param {import("puppeteer-core").Page} page
 * @param {string} element
 * @param {string} selector
 */
function textsOf(page, element, selector) {
  return page.evaluate(
    (tag, inner) => {
      const host = document.querySelector("aw-app")?.shadowRoot?.querySelector(tag);
      const found = [...(host?.shadowRoot?.querySelectorAll(inner) ?? [])];
      return found.map((node) => /** @type {HTMLElement} */ (node).innerText.trimEnd());
    },
    element,
    selector,
  );
}

/** Runs in the page; a selector that pierces shadow roots would not notice their changes. */
function hasFinished() {
  const root = document.querySelector("aw-app")?.shadowRoot;
  return root?.querySelector('.chip[data-state="finished"]') !== null;
}

/** Runs in the page. */
function hasEditor() {
  const code = document.querySelector("aw-app")?.shadowRoot?.querySelector("aw-code")?.shadowRoot;
  return Boolean(code?.querySelector("aw-editor")?.shadowRoot?.querySelector(".cm-content"));
}

for (const [name, { output, lanes }] of Object.entries(expected)) {
  test(`Firefox, ${name}: prints its lines and shows its tasks`, async () => {
    const page = await browser.newPage();
    await page.goto(`${server.url}#${name}`);
    await (await page.waitForSelector(">>> .clock select"))?.select("virtual"); // exact times
    await (await page.waitForSelector(">>> .run"))?.click();
    await page.waitForFunction(hasFinished, { polling: 50, timeout: 10_000 });
    assert.deepEqual(await textsOf(page, "aw-console", ".line .text"), output);
    const shown = await textsOf(page, "aw-timeline", ".lane");
    assert.deepEqual(
      shown.map((text) => text.replace(/\s+/g, " ").trim()),
      lanes,
    );
    await page.close();
  });
}

test("Firefox, edited: compiles in the page and runs what was written", async () => {
  const page = await browser.newPage();
  await page.goto(`${server.url}#hello-sleep`);
  await (await page.waitForSelector(">>> .clock select"))?.select("virtual");
  await (await page.waitForSelector(">>> .tool"))?.click(); // Edit
  await page.waitForFunction(hasEditor, { polling: 50, timeout: 10_000 });
  await (await page.$(">>> .cm-content"))?.focus();
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.type('#include <stdio.h>\nint main(void) { puts("typed"); }');
  await (await page.waitForSelector(">>> .run"))?.click();
  await page.waitForFunction(hasFinished, { polling: 100, timeout: 120_000 });
  assert.deepEqual(await textsOf(page, "aw-console", ".line .text"), ["typed"]);
  await page.close();
});
