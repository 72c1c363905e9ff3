/* A program in somebody else's blank page, which is of another origin: the element, its frame, and what
 * they believe of each other. */

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { readFile } from "node:fs/promises";
import { brotliCompressSync } from "node:zlib";
import { complaints } from "./axe.mjs";
import { openBrowser } from "./browser.mjs";

/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;
/** @type {import("node:http").Server} */
let host;
/** The body of the page around it. */
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

/** The element's module, and the element. @param {string} attributes @param {string} [text] */
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
    .evaluate((element) => element.getBoundingClientRect().height);
  await page.waitForFunction((height) => {
    const { shadowRoot } = /** @type {HTMLElement} */ (document.querySelector("awaitc-playground"));
    return shadowRoot?.querySelector("iframe")?.offsetHeight === height;
  }, needed);
  await frame.getByLabel("Clock").selectOption("virtual");
  await frame.locator(".run").click();
  await frame.locator('.chip[data-state="finished"]').waitFor();
  const lanes = await frame.locator("aw-timeline .lane").allInnerTexts();
  assert.deepEqual(
    lanes.map((lane) => lane.replace(/\s+/g, " ").trim()),
    ["main done", "save done"],
  );
  await frame.locator("aw-console .text", { hasText: "main: all is safe" }).waitFor();
  assert.deepEqual(await complaints(page), []);
  assert.deepEqual(errors, []);
});

test("element: its own text is the program; read-only text is not edited", async (t) => {
  const { page, context, errors, frame } = await open(
    elementOf('sample="hello-sleep" readonly height="500"', "int main(void) { return 42; }"),
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
  assert.equal(await frame.locator(".chip").innerText(), "not run yet");
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
      { awaitc: 1, type: "code", text: "x".repeat(70_000) },
    ])
      contentWindow?.postMessage(data, "*");
  });
  await line.hover(); // the frame has worked off what came before
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
