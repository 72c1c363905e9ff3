/* The lessons in Chromium: a reader reads, predicts, checks and passes a lesson, and the page
 * stores that. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { lessonNames, lessons } from "../../playground/build/lessonbuild.mjs";
import { complaints } from "./axe.mjs";
import { openBrowser } from "./browser.mjs";
import { lanesOf, outputOf, runTo } from "./page.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

/** Opens a page at a place in the lessons. @param {string} place
 * @param {import("playwright-core").BrowserContextOptions} [options] */
async function open(place, options = { viewport: { width: 1440, height: 900 } }) {
  const opened = await browser.page(options);
  await opened.page.goto(`${browser.url}#${place}`);
  return opened;
}

/** Presses Check and waits for the result. @param {Page} page */
async function check(page) {
  const says = page.locator("aw-lesson .verdict");
  await page.locator("aw-lesson .check").click();
  await says.getByText(/\w/).waitFor();
  return says.innerText();
}

test("lesson 1: predicted, run, not passed by the start, passed by the solution, remembered", async () => {
  const { page, context, errors } = await open("lessons");
  await page.getByRole("button", { name: /One thread, one loop/ }).click();
  await page.getByRole("heading", { name: "One thread, one loop" }).waitFor();
  assert.match(page.url(), /#lessons\/01-one-loop$/);
  await page.getByLabel("ping 1, ping 2, ping 3, pong 1").check();
  await page.locator("aw-lesson").getByText("Yes.").waitFor();
  await runTo(page);
  assert.deepEqual((await outputOf(page)).slice(0, 2), ["ping 1", "ping 2"]);
  assert.match(await check(page), /^2 of 3 passed/);
  await page.getByText(/printed "ping 2" right after its line before/).waitFor();
  await page.locator(".solution summary").click();
  await page.locator("aw-difference ins", { hasText: "aw_yield()" }).waitFor();
  await page.getByRole("button", { name: "Open the solution" }).click();
  await page.locator("aw-source").getByText("and take turns").waitFor();
  assert.match(await check(page), /^The solution passes/);
  await page.locator(".explain").getByText("end of the list of ready tasks").waitFor();
  assert.deepEqual(await lanesOf(page), ["main done", "Task-2 done", "Task-3 done"]);

  await page.reload();
  await page.getByRole("heading", { name: "One thread, one loop" }).waitFor();
  assert(await page.getByLabel("ping 1, ping 2, ping 3, pong 1").isChecked());
  await page.getByRole("button", { name: "All lessons" }).click();
  await page.getByText("1 of 14 done").waitFor();
  assert.equal(await page.locator("aw-classroom .item").count(), (await lessonNames()).length);
  assert.deepEqual(errors, []);
  await context.close();
});

test("lesson 1: a program of one's own is compiled, checked under each seed, and passes", async () => {
  const { page, context } = await open("lessons/01-one-loop");
  page.setDefaultTimeout(60_000); // the first compilation is slow on a busy machine
  const solution = await readFile(new URL("01-one-loop/solution.c", lessons), "utf8");
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.locator(".cm-content").press("Control+a");
  await page.keyboard.press("Backspace");
  await page.keyboard.insertText(solution);
  assert.match(await check(page), /^Passed, in 3 different runs/);
  await page.getByRole("button", { name: /^Next: Pausing and going on/ }).click();
  await page.getByRole("heading", { name: "Pausing and going on" }).waitFor();
  await page.getByText("2 of 14").waitFor();
  await context.close();
});

test("lessons: what has been done is saved to a file and read in another browser", async () => {
  const { page, context } = await open("lessons/05-gather");
  await page.getByRole("button", { name: "All lessons" }).click();
  const text = '{"version":1,"lessons":{"05-gather":{"done":"own"},"<b>":{"done":"own"}}}';
  const file = { name: "p.json", mimeType: "application/json", buffer: Buffer.from(text) };
  await page.locator("aw-classroom input").setInputFiles(file);
  await page.getByText("1 of 14 done").waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save progress" }).click(),
  ]);
  const saved = JSON.parse(await readFile(await download.path(), "utf8"));
  assert.deepEqual(saved, { version: 1, lessons: { "05-gather": { done: "own" } } });
  const bad = { ...file, buffer: Buffer.from("<script>") };
  await page.locator("aw-classroom input").setInputFiles(bad);
  await page.getByText("Nothing was read: the file is not JSON").waitFor();
  await context.close();
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
]) {
  test(`lessons at ${viewport.width} px: fit, and axe finds nothing`, async () => {
    const { page, context, errors } = await open("lessons", { viewport, colorScheme: "dark" });
    await page.getByRole("button", { name: /Cancellation and cleanup/ }).waitFor();
    assert.deepEqual(await complaints(page), []);
    await page.getByRole("button", { name: /Cancellation and cleanup/ }).click();
    await page.getByLabel("Nothing is printed any more").check();
    await check(page);
    for (const each of await page.locator("aw-lesson summary").all()) await each.click();
    assert.deepEqual(await complaints(page), []);
    const over = () => document.documentElement.scrollWidth - window.innerWidth;
    assert.equal(await page.evaluate(over), 0);
    assert.deepEqual(errors, []);
    await page.getByRole("button", { name: "Lessons", exact: true }).click();
    await page.waitForFunction(() => location.hash === "#sequential-vs-gather");
    assert.equal(await page.locator("aw-classroom").count(), 0);
    await context.close();
  });
}

test("lessons: none of their code is loaded before one asks for them", async () => {
  const { page, context } = await browser.page();
  /** @type {string[]} */
  const loaded = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto(browser.url);
  await runTo(page);
  const early = loaded.filter((path) => /lesson|classroom|check-/.test(path));
  assert.deepEqual(early, []);
  await page.getByRole("button", { name: "Lessons", exact: true }).click();
  await page.getByRole("button", { name: /One thread/ }).waitFor();
  assert(loaded.some((path) => path.includes("classroom")));
  await context.close();
});
