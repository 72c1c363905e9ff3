/* Tries escapes and injections in one engine: by programs, links, stored data, messages, frames
 * and files (attacks.mjs, attacksaround.mjs). The page answers each with a message. None of their
 * code runs, nothing reaches the stranger's server, and the page keeps working. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { compileAll } from "../../playground/build/programs.mjs";
import { links, programs } from "./attacks.mjs";
import { around, files, storage } from "./attacksaround.mjs";
import { startEngine } from "./engines.mjs";
import { serveReplaced, serveStranger } from "./stranger.mjs";

/** @typedef {import("./attacks.mjs").Scene} Scene */

/** @type {Scene["server"]} */
let server;
/** @type {Scene["stranger"]} */
let stranger;
before(async () => {
  const out = new URL("../../build/e2e/", import.meta.url);
  await compileAll(new URL("programs/", import.meta.url), out);
  server = await serveReplaced();
  stranger = await serveStranger();
});
after(async () => {
  stranger?.close();
  await server?.close();
});

/** Runs in the page: the traces that an injected script would have left. */
const hit = () => /** @type {any} */ (window).hit ?? /** @type {any} */ (top).hit ?? null;

/** Asserts that there was no effect, and runs another program.
 * @param {import("./engines.mjs").Page} page */
async function unharmed(page) {
  assert.equal(await page.call(hit), null);
  assert.deepEqual(stranger.asked, []);
  server.replaced.clear();
  const isThere = await page.call(() => document.querySelector("aw-app") !== null);
  if (!isThere) await page.goto(server.url);
  await page.call(() => void (location.hash = "#shield"));
  await page.see({ css: "aw-code h2", name: /^shield\.c/ });
  await page.runToEnd();
  await page.see("aw-timeline .lane");
  assert.deepEqual(await page.texts("aw-timeline .lane"), ["main done", "save done"]);
  assert.equal(await page.call(hit), null);
}

let visits = 0;

/** Shows a sample. Programs attack one page one after the other; other attacks each get a
 * new one.
 * @param {import("./engines.mjs").Page} page @param {string} kind */
async function start(page, kind) {
  const isThere = await page.call(() => document.querySelector("aw-app") !== null);
  if (isThere && kind === "a program") await page.call(() => void (location.hash = "#hello-sleep"));
  else await page.goto(`${server.url}?${visits++}#hello-sleep`); // is loaded again
  await page.see({ css: "aw-code h2", name: /^hello-sleep\.c/ });
  await page.see(".run");
}

const kinds = {
  "a program": programs,
  "a link": links,
  storage,
  "a page": around,
  "a file": files,
};

/** @param {import("./engines.mjs").EngineName} name */
export function attackIn(name) {
  describe(name, () => {
    /** @type {Awaited<ReturnType<typeof startEngine>>} */
    let engine;
    /** @type {import("./engines.mjs").Page} */
    let page;
    before(async () => {
      engine = await startEngine(name);
      page = await engine.open({ width: 1024, height: 640 }); // small, because it is often drawn
      // Recordings are filled to their limits, on a machine that may be busy.
      page.patienceMs = 180_000;
    });
    after(() => engine?.close());

    for (const [kind, attacks] of Object.entries(kinds))
      for (const [what, attack] of Object.entries(attacks))
        test(`${name}: ${kind} that ${what}`, async () => {
          server.replaced.clear();
          await start(page, kind);
          await attack({ page, server, stranger, open: engine.open });
          await unharmed(page);
          await page.call(() => localStorage.clear());
        });
  });
}
