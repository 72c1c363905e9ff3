/* Editing in Chromium, as a user does it. All tests use one page, whose compiler is loaded once,
 * except those that break the compiler. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { complaints } from "./axe.mjs";
import { openBrowser, withoutCompiler } from "./browser.mjs";
import { headOf, lanesOf, openSample, outputOf, pressOnTimeline, runTo } from "./page.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
/** @type {Awaited<ReturnType<typeof browser.page>>} */
let shared;
before(async () => {
  browser = await openBrowser();
  shared = await open("shield");
});
after(async () => {
  await shared?.context.close();
  await browser?.close();
});

/** A separate page at a sample. @param {string} sample */
async function open(sample) {
  const opened = await browser.page({ viewport: { width: 1440, height: 900 } });
  opened.page.setDefaultTimeout(60_000); // the first compilation is slow on a busy machine
  await openSample(opened.page, browser.url, sample);
  return opened;
}

const hello = `#include <awaitc.h>
#include <stdio.h>

static int greet(void *unused)
{
    (void)unused;
    int rc = aw_sleep(70);
    puts("good morning");
    return rc;
}

int main(void)
{
    aw_task greeter = aw_spawn(greet, NULL, 0);
    aw_set_name(greeter, "greeter");
    return aw_await(greeter);
}
`;
// A macro that expands to ten to the tenth words.
const endless =
  Array.from({ length: 10 }, (_, i) => {
    const below = i === 0 ? "+1" : `M${i - 1}`;
    return `#define M${i} ${Array(10).fill(below).join(" ")}\n`;
  }).join("") + "int main(void) { return 0 M9; }\n";

/** Replaces the text of the program. @param {Page} page @param {string} text */
async function write(page, text) {
  const edit = page.getByRole("button", { name: "Edit", exact: true });
  if (await edit.isVisible()) await edit.click();
  await page.locator(".cm-content").press("Control+a");
  await page.keyboard.press("Backspace");
  await page.keyboard.insertText(text);
}

/** The text of the program. @param {Page} page */
const textOf = (page) =>
  page.evaluate(() => /** @type {any} */ (document.querySelector("aw-app")).workspace.text);

/** The messages of the problems. @param {Page} page */
const problemsOf = (page) => page.locator("aw-problems .words").allInnerTexts();

/** Waits until the compiler has checked the current text. @param {Page} page */
async function checked(page) {
  await page.waitForFunction(() => {
    const { workspace } = /** @type {any} */ (document.querySelector("aw-app"));
    return workspace.compiler.state === "ready" && workspace.isCurrent;
  });
}

/** Runs an edited program to its end. @param {Page} page */
async function runEdited(page) {
  const began = performance.now();
  await page.locator(".run").click();
  await page.waitForFunction(() => {
    const app = /** @type {any} */ (document.querySelector("aw-app"));
    return app.ran === app.workspace.text && app.session.state === "finished";
  });
  return Math.round(performance.now() - began);
}

test("sample: runs without editor or compiler", async () => {
  const { page } = shared;
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.reload();
  await runTo(page);
  assert.ok(asked.some((path) => path.endsWith("shield.wasm")));
  assert.deepEqual(
    asked.filter((path) => /editor|compiler|llvm|declarations/.test(path)),
    [],
  );
});

test("edit: a press opens the editor there, and Run runs what was written", async (t) => {
  const { page, errors } = shared;
  const line = page.locator("aw-source li", { hasText: "int main(void)" });
  await line.locator("code").click({ position: { x: 30, y: 8 } });
  await page.locator(".cm-content:focus").waitFor();
  assert.match(await page.locator(".cm-activeLine").innerText(), /int main\(void\)/);
  await write(page, hello);
  const first = await runEdited(page);
  assert.deepEqual(await outputOf(page), ["good morning"]);
  assert.deepEqual(await lanesOf(page), ["main done", "greeter done"]);
  await write(page, hello.replace("morning", "evening"));
  const next = await runEdited(page);
  assert.deepEqual(await outputOf(page), ["good evening"]);
  t.diagnostic(`from Run to the end: first ${first} ms with loading, next ${next} ms`);
  assert.deepEqual(errors, []);
});

