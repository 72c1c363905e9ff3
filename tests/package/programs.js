// Reads the programs and recipes of docs/embedding.md from the page.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, run } from "./scratch.js";

/** @typedef {{ title: string, files: Record<string, string>, commands: string[], printed: string }}
 *   Recipe */

/** The sections of a page. A block whose info string names a file is the text of that file.
 * @param {string} text @returns {Recipe[]} */
function recipesOf(text) {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      /** @type {Recipe} */
      const recipe = { title: section.split("\n")[0], files: {}, commands: [], printed: "" };
      for (const [, language, name, body] of section.matchAll(
        /^```(\w+)(?: (\S+))?\n([^]*?)^```/gm,
      ))
        if (name) recipe.files[name] = body;
        else if (language === "sh") recipe.commands.push(...body.trim().split("\n"));
        else if (language === "text") recipe.printed = body.trim();
        else throw new Error(`${recipe.title}: a block of ${language} that no test would run`);
      return recipe;
    });
}

/** The sections that can be run; the first one has the programs. */
export const [PROGRAMS, ...RECIPES] = recipesOf(
  await readFile(join(ROOT, "docs/embedding.md"), "utf8"),
).filter(({ files }) => Object.keys(files).length > 0);

/** Runs commands, each of which must succeed. Returns their output.
 * @param {string} folder @param {string[]} commands */
export async function carryOut(folder, commands) {
  let printed = "";
  for (const command of commands) {
    const { code, stdout, stderr } = await run(folder, "sh", [
      "-c",
      command.replace(/^npx /, "exec "),
    ]);
    if (code !== 0 || stderr) throw new Error(`${command}: exit code ${code}\n${stdout}${stderr}`);
    printed += stdout;
  }
  return printed.trim();
}

/** app.wasm and library.wasm, built by the page's commands; always in the same folder, so that the
 * command line can use its cache.
 * @returns {Promise<Record<string, Uint8Array>>} */
export async function buildPrograms() {
  const folder = join(ROOT, "build/package/programs");
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(PROGRAMS.files))
    await writeFile(join(folder, name), text);
  await carryOut(folder, PROGRAMS.commands);
  const names = ["app.wasm", "library.wasm"];
  const bytes = await Promise.all(names.map((name) => readFile(join(folder, name))));
  return Object.fromEntries(names.map((name, i) => [name, bytes[i]]));
}
