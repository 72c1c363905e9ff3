// Runs docs/embedding.md: reads the files and commands of every recipe from the page, runs them in
// a project with the packed package, and compares their output with the page.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { openBrowser, serve } from "./browser.js";
import { RECIPES, buildPrograms, carryOut } from "./programs.js";
import { ROOT, has, prepare, project } from "./scratch.js";

/** Commands that exist for some platforms only. @type {("bun" | "deno" | "workerd")[]} */
const OPTIONAL = ["bun", "deno", "workerd"];
/** @type {Record<string, Uint8Array>} */
let built = {};
/** @type {Awaited<ReturnType<typeof openBrowser>>} */
let browser;

before(async () => {
  await prepare();
  built = await buildPrograms();
  browser = await openBrowser();
});
after(() => browser?.close());

/** The port that workerd listens on: it writes a line of JSON about each socket when it is ready.
 * @param {import("node:stream").Readable} control */
async function portOf(control) {
  for await (const line of createInterface(control)) {
    const { event, port } = JSON.parse(line);
    if (event === "listen") return port;
  }
  throw new Error("workerd ended before it listened");
}

/** Starts the server of the last command, sends it a request, and stops it.
 * @param {string} folder @param {import("./programs.js").Recipe} recipe */
async function ask(folder, recipe) {
  const [command, ...args] = /** @type {string} */ (recipe.commands.at(-1))
    .replace("npx ", "")
    .split(" ");
  const child = spawn(
    join(ROOT, "build/package/bin", command),
    [...args, "--socket-addr=http=127.0.0.1:0", "--control-fd=3"],
    { cwd: folder, stdio: ["ignore", "inherit", "inherit", "pipe"] },
  );
  try {
    const port = await portOf(/** @type {import("node:stream").Readable} */ (child.stdio[3]));
    return (await (await fetch(`http://127.0.0.1:${port}/?n=21`)).text()).trim();
  } finally {
    child.kill();
  }
}

for (const recipe of RECIPES) {
  const { title, files, commands, printed } = recipe;
  const runner = OPTIONAL.find((name) => commands.some((c) => c.split(" ").includes(name)));
  test(`recipe: ${title}`, async (t) => {
    if (runner && !has(runner)) return t.skip(`no ${runner} for this platform`);
    const folder = await project({ ...files, ...built });
    try {
      if (files["config.capnp"]) {
        await carryOut(folder, commands.slice(0, -1));
        assert.equal(await ask(folder, recipe), printed);
      } else if (files["index.html"]) {
        await carryOut(folder, commands);
        // Vite builds a whole site; the other bundlers build a script for the page.
        const isSite = commands.some((command) => command.includes("vite build"));
        const server = await serve(isSite ? join(folder, "dist") : folder);
        try {
          assert.equal(await browser.textOf(server.url, printed), printed);
        } finally {
          server.close();
        }
      } else assert.equal(await carryOut(folder, commands), printed);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}
