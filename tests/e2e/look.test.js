/* Sizes, themes and accessibility in Chromium: nothing overflows, axe finds nothing. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { compileAll } from "../../playground/build/programs.mjs";
import { complaints } from "./axe.mjs";
import { openBrowser, replaceProgram, withoutCompiler } from "./browser.mjs";
import { openMore, openSample, runTo } from "./page.mjs";

const light = /** @type {const} */ ({ colorScheme: "light", forcedColors: "none" });
const dark = /** @type {const} */ ({ colorScheme: "dark", forcedColors: "none" });
const forced = /** @type {const} */ ({ colorScheme: "light", forcedColors: "active" });

/** The sizes, and the colour schemes that each part is seen in at a size. Colours do not depend on
 * the size, so all schemes at one size, and one at each other size, are enough. */
const sizes = [
  { viewport: { width: 1440, height: 900 }, colours: [light] },
  { viewport: { width: 1024, height: 768 }, colours: [light, dark, forced] },
  { viewport: { width: 390, height: 844 }, colours: [dark] },
];

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

/** How much wider the page is than its window, or the details of a task than their panel.
 * @param {import("playwright-core").Page} page */
async function overflowOf(page) {
  const details = page.locator("aw-details").filter({ visible: true });
  const inside = await details.evaluateAll((all) =>
    all.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
  );
  const outside = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  return Math.max(outside, ...inside);
}

/** Fails unless a part of the page fits and axe finds no problem in each of these colour schemes.
 * An open page changes its colours at once, so one visit is enough for all.
 * @param {import("playwright-core").Page} page @param {string} part
 * @param {readonly (typeof light | typeof dark | typeof forced)[]} colours */
async function fits(page, part, colours) {
  for (const media of colours) {
    await page.emulateMedia(media);
    await page.waitForFunction(
      (wanted) => [wanted, undefined].some((it) => it === document.documentElement.dataset.theme),
      media.colorScheme, // licences.html, which has no script, takes it from the style sheet alone
    );
    const name = `${part}, ${media.colorScheme}, forced colours: ${media.forcedColors}`;
    assert.ok((await overflowOf(page)) <= 0, name);
    assert.deepEqual(await complaints(page), [], name);
  }
}

for (const { viewport, colours } of sizes) {
  const isPhone = viewport.width < 500;
  test(`${viewport.width} px: fits, and axe finds nothing`, async () => {
    const touch = { hasTouch: isPhone, isMobile: isPhone };
    const { page, context } = await browser.page({ viewport, ...touch });
    await openSample(page, browser.url, "cancel-cleanup");
    await fits(page, "before a run", colours);
    await runTo(page);
    const tabs = isPhone ? ["Code", "Timeline", "Output"] : [];
    for (const tab of tabs) {
      await page.getByRole("button", { name: tab, exact: true }).first().click();
      await fits(page, tab, colours);
    }
    await page.getByRole("button", { name: "Events", exact: true }).click();
    await fits(page, "events", colours);
    await page.getByRole("button", { name: "Help" }).click();
    await fits(page, "help", colours);
    await context.close();
  });
}

/** Opens each part of the page that is hidden at first, and calls `look`.
 * @param {import("playwright-core").Page} page @param {(part: string) => Promise<void>} look */
async function visitParts(page, look) {
  /** @param {string} command */
  const command = async (command) => {
    await page.keyboard.press("F1");
    await page.getByRole("combobox", { name: "Command" }).fill(command);
    await page.keyboard.press("Enter");
  };
  await openSample(page, browser.url, "crawler");
  await runTo(page);
  await page.keyboard.press("F1");
  await page.getByRole("combobox", { name: "Command" }).fill("lane");
  await look("palette");
  await page.keyboard.press("Escape");
  for (const dialog of ["share", "offline"]) {
    await command(dialog);
    await page.locator(`aw-${dialog} dialog[open]`).waitFor();
    await look(dialog);
    await page.keyboard.press("Escape");
  }
  await page.evaluate(() => {
    const app = /** @type {any} */ (document.querySelector("aw-app"));
    app.session.seekHead(60);
    app.showGraph(true);
  });
  await page.locator("aw-graph svg").waitFor();
  await look("graph");
  await command("edit the program");
  await page.locator(".cm-content").waitFor();
  await look("editor");
  for (const place of ["lessons", "lessons/05-gather"]) {
    await page.goto(`${browser.url}#${place}`);
    await page.locator("aw-classroom h2").first().waitFor();
    await look(place);
  }
  for (const file of ["licences.html", "embed.html#race"]) {
    await page.goto(browser.url + file);
    await page.locator("h1, h2, .run").first().waitFor();
    await look(file);
  }
}

