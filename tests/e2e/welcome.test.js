/* The first minute in Chromium: what a first visit sees and can do, and what a later one does. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { complaints } from "./axe.mjs";
import { openBrowser, withoutCompiler } from "./browser.mjs";
import { headOf, lanesOf, outputOf, runTo } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

const lanes = ["main done", "soup done", "rice done", "fish done"];
/** @param {import("playwright-core").Page} page */
const door = (page, /** @type {string} */ name) =>
  page.locator(".welcome").getByRole("button", { name, exact: true });

/** The page's session. @param {import("playwright-core").Page} page */
const stateOf = (page) =>
  page.locator("aw-app").evaluate((/** @type {any} */ { session, sample }) => {
    const { state, mode, clock, axis, kept, trace } = session;
    const end = trace.endTime;
    return { sample: sample.name, state, mode, clock, axis, end, keptEnd: kept?.endTime ?? null };
  });

test("first visit: a recorded run is drawn, still, before any program or compiler is asked for", async () => {
  const { page, context, errors } = await browser.page();
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(browser.url);
  await page.locator("aw-timeline .lane").nth(3).waitFor();
  assert.deepEqual(await lanesOf(page), lanes);
  const opening = { sample: "sequential-vs-gather", state: "finished", clock: "virtual" };
  const shown = { ...opening, axis: "time", end: 300, keptEnd: 600 };
  assert.deepEqual(await stateOf(page), { ...shown, mode: "paused" });
  assert.deepEqual(await complaints(page), []);
  assert.deepEqual(
    asked.filter((path) => /wasm|llvm|compilerworker/.test(path)),
    [],
  );
  const recorded = await outputOf(page);
  await door(page, "Run it").click();
  await page.locator('.facts[title*="real"]').waitFor({ state: "attached" }); // of now
  assert.deepEqual(await outputOf(page), recorded);
  assert.deepEqual(await lanesOf(page), lanes);
  assert.equal(await page.locator(".welcome").count(), 0);
  await page.getByText("This run ends at 300 ms, the kept one at 600 ms").waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});

test("first visit with motion: the run plays once; so does each run in virtual time", async () => {
  const { page, context, errors } = await browser.page({ reducedMotion: "no-preference" });
  await page.goto(browser.url);
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await page.getByLabel("Speed").selectOption("4");
  await page.getByRole("button", { name: "Play" }).waitFor();
  const { head, total } = await headOf(page);
  assert.equal(head, total);
  await page.locator(".run").click();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await page.getByRole("button", { name: "Pause" }).click();
  await page.locator('.chip[data-state="finished"]').waitFor();
  assert.ok((await headOf(page)).head < total);
  await page.reload();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  assert.equal(await page.getByLabel("Speed").inputValue(), "4"); // is remembered
  assert.deepEqual(errors, []);
  await context.close();
});

test("doors: to change the program, and to the first lesson, where a later visit begins", async () => {
  const { page, context, errors } = await browser.page();
  await withoutCompiler(context);
  await page.goto(browser.url);
  await door(page, "Change it").click();
  await page.locator(".cm-content:focus").waitFor();
  await page.goto("about:blank");
  await page.goto(browser.url); // nothing was changed
  await door(page, "Learn it").click();
  await page.locator("aw-lesson").waitFor();
  await page.goto("about:blank");
  await page.goto(browser.url);
  await page.locator("aw-lesson").waitFor();
  assert.equal(new URL(page.url()).hash, "#lessons/01-one-loop");
  assert.deepEqual(errors, []);
  await context.close();
});

test("a later visit: the program that the reader changed, instead of the recorded run", async () => {
  const { page, context, errors } = await browser.page();
  await withoutCompiler(context);
  await page.goto(`${browser.url}#race`);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.locator(".cm-content").press("Control+End");
  await page.keyboard.insertText("// mine");
  await page.goto("about:blank");
  await page.goto(browser.url);
  await page.locator("aw-source li", { hasText: "// mine" }).waitFor();
  const state = await stateOf(page);
  assert.deepEqual([state.sample, state.state], ["race", "idle"]);
  assert.equal(await page.locator(".welcome").count(), 0);
  assert.deepEqual(errors, []);
  await context.close();
});

test("clock: real time, once chosen, stays with other samples; one about real time has its own", async () => {
  const { page, context } = await browser.page();
  await page.goto(`${browser.url}#race`);
  const clock = page.getByLabel("Clock");
  assert.equal(await clock.inputValue(), "virtual");
  await page.locator(".item", { hasText: "Fetch concurrently" }).click();
  assert.equal(await clock.inputValue(), "real");
  await page.locator(".item", { hasText: "Shield" }).click();
  assert.equal(await clock.inputValue(), "virtual");
  await clock.selectOption("real");
  await page.locator(".item", { hasText: "Race" }).click();
  assert.equal(await clock.inputValue(), "real");
  await context.close();
});

test("axis: steps for a lesson in which all happens at one instant, time for others", async () => {
  const { page, context } = await browser.page();
  await page.goto(`${browser.url}#lessons/01-one-loop`);
  await page.locator("aw-lesson").waitFor();
  await runTo(page);
  assert.equal((await stateOf(page)).axis, "steps");
  await page.goto(`${browser.url}#race`);
  await runTo(page);
  assert.equal((await stateOf(page)).axis, "time");
  await context.close();
});

test("panes: resized by drag and by key, and remembered", async () => {
  const { page, context } = await browser.page({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${browser.url}#race`);
  const widthOf = async () => (await page.locator("section.code").boundingBox())?.width ?? 0;
  const line = page.getByRole("separator", { name: "Width of the code" });
  const before = await widthOf();
  await line.press("ArrowRight");
  const wider = await widthOf();
  assert.ok(wider > before);
  const box = await line.boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + 3, 400);
  await page.mouse.down();
  await page.mouse.move(box.x - 97, 400);
  await page.mouse.up();
  const narrower = await widthOf();
  assert.ok(Math.abs(wider - narrower - 100) < 8, `${wider} to ${narrower}`);
  await page.reload();
  assert.equal(await widthOf(), narrower);
  await line.dblclick();
  assert.equal(await widthOf(), before);
  await context.close();
});
