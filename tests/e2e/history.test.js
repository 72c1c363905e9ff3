/* Earlier versions of a program in Chromium: Run and Reset store them, and a reader restores them.
 * Also tests two tabs that edit the same program. Nothing is compiled here. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { complaints } from "./axe.mjs";
import { openBrowser } from "./browser.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
/** @type {Awaited<ReturnType<typeof browser.page>>} */
let shared;
before(async () => {
  browser = await openBrowser();
  shared = await browser.page({ viewport: { width: 1440, height: 900 } });
  await shared.context.route("**/compilerworker*", (route) => route.abort());
});
after(async () => {
  await shared?.context.close();
  await browser?.close();
});

/** Adds a text at the end of the program. @param {Page} page @param {string} words */
async function write(page, words) {
  await page.locator("aw-source li, .cm-line").first().waitFor();
  const edit = page.getByRole("button", { name: "Edit", exact: true });
  if (await edit.isVisible()) await edit.click();
  await page.locator(".cm-content").press("Control+End");
  await page.keyboard.insertText(`// ${words}`);
  await line(page, words).waitFor();
}

/** @param {Page} page @param {string} words */
const line = (page, words) => page.locator("aw-source li, .cm-line", { hasText: words }).first();

/** Opens the list and returns its text for each version. @param {Page} page */
async function versionsOf(page) {
  await page.getByRole("button", { name: "History", exact: true }).click();
  await page.locator("aw-history dialog[open]").waitFor();
  return page.locator("aw-history li span").allInnerTexts();
}

test("History: a version at Run and at Reset; restored, the text is there again", async () => {
  const { page } = shared;
  await page.goto(`${browser.url}#shield`);
  await write(page, "the first");
  await page.locator(".run").click();
  await page.locator('.chip[data-state="failed"]').waitFor(); // there is no compiler
  await write(page, ", the second");
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  assert.deepEqual(await versionsOf(page), ["before Reset", "run"]);
  await page.locator("aw-history ins", { hasText: "// the first// , the second" }).waitFor();
  await page.getByRole("button", { name: "Close" }).click();
  await page.reload();
  assert.deepEqual(await versionsOf(page), ["before Reset", "run"]);
  assert.deepEqual(await complaints(page), []);
  await page.locator("aw-history li button").nth(1).click();
  await page.getByRole("button", { name: "Restore" }).click();
  await line(page, "// the first").waitFor();
  assert.equal(await line(page, "the second").count(), 0);
  await page.reload();
  await line(page, "// the first").waitFor();
  await page.goto(`${browser.url}#race`);
  assert.deepEqual(await versionsOf(page), []);
  await page.getByText("There are none yet.").waitFor();
  await page.getByRole("button", { name: "Close" }).click();
});

test("two tabs: neither undoes what the other wrote, and what is overwritten is a version", async () => {
  const { page: one, context } = shared;
  const two = await context.newPage();
  for (const page of [one, two]) {
    await page.goto(`${browser.url}#side-by-side`);
    await line(page, "int main").waitFor();
  }
  await write(one, "of one");
  const told = "Changed in another tab; both texts are kept.";
  await two.getByText(told).waitFor();
  await two.reload(); // leaving does not write the older text
  await line(two, "of one").waitFor();
  await write(two, "and two");
  await one.getByText(told).waitFor();
  await write(one, "and more");
  await two.getByText(told).waitFor();
  assert.deepEqual(await versionsOf(one), ["of another tab"]);
  await one.locator("aw-history ins", { hasText: "of one// and two" }).waitFor();
  await one.getByRole("button", { name: "Close" }).click();
  await two.getByRole("button", { name: "Show the other" }).click();
  await line(two, "and more").waitFor();
  assert.equal((await versionsOf(two)).length, 2 - 1);
  await two.close();
});

test("storage forbidden: versions last as long as the page, which is said", async (t) => {
  const { page, context } = await browser.page({ viewport: { width: 390, height: 844 } });
  t.after(() => context.close());
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("denied", "SecurityError");
    };
  });
  await context.route("**/compilerworker*", (route) => route.abort());
  await page.goto(`${browser.url}#shield`);
  await page.getByRole("button", { name: "Code", exact: true }).click();
  await write(page, "for now");
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  assert.deepEqual(await versionsOf(page), ["before Reset"]);
  await page.getByText("They last as long as this page").waitFor();
});
