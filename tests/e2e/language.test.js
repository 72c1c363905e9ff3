/* The page in another language: which language it selects, and which texts are translated. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { complaints } from "./axe.mjs";
import { openBrowser } from "./browser.mjs";
import { runTo } from "./page.mjs";
import { unmarked } from "./unmarked.mjs";

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

/** The language of the root element, and a word of the page.
 * @param {import("playwright-core").Page} page */
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

test("en-XA: nothing of the page's own is outside the catalogue", async () => {
  const { page, context, errors } = await browser.page();
  await page.goto(`${browser.url}?lang=en-XA#cancel-cleanup`);
  await page.locator(".run").waitFor();
  assert.deepEqual(await unmarked(page), [], "before a run");
  await runTo(page);
  assert.deepEqual(await unmarked(page), [], "after it");
  await page.getByRole("button", { name: "[Events]", exact: true }).click();
  assert.deepEqual(await unmarked(page), [], "events");
  for (const name of ["[Help]", "[Share]"]) {
    await page.getByRole("button", { name, exact: true }).first().click();
    await page.locator("dialog[open]").waitFor();
    assert.deepEqual(await unmarked(page), [], name);
    await page.keyboard.press("Escape");
  }
  await page.keyboard.press("F1");
  await page.locator("dialog[open]").waitFor();
  assert.deepEqual(await unmarked(page), [], "commands");
  await page.keyboard.press("Escape");
  for (const place of ["lessons", "lessons/05-gather"]) {
    await page.goto(`${browser.url}?lang=en-XA#${place}`);
    await page.locator("aw-classroom h2").first().waitFor();
    assert.deepEqual(await unmarked(page), [], place);
  }
  assert.deepEqual(errors, []);
  await context.close();
});

test("lesson: translated, or in English with a word about it, or older than the English", async () => {
  const { page, context, errors } = await browser.page({ serviceWorkers: "block" });
  const note = page.locator("aw-lesson .translation");
  await page.goto(`${browser.url}?lang=de#lessons/05-gather`);
  await page.locator("aw-lesson .text[lang=de] h2", { hasText: "Alle zugleich" }).waitFor();
  assert.equal(await note.count(), 0);
  await page.goto(`${browser.url}?lang=de#lessons/02-pausing`);
  await page.locator("aw-lesson .text[lang=en]").waitFor();
  assert.equal(await note.innerText(), "Diese Lektion ist noch nicht übersetzt.");
  await context.route("**/assets/de-*.js", async (route) => {
    const body = await (await route.fetch()).text();
    await route.fulfill({
      body: body.replace(/isOutOfDate:(!1|false)/, "isOutOfDate:true"),
      contentType: "text/javascript",
    });
  });
  await page.goto("about:blank");
  await page.goto(`${browser.url}?lang=de#lessons/05-gather`);
  await page.locator("aw-lesson .text[lang=de]").waitFor();
  const older = "Diese Übersetzung ist älter als der englische Text der Lektion.";
  assert.equal(await note.innerText(), older);
  await page.goto(`${browser.url}?lang=en#lessons/05-gather`);
  await page.locator("aw-lesson .text[lang=en]").waitFor();
  assert.equal(await note.count(), 0);
  assert.deepEqual(errors, []);
  await context.close();
});

for (const width of [1440, 390])
  test(`German at ${width} px: fits, and axe finds nothing`, async () => {
    const colorScheme = width === 390 ? "dark" : "light";
    const viewport = { width, height: 860 };
    const { page, context, errors } = await browser.page({ viewport, colorScheme });
    /** @param {string} what */
    const check = async (what) => {
      const wide = () => document.documentElement.scrollWidth - innerWidth;
      assert.ok((await page.evaluate(wide)) <= 0, `${what} overflows`);
      assert.deepEqual(await complaints(page), [], what);
    };
    await page.goto(`${browser.url}?lang=de#cancel-cleanup`);
    await runTo(page);
    await check("after a run");
    await page.getByRole("button", { name: "Hilfe", exact: true }).click();
    await check("help");
    await page.goto(`${browser.url}?lang=de#lessons/08-cancellation`);
    await page.locator("aw-lesson .text[lang=de]").waitFor();
    await check("a lesson");
    assert.deepEqual(errors, []);
    await context.close();
  });
