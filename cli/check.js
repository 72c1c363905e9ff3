/**
 * `awaitc check`: prints the compiler's findings, for people or for editors. Writes no file.
 * @module
 */

import { existsSync } from "node:fs";
import { BuildError } from "../toolchain/diagnostics.js";
import { findEmcc } from "../toolchain/emcc.js";
import { SYSTEM, hasEmbedded } from "../toolchain/embedded_node.js";
import { readProject } from "../toolchain/project_node.js";
import { coloured } from "./colour.js";
import { optionsOf } from "./compile.js";
import { UsageError } from "./parse.js";

const VERSION = 1;

/** @param {import("./compile.js").Options} options */
async function findingsOf(options) {
  readProject(options.sources, options.includes, options.flags); // says what cannot be read
  const isHere = hasEmbedded() && existsSync(SYSTEM);
  const toolchain = options.toolchain ?? (isHere || !findEmcc() ? "embedded" : "emcc");
  const { check: checkWith } =
    toolchain === "emcc"
      ? await import("../toolchain/emcc.js")
      : await import("../toolchain/embedded_node.js");
  return checkWith(options);
}

/** A file that cannot be read is a finding as well. @param {unknown} error
 * @returns {import("../toolchain/diagnostics.js").Findings} */
function failure(error) {
  if (!(error instanceof BuildError)) throw error;
  const [, file = "", text = error.message] = /^(\S+): (.*)$/s.exec(error.message) ?? [];
  const diagnostic = { file, line: 0, column: 0, severity: /** @type {const} */ ("error"), text };
  const words = `${error.output}awaitc: ${error.message}\n`;
  return { hasFailed: true, words, diagnostics: [{ ...diagnostic, fixIts: [] }] };
}

/** @param {import("./parse.js").Call} call @returns {Promise<number>} exit code */
export async function check(call) {
  if (call.files.length === 0) throw new UsageError("awaitc check: which file?", "check");
  const { hasFailed, diagnostics, words } = await findingsOf(optionsOf(call)).catch(failure);
  if (call.is.json) {
    console.log(JSON.stringify({ version: VERSION, diagnostics }, undefined, 2));
    return hasFailed ? 1 : 0;
  }
  process.stderr.write(coloured(words));
  for (const hint of new Set(diagnostics.flatMap(({ hint }) => hint ?? [])))
    process.stderr.write(coloured(`awaitc: ${hint}\n`));
  return hasFailed ? 1 : 0;
}
