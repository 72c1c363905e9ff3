/* Controls a running program in Chromium: hold, step, cancel a task. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser } from "./browser.mjs";
import { headOf, lanesOf, openMore, openSample, outputOf } from "./page.mjs";
import { pressOnTimeline, runTo } from "./page.mjs";

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

/** Opens a new page at a sample. @param {string} sample */
async function open(sample) {
  await page.goto("about:blank");
  await openSample(page, browser.url, sample);
}

const hold = () => page.getByRole("button", { name: /^(Hold|Resume)$/ });
const step = () => page.getByRole("button", { name: "Step", exact: true });
const chip = (/** @type {string} */ state) => page.locator(`.chip[data-state="${state}"]`);

test("hold: stands still with its clock, which is not the playhead's pause, and goes on", async () => {
  await open("side-by-side");
  await page.getByLabel("Clock").selectOption("tenth");
  await page.locator(".run").click();
  await page.locator("aw-console").getByText("task 1").waitFor();
  await openMore(page, ".run-bar");
  await hold().click();
  await chip("held").waitFor();
  const { total } = await headOf(page);
  const facts = await page.locator(".facts").textContent();
  const clocks = await page.locator("aw-app").evaluate(async (/** @type {any} */ { session }) => {
    const read = () => ({ program: session.now, real: performance.now() });
    const first = read();
    while (performance.now() === first.real) await new Promise(requestAnimationFrame);
    return { first, second: read() };
  });
  assert.ok(clocks.second.real > clocks.first.real && clocks.first.program > 0);
  assert.equal(clocks.second.program, clocks.first.program);
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
  await openMore(page, "aw-playback");
  await page.getByLabel("Step by").selectOption("turn");
  await page.getByRole("button", { name: "Next turn of the loop" }).click();
  assert.match(await event.innerText(), /^turn · number 2/);
  await pressOnTimeline(page, "{");
  assert.match(await event.innerText(), /^turn · number 1/);
  await pressOnTimeline(page, "]");
  assert.match(await event.innerText(), /main · start/);
});

test("cancel: a living task from its lane, by button and by key, and the details say who did", async () => {
  await open("cancel-cleanup");
  await page.keyboard.press("F10");
  await chip("held").waitFor();
  await page.locator("aw-timeline .lane", { hasText: "download" }).click();
  await page.getByRole("button", { name: "Cancel task" }).click();
  await page.locator("aw-details").getByText("asked by you, on this page, at 0 ms").waitFor();
  await page.keyboard.press("F9");
  await chip("finished").waitFor();
  assert.equal((await lanesOf(page))[1], "download cancelled");
  assert.equal(await page.getByRole("button", { name: "Cancel task" }).count(), 0);
  await open("side-by-side");
  await page.keyboard.press("F10");
  await chip("held").waitFor();
  await pressOnTimeline(page, "x");
  await page.locator("aw-details").getByText("asked by you, on this page").waitFor();
  await page.locator(".stop").click();
});

test("knobs and seed: the next run has them, and a link carries them", async () => {
  await open("semaphore-limit");
  await page.getByLabel("downloads at once").fill("6");
  await openMore(page, ".run-bar");
  await page.getByLabel("Seed", { exact: true }).fill("4294967296");
  await page.keyboard.press("Tab"); // no seed: too large
  assert.equal(await page.getByLabel("Seed", { exact: true }).inputValue(), "");
  await page.getByLabel("Seed", { exact: true }).fill("77");
  await page.keyboard.press("Tab");
  await runTo(page);
  assert.ok((await outputOf(page)).includes("part 6, 6 under way"));
  await page.getByLabel("downloads at once").fill("1");
  await page.getByText("Run again to see it.").waitFor();
  await page.getByRole("button", { name: "Share" }).click();
  const link = await page.getByRole("dialog").getByRole("textbox").first().inputValue();
  await page.goto("about:blank");
  await page.goto(link);
  await openMore(page, ".run-bar");
  assert.equal(await page.getByLabel("Seed", { exact: true }).inputValue(), "77");
  assert.equal(await page.getByLabel("downloads at once").inputValue(), "6");
  await runTo(page);
  assert.ok((await outputOf(page)).includes("part 6, 6 under way"));
});

test("lints: of a bug, in the list with its meaning, its lesson and its line", async () => {
  await open("bugs");
  await page.getByLabel("bug", { exact: true }).selectOption("hoarding");
  await runTo(page);
  await page.getByRole("button", { name: "Lints: 1" }).click();
  const one = page.locator(".lower").getByRole("list", { name: "Lints" }).getByRole("listitem");
  assert.match(
    await one.innerText(),
    /^lock-held: hoarding slept with the lock fork in its hands, and main waited 350 ms/,
  );
  assert.equal(await one.getByRole("link").getAttribute("href"), "#lessons/12-locks");
  await one.getByRole("button", { name: /^bugs\.c:\d+$/ }).click();
  await page.locator("aw-source li.chosen", { hasText: "aw_sleep(400)" }).waitFor();
  await one.getByRole("button", { name: "400 ms" }).click();
  assert.ok((await headOf(page)).head < (await headOf(page)).total);
});
