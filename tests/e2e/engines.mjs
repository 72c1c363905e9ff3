/* One interface to the page in three engines: Chromium (Playwright), stock Firefox (Puppeteer,
 * WebDriver BiDi) and WebKit (webkit.mjs).
 *
 * It finds visible controls through all shadow roots, by CSS and by accessible name. Keys and
 * clicks are those of the engine. Each engine implements only `Tab`. */

import { writeFile } from "node:fs/promises";
import puppeteer from "puppeteer-core";
import { launchChromium } from "../chromium.mjs";
import { startWebKit } from "./webkit.mjs";

/** @typedef {"Chromium" | "Firefox" | "WebKit"} EngineName */
/**
 * What an engine can do with a page. `frame`: an expression for an iframe of the page, or null.
 * @typedef {object} Tab
 * @property {(url: string) => Promise<unknown>} goto
 * @property {(expression: string, frame: string | null) => Promise<any>} evaluate
 * @property {(point: { x: number, y: number }) => Promise<void>} click
 * @property {(text: string) => Promise<void>} type
 * @property {(chord: string) => Promise<void>} press
 * @property {() => Promise<Uint8Array>} screenshot
 * @property {(width: number, height: number) => Promise<void>} resize
 * @property {() => Promise<void>} close
 */
/**
 * What to find: CSS whose steps may be in different shadow roots, and an accessible name.
 * @typedef {string | { css?: string, name?: string | RegExp }} Target
 */

/** The pauses between two attempts to find a target. They grow, because each attempt walks the
 * page. */
const pollMs = 40;
const pollMsMax = 400;

/** @type {Record<EngineName, (options?: { isWhole?: boolean }) => Promise<{
 *   open: () => Promise<Tab>, close: () => Promise<unknown> }>>} */
const starts = {
  async Chromium(options) {
    const browser = await launchChromium(options);
    return {
      open: async () => chromiumTab(await browser.newContext()),
      close: () => browser.close(),
    };
  },
  async Firefox() {
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
      headless: true,
      extraPrefsFirefox: {
        "javascript.options.wasm_optimizingjit": false, // as in ../chromium.mjs
        "dom.ipc.processPrelaunch.enabled": false, // a process in advance is often not used
      },
    });
    const open = async () => firefoxTab(await browser.createBrowserContext());
    return { open, close: () => browser.close() };
  },
  WebKit: startWebKit,
};

/** @param {import("playwright-core").BrowserContext} context @returns {Promise<Tab>} */
async function chromiumTab(context) {
  const page = await context.newPage();
  return {
    goto: (url) => page.goto(url),
    async evaluate(expression, frame) {
      if (!frame) return page.evaluate(expression);
      const element = (await page.evaluateHandle(frame)).asElement();
      return (await element?.contentFrame())?.evaluate(expression);
    },
    click: ({ x, y }) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    press: (chord) => page.keyboard.press(chord),
    screenshot: () => page.screenshot(),
    resize: (width, height) => page.setViewportSize({ width, height }),
    close: () => context.close(),
  };
}

/** @param {import("puppeteer-core").BrowserContext} context @returns {Promise<Tab>} */
async function firefoxTab(context) {
  const page = await context.newPage();
  return {
    goto: (url) => page.goto(url),
    async evaluate(expression, frame) {
      if (!frame) return page.evaluate(expression);
      const element = (await page.evaluateHandle(frame)).asElement();
      return (await /** @type {any} */ (element)?.contentFrame())?.evaluate(expression);
    },
    click: ({ x, y }) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    async press(chord) {
      const [key, ...held] = /** @type {import("puppeteer-core").KeyInput[]} */ (
        chord.split(/(?<=.)\+/).reverse()
      );
      for (const one of held) await page.keyboard.down(one);
      await page.keyboard.press(key);
      for (const one of held) await page.keyboard.up(one);
    },
    screenshot: () => page.screenshot(),
    resize: (width, height) => page.setViewport({ width, height }),
    close: () => context.close(),
  };
}

/**
 * Runs in the page: the visible elements of a target, outermost first.
 * @param {{ css: string, name: string | null, isWhole: boolean }} target
 */
