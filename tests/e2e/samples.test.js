/* Runs each sample in Chromium: checks its output, its lanes, and that the console stays empty. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { compileAll } from "../../playground/build/programs.mjs";
import { expected, openBrowser, replaceProgram } from "./browser.mjs";
import { lanesOf, openSample, outputOf, runTo } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
before(async () => {
  const out = new URL("../../build/e2e/", import.meta.url);
  await compileAll(new URL("programs/", import.meta.url), out);
  browser = await openBrowser();
});
after(() => browser.close());

describe("each sample, one after the other on one page", () => {
  /** @type {Awaited<ReturnType<typeof browser.page>>} */
  let opened;
  before(async () => {
    opened = await browser.page();
  });
  after(() => opened.context.close());

  for (const [name, { output, lanes }] of Object.entries(expected))
    test(`${name}: prints its lines and shows its tasks`, async () => {
      const { page, errors } = opened;
      await openSample(page, browser.url, name);
      await runTo(page);
      assert.deepEqual(await outputOf(page), output);
      assert.deepEqual(await lanesOf(page), lanes);
      assert.deepEqual(errors, []);
    });
});

test("samples: choosing one shows its source and clears the run", async () => {
  const { page, context } = await browser.page();
  await openSample(page, browser.url);
  await runTo(page);
  await page.getByRole("button", { name: /^Shield/ }).click();
  await page.locator("aw-source").getByText("What must not be cut short").waitFor();
  assert.deepEqual(await lanesOf(page), []);
  assert.equal(new URL(page.url()).hash, "#shield");
  await context.close();
});

test("samples: stand in chapters, in the list and in the select of a narrow page", async () => {
  const { page, context } = await browser.page({ viewport: { width: 1440, height: 900 } });
  await openSample(page, browser.url, "crawler");
  const headings = page.locator(".list").getByRole("heading", { level: 3 });
  const chapters = await headings.allTextContents();
  assert.deepEqual(chapters, ["Tasks", "Errors and time", "Sharing", "All together"]);
  const items = page.locator(".list .item");
  const count = Object.keys(expected).length;
  assert.equal(await items.count(), count);
  const chosen = page.locator(".list .item[aria-current='true']");
  assert.match(await chosen.innerText(), /^Crawler/);
  assert.ok(await chosen.evaluate((item) => item.getBoundingClientRect().bottom <= innerHeight));
  await page.setViewportSize({ width: 390, height: 844 });
  const select = page.getByLabel("Sample", { exact: true });
  assert.equal(await select.inputValue(), "crawler");
  assert.equal(await select.locator("optgroup").count(), 4);
  assert.equal(await select.locator("option").count(), count);
  await select.selectOption("task-group");
  assert.equal(new URL(page.url()).hash, "#task-group");
  await runTo(page);
  assert.deepEqual(await lanesOf(page), expected["task-group"].lanes);
  await context.close();
});

test("run: a second run starts over", async () => {
  const { page, context } = await browser.page();
  await openSample(page, browser.url, "shield");
  await runTo(page);
  await runTo(page);
  assert.deepEqual(await outputOf(page), expected.shield.output);
  await context.close();
});

test("clock: real time shows the run while it goes on", async () => {
  const { page, context } = await browser.page();
  await replaceProgram(context, "endless-events"); // runs until it is stopped
  await openSample(page, browser.url);
  await page.getByLabel("Clock").selectOption("real");
  await page.locator(".run").click();
  await page.locator('.lane .phase[data-phase="sleeping"]').waitFor();
  await page.locator('.chip[data-state="running"]').waitFor();
  await page.locator(".stop").click();
  await page.locator('.chip[data-state="stopped"]').waitFor();
  await page.locator("aw-console").getByText("Its tasks did not clean up").waitFor();
  await context.close();
});

test("headers: the policy allows no foreign and no inline script", async () => {
  const response = await fetch(browser.url);
  const policy = response.headers.get("content-security-policy") ?? "";
  assert.match(policy, /default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/);
  assert.doesNotMatch(await response.text(), /<script>|style=/);
});

test("headers: markup and script addresses from text are refused", async () => {
  const { page, context } = await browser.page();
  await openSample(page, browser.url);
  const refused = await page.evaluate(() => {
    const sinks = {
      markup: () => void (document.body.innerHTML = "<b>text</b>"),
      worker: () => new Worker("assets/worker.js"),
      policy: () => /** @type {any} */ (window).trustedTypes.createPolicy("another", {}),
      twice: () => /** @type {any} */ (window).trustedTypes.createPolicy("awaitc", {}),
    };
    return Object.entries(sinks).map(([name, use]) => {
      try {
        use();
        return `${name} was taken`;
      } catch (error) {
        return `${name}: ${/** @type {Error} */ (error).name}`;
      }
    });
  });
  const wanted = ["markup", "worker", "policy", "twice"].map((name) => `${name}: TypeError`);
  assert.deepEqual(refused, wanted);
  await context.close();
});

test("clock: slowed, the program's time passes more slowly than real time", async () => {
  const { page, context } = await browser.page();
  await openSample(page, browser.url, "shield");
  await page.getByLabel("Clock").selectOption("half");
  await runTo(page);
  assert.deepEqual(await outputOf(page), expected.shield.output);
  const facts = (await page.locator(".facts").textContent()) ?? "";
  const [program, real] = facts.split("·").map((part) => Number.parseFloat(part));
  assert.match(facts, /ms program · .* ms real/);
  assert.ok(program >= 500 && real >= 2 * program - 10, facts);
  await context.close();
});

test("keyboard: Ctrl Enter runs, Ctrl . stops, Esc twice stops, ? helps", async () => {
  const { page, context } = await browser.page();
  await openSample(page, browser.url);
  await page.getByLabel("Clock").selectOption("real");
  for (const stop of [["Control+."], ["Escape", "Escape"]]) {
    await page.keyboard.press("Control+Enter");
    await page.locator('.chip[data-state="running"]').waitFor();
    for (const key of stop) await page.keyboard.press(key);
    await page.locator('.chip[data-state="stopped"]').waitFor();
  }
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Help" }).waitFor();
  await context.close();
});
