// A program gives the same result with each compiler and optimisation level: every sample, built by
// both toolchains at each level, prints the same output and has the same trace, row by row. `npm
// run same` also does this with the conformance programs, which takes minutes.
//
// All samples are built into one program whose main runs the selected one, because linking and
// transforming take the most time.
import assert from "node:assert/strict";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { buildKept } from "../../tools/kept.mjs";
import { load } from "../../web/platforms/node.js";
import { fetchInOrder } from "../web/fetchinorder.js";

const SAMPLES = new URL("../../playground/samples/", import.meta.url);
const GOLDEN = new URL("../web/samples/", import.meta.url);
const FOLDER = new URL("../../build/same/", import.meta.url);
/** @type {("emcc" | "embedded")[]} */
const TOOLCHAINS = ["emcc", "embedded"];
const LEVELS = ["-O0", "-O2", "-O3", "-Os"];

/** @type {string[]} */
let names = [];
/** @type {string[]} */
let sources = [];
/** The first result of each sample. @type {Map<string, { output: string, rows: object[] }>} */
const known = new Map();

/** Writes a file to the folder that the compilers read.
 * @param {string} name @param {string} text */
async function write(name, text) {
  await writeFile(new URL(name, FOLDER), text);
  return fileURLToPath(new URL(name, FOLDER));
}

before(async () => {
  await mkdir(FOLDER, { recursive: true });
  names = (await readdir(SAMPLES)).filter((file) => file.endsWith(".c"));
  const function_ = (/** @type {string} */ name) => `main_of_${name.replace(/\W/g, "_")}`;
  for (const name of names) {
    const text = await readFile(new URL(name, SAMPLES), "utf8");
    sources.push(await write(name, `#define main ${function_(name)}\n#line 1\n${text}`));
  }
  const branches = names.map(
    (name) => `    int ${function_(name)}(void);
    if (strcmp(argv[1], "${name}") == 0) return ${function_(name)}();\n`,
  );
  const main = `#include <string.h>
int main(int argc, char **argv)
{
    (void)argc;
${branches.join("")}    return 99;
}
`;
  sources.push(await write("choose.c", main));
});

/** The output of a sample, and its trace without the wall-clock times.
 * @param {WebAssembly.Module} module @param {string} name */
async function runSample(module, name) {
  let output = "";
  const program = await load(module, {
    clock: "virtual",
    trace: true,
    baseURL: "http://page.test/",
    fetch: fetchInOrder(),
    stdout: (text) => (output += text),
    stderr: (text) => (output += text),
  });
  await program.run([name]);
  const rows = program.trace.map(({ wall, ...row }) => row);
  program.close();
  return { output, rows };
}

for (const toolchain of TOOLCHAINS)
  for (const optimize of LEVELS)
    test(`${toolchain} ${optimize}: every sample prints the same and leaves the same trace`, async () => {
      const { bytes, words } = await buildKept(toolchain, { sources, optimize });
      assert.equal(words, "");
      const module = await WebAssembly.compile(/** @type {any} */ (bytes));
      for (const name of names) {
        const found = await runSample(module, name);
        const golden = await readFile(new URL(name.replace(/c$/, "txt"), GOLDEN), "utf8");
        assert.equal(found.output, golden.replace(/^-- exit [^]*/m, ""), name);
        assert(found.rows.length > 5, name);
        if (!known.has(name)) known.set(name, found);
        assert.deepEqual(found, known.get(name), name);
      }
    });
