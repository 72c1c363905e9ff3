// Starts Chromium for all tests, also as root, without network requests of its own.
import { chromium } from "playwright-core";

/** Flags that save processor time: the pages of tests live for a second, which is too short for
 * code to be worth optimising, and clang takes ten seconds to optimise. */
const SHORT_LIVED = "--js-flags=--liftoff-only --no-turbofan --no-maglev";

/** The headless shell. */
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell";

/** The browser is its headless shell, which has the same engine; the windows of the whole browser
 * take most of the processor time of a test. isWhole: the browser as users have it.
 *
 * isOptimising: V8 optimises, as for users.
 * @param {{ isWhole?: boolean, isOptimising?: boolean }} [options] */
export const launchChromium = ({ isWhole = false, isOptimising = false } = {}) =>
  chromium.launch({
    executablePath: isWhole ? (process.env.CHROMIUM ?? "/usr/bin/chromium") : CHROMIUM,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      ...(isWhole ? [] : ["--in-process-gpu"]),
      ...(isOptimising ? [] : [SHORT_LIVED]),
    ],
  });