test("marks: lines of the run show where tasks are, and move with the text", async () => {
  const { page } = shared;
  await pressOnTimeline(page, "End");
  while (!(await lanesOf(page))[1].includes("sleeping")) {
    assert.ok((await headOf(page)).head > 0);
    await pressOnTimeline(page, ",");
  }
  const parked = page.locator(".cm-line.parked", { hasText: "aw_sleep(70)" });
  assert.match(await parked.innerText(), /greeter/);
  await page.locator(".cm-content").press("Control+Home");
  await page.keyboard.insertText("/* one more line */\n");
  assert.match(await parked.innerText(), /greeter/);
});

test("mistakes: underlined, listed, gone to and mended by key; the last run stays", async () => {
  const { page } = shared;
  await write(page, hello.replace("aw_sleep(70);", "aw_sleep(70)"));
  await checked(page);
  assert.deepEqual(await problemsOf(page), ["7:26 error: expected ';' at end of declaration"]);
  await page.locator(".cm-lintRange-error").waitFor();
  await page.locator(".cm-lint-marker-error").waitFor();
  await page.locator(".run").click();
  await page.locator('.chip[data-state="failed"]').waitFor();
  assert.match(await page.locator(".chip").innerText(), /1 error/);
  assert.deepEqual(await outputOf(page), ["good evening"]);
  await page.locator("aw-problems .one").press("Enter");
  await page.locator(".cm-content:focus").waitFor();
  assert.match(await page.locator(".cm-activeLine").innerText(), /aw_sleep/);
  await page.getByRole("button", { name: "Insert ;" }).press("Enter");
  assert.equal(await textOf(page), hello);
  await checked(page);
  assert.equal(await page.locator("aw-problems").isVisible(), false);
});

test("files: the compiler sees none but the program's and the headers", async () => {
  const { page } = shared;
  await write(page, `#include "/etc/passwd"\n${hello}`);
  await checked(page);
  const [problem] = await problemsOf(page);
  assert.match(problem, /^1:10 (fatal )?error: '\/etc\/passwd' file not found; this compiler sees/);
  await write(
    page,
    `int aw_missing(void);\n${hello.replace("(greeter);", "(greeter) + aw_missing();")}`,
  );
  await page.locator(".run").click();
  const told = await page.locator("aw-problems [role=alert]").innerText();
  assert.equal(told, "undefined symbol: aw_missing, called by main");
});

test("names: completed with their comment, shown when pointed at, opened in the header", async () => {
  const { page } = shared;
  await write(page, hello);
  await page.locator(".cm-line", { hasText: "puts(" }).click();
  await page.keyboard.press("Home");
  await page.keyboard.type("aw_sle");
  const first = page.locator(".cm-tooltip-autocomplete [aria-selected]");
  await first.waitFor();
  assert.match(await first.innerText(), /aw_sleep\s+\(aw_ms delay_ms\)/);
  assert.match(await page.locator(".cm-completionInfo").innerText(), /Suspends\s+always/);
  await first.click();
  assert.match(await textOf(page), /aw_sleepputs/);
  await page.keyboard.press("Control+z");
  await page.locator(".cm-line .name-await", { hasText: "aw_spawn" }).hover();
  await page.locator(".cm-tooltip .declared", { hasText: "aw_task aw_spawn" }).waitFor();
  await page.locator(".cm-line .name-await", { hasText: "aw_spawn" }).click();
  await page.keyboard.press("F12");
  const header = page.getByRole("region", { name: "awaitc.h, read only" });
  await header.waitFor();
  assert.match(await header.locator("li.chosen").innerText(), /aw_spawn/);
  await page.keyboard.press("Escape");
  await page.locator(".cm-content:focus").waitFor();
});

