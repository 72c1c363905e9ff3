/* The attacks of attacks.test.js, which runs each in every engine: programs, links, stored data,
 * messages, frames and files. Each attack goes as far as it can and asserts that the page answered
 * with a message. The test asserts after each attack that it had no other effect. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { deflateRawSync } from "node:zlib";

/** @typedef {import("./engines.mjs").Page} Page */
/**
 * What an attack gets: a page that shows the first sample, and both servers.
 * @typedef {object} Scene
 * @property {Page} page
 * @property {() => Promise<Page>} open a page of a browser that has nothing stored
 * @property {Awaited<ReturnType<import("./stranger.mjs").serveReplaced>>} server
 * @property {Awaited<ReturnType<import("./stranger.mjs").serveStranger>>} stranger
 */
/** @typedef {(scene: Scene) => Promise<void>} Attack */

const script = `<img src=x onerror="top.hit='markup'"><script>top.hit='script'</script>`;
const output = "aw-console .line .text";
const note = "aw-console .note";

/** A program of tests/e2e/programs. @param {string} name */
const built = (name) => readFile(new URL(`../../build/e2e/${name}.wasm`, import.meta.url));

/** Replaces the first sample by a program, and presses Run.
 * @param {Scene} scene @param {Uint8Array | string} body @param {...string} args */
async function run({ page, server }, body, ...args) {
  server.replaced.set("/samples/hello-sleep.wasm", { body });
  await page.call((given) => {
    const app = /** @type {any} */ (document.querySelector("aw-app"));
    app.sample = { ...app.sample, args: given };
    app.clock = "virtual";
  }, args);
  await page.click(".run");
}

/** Runs hostile.c to its end. Returns its output. @param {Scene} scene @param {...string} args */
async function harm(scene, ...args) {
  await run(scene, await built("hostile"), ...args);
  await scene.page.see(note);
  return scene.page.texts(output);
}

/** Stops a running program. @param {Page} page */
async function stop(page) {
  await page.click(".stop");
  await page.see('.chip[data-state="stopped"]');
}

/** Lets a program that spawns endlessly run for a while, then stops it. On a busy machine its
 * memory may be full before: then it ends with an error.
 * @param {Page} page */
async function crowded(page) {
  await page.until(() => {
    const { state, trace } = /** @type {any} */ (document.querySelector("aw-app")).session;
    return state !== "running" || trace.rows.length > 50_000;
  });
  await page.press("Control+.");
  const state = await page.until(() => {
    const { state } = /** @type {any} */ (document.querySelector("aw-app")).session;
    return state !== "running" && state;
  });
  await page.see(`.chip[data-state="${state}"]`);
  if (state === "failed") assert.match(await page.text(note), /memory/i);
  if (state === "finished") assert.match(await page.text(note), /exit code/);
}

/** A module with these sections. @param {...[number, string]} sections id and bytes */
function moduleOf(...sections) {
  const parts = sections.map(([id, bytes]) => String.fromCharCode(id, bytes.length) + bytes);
  return Buffer.from(`\0asm\x01\0\0\0${parts.join("")}`, "latin1");
}
/** @param {string} text */
const named = (text) => String.fromCharCode(text.length) + text;
/** A program that imports a function () → (). @param {string} module @param {string} name */
const importing = (module, name) =>
  moduleOf(
    [1, "\x01\x60\0\0"],
    [2, `\x01${named(module)}${named(name)}\0\0`],
    [7, `\x01${named("aw_abi")}\0\0`],
  );