function findAll({ css, name, isWhole }) {
  /** @param {ParentNode} root @param {string} step @returns {Element[]} */
  const below = (root, step) => {
    const shadow = /** @type {Element} */ (root).shadowRoot;
    const inner = [...root.querySelectorAll("*")].flatMap(({ shadowRoot }) =>
      shadowRoot ? below(shadowRoot, step) : [],
    );
    return [...(shadow ? below(shadow, step) : []), ...root.querySelectorAll(step), ...inner];
  };
  /** @param {any} element */
  const nameOf = (element) => {
    const label = element.getAttribute("aria-label") ?? element.labels?.[0]?.innerText;
    return (label ?? (element.innerText || element.textContent)).replace(/\s+/g, " ").trim();
  };
  const wanted = name === null ? null : new RegExp(isWhole ? `^(?:${name})$` : name);
  return css
    .split(" ")
    .reduce(
      (roots, step) => [...new Set(roots.flatMap((root) => below(root, step)))],
      [/** @type {ParentNode} */ (document)],
    )
    .filter((element) => /** @type {Element} */ (element).checkVisibility())
    .filter((element) => !wanted || wanted.test(nameOf(element)));
}

const controls = ":is(button,a,input,select,summary,textarea,[role])";

/** An expression for the elements of a target. @param {Target} target */
function expressionOf(target) {
  const { css, name = null } = typeof target === "string" ? { css: target } : target;
  const isWhole = typeof name === "string";
  const source = isWhole ? name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&") : (name?.source ?? null);
  const wanted = { css: css ?? controls, name: source, isWhole };
  return `(${findAll})(${JSON.stringify(wanted)})`;
}

/** A page, or a frame of it, as a user operates it. */
export class Page {
  /** @type {Tab} */ #tab;
  /** @type {string | null} */ #frame;
  /** How long to wait for an expected state. */
  patienceMs = 20_000;

  /** @param {Tab} tab @param {string | null} [frame] */
  constructor(tab, frame = null) {
    this.#tab = tab;
    this.#frame = frame;
  }

  /** The frame in the page that a target finds. @param {Target} target */
  frame(target) {
    const frame = new Page(this.#tab, `${expressionOf(target)}[0]`);
    return Object.assign(frame, { patienceMs: this.patienceMs });
  }

  /** @param {string} url */
  async goto(url) {
    await this.#tab.goto(url);
  }

  /**
   * Calls a function in the page, with values that JSON can carry.
   * @template {any[]} Args
   * @template Result
   * @param {(...args: Args) => Result} fn
   * @param {Args} args
   * @returns {Promise<Awaited<Result>>}
   */
  call(fn, ...args) {
    return this.#tab.evaluate(`(${fn})(...${JSON.stringify(args)})`, this.#frame);
  }

  /** Runs the program shown to its end, and moves the playhead there: it plays. */
  async runToEnd() {
    await this.click(".run");
    await this.see('.chip[data-state="finished"]');
    await this.call(() => {
      const { session } = /** @type {any} */ (document.querySelector("aw-app, aw-embed"));
      session.seekHead(session.trace.rows.length);
    });
  }

  /** Waits until a function in the page returns a truthy value, and returns that value.
   * @template {any[]} Args
   * @template Result
   * @param {(...args: Args) => Result} fn
   * @param {Args} args
   * @returns {Promise<Awaited<Result>>} */
  async until(fn, ...args) {
    return this.#until(`(${fn})(...${JSON.stringify(args)})`, String(fn));
  }

  /** @param {string} expression @param {string} what @returns {Promise<any>} */
  async #until(expression, what) {
    const end = performance.now() + this.patienceMs;
    for (let pauseMs = pollMs; ; pauseMs = Math.min(1.3 * pauseMs, pollMsMax)) {
      const value = await this.#tab.evaluate(expression, this.#frame);
      if (value) return value;
      if (performance.now() > end) throw new Error(`not in ${this.patienceMs / 1000} s: ${what}`);
      await new Promise((done) => setTimeout(done, pauseMs));
    }
  }

  /** Waits until the target is visible. @param {Target} target */
  async see(target) {
    await this.#until(`${expressionOf(target)}.length > 0`, `to see ${nameOf(target)}`);
  }

  /** Waits until the target is not visible. @param {Target} target */
  async miss(target) {
    await this.#until(`${expressionOf(target)}.length === 0`, `not to see ${nameOf(target)}`);
  }

  /** How many elements of the target are visible.
   * @param {Target} target @returns {Promise<number>} */
  count(target) {
    return this.#tab.evaluate(`${expressionOf(target)}.length`, this.#frame);
  }

