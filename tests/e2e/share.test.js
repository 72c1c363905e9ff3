/* Links in Chromium: creates a link and opens it as a reader would. Also tests hostile links. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { deflateRawSync } from "node:zlib";
import { unzipSync } from "fflate";
import { complaints } from "./axe.mjs";
import { openBrowser } from "./browser.mjs";
import { headOf, lanesOf, openSample, outputOf, pressOnTimeline, runTo } from "./page.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const execute = promisify(execFile);

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
before(async () => (browser = await openBrowser()));
after(() => browser?.close());

const good = { clock: "virtual", axis: "time" };

/** A fragment with this payload. @param {object} said @param {string} [place] */
const linkOf = (said, place = "shield") =>
  `v2.${place}.${deflateRawSync(JSON.stringify(said)).toString("base64url")}`;

/** The link to the page that the dialog shows. @param {Page} page */
async function linkFrom(page) {
  await page.getByRole("button", { name: "Share" }).click();
  const field = page.locator("aw-share input");
  await page.locator("aw-share .length", { hasText: "characters" }).waitFor();
  return field.inputValue();
}

/** The text of the program, and the text that has run. @param {Page} page */
const stateOf = (page) =>
  page.evaluate(() => {
    const { workspace, session, sample, clock } = /** @type {any} */ (
      document.querySelector("aw-app")
    );
    return { name: sample.name, text: workspace.text, run: session.state, clock };
  });

/** The visible part of the timeline, its axis, and whether it shows all arrows.
 * @param {Page} page */
const viewOf = (page) =>
  page
    .waitForFunction(() => {
      const { view, axis, allLinks } = /** @type {any} */ (
        document.querySelector("aw-app")?.shadowRoot?.querySelector("aw-timeline")
      );
      const round = (/** @type {number} */ coord) => Number(coord.toFixed(3));
      return view && { from: round(view.from), to: round(view.to), axis, allLinks };
    })
    .then((found) => found.jsonValue());

