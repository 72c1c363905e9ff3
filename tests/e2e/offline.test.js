/* The page in Chromium from a plain static host, online and offline: which files are cached, which
 * are not, and how a new build replaces an old one. */

import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { writeServiceWorker } from "../../playground/build/offline.mjs";
import { complaints } from "./axe.mjs";
import { expected, openBrowser } from "./browser.mjs";
import { openSample, outputOf, runTo } from "./page.mjs";
import { built, prefix, servePlainly } from "./plainserver.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

/** A visit after which the page is cached.
 * @param {Awaited<ReturnType<typeof servePlainly>>} host */
async function visit(host) {
  const { page, context, errors } = await browser.page({ serviceWorkers: "allow" });
  await openSample(page, host.url);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
  });
  /** @param {boolean} isThere */
  const setNetwork = async (isThere) => {
    host.state.isThere = isThere;
    await context.setOffline(!isThere);
  };
  return { page, context, errors, setNetwork };
}

/** Edits the program. @param {Page} page */
async function edit(page) {
  await page.locator("aw-source li").first().click();
  await page.locator(".cm-content").press("Control+Home");
  await page.keyboard.insertText("// changed\n");
}

test("offline: page, samples and lessons are there after the first visit", async () => {
  const host = await servePlainly();
  const { page, context, errors, setNetwork } = await visit(host);
  await setNetwork(false);
  await page.reload();
  for (const sample of ["hello-sleep", "fetch-concurrently"]) {
    await openSample(page, host.url, sample);
    await runTo(page);
    assert.deepEqual(await outputOf(page), expected[sample].output);
  }
  await page.goto(`${host.url}#lessons/05-gather`);
  await page.locator("aw-classroom h2").first().waitFor();
  await runTo(page);
  await page.goto(`${host.url}embed.html`);
  await runTo(page);
  assert.deepEqual(errors, []);
  await context.close();
  await host.close();
});

test("offline: Run of a changed program says what is missing", async () => {
  const host = await servePlainly();
  const { page, context, setNetwork } = await visit(host);
  await setNetwork(false);
  await edit(page);
  await page.locator(".run").click();
  await page.locator("aw-problems").getByText("the compiler is not kept in this browser").waitFor();
  await page.getByRole("button", { name: "Reset" }).click();
  await runTo(page);
  await context.close();
  await host.close();
});

test("offline switch: keeps the compiler, which then builds without a network", async () => {
  const host = await servePlainly();
  const { page, context, setNetwork } = await visit(host);
  page.setDefaultTimeout(90_000);
  const open = async () => {
    await page.keyboard.press("Control+Shift+P");
    await page.getByRole("combobox", { name: "Command" }).fill("offline");
    await page.keyboard.press("Enter");
  };
  await open();
  const keep = page.getByRole("switch", { name: "The compiler too" });
  assert.match(await keep.innerText(), /\d+ MB to load, \d+ MB when stored/);
  assert.deepEqual(await complaints(page), []);
  assert.ok(!host.state.asked.some((path) => path.includes("llvm.core")));
  await keep.click();
  await page.getByText(/\d+ MB stored/).waitFor();
  await page.getByRole("button", { name: "Close" }).click();
  await setNetwork(false);
  await page.reload();
  await edit(page);
  await runTo(page);
  await setNetwork(true);
  await open();
  await keep.click();
  await page.getByText("MB to load").waitFor();
  const names = await page.evaluate(() => caches.keys());
  assert.deepEqual(
    names.filter((name) => name.includes("compiler")),
    [],
  );
  await context.close();
  await host.close();
});

/** Copies the built page without the compiler. @param {URL} folder */
function copyBuild(folder) {
  const isWanted = (/** @type {string} */ path) => statSync(path).size < 1 << 20;
  return cp(built, folder, { recursive: true, filter: isWanted });
}

test("new build: is offered, and comes only when it is asked for", async () => {
  const folder = pathToFileURL(`${await mkdtemp(join(tmpdir(), "awaitc-build-"))}/`);
  await copyBuild(folder);
  const host = await servePlainly();
  const { page, context, errors } = await visit(host);
  const text = await readFile(new URL("index.html", built), "utf8");
  const next = text.replace("<head>", '<head><meta name="build" content="next" />');
  await writeFile(new URL("index.html", folder), next);
  await writeServiceWorker(folder);
  host.state.folder = folder;
  await page.reload();
  await page.getByText("There is a new version of this page.").waitFor();
  const isNext = () => document.querySelector("meta[name=build]") !== null;
  assert.equal(await page.evaluate(isNext), false);
  assert.deepEqual(await complaints(page), []);
  await page.getByRole("button", { name: "Reload" }).click();
  await page.waitForFunction(isNext);
  assert.equal(await page.locator("aw-toast").count(), 0);
  assert.deepEqual(errors, []);
  await context.close();
  await host.close();
  await rm(folder, { recursive: true });
});

test("a build that does not match its list is not kept", async () => {
  const folder = pathToFileURL(`${await mkdtemp(join(tmpdir(), "awaitc-build-"))}/`);
  await copyBuild(folder);
  await writeFile(new URL("samples/race.wasm", folder), "half a file");
  const host = await servePlainly(folder);
  const { page, context } = await browser.page({ serviceWorkers: "allow" });
  await openSample(page, host.url);
  await runTo(page);
  const frame = () => page.evaluate(() => new Promise(requestAnimationFrame));
  while (!host.state.asked.includes(`${prefix}samples/race.wasm`)) await frame();
  const registration = () => page.evaluate(() => navigator.serviceWorker.getRegistration());
  while (await registration()) await frame(); // given up, it is gone
  assert.deepEqual(await page.evaluate(() => caches.keys()), []);
  await context.close();
  await host.close();
  await rm(folder, { recursive: true });
});
