/* Compiles the page's programs, samples and lessons, with the same compiler that the page has.
 * Needs only Node and build/embedded/system.tar. Results are cached: tools/kept.mjs. */

import { mkdir, readdir } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { buildKept } from "../../tools/kept.mjs";
import { writeProgram } from "../../cli/output.js";

const atOnce = 2; // clang has a thread of its own: it compiles one while another is transformed

/**
 * Compiles C files to one program, with its source map beside it.
 * @param {readonly URL[]} sources
 * @param {URL} out
 */
export async function compile(sources, out) {
  const options = { sources: sources.map((each) => fileURLToPath(each)), isDebug: true };
  const { words, ...program } = await buildKept("embedded", { ...options, optimize: "-O1" });
  process.stderr.write(words);
  await writeProgram(fileURLToPath(out), program);
}

/**
 * Compiles each C file of one directory to a program in another.
 * @param {URL} from
 * @param {URL} to
 */
export async function compileAll(from, to) {
  await mkdir(to, { recursive: true });
  const files = (await readdir(from)).filter((file) => file.endsWith(".c")).values();
  const worker = async () => {
    for (const file of files)
      await compile([new URL(file, from)], new URL(`${basename(file, ".c")}.wasm`, to));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