for (const { viewport, colours } of sizes)
  test(`other parts at ${viewport.width} px: fit, and axe finds nothing`, async () => {
    const { page, context, errors } = await browser.page({ viewport });
    await withoutCompiler(context);
    await visitParts(page, (part) => fits(page, part, colours));
    assert.deepEqual(errors, []);
    await context.close();
  });

/** The visible controls that are too low for a finger. */
function lowControls() {
  /** @type {string[]} */
  const found = [];
  /** @param {ParentNode} root */
  const visit = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) visit(element.shadowRoot);
      if (!element.matches("button, select, input, .lane")) continue;
      // An output line only needs the height for a pointer, and a link in a sentence that of its
      // text.
      const least = element.matches("dd .line") ? 0 : element.matches(".line") ? 24 : 44;
      const { height } = element.getBoundingClientRect();
      if (height > 0 && height < least) found.push(`${element.outerHTML} ${height}`);
    }
  };
  visit(document);
  return found;
}

test("lints and brackets: fit, and axe finds nothing", async () => {
  const out = new URL("../../build/e2e/", import.meta.url);
  await compileAll(new URL("programs/", import.meta.url), out);
  for (const { viewport } of [sizes[0], sizes[2]]) {
    const { page, context, errors } = await browser.page({ viewport });
    await replaceProgram(context, "lints");
    await openSample(page, browser.url);
    if (viewport === sizes[2].viewport) await openMore(page, ".run-bar");
    await page.getByLabel("Clock").selectOption("real");
    assert.deepEqual(await complaints(page), [], "the bar");
    await runTo(page);
    await page.locator("aw-timeline .lane", { hasText: "insider" }).click();
    assert.ok((await overflowOf(page)) <= 0);
    assert.deepEqual(await complaints(page), []);
    await page.getByRole("button", { name: "Help" }).click();
    assert.deepEqual(await complaints(page), [], "help");
    assert.deepEqual(errors, []);
    await context.close();
  }
});

test("phone: every control is at least 44 px high", async () => {
  const { viewport } = sizes[2];
  const { page, context } = await browser.page({ viewport, hasTouch: true, isMobile: true });
  await openSample(page, browser.url, "cancel-cleanup");
  await runTo(page);
  for (const tab of ["Code", "Timeline", "Output"]) {
    await page.getByRole("button", { name: tab, exact: true }).first().click();
    assert.deepEqual(await page.evaluate(lowControls), [], tab);
  }
  await context.close();
});

test("theme: the button goes from the system's to light to dark, and is remembered", async () => {
  const { page, context } = await browser.page({ colorScheme: "dark" });
  await openSample(page, browser.url);
  const shown = () => page.evaluate(() => document.documentElement.dataset.theme);
  assert.equal(await shown(), "dark");
  await page.getByRole("button", { name: "Theme: auto" }).click();
  assert.equal(await shown(), "light");
  await page.reload();
  assert.equal(await shown(), "light");
  await page.getByRole("button", { name: "Theme: light" }).click();
  assert.equal(await shown(), "dark");
  await context.close();
});

test("forced colours: the chosen lane and sample are outlined, and axe finds nothing", async () => {
  const { page, context, errors } = await browser.page({ forcedColors: "active" });
  await openSample(page, browser.url, "sequential-vs-gather");
  await runTo(page);
  for (const chosen of [".lane[aria-selected='true']", ".item[aria-current='true']"]) {
    const outline = await page
      .locator(chosen)
      .evaluate((element) => getComputedStyle(element).outlineStyle);
    assert.equal(outline, "solid", chosen);
  }
  assert.deepEqual(await complaints(page), []);
  assert.deepEqual(errors, []);
  await context.close();
});