/** @type {Record<string, Attack>} */
export const programs = {
  "prints markup": async (scene) => {
    assert.deepEqual(await harm(scene, "print"), [script]);
  },
  "prints escape codes, NUL, broken UTF-8 and text that turns round": async (scene) => {
    const lines = await harm(scene, "bytes");
    assert.equal(lines.at(-1), "an honest line");
    assert.match(lines.join("\n"), /red.*nul.nul.*bad.*turned/s);
    const [shown] = await scene.page.texts(output);
    assert.doesNotMatch(shown, /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
  },
  "names a task, a lock, a queue and a scope with markup": async (scene) => {
    await harm(scene, "names");
    const { page } = scene;
    assert.deepEqual((await page.texts("aw-timeline .lane"))[1], `${script} done`);
    await page.click({ css: "aw-timeline .lane", name: /img/ });
    await page.see({ css: "aw-details :is(h2,h3)", name: /<img/ });
    await page.click({ name: "Events" });
    await page.see({ css: "aw-events .row", name: /<img/ });
    await page.click({ name: "Output" });
  },
  "fails with markup": async (scene) => {
    const told = (await harm(scene, "fail")).join(" ");
    assert.ok(told.includes(`its error was never retrieved: ${script}`), told);
  },
  "fetches from a stranger": async (scene) => {
    assert.match((await harm(scene, "fetch", scene.stranger.url))[0], /^AW_ENETWORK: /);
  },
  "fetches what leads on to a stranger": async (scene) => {
    scene.server.replaced.set("/away", { status: 302, location: `${scene.stranger.url}stolen` });
    assert.match((await harm(scene, "fetch", "/away"))[0], /^AW_ENETWORK: /);
  },
  "fetches file:, data:, blob: and javascript:": async (scene) => {
    for (const url of [
      "file:///etc/passwd",
      "data:text/html,<script>top.hit=1</script>",
      "blob:null/1",
      "javascript:top.hit=1",
    ])
      assert.match((await harm(scene, "fetch", url))[0], /^AW_ENETWORK: /, url);
  },
  "fetches an answer without an end": async (scene) => {
    /** @type {Promise<void>} */
    const isGivenUp = new Promise((done) => {
      scene.server.replaced.set("/endless", (response) => {
        const more = setInterval(() => response.write(Buffer.alloc(1 << 16)), 2);
        response.on("close", () => {
          clearInterval(more);
          done();
        });
      });
    });
    assert.match((await harm(scene, "fetch", "/endless"))[0], /^AW_ENETWORK: .*more than 4 MB/);
    await isGivenUp;
  },
  "calls functions of JavaScript": async (scene) => {
    for (const line of await harm(scene, "call")) assert.match(line, /: AW_ENOSYS$/);
  },
  "imports a foreign function": async (scene) => {
    await run(scene, importing("env", "eval"));
    assert.match(
      await scene.page.text(note),
      /needs something this page does not offer.*env\.eval/,
    );
  },
  "brings JavaScript, as EM_ASM does": async (scene) => {
    await run(scene, importing("env", "emscripten_asm_const_int"));
    assert.match(await scene.page.text(note), /does not offer.*emscripten_asm_const_int/);
  },
  "is no wasm, or that of somebody else": async (scene) => {
    for (const [bytes, words] of /** @type {[string | Buffer, RegExp][]} */ ([
      [script, /cannot be compiled|is not a WebAssembly/],
      ["", /cannot be compiled|is not a WebAssembly/],
      [(await built("hostile")).subarray(0, 5000), /cannot be compiled/],
      [moduleOf(), /not an awaitc program/],
    ])) {
      await run(scene, bytes);
      await scene.page.see('.chip[data-state="failed"]');
      assert.match(await scene.page.text(note), words);
      await scene.page.call(() =>
        /** @type {any} */ (document.querySelector("aw-app")).session.clear(),
      );
    }
  },
  "traps at a line that is a script": async (scene) => {
    const map = { version: 3, sources: [`${script}.c`, "javascript:top.hit=1"], names: [script] };
    const body = JSON.stringify({ ...map, mappings: "AAAA;".repeat(5).repeat(1000) });
    scene.server.replaced.set("/samples/hello-sleep.wasm.map", { type: "application/json", body });
    await harm(scene, "trap");
    assert.match(await scene.page.text(note), /^Trap/);
  },
  "recurses without an end": async (scene) => {
    await harm(scene, "recurse");
    assert.match(await scene.page.text(note), /^(Stack overflow|Trap)/);
  },
  "takes all memory": async (scene) => {
    const said = (await harm(scene, "memory")).join(" ");
    assert.match(`${said} ${await scene.page.text(note)}`, /took \d+ MB|Out of memory/);
  },
  "starts tasks that start tasks": async (scene) => {
    await run(scene, await built("hostile"), "tasks");
    await crowded(scene.page);
  },
  "sets timers that set timers": async (scene) => {
    await run(scene, await built("hostile"), "timers");
    await crowded(scene.page);
  },
  "runs without an end": async (scene) => {
    await run(scene, await built("endless-loop"));
    await scene.page.see({ css: ".chip", name: /the event loop is blocked/ });
    await stop(scene.page);
  },
  "prints without an end": async (scene) => {
    await run(scene, await built("endless-output"));
    await scene.page.see({
      css: "aw-console .line:last-of-type",
      name: /the rest of the output is not shown/,
    });
    await stop(scene.page);
  },
};

/** A link. @param {unknown} said @param {string} [start] */
const linkOf = (said, start = "v2.shield") => {
  const text = typeof said === "string" ? said : JSON.stringify(said);
  return `${start}.${deflateRawSync(text).toString("base64url")}`;
};
const good = { clock: "virtual", axis: "time" };

/** Fragments, and the message for each. @type {[string, RegExp][]} */
const badLinks = [
  ["v9.shield.AAAA", /of version 9/],
  [`v${"9".repeat(5000)}.shield.AAAA`, /of version 999/],
  [`v2.shield.${"A".repeat(100_000)}`, /more than 16,000 are not read/],
  [linkOf({ text: "x".repeat(8_000_000) }), /holds more than 64 KB/],
  ["v2.shield.@@@", /damaged/],
  ["v2.shield.", /damaged/],
  ["v2", /damaged/],
  [linkOf(good).slice(0, -4), /damaged/],
  [linkOf("[1]"), /damaged/],
  [linkOf("null"), /damaged/],
  [linkOf("\xff\xfe"), /damaged/],
  [`v2.${encodeURI(script)}.AAAA`, /damaged/],
  [`v2.../../etc/passwd.AAAA`, /damaged/],
  [linkOf(good, "v2.nowhere"), /which this page does not have/],
  [linkOf(good, "v2.lessons/99-none"), /which this page does not have/],
  [linkOf(good, "v2.constructor"), /which this page does not have/],
  [linkOf('{"__proto__":{"clock":"virtual","axis":"time"}}'), /wrong about the clock/],
  [linkOf({ ...good, clock: "constructor" }), /wrong about the clock/],
  [linkOf({ ...good, clock: script }), /wrong about the clock/],
  [linkOf({ ...good, axis: script }), /wrong about the axis/],
  [linkOf({ ...good, seed: script }), /wrong about the seed/],
  [linkOf({ ...good, head: 1e300 }), /wrong about the playhead/],
  [linkOf({ ...good, head: -1 }), /wrong about the playhead/],
  [linkOf({ ...good, lane: 1.5 }), /wrong about the task/],
  [linkOf({ ...good, debug: script }), /wrong about debug mode/],
  [linkOf({ ...good, of: 0, edit: [[0, 0, script]] }), /holds only what it changes/],
];

/** @type {Record<string, Attack>} */
export const links = {
  "is wrong in one of many ways": async ({ page }) => {
    for (const [fragment, words] of badLinks) {
      await page.call((hash) => void (location.hash = hash), fragment);
      const told = { css: "aw-arrival [role=alert]", name: words };
      await page.see(told).catch(() => assert.fail(`no ${words} of ${fragment.slice(0, 60)}`));
    }
    assert.equal(await page.text(".chip"), "not run yet");
  },
  "has a script for a text": async ({ page }) => {
    await page.call((hash) => void (location.hash = hash), linkOf({ ...good, text: script }));
    await page.see({ css: "aw-source li", name: /onerror/ });
    assert.equal(await page.text(".chip"), "not run yet");
  },
  "is an address with a script": async ({ page, server }) => {
    await page.goto(`${server.url}?lang=${encodeURI(script)}&theme=${script}&readonly=1#${script}`);
    await page.see(".run");
  },
};
