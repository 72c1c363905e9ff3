/* The command palette and the help in Chromium. Both use one table of commands; a user finds a
 * command by its name and runs it with a key. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser } from "./browser.mjs";
import { openSample, runTo } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

test("palette: finds a sample by its words, and Enter goes there", async () => {
  const { page, context, errors } = await browser.page();
  await openSample(page, browser.url);
  await page.keyboard.press("Control+Shift+P");
  await page.getByRole("combobox", { name: "Command" }).fill("sam lost");
  assert.deepEqual(await page.locator("aw-palette [role=option]").allInnerTexts(), [
    "Sample: Lost update",
  ]);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "lock-lost-update.c" }).waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});

test("palette: arrows choose, and what cannot be done is not offered", async () => {
  const { page, context } = await browser.page();
  await openSample(page, browser.url);
  await page.getByRole("button", { name: "Commands" }).click();
  const field = page.getByRole("combobox", { name: "Command" });
  await field.fill("axis");
  await page.getByText("No command has these words.").waitFor();
  await page.keyboard.press("Escape");
  await runTo(page);
  await page.keyboard.press("F1");
  await field.fill("event");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const chosen = page.locator("aw-palette [aria-selected='true']");
  assert.equal(await field.getAttribute("aria-activedescendant"), await chosen.getAttribute("id"));
  await field.fill("previous event");
  await page.keyboard.press("Enter");
  assert.match(
    (await page.locator("aw-playback .count").textContent()) ?? "",
    /^\s*(\d+) \/ (?!\1)/,
  );
  await context.close();
});

test("help: every key of the table stands there, and leads on to all commands", async () => {
  const { page, context } = await browser.page();
  await openSample(page, browser.url);
  await page.keyboard.press("?");
  for (const key of ["Ctrl Enter", "Ctrl Shift P", "Shift Alt F", "←", "Space"])
    await page.locator("aw-help kbd", { hasText: key }).first().waitFor();
  await page.getByRole("button", { name: "All commands" }).click();
  await page.getByRole("combobox", { name: "Command" }).waitFor();
  assert.equal(await page.locator("aw-help dialog[open]").count(), 0);
  await context.close();
});
