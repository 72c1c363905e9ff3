/* A program in a blank page of another origin: the element, its frame, and which of each other's
 * messages they accept. */

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { readFile } from "node:fs/promises";
import { brotliCompressSync, deflateRawSync } from "node:zlib";
import { complaints } from "./axe.mjs";
import { openMore } from "./page.mjs";
import { openBrowser } from "./browser.mjs";

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
/** @type {import("node:http").Server} */
let host;
/** The body of the embedding page. */
let body = "";
before(async () => {
  browser = await openBrowser();
  host = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(
      `<!doctype html><html lang="en"><title>somebody's page</title><main><h1>My page</h1>
      ${body}</main>`,
    );
  });
  await new Promise((done) => host.listen(0, "127.0.0.1", () => done(null)));
});
after(async () => {
  host?.close();
  await browser?.close();
});

/** Opens a page with this body. @param {string} html */
async function open(html) {
  body = html;
  const opened = await browser.page({ viewport: { width: 800, height: 900 } });
  const { port } = /** @type {import("node:net").AddressInfo} */ (host.address());
  await opened.page.goto(`http://127.0.0.1:${port}/`);
  return { ...opened, frame: opened.page.frameLocator("awaitc-playground iframe") };
}

/** HTML of the element and its module. @param {string} attributes @param {string} [text] */
const elementOf = (attributes, text = "") =>
  `<script type="module" src="${browser.url}awaitc-playground.js"></script>
  <awaitc-playground ${attributes}>${text}</awaitc-playground>`;

test("element: shows a sample of another origin as high as it is, and Run runs it", async (t) => {
  const { page, context, errors, frame } = await open(elementOf('sample="shield" theme="dark"'));
  t.after(() => context.close());
  await frame.locator("aw-source li", { hasText: "aw_shield" }).first().waitFor();
  assert.equal(await frame.locator(".chip").innerText(), "not run yet");
  assert.equal(await frame.locator("html").getAttribute("data-theme"), "dark");
  const needed = await frame
    .locator("aw-embed")
    .evaluate((element) => Math.ceil(element.getBoundingClientRect().height));
  await page.waitForFunction((height) => {
    const { shadowRoot } = /** @type {HTMLElement} */ (document.querySelector("awaitc-playground"));
    return shadowRoot?.querySelector("iframe")?.offsetHeight === height;
  }, needed);
  await frame.locator(".run").click();
  await frame.locator('.chip[data-state="finished"]').waitFor();
  const lanes = await frame.locator("aw-timeline .lane").allInnerTexts();
  assert.deepEqual(
    lanes.map((lane) => lane.replace(/\s+/g, " ").trim()),
    ["main done", "save done"],
  );
  await frame.getByRole("button", { name: "Output", exact: true }).click();
  await frame.locator("aw-console .text", { hasText: "main: all is safe" }).waitFor();
  assert.deepEqual(await complaints(page), []);
  assert.deepEqual(errors, []);
});

test("element: its own text is the program; read-only text is not edited", async (t) => {
  const { page, context, errors, frame } = await open(
    elementOf(
      'sample="hello-sleep" name="answer" readonly height="500"',
      "int main(void) { return 42; }",
    ),
  );
  t.after(() => context.close());
  await frame.locator("aw-source li", { hasText: "return 42" }).click();
  assert.equal(await frame.getByRole("button", { name: "Edit", exact: true }).count(), 0);
  assert.equal(await frame.locator("aw-editor").count(), 0);
  const height = await page.evaluate(
    () =>
      document.querySelector("awaitc-playground")?.shadowRoot?.querySelector("iframe")
        ?.offsetHeight,
  );
  assert.equal(height, 500);
  assert.match(await frame.locator("aw-code h2").innerText(), /^answer\.c/);
  assert.equal(await frame.locator(".chip").innerText(), "not run yet");
  assert.deepEqual(errors, []);
});

