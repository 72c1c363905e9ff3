// Prints what the built page costs in Chromium: the bytes it loads before it is painted and those
// of the embedding element, compressed as the server sends them; the time from Run to the first
// moving picture of a sample and of an edited program; its memory; and the frame times of a large
// timeline (timeline.mjs).
//
//   npm run bench:page
import { existsSync, readFileSync, statSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { openBrowser } from "../tests/e2e/browser.mjs";
import { ROOT } from "../tools/steps.mjs";
import { printFrames, printMemory } from "./timeline.mjs";

const RUNS = 3;
const DIST = `${ROOT}dist/playground`;
const bytesText = (bytes) => `${bytes.toLocaleString("en").padStart(10)} B brotli`;

/** Bytes of a built file as the server sends it. */
function sentBytes(path) {
  const file = `${DIST}${path === "/" ? "/index.html" : path}`;
  return existsSync(`${file}.br`)
    ? statSync(`${file}.br`).size
    : brotliCompressSync(readFileSync(file)).length;
}

/** Time from Run to the first moving picture, in ms. */
function timeRun(page) {
  return page.evaluate(async () => {
    const { session, renderRoot } = document.querySelector("aw-app");
    const before = session.trace;
    const start = performance.now();
    renderRoot.querySelector(".run").click();
    while (session.trace === before || session.coord === 0)
      await new Promise((done) => setTimeout(done, 2));
    return performance.now() - start;
  });
}

/** Runs in the page: the files requested before the first paint. */
function firstFiles() {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  const before = performance
    .getEntriesByType("resource")
    .filter(({ startTime }) => startTime < paint.startTime);
  return ["/", ...before.map(({ name }) => new URL(name).pathname)];
}

/** Adds a line at the end of the program. */
async function edit(page, line) {
  await page.locator(".cm-content").press("Control+End");
  await page.keyboard.insertText(`\n// ${line}`);
}

/** The times of one visit. */
async function visit(browser) {
  const { page, context } = await browser.page({ reducedMotion: "no-preference" });
  page.setDefaultTimeout(120_000);
  await page.goto(browser.url);
  await page.locator("aw-source li").first().waitFor();
  await page.waitForFunction(
    () => performance.getEntriesByName("first-contentful-paint").length > 0,
  );
  const shown = await page.evaluate(firstFiles);
  const samples = [await timeRun(page), await timeRun(page)];
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.locator(".cm-content:focus").waitFor();
  const edited = [];
  for (const line of ["first", "second", "third", "fourth"]) {
    await edit(page, line);
    edited.push(await timeRun(page));
  }
  await context.close();
  return { shown, samples, edited };
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

const browser = await openBrowser({ isWhole: true, isOptimising: true });
try {
  const { shown } = await visit(browser);
  const needed = [...new Set(shown)].filter((path) => path === "/" || /\.(js|css)$/.test(path));
  const isWorker = (path) => /\/worker-/.test(path);
  const bytes = needed.filter((path) => !isWorker(path)).map(sentBytes);
  console.log(`HTML, CSS and JS of the page   ${bytesText(bytes.reduce((a, b) => a + b, 0))}`);
  console.log(`the element for other pages    ${bytesText(sentBytes("/awaitc-playground.js"))}`);
  const visits = [];
  for (let i = 0; i < RUNS; i++) visits.push(await visit(browser));
  const line = (what, pick) => {
    const times = visits.map(pick).map(Math.round);
    console.log(
      `${what.padEnd(30)} ${String(median(times)).padStart(6)} ms  (${times.join(", ")})`,
    );
  };
  line("Run of the first sample, cold", ({ samples }) => samples[0]);
  line("the same, warm", ({ samples }) => samples[1]);
  line("first Run of an edited program", ({ edited }) => edited[0]);
  line("second", ({ edited }) => edited[1]);
  line("third", ({ edited }) => edited[2]);
  line("fourth", ({ edited }) => edited[3]);
  await printMemory(browser);
  await printFrames(browser);
} finally {
  await browser.close();
}
