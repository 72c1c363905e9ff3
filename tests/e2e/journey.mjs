/* A first visit in one engine, from the first Run to a passed lesson: what a new user does, in
 * that order, on one page. Screenshots of its steps are in build/journey.
 *
 * Other tests cover the single controls in Chromium; this test covers their combination. */

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { lessons } from "../../playground/build/lessonbuild.mjs";
import { serve } from "../../playground/build/server.mjs";
import { startEngine } from "./engines.mjs";
import { serveStranger } from "./stranger.mjs";

/** @typedef {import("./engines.mjs").Page} Page */

const pictures = new URL("../../build/journey/", import.meta.url);
const output = "aw-console .line .text";

/** A page on another origin. @type {Awaited<ReturnType<typeof serveStranger>>} */
let host;
before(async () => {
  mkdirSync(pictures, { recursive: true });
  host = await serveStranger();
});
after(() => host?.close());

/** Runs the current text to its end. @param {Page} page */
async function runEdited(page) {
  await page.click(".run");
  await page.until(() => {
    const { ran, session, workspace } = /** @type {any} */ (document.querySelector("aw-app"));
    return ran === workspace.text && session.state === "finished";
  });
}

/** The position of the playhead, and the number of events. @param {Page} page */
async function headOf(page) {
  const [head, total] = (await page.text("aw-playback .count")).split("/").map(Number);
  return { head, total };
}

