/* Playback and the timeline in Chromium: pause, step, scrub, select and zoom, with pointer and
 * keyboard. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { complaints } from "./axe.mjs";
import { openBrowser } from "./browser.mjs";
import { headOf, lanesOf, openMore, openSample, pointAt } from "./page.mjs";
import { pressOnTimeline, runTo } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
/** @type {import("playwright-core").Page} */
let page;
/** @type {import("playwright-core").BrowserContext} */
let context;
before(async () => {
  browser = await openBrowser();
  ({ page, context } = await browser.page({ viewport: { width: 1440, height: 900 } }));
});
after(async () => {
  await context.close();
  await browser.close();
});

async function freshRun(sample = "cancel-cleanup") {
  await page.goto("about:blank");
  await openSample(page, browser.url, sample);
  await runTo(page);
}

test("step: back and on move by one event, and the lanes follow", async () => {
  await freshRun();
  const { total } = await headOf(page);
  await page.getByRole("button", { name: "Previous event" }).click();
  await page.getByRole("button", { name: "Previous event" }).click();
  assert.equal((await headOf(page)).head, total - 2);
  await page.getByRole("button", { name: "Next event" }).click();
  assert.equal((await headOf(page)).head, total - 1);
  await page.getByRole("button", { name: "To the start" }).click();
  assert.deepEqual(await lanesOf(page), ["main not yet", "download not yet"]);
});

test("scrub: the slider and the axis set the playhead; later output is greyed", async () => {
  await freshRun();
  const start = await pointAt(page, 0.1, -1);
  const middle = await pointAt(page, 0.5, -1);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.up();
  assert.deepEqual(await lanesOf(page), ["main sleeping", "download sleeping"]);
  assert.equal(await page.locator("aw-console .line.later").count(), 5);
  await page.getByLabel("Playhead").fill("1");
  assert.equal((await headOf(page)).head, 1);
});

test("click: a slice shows its source line and its details", async () => {
  await freshRun();
  const { x, y } = await pointAt(page, 0.9, 1);
  await page.mouse.click(x, y);
  const line = await page.locator("aw-source li.chosen").getAttribute("data-line");
  const text = await page.locator("aw-source li.chosen code").textContent();
  assert.match(text ?? "", /aw_sleep\(150\)/);
  const facts = await page.locator("aw-details .slice").innerText();
  assert.match(facts, /sleeping/);
  assert.match(facts, /500 ms – 650 ms/);
  assert.match(facts, new RegExp(`cancel-cleanup\\.c:${line}`));
});

test("details: say who cancelled a task and why it waits", async () => {
  await freshRun();
  await page.locator("aw-timeline .lane").nth(1).click();
  assert.match(await page.locator("aw-details dl").innerText(), /asked by main at 500 ms/);
  const { x, y } = await pointAt(page, 0.9, -1);
  await page.mouse.click(x, y);
  await page.locator("aw-timeline .lane").nth(0).click();
  assert.match(
    await page.locator("aw-details .why").innerText(),
    /main waits for download\. download waits for a timer at 650 ms\./,
  );
});

test("source: marks the lines where tasks are at the playhead", async () => {
  await freshRun();
  const { x, y } = await pointAt(page, 0.5, -1);
  await page.mouse.click(x, y);
  const parked = await page.locator("aw-source li.parked").allInnerTexts();
  assert.equal(parked.length, 2);
  assert.match(parked[0], /aw_sleep\(200\)[^]*download/);
  assert.match(parked[1], /aw_sleep\(500\)[^]*main/);
});

