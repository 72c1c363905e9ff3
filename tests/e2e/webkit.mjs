/* WebKit with its own driver: WebKitGTK's MiniBrowser, controlled by WebKitWebDriver over HTTP
 * (WebDriver, https://www.w3.org/TR/webdriver2), on a virtual screen (Xvfb).
 *
 * Starts and ends these three processes, and has one call for each operation that engines.mjs
 * needs. It does not depend on the page. */

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where Debian installs the browser, by the version of its library. */
const folder = `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu`;
const browsers = ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"].map(
  (library) => `${folder}/${library}/MiniBrowser`,
);
/** Without it the tool bar keeps the window at least 447 px wide, wider than a phone. */
const narrow = "* { min-width: 0; padding: 0; margin: 0; font-size: 4px; }";
/** Keys that are not characters. */
const keys = {
  ...{ Control: "\uE009", Shift: "\uE008", Alt: "\uE00A", Enter: "\uE007", Tab: "\uE004" },
  ...{ Escape: "\uE00C", Backspace: "\uE003", Delete: "\uE017", Home: "\uE011", End: "\uE010" },
  ...{ ArrowLeft: "\uE012", ArrowUp: "\uE013", ArrowRight: "\uE014", ArrowDown: "\uE015" },
};

/** A port that is free. @returns {Promise<number>} */
const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => done(port));
    });
  });

/** Starts a virtual screen on a free display. */
async function startScreen() {
  const screen = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1440x900x24"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const told = /** @type {import("node:stream").Readable} */ (screen.stdio[3]);
  const display = await new Promise((done, failed) => {
    told.once("data", (text) => done(`:${String(text).trim()}`));
    screen.once("error", failed);
    screen.once("exit", (code) => failed(new Error(`Xvfb ended with ${code}`)));
  });
  return { screen, display };
}

/** @param {string} home @param {string} display */
const environment = (home, display) => ({
  ...process.env,
  ...{ DISPLAY: display, LANG: "en_US.UTF-8", HOME: home, XDG_CONFIG_HOME: home },
  ...{ XDG_CACHE_HOME: home, XDG_DATA_HOME: home, NO_AT_BRIDGE: "1" },
  WEBKIT_DISABLE_COMPOSITING_MODE: "1", // without a GPU, painting layers apart takes twice as long
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", // bubblewrap does not start for root
  // No optimising compilers, of JavaScript and of wasm: as in ../chromium.mjs.
  ...{ JSC_useDFGJIT: "0", JSC_useFTLJIT: "0", JSC_useOMGJIT: "0" },
});

/** Sends a command to a driver. @param {string} driver @param {string} method @param {string} path
 * @param {object} [body] @returns {Promise<any>} */
async function send(driver, method, path, body) {
  const response = await fetch(`${driver}${path}`, { method, body: body && JSON.stringify(body) });
  const { value } = /** @type {any} */ (await response.json());
  if (!response.ok) throw new Error(`WebKit, ${path}: ${value.error}: ${value.message}`);
  return value;
}

/** Starts a driver, which controls one browser at a time. @param {NodeJS.ProcessEnv} env */
async function startDriver(env) {
  const port = await freePort();
  const options = [`--port=${port}`, "--host=127.0.0.1"];
  const process = spawn("WebKitWebDriver", options, { env, stdio: "ignore" });
  const place = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 400; tries++) {
    // It starts to listen a bit later.
    const status = await send(place, "GET", "/status").catch(() => null);
    if (status) return { process, place };
    await new Promise((done) => setTimeout(done, 25));
  }
  process.kill();
  throw new Error("WebKitWebDriver does not answer");
}

