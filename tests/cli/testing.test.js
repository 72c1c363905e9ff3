// Runs the example of docs/testing.md in wasm and natively and compares its output with the page.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const execute = promisify(execFile);
let folder = "";
/** @type {(kind: string) => string} the block of that kind which comes `nth` */
let block = () => "";

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "awaitc-testing-"));
  const page = await readFile(join(ROOT, "docs/testing.md"), "utf8");
  block = (kind, nth = 0) =>
    [...page.matchAll(new RegExp(`^\`\`\`${kind}\\n([^]*?)^\`\`\``, "gm"))][nth][1];
  await writeFile(join(folder, "test.c"), block("c"));
});
after(() => rm(folder, { recursive: true, force: true }));

test("docs/testing.md: the example passes in wasm, with assertions and without", async () => {
  const cli = join(ROOT, "cli/awaitc.js");
  for (const flags of [[], ["-g"]]) {
    const { stdout, stderr } = await execute(process.execPath, [cli, "run", ...flags, "test.c"], {
      cwd: folder,
    });
    assert.deepEqual({ stdout, stderr }, { stdout: block("text"), stderr: "" });
  }
});

test("docs/testing.md: the example passes natively, by the commands of the page", async () => {
  // Runs the page's commands in the project's folder; the files of the example are in another
  // folder.
  const commands = block("sh", 1)
    .split("\n")
    .slice(1)
    .join("\n")
    .replaceAll(/(?<= )test(\.[co])?(?= |$)/gm, (name) => join(folder, name))
    .replace("./test", join(folder, "test"));
  const { stdout } = await execute("sh", ["-ec", commands], { cwd: ROOT });
  assert.equal(stdout, block("text"));
});
