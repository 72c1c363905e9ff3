/**
 * `awaitc build`: the program, its source map, and the types of what it exports, as files.
 * @module
 */

import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { declare } from "../toolchain/declare.js";
import { compile, optionsOf } from "./compile.js";
import { UsageError } from "./parse.js";

/** @param {import("./parse.js").Call} call @returns {Promise<number>} exit code */
export async function build(call) {
  const { output } = call.text;
  if (call.files.length === 0) throw new UsageError("awaitc build: which file?", "build");
  if (!output) throw new UsageError("awaitc build: say where to, with -o FILE.wasm", "build");
  const { bytes, sourceMap } = await compile(optionsOf(call));
  await mkdir(dirname(output), { recursive: true });
  const types = declare(bytes, basename(output));
  const texts = { [`${output}.map`]: sourceMap, [`${output}.d.ts`]: types };
  await writeFile(output, bytes);
  for (const [file, text] of Object.entries(texts))
    if (text === undefined)
      await rm(file, { force: true }); // of an earlier build
    else await writeFile(file, text);
  if (call.is.json) {
    const files = [output, ...Object.keys(texts).filter((file) => texts[file] !== undefined)];
    console.log(JSON.stringify({ version: 1, files, bytes: bytes.length }));
  }
  return 0;
}