test("format: lays the text out, and can be undone", async () => {
  const { page, errors } = shared;
  const crooked = hello.replace("    int rc = aw_sleep(70);", "int rc=aw_sleep( 70 );");
  await write(page, crooked);
  await page.keyboard.press("Shift+Alt+F");
  await page.waitForFunction((text) => {
    return /** @type {any} */ (document.querySelector("aw-app")).workspace.text === text;
  }, hello);
  await page.keyboard.press("Control+z");
  assert.equal(await textOf(page), crooked);
  assert.deepEqual(errors, []);
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test(`axe, ${colorScheme}: nothing against the page while editing`, async () => {
    const { page } = shared;
    await page.emulateMedia({ colorScheme });
    await pressOnTimeline(page, "End");
    await write(page, hello.replace("aw_sleep(70);", "aw_sleep(70)"));
    await checked(page);
    assert.deepEqual(await complaints(page), []);
    await page.locator(".cm-content").press("Control+f");
    assert.deepEqual(await complaints(page), [], "search");
    await page.keyboard.press("Escape");
  });
}

test("keyboard: Tab leaves the editor until one has typed, then Escape and Tab do", async () => {
  const { page } = shared;
  await write(page, hello);
  await page.locator(".clock select").focus();
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Tab");
  assert.equal(await page.locator(".cm-content:focus").count(), 0);
  assert.equal(await textOf(page), hello);
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("//?");
  assert.equal(await page.locator("aw-help dialog[open]").count(), 0);
  await page.keyboard.press("Tab");
  assert.match(await textOf(page), /^ +\/\/\?$/m);
  await page.locator(".cm-content:focus").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.equal(await page.locator(".cm-content:focus").count(), 0);
});

test("draft: is there after a reload, without the editor; Reset has the sample again", async () => {
  const { page } = shared;
  await write(page, hello);
  await page.reload();
  await page.locator("aw-source li", { hasText: "good morning" }).waitFor();
  assert.equal(await page.locator("aw-editor").count(), 0);
  await page.getByRole("button", { name: "Reset" }).click();
  await page.locator("aw-source li", { hasText: "shield" }).first().waitFor();
  await page.getByRole("button", { name: "Undo reset" }).click();
  await page.locator("aw-source li", { hasText: "good morning" }).waitFor();
  await page.getByRole("button", { name: "Reset" }).click();
  await page.reload();
  await page.locator("aw-source li", { hasText: "shield" }).first().waitFor();
  assert.equal(await page.getByRole("button", { name: "Reset" }).count(), 0);
});

test("storage full, and a text of 5 MB: says that it is not kept, and not compiled", async (t) => {
  const { page, context, errors } = await open("hello-sleep");
  t.after(() => context.close());
  await withoutCompiler(context);
  await page.evaluate(() => {
    for (let size = 1 << 22; size > 0; size >>= 1)
      try {
        localStorage.setItem(`full${size}`, "x".repeat(size));
      } catch {
        continue;
      }
  });
  await write(page, hello);
  await page.getByText("Not kept for later: this browser's storage is full.").waitFor();
  await page.locator(".cm-content").evaluate((content) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "x\n".repeat(2_500_000));
    content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  });
  await page.getByText("Not kept for later: it is too long to be kept.").waitFor();
  await page.locator(".run").click();
  await page.getByText("The text has 4,8").waitFor();
  await page.getByRole("button", { name: "Reset" }).click();
  await runTo(page);
  assert.deepEqual(errors, []);
});

test("compiler: endless work is ended, its loading can be, and a lost one is replaced", async (t) => {
  const { page, context, errors } = await open("hello-sleep");
  t.after(() => context.close());
  await page.clock.install();
  await write(page, endless);
  await page.locator(".run").click();
  await page.getByText("compiling", { exact: true }).waitFor();
  await page.waitForFunction(() => {
    const { workspace } = /** @type {any} */ (document.querySelector("aw-app"));
    return workspace.compiler.state === "ready";
  });
  await page.clock.fastForward(61_000);
  await page.getByText("the compiler took more than 60 seconds").waitFor();
  await page.locator(".run").click();
  await page.getByText(/^loading, \d+ %$/).waitFor();
  await page.locator(".stop").click();
  await page.getByText("compiling was stopped", { exact: true }).waitFor();
  await write(page, hello);
  await runEdited(page);
  const lost = page.workers().find((worker) => worker.url().includes("compilerworker"));
  await lost?.evaluate(() => self.close());
  await write(page, hello.replace("good", "another"));
  await page.locator(".run").click();
  await page.clock.fastForward(5000);
  await page.waitForFunction(() => {
    const { session } = /** @type {any} */ (document.querySelector("aw-app"));
    return (
      session.state === "finished" &&
      session.trace.rows.some((/** @type {any} */ row) => /another/.test(row.detail))
    );
  });
  assert.deepEqual(errors, []);
});