test("source: a line that is pointed at, by hand or by key, shows its slices on the timeline", async () => {
  await freshRun();
  const said = page.locator("aw-timeline .at");
  const highlights = () =>
    page
      .locator("aw-timeline")
      .evaluate((/** @type {any} */ { scene }) =>
        [...scene.highlights].map(([lane, slices]) => `${lane.name} ${slices.length}`),
      );
  assert.deepEqual(await highlights(), []);
  const wait = page.locator("aw-source li", { hasText: "rc = aw_sleep(200)" });
  const line = Number(await wait.getAttribute("data-line"));
  await wait.hover();
  await said.getByText(`Line ${line}: 1 task, 3 slices.`).waitFor();
  assert.deepEqual(
    [await highlights(), await said.getAttribute("aria-live")],
    [["download 3"], "off"],
  );
  await page.locator("aw-timeline .lane").first().hover();
  await page.waitForFunction(() => {
    const app = document.querySelector("aw-app")?.shadowRoot;
    return !app?.querySelector("aw-timeline")?.shadowRoot?.querySelector(".at")?.textContent;
  });
  assert.deepEqual(await highlights(), []);
  await wait.locator(".gutter").click();
  assert.equal(await page.locator("aw-editor").count(), 0);
  assert.equal(await said.getAttribute("aria-live"), "polite");
  await page.locator("aw-source").press("ArrowDown");
  await said.getByText(`Line ${line + 1}: no task was created there`).waitFor();
  assert.deepEqual(await complaints(page), []);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const text = page.locator("aw-editor .cm-content");
  await text.press("Control+Home");
  await text.press("Enter");
  await page.locator("aw-editor .cm-line", { hasText: "aw_spawn_with" }).click();
  await page.locator("aw-timeline .lane").first().hover();
  await text.press("Shift+F12");
  await said.getByText(/^Line \d+: 2 tasks, 2 slices\.$/).waitFor();
  assert.deepEqual(await highlights(), ["main 1", "download 1"]);
  await text.press("Escape");
  assert.deepEqual(await highlights(), []);
  await page.getByRole("button", { name: "Reset" }).click();
});

test("keyboard: steps, switches, lanes, axis, links and zoom", async () => {
  await freshRun();
  const { total } = await headOf(page);
  await pressOnTimeline(page, "Home");
  assert.equal((await headOf(page)).head, 0);
  await pressOnTimeline(page, ".");
  assert.equal((await headOf(page)).head, 1);
  await pressOnTimeline(page, "]");
  assert.deepEqual((await lanesOf(page))[0], "main running");
  await pressOnTimeline(page, "ArrowDown");
  assert.match(
    await page.locator("aw-timeline .lane[aria-selected='true']").innerText(),
    /download/,
  );
  await pressOnTimeline(page, "ArrowRight");
  await pressOnTimeline(page, "ArrowRight");
  assert.deepEqual((await lanesOf(page))[1], "download running");
  await pressOnTimeline(page, "t");
  assert.equal(
    await page.getByRole("button", { name: "Steps" }).getAttribute("aria-pressed"),
    "true",
  );
  await pressOnTimeline(page, "l");
  await openMore(page, "aw-playback");
  assert.equal(
    await page.getByRole("button", { name: "All links" }).getAttribute("aria-pressed"),
    "false",
  );
  await pressOnTimeline(page, "End");
  assert.equal((await headOf(page)).head, total);
  await pressOnTimeline(page, "Escape");
  assert.equal(await page.locator("aw-timeline .lane[aria-selected='true']").count(), 0);
});

test("play: goes from the start to the end by itself, and pauses on demand", async () => {
  await freshRun();
  const { total } = await headOf(page);
  await page.getByLabel("Speed").selectOption("0.25");
  await page.getByRole("button", { name: "Play" }).click();
  await page.waitForFunction(() => {
    const count = document.querySelector("aw-app")?.shadowRoot?.querySelector("aw-playback");
    return Number(count?.shadowRoot?.querySelector(".count")?.textContent?.split("/")[0]) > 5;
  });
  await page.getByRole("button", { name: "Pause" }).click();
  const { head } = await headOf(page);
  assert.ok(head > 5 && head < total, `${head} of ${total}`);
  await page.getByLabel("Speed").selectOption("4");
  await page.getByRole("button", { name: "Play" }).click();
  await page.getByRole("button", { name: "Play" }).waitFor();
  assert.equal((await headOf(page)).head, total);
});

/** The part of the axis that is drawn, and the playhead on it. */
const viewOf = () =>
  page.locator("aw-timeline").evaluate((/** @type {any} */ { scene }) => {
    const { view, headCoord, width } = scene;
    return { ...view, head: headCoord, width };
  });

