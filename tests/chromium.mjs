// Starts Chromium for all tests: headless, also as root, without network requests of its own.
import { chromium } from "playwright-core";

/** @param {{ isOptimising?: boolean }} [options] isOptimising: V8 optimises wasm, as for users.
 *   Tests do without: optimising clang takes most of the processor time of a test that compiles. */
export const launchChromium = ({ isOptimising = false } = {}) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      ...(isOptimising ? [] : ["--js-flags=--liftoff-only"]),
    ],
  });
