// Measures a large timeline of the built page, with bench/programs/crowd.c: 200 lanes and 20,000
// slices. The time of a frame is the page's work from the start of the frame to its hand-over to
// the compositor, including styles, layout and paint. The pace is the median time between frames,
// at least the screen's 16.7 ms. The CPU time is the average work of the page's thread for a frame,
// including drawing without a graphics card. page.mjs calls this module.
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { compile } from "../playground/build/programs.mjs";
import { ROOT } from "../tools/steps.mjs";

const FRAMES = 90;
const at = (path) => pathToFileURL(`${ROOT}${path}`);

/** Opens the page and runs crowd.c instead of the first sample. */
async function openCrowd(browser) {
  const program = at("build/bench/crowd-page.wasm");
  await mkdir(at("build/bench/"), { recursive: true });
  await compile([at("bench/programs/crowd.c")], program);
  const { page, context } = await browser.page({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(60_000);
  for (const end of ["", ".map"]) {
    const path = `${program.pathname}${end}`;
    await context.route(`**/samples/hello-sleep.wasm${end}`, (route) => route.fulfill({ path }));
  }
  await page.goto(`${browser.url}#hello-sleep`);
  await page.locator(".run").click();
  await page.locator('.chip[data-state="finished"]').waitFor();
  return { page, context };
}

/** Runs in the page: calls `act` once in each of `count` frames. Returns their times and paces in
 * ms. */
async function framesOf({ what, count }) {
  const app = document.querySelector("aw-app");
  const { session } = app;
  const timeline = app.renderRoot.querySelector("aw-timeline");
  const canvas = timeline.renderRoot.querySelector("canvas");
  const end = () => (session.axis === "time" ? session.trace.endTime : session.trace.rows.length);
  const wheel = (options) =>
    canvas.dispatchEvent(
      new WheelEvent("wheel", { cancelable: true, clientX: 1100, clientY: 300, ...options }),
    );
  const seek = (coord) => timeline.dispatchEvent(new CustomEvent("seek", { detail: { coord } }));
  const acts = {
    scrub: (i) => seek((end() * i) / count),
    pan: (i) => wheel({ shiftKey: true, deltaY: i < count / 2 ? 25 : -25 }),
    zoom: (i) => wheel({ ctrlKey: true, deltaY: i < count / 2 ? -12 : 12 }),
    scroll: (i) => (timeline.renderRoot.querySelector(".frame").scrollTop = i * 50),
    play: (i) => i === 0 && session.togglePlay(),
  };
  timeline.fit();
  seek(end() / 3);
  if (what === "pan") {
    for (let i = 0; i < 12; i++) timeline.zoomBy(0.8);
  }
  if (what === "play") session.setSpeed("1");
  await timeline.updateComplete;
  const times = [];
  const paces = [];
  const channel = new MessageChannel();
  await new Promise((done) => {
    let start = 0;
    let last = 0;
    const tick = (begun) => {
      if (last) paces.push(begun - last);
      last = begun;
      const i = times.length;
      if (i === count) return done();
      requestAnimationFrame(tick); // before the page's own callback, so that the frame includes it
      start = performance.now();
      acts[what](i);
      channel.port2.postMessage(0);
    };
    channel.port1.onmessage = () => times.push(performance.now() - start);
    requestAnimationFrame(tick);
  });
  if (session.mode !== "paused") session.togglePlay();
  timeline.fit();
  return { times, paces };
}

const share = (values, part) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];

/** Kilobytes of one process: private ones, and all resident ones. */
function residentOf(pid) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const of = (name) => Number(new RegExp(`^${name}: +(\\d+)`, "m").exec(text)?.[1] ?? 0);
  return { own: of("Private_Dirty") + of("Private_Clean"), resident: of("Rss") };
}

/** Megabytes of the largest page process, which runs the program's worker too. */
async function processOf(browser) {
  const client = await browser.browser.newBrowserCDPSession();
  const { processInfo } = await client.send("SystemInfo.getProcessInfo");
  await client.detach();
  const pages = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  const all = pages.map(residentOf).sort((a, b) => b.resident - a.resident);
  return { own: all[0].own / 1024, resident: all[0].resident / 1024 };
}

/** Megabytes of the JavaScript heap after a garbage collection. */
async function heapOf(page) {
  const client = await page.context().newCDPSession(page);
  await client.send("HeapProfiler.collectGarbage");
  await client.send("Performance.enable");
  const { metrics } = await client.send("Performance.getMetrics");
  await client.detach();
  return metrics.find(({ name }) => name === "JSHeapUsedSize").value / 2 ** 20;
}

/** Prints the page's memory without the compiler: after opening, and with the run of crowd.c. */
export async function printMemory(browser) {
  const line = async (what, page) => {
    const heap = await heapOf(page);
    const { own, resident } = await processOf(browser);
    const numbers = [heap, own, resident].map((value) => value.toFixed(1).padStart(6));
    const [script, alone, all] = numbers;
    console.log(
      `${what.padEnd(30)} ${script} MB JavaScript, process ${alone} MB own, ${all} resident`,
    );
  };
  const blank = await browser.page();
  await line("an empty page", blank.page);
  await blank.page.goto(browser.url);
  await blank.page.locator("aw-source li").first().waitFor();
  await line("page, before a run", blank.page);
  await blank.context.close();
  const { page, context } = await openCrowd(browser);
  await page.evaluate(framesOf, { what: "scrub", count: FRAMES });
  await line("page, run of 20,000 slices", page);
  await context.close();
}

/** Prints the frame times for each way to move, with all links and with one lane's links. */
export async function printFrames(browser) {
  const { page, context } = await openCrowd(browser);
  const { lanes, slices, rows } = await page.evaluate(() => {
    const { trace } = document.querySelector("aw-app").session;
    const count = trace.lanes.reduce((sum, lane) => sum + lane.slices.length, 0);
    return { lanes: trace.lanes.length, slices: count, rows: trace.rows.length };
  });
  const number = (value) => value.toLocaleString("en");
  const client = await page.context().newCDPSession(page);
  await client.send("Performance.enable", { timeDomain: "threadTicks" });
  /** Milliseconds that the page's thread has worked, independent of other load on the machine. */
  const busy = async () => {
    const { metrics } = await client.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
  console.log(`timeline: ${lanes} lanes, ${number(slices)} slices, ${number(rows)} events`);
  for (const axis of ["time", "steps"]) {
    await page
      .getByRole("button", { name: axis === "time" ? "Time" : "Steps", exact: true })
      .click();
    for (const links of ["all links", "own links"]) {
      for (const what of ["scrub", "pan", "zoom", "scroll", "play"]) {
        const before = await busy();
        const { times, paces } = await page.evaluate(framesOf, { what, count: FRAMES });
        const cpu = (((await busy()) - before) / FRAMES).toFixed(1).padStart(5);
        const figures = [share(times, 0.5), share(times, 0.95), Math.max(...times)];
        const [median, high, worst] = figures.map((ms) => ms.toFixed(1).padStart(5));
        const pace = share(paces, 0.5).toFixed(1).padStart(5);
        const name = `  ${what}, ${axis}, ${links}`.padEnd(30);
        console.log(
          `${name} ${median} ms  (95 %: ${high}, worst: ${worst}; pace ${pace}; CPU ${cpu})`,
        );
      }
      await page.getByRole("button", { name: "All links" }).click();
    }
  }
  await context.close();
}
