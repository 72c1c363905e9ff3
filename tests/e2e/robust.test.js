/* Programs that misbehave: the page reports each clearly and stays usable. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { compileAll } from "../../playground/build/programs.mjs";
import { openBrowser, replaceProgram } from "./browser.mjs";
import { headOf, lanesOf, openSample, outputOf, pointAt, pressOnTimeline, runTo } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
before(async () => {
  const out = new URL("../../build/e2e/", import.meta.url);
  await compileAll(new URL("programs/", import.meta.url), out);
  browser = await openBrowser();
});
after(() => browser.close());

/**
 * Opens the page with one of the programs, and checks afterwards that another program still runs.
 * @param {string} program
 * @param {(page: import("playwright-core").Page) => Promise<void>} body
 */
async function withProgram(program, body) {
  const { page, context, errors } = await browser.page({ viewport: { width: 1280, height: 900 } });
  try {
    await replaceProgram(context, program);
    await openSample(page, browser.url);
    await body(page);
    // Not by its role, because that computes the names of 5,000 printed lines first.
    await page.locator("aw-samples .title", { hasText: "Shield" }).click();
    await runTo(page);
    assert.deepEqual(await lanesOf(page), ["main done", "save done"]);
    assert.deepEqual(errors, []);
  } finally {
    await context.close(); // and with it a program that never ends
  }
}

test("endless loop: the page says that the loop is blocked, and Stop ends it", async () => {
  await withProgram("endless-loop", async (page) => {
    await page.locator(".run").click();
    await page.getByText("the event loop is blocked").first().waitFor();
    assert.deepEqual(await outputOf(page), ["round and round"]);
    await page.locator(".stop").click();
    await page.locator('.chip[data-state="stopped"]').waitFor();
  });
});

test("endless loop: after 10 s the page asks whether to stop it, and waits if told so", async () => {
  await withProgram("endless-loop", async (page) => {
    await page.clock.install();
    await page.locator(".run").click();
    await page.getByText("the event loop is blocked").first().waitFor();
    const question = page.getByRole("alert");
    await page.clock.fastForward(10_000);
    await question.getByRole("button", { name: "Wait" }).click();
    await question.waitFor({ state: "detached" });
    await page.clock.fastForward(20_000);
    await question.getByRole("button", { name: "Stop it" }).click();
    await page.locator('.chip[data-state="stopped"]').waitFor();
  });
});

test("endless output: is cut, and Stop ends it", async () => {
  await withProgram("endless-output", async (page) => {
    await page.locator(".run").click();
    await page.locator("aw-console").getByText("the rest of the output is not shown").waitFor();
    await page.locator(".stop").click();
    await page.locator('.chip[data-state="stopped"]').waitFor();
  });
});

test("endless events: the program is held when the recording is full", async () => {
  await withProgram("endless-events", async (page) => {
    await page.locator(".run").click();
    await page.getByText("events are recorded, which is the limit").waitFor({ timeout: 30_000 });
    assert.equal((await headOf(page)).total, 200_000);
    await page.getByRole("button", { name: "Previous event" }).click();
    assert.equal((await headOf(page)).head, 199_999);
    await page.locator(".stop").click();
    await page.locator('.chip[data-state="stopped"]').waitFor();
  });
});

test("trap: says what happened and in which task", async () => {
  await withProgram("trap", async (page) => {
    await runTo(page, "failed");
    const note = await page.locator("aw-console .note").innerText();
    assert.match(note, /Trap/);
    assert.match(note, /divide by zero/);
    assert.match(note, /divider/);
  });
});

test("deadlock: says who waits for what", async () => {
  await withProgram("deadlock", async (page) => {
    await runTo(page, "failed");
    const note = await page.locator("aw-console .note").innerText();
    assert.match(note, /Deadlock/);
    assert.match(note, /main waits for/);
    assert.deepEqual(await lanesOf(page), ["main awaiting"]);
  });
});

test("lints: a badge and a mark, a row of the events, and the sentence in the details", async () => {
  await withProgram("lints", async (page) => {
    await page.getByLabel("Clock").selectOption("real"); // a slow step takes real time
    await runTo(page);
    assert.match((await page.locator(".facts").textContent()) ?? "", /^6 lints · /);
    assert.equal(await page.locator("aw-timeline").getByRole("img", { name: "1 lint" }).count(), 4);
    await page.locator("aw-timeline .lane", { hasText: "insider" }).click();
    const told = page.getByRole("list", { name: "Lints" }).getByRole("listitem");
    assert.equal(await told.count(), 2);
    assert.match(
      await told.first().innerText(),
      /scope-left-open: insider did not leave the timeout it entered at lints\.c:20/,
    );
    for (const [name, lint] of [
      ["loser", "error-never-retrieved"],
      ["stubborn", "cancellation-swallowed"],
      ["slow", "slow-step"],
      ["orphan", "task-orphaned"],
    ]) {
      await page.locator("aw-timeline .lane", { hasText: name }).click();
      assert.match(await told.innerText(), new RegExp(`^${lint}: ${name} `));
    }
    assert.equal((await outputOf(page)).filter((line) => line.startsWith("awaitc: ")).length, 6);
    await page.getByRole("button", { name: "Events", exact: true }).click();
    await page.locator("aw-events .row[aria-selected='true']").waitFor(); // it has scrolled there
    await page.locator("aw-events .row.lint", { hasText: "task-orphaned: orphan" }).click();
    assert.match(await page.locator(".event").innerText(), /orphan · lint · task-orphaned/);
  });
});

