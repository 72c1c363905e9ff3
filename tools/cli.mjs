// Writes docs/cli.md from the table of the command line's options. `--check` compares instead.
import { readFile, writeFile } from "node:fs/promises";
import { page } from "../cli/help.js";
import { ROOT, say } from "./steps.mjs";

const PAGE = `${ROOT}docs/cli.md`;

await say(async () => {
  const text = page();
  if (!process.argv.includes("--check")) await writeFile(PAGE, text);
  else if ((await readFile(PAGE, "utf8").catch(() => "")) !== text)
    throw new Error("docs/cli.md is not up to date: node tools/cli.mjs");
});
