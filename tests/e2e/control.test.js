/* What a reader does to a program that runs, in Chromium: hold it, step it, cancel a task. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser } from "./browser.mjs";
import { headOf, lanesOf, openSample, pressOnTimeline, runTo } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
/** @type {import("playwright-core").Page} */
let page;
/** @type {import("playwright-core").BrowserContext} */
let context;
/** @type {string[]} */
let errors;
before(async () => {
  browser = await openBrowser();
  ({ page, context, errors } = await browser.page({ viewport: { width: 1440, height: 900 } }));
});
after(async () => {
  assert.deepEqual(errors, []);
  await context.close();
  await browser.close();
});

/** The page as new, at a sample. @param {string} sample */
async function open(sample) {
  await page.goto("about:blank");
  await openSample(page, browser.url, sample);
}

const hold = () => page.getByRole("button", { name: /^(Hold|Go on)$/ });
const step = () => page.getByRole("button", { name: "Step", exact: true });
const chip = (/** @type {string} */ state) => page.locator(`.chip[data-state="${state}"]`);

test("hold: stands still with its clock, which is not the playhead's pause, and goes on", async () => {
  await open("side-by-side");
  await page.getByLabel("Clock").selectOption("tenth");
  await page.locator(".run").click();
  await page.locator("aw-console").getByText("task 1").waitFor();
  await hold().click();
  await chip("held").waitFor();
  const { total } = await headOf(page);
  const facts = await page.locator(".facts").textContent();
  await page.waitForTimeout(300);
  assert.equal((await headOf(page)).total, total);
  assert.equal(await page.locator(".facts").textContent(), facts);
  await pressOnTimeline(page, ","); // the playhead is free meanwhile
  assert.equal((await headOf(page)).head, total - 1);
  await chip("held").waitFor();
  await page.keyboard.press("F9");
  await page.locator("aw-console").getByText("main 1").waitFor();
  await chip("running").waitFor();
  await page.locator(".stop").click();
});

test("step: starts the program held, and runs one task until it waits", async () => {
  await open("side-by-side");
  await page.keyboard.press("F10");
  await chip("held").waitFor();
  await page.locator("aw-timeline").getByText("main").waitFor();
  assert.deepEqual(await lanesOf(page), ["main sleeping", "Task-2 created"]);
  await step().click();
  await page.locator("aw-console").getByText("task 1").waitFor();
  assert.deepEqual(await lanesOf(page), ["main sleeping", "Task-2 sleeping"]);
  await page.locator(".stop").click();
  await chip("stopped").waitFor();
});

test("step: of the playhead goes by event, task switch or turn of the loop", async () => {
  await open("side-by-side");
  await runTo(page);
  await pressOnTimeline(page, "Home");
  const event = page.locator(".event");
  await pressOnTimeline(page, "}");
  assert.match(await event.innerText(), /^turn · number 1/);
  await page.getByLabel("Step by").selectOption("turn");
  await page.getByRole("button", { name: "One turn of the loop on" }).click();
  assert.match(await event.innerText(), /^turn · number 2/);
  await pressOnTimeline(page, "{");
  assert.match(await event.innerText(), /^turn · number 1/);
  await pressOnTimeline(page, "]");
  assert.match(await event.innerText(), /main · start/);
});