/** Starts WebKit. */
export async function startWebKit() {
  const home = await mkdtemp(join(tmpdir(), "awaitc-webkit-"));
  await mkdir(join(home, "gtk-3.0"));
  await writeFile(join(home, "gtk-3.0/gtk.css"), narrow);
  const { screen, display } = await startScreen();
  const binary = process.env.MINIBROWSER ?? browsers.find((path) => existsSync(path));
  /** @type {Set<Session>} */
  const open = new Set();
  return {
    /** A separate browser without stored data. */
    async open() {
      const driver = await startDriver(environment(home, display));
      const { sessionId } = await send(driver.place, "POST", "/session", {
        capabilities: {
          alwaysMatch: {
            ...{ browserName: "MiniBrowser", timeouts: { script: 180_000 } },
            "webkitgtk:browserOptions": { binary, args: ["--automation"] },
          },
        },
      });
      const session = new Session(`${driver.place}/session/${sessionId}`, async () => {
        open.delete(session);
        const gone = new Promise((done) => driver.process.once("exit", done));
        driver.process.kill();
        await gone;
      });
      open.add(session);
      return session;
    },
    async close() {
      for (const session of open) await session.close();
      screen.kill();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

class Session {
  /** @type {string} */ #place;
  /** @type {() => Promise<void>} */ #end;

  /** @param {string} place @param {() => Promise<void>} end of its driver */
  constructor(place, end) {
    this.#place = place;
    this.#end = end;
  }

  /** @param {string} method @param {string} path @param {object} [body] */
  ask(method, path, body) {
    return send(this.#place, method, path, body);
  }

  /** @param {string} url */
  goto(url) {
    return this.ask("POST", "/url", { url });
  }

  /** Evaluates and awaits an expression in the frame of the page that a selector finds.
   * @param {string} expression @param {string | null} frame */
  async evaluate(expression, frame) {
    await this.#enter(frame);
    const script = `const [done] = arguments;
      (async () => ${expression})().then(
        (value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await this.ask("POST", "/execute/async", { script, args: [] });
    if (error) throw new Error(error);
    return value;
  }

  /** @param {string | null} frame */
  async #enter(frame) {
    await this.ask("POST", "/frame", { id: null });
    if (!frame) return;
    const id = await this.ask("POST", "/execute/sync", { script: `return ${frame}`, args: [] });
    await this.ask("POST", "/frame", { id });
  }

  /** @param {{ x: number, y: number }} point */
  async click({ x, y }) {
    await this.#enter(null);
    await this.#act({
      ...{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" } },
      actions: [
        { type: "pointerMove", x: Math.round(x), y: Math.round(y), duration: 0 },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ],
    });
  }

  /** @param {string} text */
  async type(text) {
    await this.#keys([...text].flatMap((key) => [`+${key}`, `-${key}`]));
  }

  /** @param {string} chord such as `Control+a` */
  async press(chord) {
    const names = chord.split(/(?<=.)\+/);
    const values = names.map((name) => keys[/** @type {keyof typeof keys} */ (name)] ?? name);
    await this.#keys([
      ...values.map((key) => `+${key}`),
      ...values.toReversed().map((key) => `-${key}`),
    ]);
  }

  /** @param {string[]} moves `+k`: down, `-k`: up */
  async #keys(moves) {
    const actions = moves.map(([sign, ...key]) => ({
      ...{ type: sign === "+" ? "keyDown" : "keyUp", value: key.join("") },
    }));
    await this.#act({ type: "key", id: "keyboard", actions });
  }

  /** @param {object} source */
  async #act(source) {
    await this.ask("POST", "/actions", { actions: [source] });
  }

  /** @returns {Promise<Buffer>} a PNG */
  async screenshot() {
    await this.#enter(null);
    return Buffer.from(await this.ask("GET", "/screenshot"), "base64");
  }

  /** @param {number} width @param {number} height of the page */
  async resize(width, height) {
    await this.#enter(null);
    await this.ask("POST", "/window/rect", { width, height });
    const bars = height - (await this.evaluate("innerHeight", null));
    if (bars > 0) await this.ask("POST", "/window/rect", { width, height: height + bars });
  }

  async close() {
    await this.ask("DELETE", "").finally(this.#end);
  }
}
