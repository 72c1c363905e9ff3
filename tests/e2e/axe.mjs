/* Checks the page's accessibility with axe. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The violations that axe finds now. @param {import("playwright-core").Page} page */
export async function complaints(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(async () => {
    const { passes, violations } = await /** @type {any} */ (window).axe.run(document, {
      resultTypes: ["violations", "passes"],
      selectors: false, // the report contains the elements themselves
    });
    if (passes.length < 10) throw new Error("axe has not looked at the page");
    return violations.map((/** @type {any} */ violation) =>
      [violation.id, ...violation.nodes.map((/** @type {any} */ node) => node.html)].join(" "),
    );
  });
}