test("editable: only those lines change, and Open in playground has the change", async (t) => {
  const text = "int main(void)\n{\n    return 1;\n}";
  const { page, context, errors, frame } = await open(
    elementOf('sample="hello-sleep" editable="3"', text),
  );
  t.after(() => context.close());
  await context.route("**/compilerworker*", (route) => route.abort()); // nothing is built here
  await frame.locator("aw-source li.locked", { hasText: "int main" }).waitFor();
  assert.equal(await frame.locator("aw-source li.locked").count(), 3);
  await frame.locator("aw-source li", { hasText: "return 1" }).click();
  const editor = frame.locator(".cm-content");
  const written = async () => (await frame.locator(".cm-line").allInnerTexts()).join("\n");
  for (const [keys, change] of [
    ["Control+Home", "x"],
    ["Control+End", "x"],
    ["Control+End", "Backspace"],
    ["Control+a", "Delete"],
  ]) {
    await editor.press(keys);
    await page.keyboard.press(change);
    assert.equal(await written(), text, `${keys} ${change}`);
  }
  await frame.locator(".cm-line", { hasText: "return 1" }).click();
  await page.keyboard.press("End");
  await page.keyboard.insertText(" // mine\n    // too");
  const mine = text.replace("1;", "1; // mine\n    // too");
  assert.equal(await written(), mine);
  await frame.getByText("Only lines 3–4 can be changed.").waitFor();
  assert.deepEqual(await complaints(page), []);
  const link = frame.getByRole("link", { name: "Open in playground" });
  await frame.locator(".foot a[href*='#v2.hello-sleep.']").waitFor();
  const [opened] = await Promise.all([context.waitForEvent("page"), link.click()]);
  await opened.getByText("is from a link. It has not run").waitFor();
  await opened.locator("aw-source li", { hasText: "// too" }).waitFor();
  assert.equal(await opened.evaluate(() => window.opener), null);
  await opened.close();
  await frame.getByRole("button", { name: "Reset" }).click();
  assert.equal(await written(), text);
  assert.deepEqual(
    errors.filter((error) => !/ERR_FAILED|compilerworker/.test(error)),
    [],
  );
});

test("lesson by a link: says what to do; after Run it is at the link's moment", async (t) => {
  const said = {
    clock: "virtual",
    debug: 1,
    axis: "steps",
    seed: 7,
    head: 9,
    view: [4, 12],
    links: 0,
  };
  const packed = deflateRawSync(JSON.stringify(said)).toString("base64url");
  const { page, context, errors, frame } = await open(
    elementOf(`sample="v2.lessons/05-gather.${packed}"`),
  );
  t.after(() => context.close());
  await frame.getByRole("heading", { name: /^Lesson 5: / }).waitFor();
  await frame.getByText("What to do").click();
  assert.equal(await frame.locator(".chip").innerText(), "not run yet");
  await frame.locator(".run").click();
  await frame.locator('.chip[data-state="finished"]').waitFor();
  const seen = await frame.locator("aw-embed").evaluate(async (embed) => {
    const { session, timeline, allLinks } = /** @type {any} */ (embed);
    while (!timeline.view) await new Promise(requestAnimationFrame);
    const { axis, head, seed } = session;
    return { axis, head, seed, view: timeline.view, allLinks };
  });
  const view = { from: 4, to: 12 };
  assert.deepEqual(seen, { axis: "steps", head: 9, seed: 7, view, allLinks: false });
  assert.deepEqual(await complaints(page), []);
  assert.deepEqual(errors, []);
});

test("another program: clock, axis, debug mode and arrows stay, the ghost does not", async (t) => {
  for (const [path, name] of [
    ["embed.html", "aw-embed"],
    ["", "aw-app"],
  ]) {
    const { page, context, errors } = await browser.page();
    t.after(() => context.close());
    await page.goto(`${browser.url}${path}#shield`);
    if (name === "aw-embed") await openMore(page, ".run-bar");
    await page.getByLabel("Clock").selectOption("real");
    await page.getByRole("button", { name: "Debug mode" }).click();
    await page.locator(".run").click();
    await page.locator('.chip[data-state="finished"]').waitFor();
    const seen = () =>
      page.locator(name).evaluate((element) => {
        const { sample, clock, isDebug, allLinks, session } = /** @type {any} */ (element);
        const isKept = session.kept !== null;
        return { sample: sample.name, clock, isDebug, allLinks, axis: session.axis, isKept };
      });
    const playback = page.locator("aw-playback");
    for (const command of ["axis", "links", "keep"])
      await playback.evaluate((element, command) => {
        element.dispatchEvent(new CustomEvent("command", { detail: { command } }));
      }, command);
    const chosen = { isDebug: false, allLinks: false, axis: "steps" };
    assert.deepEqual(await seen(), { sample: "shield", clock: "real", ...chosen, isKept: true });
    await page.evaluate(() => (location.hash = "race"));
    await page.locator("aw-source li", { hasText: "aw_race" }).first().waitFor();
    assert.deepEqual(await seen(), { sample: "race", clock: "real", ...chosen, isKept: false });
    assert.deepEqual(errors, []);
  }
});

