/**
 * `awaitc build`: the program, its source map, and the types of what it exports, as files.
 * @module
 */

import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { compile, optionsOf } from "./compile.js";
import { writeProgram } from "./output.js";
import { UsageError } from "./parse.js";
import { sizeOf, sizeText } from "./size.js";
import { whyText } from "./why.js";

/** @param {import("./parse.js").Call} call @returns {Promise<number>} exit code */
export async function build(call) {
  const { output } = call.text;
  if (call.files.length === 0) throw new UsageError("awaitc build: which file?", "build");
  if (!output) throw new UsageError("awaitc build: say where to, with -o FILE.wasm", "build");
  if (call.is.why && call.text.backend === "jspi")
    throw new UsageError("--why: with --backend=jspi every function may be suspended", "build");
  const program = await compile(optionsOf(call));
  await mkdir(dirname(output), { recursive: true });
  const files = await writeProgram(output, program);
  if (call.is.json) {
    const size = program.sizes ? sizeOf(program) : { bytes: program.bytes.length };
    console.log(JSON.stringify({ version: 1, files, ...size }));
    return 0;
  }
  if (call.is.size) console.log(sizeText(output, program));
  if (call.is.why) console.log(whyText(program));
  return 0;
}