/** @param {import("./engines.mjs").EngineName} name */
export function journeyIn(name) {
  describe(name, () => {
    /** @type {Awaited<ReturnType<typeof serve>>} */
    let server;
    /** @type {Awaited<ReturnType<typeof startEngine>>} */
    let engine;
    /** @type {Page} */
    let page;
    /** The link that was shared. */
    let link = "";
    /** @param {string} station */
    const picture = (station) =>
      page.screenshot(new URL(`${name.toLowerCase()}-${station}.png`, pictures));

    before(async () => {
      server = await serve(0);
      engine = await startEngine(name, { isWhole: true });
      page = await engine.open();
      page.patienceMs = 300_000; // WebKit starts the compiler slowly, on a busy machine more so
      await page.goto(server.url);
    });
    after(async () => {
      await engine?.close();
      await server?.close();
    });

    test(`${name}, sample: runs, and its timeline can be scrubbed`, async () => {
      await page.click({ name: /^Shield/ });
      await page.runToEnd();
      assert.deepEqual(await page.texts("aw-timeline .lane"), ["main done", "save done"]);
      await page.click({ name: "Playhead" }); // in its middle
      const { head, total } = await headOf(page);
      assert.ok(head > 0 && head < total, `${head} of ${total}`);
      await page.see({ css: "aw-timeline .lane", name: "save sleeping" });
      await page.press("ArrowRight");
      assert.equal((await headOf(page)).head, head + 1);
      await picture("scrubbed");
    });

    test(`${name}, edit: what is typed is compiled in the page and runs`, async () => {
      await page.click({ css: "aw-source li", name: /main: all is safe/ });
      await page.see(".cm-content");
      await page.click({ css: ".cm-line", name: /main: all is safe/ });
      await page.press("End");
      await page.press("Enter");
      await page.type('puts("and I typed this");');
      await runEdited(page);
      assert.equal((await page.texts(output)).at(-1), "and I typed this");
      await picture("edited");
    });

    test(`${name}, break: the mistake is underlined and told; its fix mends it`, async () => {
      await page.click({ css: ".cm-line", name: /and I typed this/ });
      await page.press("End");
      await page.press("Backspace");
      await page.see(".cm-lintRange-error");
      assert.match(await page.text("aw-problems .words"), /error: expected ';' after expression/);
      await picture("broken");
      await page.click({ name: /Insert ;/ });
      await page.miss("aw-problems .words");
      await page.see({ css: ".cm-line", name: /this"\);$/ });
    });

    test(`${name}, share: the link opens what was written, and runs nothing`, async () => {
      await page.click({ name: "Share" });
      await page.see({ css: "aw-share .length", name: /characters/ });
      [link] = await page.texts({ css: "aw-share input" });
      assert.ok(/#v\d\.shield\./.test(link) && link.length < 2000, link);
      await picture("shared");
      await page.click({ name: "Close" });
      const friend = await engine.open();
      await friend.goto(link);
      await friend.see({ name: /is from a link. It has not run/, css: "aw-arrival p" });
      await friend.see({ css: "aw-source li", name: /and I typed this/ });
      assert.equal(await friend.text(".chip"), "not run yet");
      await friend.screenshot(new URL(`${name.toLowerCase()}-link.png`, pictures));
      await friend.close();
    });

    test(`${name}, embed: runs in somebody's page, which is of another origin`, async () => {
      host.page = `<script type="module" src="${server.url}awaitc-playground.js"></script>
        <awaitc-playground sample="shield"></awaitc-playground>`;
      const other = await engine.open();
      await other.goto(host.url);
      const frame = other.frame("iframe");
      await frame.see({ css: "aw-source li", name: /aw_shield/ });
      await frame.runToEnd();
      await frame.click({ name: "Output" });
      await frame.see({ css: output, name: /main: all is safe/ });
      assert.equal((await frame.texts(output)).at(-1), "main: all is safe");
      await other.screenshot(new URL(`${name.toLowerCase()}-embedded.png`, pictures));
      await other.close();
    });

    for (const [lesson, title] of [
      ["01-one-loop", /One thread, one loop/],
      ["05-gather", /Gather /],
      ["08-cancellation", /Cancellation and cleanup/],
    ]) {
      test(`${name}, lesson ${lesson}: from its start to a check that is passed`, async () => {
        await page.goto(`${server.url}#lessons`);
        await page.click({ css: "aw-classroom button", name: title });
        await page.click({ css: "aw-lesson .option" });
        await page.see({ css: "aw-lesson strong", name: /^(Yes|Not quite)\.$/ });
        await page.click("aw-lesson .check");
        await page.see({ css: "aw-lesson .verdict", name: /^\d+ of \d+ passed\./ });
        const solution = new URL(`${lesson}/solution.c`, lessons);
        if ((await page.count({ name: "Edit" })) > 0) await page.click({ name: "Edit" });
        await page.click(".cm-content");
        await page.press("Control+a");
        await page.paste(await readFile(solution, "utf8"));
        await page.click("aw-lesson .check");
        await page.see({ css: "aw-lesson .verdict", name: /^Passed/ });
        await picture(`lesson-${String(lesson).slice(0, 2)}`);
      });
    }

    test(`${name}, phone: what was done is there, and all of it fits`, async () => {
      await page.resize(390, 844);
      await page.goto(`${server.url}#lessons`);
      await page.see({ css: "aw-classroom p", name: /3 of 14 done/ });
      await page.goto(`${server.url}#shield`);
      await page.click({ name: "Code" });
      await page.call(() => scrollBy(0, 200)); // the editor draws the lines that come into sight
      await page.see({ css: ":is(li,.cm-line)", name: /and I typed this/ });
      await picture("phone-code");
      await page.call(() => scrollTo(0, 0));
      await page.click({ name: "Reset" });
      await page.runToEnd();
      await page.click({ name: "Timeline" });
      assert.deepEqual(await page.texts("aw-timeline .lane"), ["main done", "save done"]);
      await picture("phone-timeline");
      await page.click({ name: "Output" });
      await page.see({ css: output, name: /main: all is safe/ });
      assert.equal(await page.call(() => document.documentElement.scrollWidth - innerWidth), 0);
    });

    test(`${name}, offline: the page is there without its server, and runs`, async () => {
      await page.resize(1440, 900);
      await page.until(() => navigator.serviceWorker.controller !== null);
      await server.close();
      await page.goto(`${server.url}?again#race`);
      await page.runToEnd();
      await page.call(() => void (location.hash = "#lessons/12-locks"));
      await page.click("aw-lesson .check");
      await page.see({ css: "aw-lesson .verdict", name: /^\d+ of \d+ passed\./ });
      await picture("offline");
    });
  });
}