test("zoom: shows less of the axis around the playhead, and Fit all of it", async () => {
  await freshRun();
  await page.getByRole("button", { name: "To the start" }).click();
  const all = await viewOf();
  assert.deepEqual([all.from, all.head], [0, 0]);
  await openMore(page, "aw-playback");
  await page.getByRole("button", { name: "Zoom in" }).click();
  const zoomed = await viewOf();
  assert.ok(Math.abs(zoomed.to - 0.6 * all.to) < 0.001, `${zoomed.to} of ${all.to}`);
  assert.equal(zoomed.from, 0);
  await page.getByRole("button", { name: "Show all" }).click();
  assert.deepEqual(await viewOf(), all);
});

test("wheel: scrolls the page as usual, and zooms only with Ctrl", async () => {
  await freshRun();
  const { x, y } = await pointAt(page, 0.3, 0);
  await page.mouse.move(x, y);
  const all = await viewOf();
  await page.mouse.wheel(0, -200);
  assert.deepEqual(await viewOf(), all);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -200);
  await page.keyboard.up("Control");
  assert.notDeepEqual(await viewOf(), all);
});

test("events: the table lists every row, and choosing one moves the playhead", async () => {
  await freshRun();
  await page.getByRole("button", { name: "Events" }).click();
  const grid = page.getByRole("grid", { name: "Events" });
  const { total } = await headOf(page);
  assert.equal(await grid.getAttribute("aria-rowcount"), String(total + 1));
  await grid.press("Home");
  assert.equal((await headOf(page)).head, 1);
  await grid.press("ArrowDown");
  assert.equal((await headOf(page)).head, 2);
  await grid.getByText("spawned by main").click();
  assert.match(await page.locator(".event").innerText(), /download · spawn · spawned by main/);
});

test("console: a line takes the playhead to the moment it was printed", async () => {
  await freshRun();
  await page.locator("aw-console").getByText("got part 1").click();
  assert.match(await page.locator(".event").innerText(), /output · download: got part 1/);
});

test("range: marked by Shift and the axis or by keys, it is counted, zoomed to and forgotten", async () => {
  await freshRun();
  const [from, to] = [await pointAt(page, 0.2, -1), await pointAt(page, 0.6, -1)];
  const { head } = await headOf(page);
  await page.keyboard.down("Shift");
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
  await page.keyboard.up("Shift");
  const range = page.getByRole("region", { name: "Range" });
  assert.match(await range.getByRole("status").innerText(), /^130 ms to 390 ms, 260 ms\. Events: /);
  assert.match(await range.getByRole("row", { name: "main" }).innerText(), /100 %\s*260 ms/);
  assert.equal((await headOf(page)).head, head, "the playhead stays");
  assert.deepEqual(await complaints(page), []);
  await pressOnTimeline(page, "Home");
  await pressOnTimeline(page, "i");
  assert.match(await range.getByRole("status").innerText(), /^0 ms to 390 ms/);
  await pressOnTimeline(page, "t");
  assert.match(await range.getByRole("status").innerText(), /^Events 1 to /);
  await pressOnTimeline(page, "Escape");
  assert.equal(await range.count(), 0);
  assert.equal(await page.locator("aw-timeline .lane[aria-selected='true']").count(), 1);
});

test("scroll: the picture stays beside the lanes", async () => {
  const { page: low, context: lowContext } = await browser.page({
    viewport: { width: 1440, height: 620 },
  });
  await openSample(low, browser.url, "crawler");
  await runTo(low);
  await low.locator("aw-timeline .frame").evaluate((frame) => (frame.scrollTop = 1000));
  const frame = await low.locator("aw-timeline .frame").boundingBox();
  const canvas = await low.locator("aw-timeline .picture canvas").boundingBox();
  assert.equal(canvas?.y, frame?.y);
  await lowContext.close();
});

