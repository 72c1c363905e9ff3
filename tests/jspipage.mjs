// A page of Chromium's headless shell, for what needs JSPI where Node does not have it. The page
// sees the files of the project.
import { existsSync } from "node:fs";
import { extname, join } from "node:path";
import { ROOT } from "../tools/steps.mjs";
import { CHROMIUM, launchChromium } from "./chromium.mjs";

const ORIGIN = "http://awaitc.test/";
const TYPES = /** @type {Record<string, string>} */ ({
  ".js": "text/javascript",
  ".wasm": "application/wasm",
});

/** Whether programs of the JSPI backend run in this Node. */
export const hasJspi = "promising" in WebAssembly;

/** Why no program of the JSPI backend can run on this machine; "" if one can. */
export const whyNoJspi =
  hasJspi || existsSync(CHROMIUM)
    ? ""
    : `Node ${process.versions.node} has no JSPI, and there is no ${CHROMIUM}`;

/** Opens the page. `close` ends the browser. */
export async function openJspiPage() {
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.route(`${ORIGIN}**`, (route) => {
    const { pathname } = new URL(route.request().url());
    const answer =
      pathname === "/"
        ? { contentType: "text/html", body: "<!doctype html>" }
        : { contentType: TYPES[extname(pathname)], path: join(ROOT, pathname) };
    return route.fulfill(answer);
  });
  await page.goto(ORIGIN);
  return { page, close: () => browser.close() };
}