  /** The texts of the target's elements, each in one line. @param {Target} target
   * @returns {Promise<string[]>} */
  texts(target) {
    const text = `node.value ?? (node.innerText || node.textContent)`;
    const line = `(node) => (${text}).replace(/\\s+/g, " ").trim()`;
    return this.#tab.evaluate(`${expressionOf(target)}.map(${line})`, this.#frame);
  }

  /** Waits for the target and returns the text of its first element. @param {Target} target */
  async text(target) {
    await this.see(target);
    return (await this.texts(target))[0];
  }

  /** Clicks the first element, once it is visible and does not move, in its middle or at a point of
   * it.
   * @param {Target} target @param {{ x: number, y: number }} [at] */
  async click(target, at) {
    const point = await this.#until(
      `(${middleOf})(${expressionOf(target)}[0], ${JSON.stringify(at ?? null)})`,
      `to press ${nameOf(target)}`,
    );
    const origin = this.#frame
      ? await this.#tab.evaluate(`(${cornerOf})(${this.#frame})`, null)
      : [0, 0];
    await this.#tab.click({ x: point.x + origin[0], y: point.y + origin[1] });
  }

  /** Selects an option of a list by its value. @param {Target} target @param {string} value */
  async choose(target, value) {
    await this.see(target);
    await this.#tab.evaluate(
      `(${choose})(${expressionOf(target)}[0], ${JSON.stringify(value)})`,
      this.#frame,
    );
  }

  /** Inserts a text at the cursor, as pasting does. @param {string} text */
  async paste(text) {
    await this.call(paste, text);
  }

  /** @param {string} text */
  async type(text) {
    await this.#tab.type(text);
  }

  /** @param {string} chord such as `Control+a` */
  async press(chord) {
    await this.#tab.press(chord);
  }

  /** Takes a screenshot once the engine has painted. @param {URL} file */
  async screenshot(file) {
    const drawn = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";
    await this.#tab.evaluate(`${drawn}.then(() => null)`, null);
    await writeFile(file, await this.#tab.screenshot());
  }

  /** @param {number} width @param {number} height */
  async resize(width, height) {
    await this.#tab.resize(width, height);
  }

  async close() {
    await this.#tab.close();
  }
}

/** @param {Target} target */
const nameOf = (target) =>
  typeof target === "string" ? target : `${target.css ?? ""} ${target.name ?? ""}`.trim();

/** Runs in the page: the point to click; null while the element is missing, moves or is covered.
 * @param {Element | undefined} element @param {{ x: number, y: number } | null} at */
async function middleOf(element, at) {
  if (!element || /** @type {HTMLButtonElement} */ (element).disabled) return null;
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
  const box = element.getBoundingClientRect();
  await new Promise((done) => setTimeout(done, 30));
  const { x, y, width, height } = element.getBoundingClientRect();
  if (x !== box.x || y !== box.y || width === 0) return null;
  const point = { x: x + (at?.x ?? width / 2), y: y + (at?.y ?? height / 2) };
  /** @type {Element | null} */
  let top = document.elementFromPoint(point.x, point.y);
  while (top?.shadowRoot) {
    const inner = top.shadowRoot.elementFromPoint(point.x, point.y);
    if (!inner || inner === top) break;
    top = inner;
  }
  for (let node = /** @type {Node | null} */ (top); node;) {
    if (node === element || /** @type {any} */ (element).labels?.[0] === node) return point;
    node = node.parentNode ?? /** @type {ShadowRoot} */ (node).host ?? null;
  }
  return null;
}

/** Runs in the page. @param {Element} frame */
function cornerOf(frame) {
  const { x, y } = frame.getBoundingClientRect();
  return [x, y];
}

/** Runs in the page. @param {HTMLSelectElement} list @param {string} value */
function choose(list, value) {
  list.value = value;
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Runs in the page. @param {string} text */
function paste(text) {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const options = { bubbles: true, cancelable: true, composed: true };
  const event = new ClipboardEvent("paste", options);
  Object.defineProperty(event, "clipboardData", { value: clipboardData }); // Firefox drops it
  focused?.dispatchEvent(event);
}

/** Starts an engine. `open` returns a page in a browser without stored data.
 * @param {EngineName} name @param {{ isWhole?: boolean }} [options] of Chromium */
export async function startEngine(name, options) {
  const engine = await starts[name](options);
  return {
    async open(size = { width: 1440, height: 900 }) {
      const page = new Page(await engine.open());
      await page.resize(size.width, size.height);
      return page;
    },
    close: () => engine.close(),
  };
}
