/* The page in another language: which one it takes, and what is shown in it. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser } from "./browser.mjs";

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

/** The language shown, by the root element and by a word. @param {import("playwright-core").Page} page */
async function shownIn(page) {
  await page.locator(".run").waitFor();
  const word = await page.locator(".lessons").innerText();
  return [await page.evaluate(() => document.documentElement.lang), word.trim()];
}

test("language: the browser's, unless the reader chose or the address says", async () => {
  const { page, context, errors } = await browser.page({ locale: "de-AT" });
  await page.goto(browser.url);
  assert.deepEqual(await shownIn(page), ["de", "Lektionen"]);
  await page.locator("header .language").selectOption("en");
  await page.locator("html[lang=en]").waitFor();
  assert.deepEqual(await shownIn(page), ["en", "Lessons"]);
  await page.reload();
  assert.deepEqual(await shownIn(page), ["en", "Lessons"]);
  await page.goto(`${browser.url}?lang=de`);
  assert.deepEqual(await shownIn(page), ["de", "Lektionen"]);
  await page.goto(`${browser.url}?lang=xx`);
  assert.deepEqual(await shownIn(page), ["en", "Lessons"]);
  assert.deepEqual(errors, []);
  await context.close();
});
