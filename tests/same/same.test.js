// The same program gives the same result, whichever compiler has built it and however it was optimised:
// every sample, by both toolchains at each level, prints the same and leaves the same trace, row by row.
// `npm run same` does so with the conformance programs too, which takes minutes.
//
// All samples are built as one program with a main that runs the one it is told, since linking and
// transforming take the most time.
import assert from "node:assert/strict";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { fetchSimulated } from "../../playground/run/api.js";
import { buildKept } from "../../tools/kept.mjs";
import { load } from "../../web/platforms/node.js";

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
/** What a sample did first. @type {Map<string, { output: string, rows: object[] }>} */
const known = new Map();

/** Puts a file where the compilers read it. @param {string} name @param {string} text */
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

/** What a sample prints, and its trace but for the times on the wall.
 * @param {WebAssembly.Module} module @param {string} name */
async function runSample(module, name) {
  let output = "";
  const program = await load(module, {
    clock: "virtual",
    trace: true,
    baseURL: "http://page.test/",
    fetch: fetchSimulated,
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