test("debug mode: off, a program tells only what it always tells", async () => {
  await withProgram("lints", async (page) => {
    await page.getByLabel("Clock").selectOption("real");
    await page.getByRole("button", { name: "Debug mode" }).click();
    await runTo(page);
    assert.match((await page.locator(".facts").textContent()) ?? "", /^2 lints · /);
    const printed = (await outputOf(page)).join("\n");
    assert.match(printed, /insider did not leave the timeout/);
    assert.match(printed, /loser .* failed and its error was never retrieved: the disk is full/);
  });
});

test("shared: says what a task waits for, and who let it go on", async () => {
  await withProgram("sync", async (page) => {
    await runTo(page);
    const waiter = page.locator("aw-timeline .lane").nth(1);
    await waiter.click();
    const why = page.locator("aw-details .why");
    for (const [share, word, reason, woken] of [
      [0.05, "event", "until the event bell is set", "main has set the event"],
      [0.2, "lock", "until the lock door is free", "main has released it"],
      [0.3, "condition", "until the condition news is notified", "main has notified the condition"],
      [0.45, "semaphore", "for a permit of the semaphore slots", "main has released it"],
      [0.55, "barrier", "for the others at the barrier gate", "main has ended the wait at"],
      [0.7, "limiter", "for a permit of the limiter lanes", "main has released it"],
      [0.8, "queue", "for an item in the queue jobs", "main has put an item in"],
      [0.95, "select", "for what comes first: get jobs", "select is not needed any more"],
    ]) {
      const { x, y } = await pointAt(page, Number(share), -1);
      await page.mouse.click(x, y);
      assert.equal((await lanesOf(page))[1], `Task-2 ${word}`);
      assert.ok((await why.innerText()).includes(`Task-2 waits ${reason}`), await why.innerText());
      await pressOnTimeline(page, "ArrowRight");
      const event = await page.locator(".event").innerText();
      assert.ok(event.includes(String(woken)), event);
    }
    await pressOnTimeline(page, "ArrowRight"); // its timer went first
    assert.match(await page.locator(".event").innerText(), /main has made a queue ready/);
    await page.locator("aw-timeline .lane").nth(2).click();
    const { x, y } = await pointAt(page, 0.2, -1);
    await page.mouse.click(x, y);
    const facts = page.locator("aw-details dl");
    assert.match(await facts.innerText(), /Inside\s+a scope try until 120 ms \(sync\.c:\d+\)/);
    await pressOnTimeline(page, "End");
    assert.match(
      await facts.innerText(),
      /asked by its scope, whose deadline has passed, at 120 ms/,
    );
  });
});

test("stack overflow: names the task and the remedy", async () => {
  await withProgram("stack-overflow", async (page) => {
    await runTo(page, "failed");
    const note = await page.locator("aw-console .note").innerText();
    assert.match(note, /Stack overflow/);
    assert.match(note, /digger/);
    assert.match(note, /stack_bytes/);
  });
});

test("deep calls: 5,000 frames run; more than the engine's stack is an error that names it", async () => {
  await withProgram("deep-calls", async (page) => {
    await runTo(page, "failed");
    assert.deepEqual(await outputOf(page), ["0"]);
    const note = await page.locator("aw-console .note").innerText();
    assert.match(note, /the engine's stack overflowed, in task "main".*call less deeply/);
  });
});

test("out of memory: the program hears of it, and its words are shown", async () => {
  await withProgram("out-of-memory", async (page) => {
    await runTo(page);
    assert.match((await outputOf(page)).join("\n"), /AW_ENOMEM/);
    assert.match(await page.locator("aw-console .note").innerText(), /exit code 1/);
  });
});

test("no program: says that it could not be loaded", async () => {
  const { page, context } = await browser.page();
  await context.route("**/samples/hello-sleep.wasm", (route) => route.fulfill({ status: 404 }));
  await openSample(page, browser.url);
  await runTo(page, "failed");
  assert.match(await page.locator("aw-console .note").innerText(), /404/);
  await context.close();
});

test("markup: what a program prints and names is text, never markup", async () => {
  await withProgram("markup", async (page) => {
    await runTo(page);
    assert.deepEqual(await outputOf(page), ["<img src=x onerror=alert(1)><b>bold</b>"]);
    assert.deepEqual(await lanesOf(page), ["main done", "<i>slanted</i> done"]);
    assert.equal(await page.locator("aw-console img, aw-console b, aw-timeline i").count(), 0);
  });
});

test("task tree: more lanes than fit can be reached by scrolling and by key", async () => {
  await withProgram("task-tree", async (page) => {
    await runTo(page);
    const rows = page.getByRole("treegrid", { name: "Tasks" });
    assert.equal(await rows.getAttribute("aria-rowcount"), "221");
    assert.ok((await page.locator("aw-timeline .lane").count()) < 60);
    for (let i = 0; i < 40; i++) {
      await page.locator("aw-timeline .lane[tabindex='0']").press("ArrowDown");
    }
    const chosen = page.locator("aw-timeline .lane[aria-selected='true']");
    assert.equal(await chosen.getAttribute("aria-rowindex"), "41");
    assert.ok(await chosen.isVisible());
  });
});