test("theme: the page's own, and its change, without loading again", async (t) => {
  const schemes = ":root { color-scheme: light } :root.dark { color-scheme: dark }";
  const { page, context, errors, frame } = await open(
    `<style>${schemes}</style>${elementOf('sample="shield"')}`,
  );
  t.after(() => context.close());
  const shown = frame.locator("html[data-theme]");
  const isThere = () => shown.evaluate((root) => root.hasAttribute("data-old"));
  await frame.locator("aw-source li").first().waitFor();
  await shown.evaluate((root) => root.setAttribute("data-old", ""));
  assert.equal(await shown.getAttribute("data-theme"), "light");
  await page.evaluate(() => document.documentElement.classList.add("dark"));
  await frame.locator("html[data-theme=dark]").waitFor();
  await page.evaluate(() =>
    document.querySelector("awaitc-playground")?.setAttribute("theme", "light"),
  );
  await frame.locator("html[data-theme=light]").waitFor();
  assert.equal(await isThere(), true);
  assert.deepEqual(errors, []);
});

test("messages: of other forms, other windows and other origins change nothing", async (t) => {
  const { page, context, errors, frame } = await open(elementOf('sample="shield"'));
  t.after(() => context.close());
  const line = frame.locator("aw-source li", { hasText: "aw_shield" }).first();
  await line.waitFor();
  await page.evaluate(() => {
    const element = /** @type {HTMLElement} */ (document.querySelector("awaitc-playground"));
    const inner = /** @type {HTMLIFrameElement} */ (element.shadowRoot?.querySelector("iframe"));
    postMessage({ awaitc: 1, type: "size", height: 17 }, "*"); // not from the frame
    const { contentWindow } = inner;
    for (const data of [
      null,
      "code",
      { type: "code", text: "no mark" },
      { awaitc: 2, type: "code", text: "another version" },
      { awaitc: 1, type: "run" },
      { awaitc: 1, type: "code", text: 5 },
      { awaitc: 1, type: "theme", theme: "<script>" },
      { awaitc: 1, type: "code", text: "x".repeat(70_000) },
    ])
      contentWindow?.postMessage(data, "*");
  });
  await line.hover(); // the frame has processed the earlier messages
  assert.equal(await line.count(), 1);
  await page.evaluate(() => {
    const element = /** @type {HTMLElement} */ (document.querySelector("awaitc-playground"));
    const inner = /** @type {HTMLIFrameElement} */ (element.shadowRoot?.querySelector("iframe"));
    inner.contentWindow?.postMessage({ awaitc: 1, type: "code", text: "// believed" }, "*");
  });
  await frame.locator("aw-source li", { hasText: "// believed" }).waitFor();
  const box = await page.locator("awaitc-playground iframe").boundingBox();
  assert.ok(box && box.height > 17);
  assert.equal(await frame.locator(".chip").innerText(), "not run yet");
  assert.deepEqual(errors, []);
});

test("frames: only embed may be put into one; the element is small", async (t) => {
  const { page, context } = await open(`<iframe title="page" src="${browser.url}"></iframe>`);
  t.after(() => context.close());
  assert.equal(await page.frameLocator("iframe").locator("aw-app").count(), 0);
  const policyOf = async (/** @type {string} */ path) =>
    (await fetch(`${browser.url}${path}`)).headers.get("content-security-policy") ?? "";
  assert.match(await policyOf(""), /frame-ancestors 'self'/);
  assert.match(await policyOf("index.html"), /frame-ancestors 'self'/);
  assert.match(await policyOf("embed"), /frame-ancestors \*/);
  const file = new URL("../../dist/playground/awaitc-playground.js", import.meta.url);
  const { length } = brotliCompressSync(await readFile(file));
  t.diagnostic(`the element: ${length} bytes of brotli`);
  assert.ok(length < 40 * 1024);
});