test("Share: a link of a program, moment and view, copied; opened, nothing runs", async (t) => {
  const { page, context, errors } = await browser.page({
    viewport: { width: 1440, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  t.after(() => context.close());
  await openSample(page, browser.url, "shield");
  await runTo(page);
  await pressOnTimeline(page, "ArrowDown");
  for (const key of ["t", ",", ",", ",", "w", "w", "l"]) await pressOnTimeline(page, key);
  const { head, total } = await headOf(page);
  assert.ok(head < total);
  const link = await linkFrom(page);
  t.diagnostic(`link of a sample and a moment: ${link.length} characters`);
  assert.ok(link.length < 2000);
  await page.locator("aw-share .copy").click();
  await page.getByText("Copied.").waitFor();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  assert.equal(await copied(), link);
  await page.getByRole("button", { name: "Copy as element" }).click();
  while (!(await copied()).startsWith("<"))
    await page.evaluate(() => new Promise(requestAnimationFrame));
  assert.match(await copied(), /awaitc-playground\.js"><.script>\s<awaitc-playground sample="v2/);
  assert.deepEqual(await complaints(page), []);

  const other = await browser.page({ viewport: { width: 1440, height: 900 } });
  t.after(() => other.context.close());
  await other.page.goto(link);
  await other.page.getByText("is from a link. It has not run").waitFor();
  const { text, ...state } = await stateOf(other.page);
  assert.deepEqual(state, { name: "shield", run: "idle", clock: "virtual" });
  assert.equal(text, (await stateOf(page)).text);
  assert.deepEqual(await complaints(other.page), []);
  await runTo(other.page);
  assert.deepEqual(await lanesOf(other.page), await lanesOf(page));
  assert.deepEqual(await headOf(other.page), { head, total });
  assert.deepEqual(await viewOf(other.page), await viewOf(page));
  assert.deepEqual(errors.concat(other.errors), []);
});

test("link with an edit: the reader's own text stays; what he changes is kept apart", async (t) => {
  const { page, context, errors } = await browser.page({ viewport: { width: 1440, height: 900 } });
  t.after(() => context.close());
  /** @param {string} words */
  const line = (words) => page.locator("aw-source li, .cm-line", { hasText: words }).first();
  /** @param {string} words at the end of the program */
  const write = async (words) => {
    await page.locator("aw-source li, .cm-line").first().waitFor();
    const edit = page.getByRole("button", { name: "Edit", exact: true });
    if (await edit.isVisible()) await edit.click();
    await page.locator(".cm-content").press("Control+End");
    await page.keyboard.insertText(`// ${words}`);
    await line(words).waitFor();
  };
  await context.route("**/compilerworker*", (route) => route.abort()); // nothing is built here
  await page.goto(`${browser.url}#shield`);
  await write("sent to a friend");
  const link = await linkFrom(page);
  assert.ok(link.length < 2000);
  await page.goto(`${browser.url}#shield`);
  await page.reload();
  await page.getByRole("button", { name: "Reset" }).click();
  await write("my own words");

  await page.goto(link);
  await line("sent to a friend").waitFor();
  assert.equal(await line("my own words").count(), 0);
  await write("and an answer");
  await page.reload();
  await line("sent to a friend").waitFor();
  await line("and an answer").waitFor();
  await page.getByRole("button", { name: "Show my own" }).click();
  await line("my own words").waitFor();
  assert.equal(await line("sent to a friend").count(), 0);
  assert.equal(await page.locator("aw-arrival").count(), 0);
  await page.goto(link);
  await line("and an answer").waitFor();
  await page.goto(`${browser.url}#shield`);
  await line("my own words").waitFor();
  assert.deepEqual(
    errors.filter((error) => !/ERR_FAILED|compilerworker/.test(error)),
    [],
  );
});

test("link to a lesson: opens beside its text", async (t) => {
  const { page, context, errors } = await browser.page({ viewport: { width: 1440, height: 900 } });
  t.after(() => context.close());
  await page.goto(
    `${browser.url}#${linkOf({ clock: "virtual", axis: "steps" }, "lessons/05-gather")}`,
  );
  await page.getByText("is from a link. It has not run").waitFor();
  await page.locator("aw-lesson h2").waitFor();
  assert.equal((await stateOf(page)).name, "05-gather");
  const link = await linkFrom(page);
  assert.match(link, /#v2\.lessons\/05-gather\./);
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Show my own" }).click();
  await page.locator("aw-arrival").waitFor({ state: "detached" });
  assert.deepEqual(errors, []);
});

test("Back and Forward: through samples, lessons and a link; what was edited is kept", async (t) => {
  const { page, context, errors } = await browser.page({ viewport: { width: 1440, height: 900 } });
  t.after(() => context.close());
  await context.route("**/compilerworker*", (route) => route.abort()); // nothing is built here
  /** @param {string} title */
  const titled = (title) => page.waitForFunction((t) => document.title === t, `${title} · awaitc`);
  await page.goto(browser.url);
  await titled("Sequential or gather");
  const entries = await page.evaluate(() => history.length);
  await page.locator("aw-samples .item", { hasText: "Shield" }).click();
  await titled("Shield");
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.locator(".cm-content").press("Control+End");
  await page.keyboard.insertText("// kept");
  await linkFrom(page);
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Lessons", exact: true }).click();
  await titled("Lessons");
  await page.locator("aw-classroom .item", { hasText: "All at once" }).click();
  await page.locator("aw-lesson h2:focus").waitFor();
  await titled("All at once");
  await page.evaluate((hash) => (location.hash = hash), linkOf({ ...good, text: "// a link" }));
  await page.locator(".cm-line", { hasText: "// a link" }).waitFor();
  await page.getByRole("button", { name: "Show my own" }).click();
  await page.locator(".cm-line", { hasText: "// kept" }).waitFor();
  assert.equal(await page.evaluate(() => history.length), entries + 5);
  await page.goBack();
  await page.locator(".cm-line", { hasText: "// a link" }).waitFor();
  await page.goBack();
  await titled("All at once");
  await page.goBack();
  await titled("Lessons");
  await page.locator("aw-classroom .item:focus", { hasText: "All at once" }).waitFor();
  await page.goBack();
  await page.locator(".cm-line", { hasText: "// kept" }).waitFor();
  await page.goBack();
  await titled("Sequential or gather");
  await page.goForward();
  await page.locator(".cm-line", { hasText: "// kept" }).waitFor();
  assert.match(page.url(), /#shield$/);
  assert.deepEqual(
    errors.filter((error) => !/ERR_FAILED|compilerworker/.test(error)),
    [],
  );
});

const script = "<img src=x onerror=document.title='hit'>";
/** @type {[string, string, RegExp][]} */
const hostile = [
  ["oversized", `v2.shield.${"A".repeat(100_000)}`, /more than 16,000 are not read/],
  ["a bomb", linkOf({ edit: "x".repeat(8_000_000) }), /holds more than 64 KB/],
  ["of another version", "v3.shield.AAAA", /version 3; this page reads up to version 2/],
  ["with bad base64", "v2.shield.@@@", /is damaged/],
  ["without an end", linkOf({ ...good, seed: 1 }).slice(0, -3), /is damaged/],
  ["to no sample", linkOf(good, "nowhere"), /starts from nowhere, which this page does not have/],
  ["to no lesson", linkOf(good, "lessons/99-none"), /starts from lessons\/99-none/],
  ["with a script for a place", `v2.${encodeURI(script)}.AAAA`, /is damaged/],
  ["with a script for a clock", linkOf({ ...good, clock: script }), /wrong about the clock/],
  ["with a script for an edit", linkOf({ ...good, of: 0, edit: script }), /has changed since/],
  ["with a script for a zoom", linkOf({ ...good, view: script }), /wrong about the zoom/],
];

test("hostile links: each is refused in a sentence, and the page works on", async (t) => {
  const { page, context, errors } = await browser.page({ viewport: { width: 390, height: 800 } });
  t.after(() => context.close());
  await page.goto(browser.url);
  for (const [what, fragment, message] of hostile) {
    await page.evaluate((hash) => (location.hash = hash), fragment);
    const said = page.locator("aw-arrival [role=alert]", { hasText: message });
    await said.waitFor().catch((error) => assert.fail(`a link ${what}: ${error}`));
  }
  assert.deepEqual(await complaints(page), []);
  assert.equal((await stateOf(page)).run, "idle");
  await page.getByRole("button", { name: "Dismiss" }).click();
  await runTo(page);
  assert.match(await page.title(), / · awaitc$/);
  assert.deepEqual(errors, []);
});

test("a link whose text is a script: shown as text, and opened first in a new page", async (t) => {
  const { page, context, errors } = await browser.page();
  t.after(() => context.close());
  const text = `</script>${script}`;
  await page.goto(`${browser.url}#${linkOf({ ...good, of: 0, text })}`);
  await page.locator("aw-source li", { hasText: script }).waitFor();
  assert.match(await page.title(), / · awaitc$/);
  assert.deepEqual(errors, []);
});

test("Save: the trace as JSON and for Perfetto, and the program", async (t) => {
  const { page, context, errors } = await browser.page({ viewport: { width: 1440, height: 900 } });
  t.after(() => context.close());
  await openSample(page, browser.url);
  await linkFrom(page);
  assert.equal(await page.getByRole("button", { name: "Trace, JSON" }).isDisabled(), true);
  await page.getByRole("button", { name: "Close" }).click();
  await runTo(page);
  await linkFrom(page);
  /** @param {string} button */
  const saved = async (button) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: button, exact: true }).click(),
    ]);
    const text = await readFile(await download.path(), "utf8");
    return { name: download.suggestedFilename(), text };
  };
  const trace = await saved("Trace, JSON");
  const { version, rows } = JSON.parse(trace.text);
  assert.deepEqual(
    [trace.name, version, rows.length],
    ["hello-sleep.trace.json", 1, (await headOf(page)).total],
  );
  const picture = await saved("Trace for Perfetto");
  assert.equal(picture.name, "hello-sleep.perfetto.json");
  const { traceEvents } = JSON.parse(picture.text);
  assert.ok(traceEvents.some((/** @type {any} */ { args }) => args?.name === "main"));
  const program = await saved("Program");
  assert.equal(program.name, "hello-sleep.c");
  assert.equal(program.text, (await stateOf(page)).text);
  assert.equal((await outputOf(page)).length > 0, true);
  assert.deepEqual(errors, []);
});

