/**
 * `awaitc transform LINKED.wasm [OBJECTS libawaitc.a] -o APP.wasm`: the last step of a build that
 * compiles and links by itself. Given what was linked, it also finds names that both the program
 * and the runtime define. toolchain/linkcheck.js has the requirements of a link.
 * @module
 */

import { readFile } from "node:fs/promises";
import { loadOptimizer } from "../toolchain/binaryen_node.js";
import { checkLink } from "../toolchain/linkcheck.js";
import { hasFiles } from "../toolchain/leftout.js";
import { checkNames, definitionsOf } from "../toolchain/symbols.js";
import { transform } from "../toolchain/transform.js";
import { coloured } from "./colour.js";
import { readNames } from "./neversuspends.js";
import { writeProgram } from "./output.js";
import { UsageError } from "./parse.js";

/** @param {string} path */
async function read(path) {
  return readFile(path).catch(() => {
    throw new UsageError(`awaitc transform: cannot read ${path}`);
  });
}

/** `-o` may name the input; -g keeps names and writes the source map.
 * @param {import("./parse.js").Call} call @returns {Promise<number>} */
export async function transformLinked({ command, files, text: { output }, list, is }) {
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
  /** @type {Record<string, Uint8Array>} */
  const archives = {};
  for (const library of libraries) {
    archives[library] = await read(library);
    checkNames(made, archives[library]);
  }
  checkLink(bytes);
  const neverSuspends = await readNames(list["never-suspends"] ?? []);
  const program = transform(bytes, {
    isDebug: is.debug === true,
    optimize: await loadOptimizer(),
    neverSuspends,
    definitions: hasFiles(neverSuspends) ? definitionsOf(made, archives) : undefined,
  });
  process.stderr.write(coloured(program.words));
  await writeProgram(output, program);
  return 0;
}
