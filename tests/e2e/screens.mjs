/* Takes screenshots of the page for people to look at, in every size and theme, into build/screens.
 *
 * Usage: node tests/e2e/screens.mjs [sample ...] */

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openBrowser } from "./browser.mjs";

const out = fileURLToPath(new URL("../../build/screens/", import.meta.url));
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];
const samples = process.argv.length > 2 ? process.argv.slice(2) : ["cancel-cleanup"];

mkdirSync(out, { recursive: true });
const browser = await openBrowser();
for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const viewport of sizes) {
    const isPhone = viewport.width < 500;
    const { page, context, errors } = await browser.page({
      viewport,
      colorScheme,
      hasTouch: isPhone,
      isMobile: isPhone,
      deviceScaleFactor: isPhone ? 2 : 1,
    });
    for (const sample of samples) {
      await page.goto(`${browser.url}#${sample}`);
      await page.reload();
      await page.locator(".run").click();
      await page.locator('.chip[data-state="finished"]').waitFor();
      await page.locator("aw-timeline").getByRole("row").last().click();
      const name = `${out}${sample}-${viewport.width}-${colorScheme}`;
      await page.screenshot({ path: `${name}.png` });
      if (!isPhone) continue;
      for (const tab of ["Code", "Output"]) {
        await page.getByRole("button", { name: tab, exact: true }).first().click();
        await page.screenshot({ path: `${name}-${tab.toLowerCase()}.png` });
      }
    }
    if (errors.length > 0) console.error(errors.join("\n"));
    await context.close();
  }
}
await browser.close();