test("Save: a project that npm runs and tests, with what the program printed here", async (t) => {
  const { page, context, errors } = await browser.page({ viewport: { width: 1440, height: 900 } });
  const folder = await mkdtemp(join(tmpdir(), "awaitc-project-"));
  t.after(() => Promise.all([context.close(), rm(folder, { recursive: true })]));
  await openSample(page, browser.url, "race");
  await runTo(page);
  await linkFrom(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Project", exact: true }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "race.zip");
  const files = unzipSync(await readFile(await download.path()));
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  const text = await readFile(join(folder, "race/src/main.c"), "utf8");
  assert.equal(text, (await stateOf(page)).text);
  // Links the packages as `npm install` would, without the network.
  await mkdir(join(folder, "race/node_modules/.bin"), { recursive: true });
  await symlink(ROOT, join(folder, "race/node_modules/awaitc"));
  await symlink(join(ROOT, "cli/awaitc.js"), join(folder, "race/node_modules/.bin/awaitc"));
  const { NODE_TEST_CONTEXT: _ours, ...own } = process.env;
  const env = { ...own, AWAITC_DAEMON: "0" };
  const npm = await execute("npm", ["test"], { cwd: join(folder, "race"), env, timeout: 120_000 });
  assert.match(npm.stdout, /prints what it printed in the playground[^]*pass 1\n/);
  assert.deepEqual(errors, []);
});
