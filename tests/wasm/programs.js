// Builds and runs small C programs for tests that the C harness cannot do from inside. With
// AW_TOOLCHAIN=embedded the embedded compiler builds them.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildKept } from "../../tools/kept.mjs";
import { ROOT } from "../../tools/steps.mjs";
import { hashOf } from "../../toolchain/cache_node.js";
import { load } from "../../web/platforms/node.js";

const TOOLCHAIN = process.env.AW_TOOLCHAIN === "embedded" ? "embedded" : "emcc";
const HEAD = "#include <awaitc.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n";

/**
 * Compiles C text.
 * @param {string} text what follows the includes
 * @param {Partial<Parameters<typeof buildKept>[1]> & { toolchain?: "emcc" | "embedded" }} [options]
 *   without sources
 */
export async function compile(text, options = {}) {
  return (await build(text, options)).bytes;
}

/** The same, with all that the build gives. @type {(...args: Parameters<typeof compile>) =>
 *   ReturnType<typeof buildKept>} */
export async function build(text, { toolchain = TOOLCHAIN, ...options } = {}) {
  const folder = join(ROOT, "build/wasm-tests", hashOf(text).slice(0, 16));
  const source = join(folder, "main.c");
  mkdirSync(folder, { recursive: true });
  writeFileSync(source, HEAD + text);
  const built = await buildKept(toolchain, { ...options, sources: [source] });
  if (built.words) throw new Error(`the compiler warns: ${built.words}`);
  return built;
}

/** Runs a program to its end. Returns { exit } or { error }, and its output. */
export async function run(bytes, prepare = () => {}, options = {}) {
  let stdout = "";
  let stderr = "";
  const program = await load(bytes, {
    ...options,
    clock: "virtual",
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
  });
  prepare(program);
  const end = await program.run().then(
    (exit) => ({ exit }),
    (error) => ({ error }),
  );
  const stats = end.error ? undefined : program.stats();
  program.close();
  return { ...end, stdout, stderr, stats };
}
