// Writes docs/benchmarks.md, its plots, and the figures that README quotes, from the results in
// bench/results.json (npm run bench -- --page). `--check` compares instead.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { plotsOf } from "../bench/plots.mjs";
import { pageOf, quoteOf } from "../bench/report.mjs";
import { ROOT, say } from "./steps.mjs";

const QUOTE = /(<!-- figures: tools\/benchmarks\.mjs -->\n)[^]*?(\n<!-- end of figures -->)/;

await say(async () => {
  const results = JSON.parse(await readFile(`${ROOT}bench/results.json`, "utf8"));
  const readme = await readFile(`${ROOT}README.md`, "utf8");
  if (!QUOTE.test(readme))
    throw new Error("README.md has no place for the figures of the benchmarks");
  const plots = plotsOf(results.runs);
  const files = {
    "docs/benchmarks.md": pageOf(results, plots),
    "README.md": readme.replace(QUOTE, (_, begin, end) => begin + quoteOf(results) + end),
  };
  for (const { name, svg } of plots) files[`docs/images/benchmarks/${name}.svg`] = svg;
  for (const [name, text] of Object.entries(files)) {
    if (!process.argv.includes("--check")) {
      await mkdir(dirname(ROOT + name), { recursive: true });
      await writeFile(ROOT + name, text);
    } else if ((await readFile(ROOT + name, "utf8").catch(() => "")) !== text)
      throw new Error(`${name} is not up to date: node tools/benchmarks.mjs`);
  }
});
