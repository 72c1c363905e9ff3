/**
 * `awaitc transform LINKED.wasm [OBJECTS libawaitc.a] -o APP.wasm`: the last step of a build that
 * compiles and links by itself. With what was linked, names that program and runtime both have are
 * found. Decides the files; what a link must have is toolchain/linkcheck.js.
 * @module
 */

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkLink } from "../toolchain/linkcheck.js";
import { checkNames } from "../toolchain/symbols.js";
import { transform } from "../toolchain/transform.js";
import { wasmOpt } from "../toolchain/wasmopt_node.js";
import { writeProgram } from "./output.js";
import { UsageError } from "./parse.js";

/** @param {string} path */
async function read(path) {
  return readFile(path).catch(() => {
    throw new UsageError(`awaitc transform: cannot read ${path}`);
  });
}

/** `-o` may name the input; -g keeps names and the source map.
 * @param {import("./parse.js").Call} call @returns {Promise<number>} */
export async function transformLinked({ command, files, text: { output }, is }) {
  const objects = files.filter((name) => name.endsWith(".o"));
  const libraries = files.filter((name) => name.endsWith(".a"));
  const linked = files.filter((name) => !objects.includes(name) && !libraries.includes(name));
  if (linked.length !== 1)
    throw new UsageError("awaitc transform: which file? One linked .wasm", command);
  if (!output) throw new UsageError("awaitc transform: say where to, with -o FILE.wasm", command);
  const [file] = linked;
  const bytes = await read(file);
  const made = await Promise.all(
    objects.map(async (source) => ({ source, object: await read(source) })),
  );
  for (const library of libraries) checkNames(made, await read(library));
  checkLink(bytes);
  const map = is.debug ? await readFile(`${file}.map`, "utf8").catch(() => undefined) : undefined;
  const folder = await mkdtemp(join(tmpdir(), "awaitc-"));
  try {
    const options = { isDebug: is.debug === true, optimize: wasmOpt(folder) };
    const program = await transform({ bytes, sourceMap: map }, options);
    await writeProgram(output, program);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return 0;
}
