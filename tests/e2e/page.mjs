/* Actions of the tests on the page, as a user performs them. */

import assert from "node:assert/strict";

/** @typedef {import("playwright-core").Page} Page */

/**
 * Opens the page at a sample with the virtual clock, because its times are exact. Samples about
 * real time have another one at first.
 * @param {Page} page
 * @param {string} url
 * @param {string} [sample]
 */
export async function openSample(page, url, sample = "hello-sleep") {
  await page.goto(`${url}#${sample}`);
  await page.locator("aw-app .run").waitFor();
  await page.locator("aw-app").evaluate((/** @type {any} */ app) => app.chooseClock("virtual"));
}

/** Opens what stands under More: the bar's, or the timeline's. @param {Page} page
 * @param {".run-bar" | "aw-playback"} part */
export async function openMore(page, part) {
  await page.locator(`${part} aw-more`).getByRole("button", { name: "More", exact: true }).click();
}

/**
 * Presses Run and waits until the state chip shows that the run has ended.
 * @param {Page} page
 * @param {string} [state]
 */
export async function runTo(page, state = "finished") {
  await page.locator(".run").click();
  await page.locator(`.chip[data-state="${state}"]`).waitFor();
}

/** The printed lines. @param {Page} page */
export async function outputOf(page) {
  const lines = await page.locator("aw-console .line .text").allTextContents();
  return lines.map((line) => line.trimEnd());
}

/** The lanes as `name state`. @param {Page} page */
export async function lanesOf(page) {
  const rows = await page.locator("aw-timeline .lane").allInnerTexts();
  return rows.map((text) => text.replace(/\s+/g, " ").trim());
}

/** The position of the playhead: the number of rows up to it, and of all rows.
 * @param {Page} page */
export async function headOf(page) {
  const text = (await page.locator("aw-playback .count").textContent()) ?? "";
  const [head, total] = text.split("/").map(Number);
  return { head, total };
}

/** @param {Page} page @param {string} key */
export async function pressOnTimeline(page, key) {
  await page.locator("aw-timeline .lane[tabindex='0']").press(key);
}

/**
 * A point on the canvas: at a fraction of its width, in the middle of a lane or on the axis (-1).
 * @param {Page} page
 * @param {number} share
 * @param {number} lane
 */
export async function pointAt(page, share, lane) {
  const box = await page.locator("aw-timeline .picture canvas").boundingBox();
  assert.ok(box);
  const rows = page.locator("aw-timeline .lane");
  const row = lane < 0 ? null : await rows.nth(lane).boundingBox();
  const y = row ? row.y + row.height / 2 : box.y + 12;
  return { x: box.x + 20 + (box.width - 40) * share, y };
}