test("keep: the next run is compared with it, until it is dropped or another sample opened", async () => {
  await freshRun("race");
  const keep = page.getByRole("button", { name: "Keep for comparison" });
  const sentence = page.locator("aw-timeline .ghost [role='status']");
  await openMore(page, "aw-playback");
  await keep.click();
  assert.match((await sentence.textContent()) ?? "", /run again to compare/);
  await runTo(page);
  await page.getByText("This run and the kept one both end at 120 ms.").waitFor();
  await page.getByRole("button", { name: "Steps" }).click();
  assert.match(
    (await sentence.textContent()) ?? "",
    /^This run and the kept one both have \d+ events/,
  );
  assert.deepEqual(await complaints(page), []);
  await page.getByRole("button", { name: "Drop the kept run" }).click();
  await openMore(page, "aw-playback");
  assert.equal(await keep.getAttribute("aria-pressed"), "false");
  await keep.click();
  await openSample(page, browser.url, "shield");
  await page.locator(".chip[data-state='idle']").waitFor();
  assert.equal(await sentence.count(), 0);
});

test("graph: draws who waits for whom, lists it, and takes a press", async () => {
  await freshRun();
  const { x, y } = await pointAt(page, 0.9, -1);
  await page.mouse.click(x, y);
  await page.getByRole("button", { name: "Graph", exact: true }).click();
  const graph = page.getByRole("region", { name: "Who waits for whom" });
  await graph.getByRole("listitem").first().waitFor();
  assert.deepEqual(await graph.getByRole("listitem").allTextContents(), [
    "main waits for: download.",
    "download waits for: timer 650 ms.",
    "timer 650 ms",
  ]);
  await graph.locator("g.task", { hasText: "download" }).locator("rect").click();
  assert.equal(await graph.locator("g.chosen title").textContent(), "download: download");
  assert.deepEqual(await complaints(page), []);
  await page.getByRole("button", { name: "Task", exact: true }).click();
  assert.match(await page.locator("aw-details h2").innerText(), /download/);
});

test("share: saves the timeline as an SVG and as a PNG that open by themselves", async () => {
  await freshRun("race");
  await page.getByRole("button", { name: "Share" }).click();
  /** @param {string} kind */
  const saved = async (kind) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: `Picture, ${kind}` }).click(),
    ]);
    assert.equal(download.suggestedFilename(), `race.${kind.toLowerCase()}`);
    return readFile(await download.path());
  };
  const text = (await saved("SVG")).toString();
  const blank = await context.newPage(); // the page's policy forbids parsing
  const parsed = await blank.evaluate((text) => {
    const picture = new DOMParser().parseFromString(text, "image/svg+xml");
    const texts = [...picture.querySelectorAll("text")].map(({ textContent }) => textContent);
    return { root: picture.documentElement.nodeName, texts };
  }, text);
  await blank.close();
  assert.equal(parsed.root, "svg");
  for (const word of ["main", "Oslo", "cancelled", "until 300 ms", "running", "timers"])
    assert.ok(parsed.texts.includes(word), word);
  assert.equal((await saved("PNG")).subarray(1, 4).toString(), "PNG");
});

test("lanes: folded, pinned and left out by key and by press", async () => {
  await freshRun("task-tree");
  const names = async () =>
    (await page.locator("aw-timeline .lane .text").allInnerTexts()).map((name) => name.trim());
  const all = await names();
  await page.getByRole("button", { name: "Hide the children of main" }).click();
  assert.deepEqual(await names(), ["main"]);
  const main = page.locator("aw-timeline .lane").first();
  assert.equal(await main.getAttribute("aria-expanded"), "false");
  await pressOnTimeline(page, "c");
  assert.deepEqual(await names(), all);
  await pressOnTimeline(page, "ArrowDown");
  await pressOnTimeline(page, "b");
  assert.deepEqual(await names(), [all[1], ...all.slice(2, 4)]);
  assert.deepEqual(await complaints(page), []);
  await page.getByRole("button", { name: "Show all tasks" }).click();
  await page.locator("aw-details").getByRole("button", { name: "Pin" }).click();
  assert.deepEqual((await names()).slice(0, 2), [all[1], all[0]]);
  await pressOnTimeline(page, "p");
  assert.deepEqual(await names(), all);
});
