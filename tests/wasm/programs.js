// Builds and runs small C programs for tests: what the C harness cannot look at from inside.
// With AW_TOOLCHAIN=embedded they are built by the embedded compiler.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "../../web/platforms/node.js";

const { build } = await (process.env.AW_TOOLCHAIN === "embedded"
  ? import("../../toolchain/embedded_node.js") : import("../../toolchain/emcc.js"));

const HEAD = "#include <awaitc.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n";

/**
 * Compiles C text.
 * @param {string} text what follows the includes
 * @param {Parameters<typeof build>[0]} [options] without sources
 */
export async function compile(text, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), "awaitc-test-"));
  try {
    const source = join(folder, "main.c");
    writeFileSync(source, HEAD + text);
    return (await build({ ...options, sources: [source] }, (words) => {
      throw new Error(`the compiler warns: ${words}`);
    })).bytes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a program to its end: { exit } or { error }, and what it wrote. */
export async function run(bytes, prepare = () => {}) {
  let stdout = "";
  let stderr = "";
  const program = await load(bytes, {
    clock: "virtual",
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
  });
  prepare(program);
  const end = await program.run().then((exit) => ({ exit }), (error) => ({ error }));
  const stats = end.error ? undefined : program.stats();
  program.close();
  return { ...end, stdout, stderr, stats };
}
