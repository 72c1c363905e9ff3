/**
 * Explains a failure on standard error and chooses the exit code.
 * @module
 */

import { AwaitcError } from "../web/platforms/node.js";
import { BuildError } from "../toolchain/diagnostics.js";
import { TransformError } from "../toolchain/transform.js";
import { coloured } from "./colour.js";
import { helpOf, overview } from "./help.js";
import { UsageError } from "./parse.js";
import { COMMANDS } from "./options.js";

/** Our own sentence about an error; undefined when it is a fault of ours. @param {unknown} error */
export function sentenceOf(error) {
  if (error instanceof BuildError) return `${error.output}awaitc: ${error.message}`;
  if (error instanceof TransformError) return `awaitc: ${error.message}`;
  if (!(error instanceof AwaitcError)) return undefined;
  const where = [error.task && `task ${error.task}`, error.at].filter(Boolean).join(", ");
  return `awaitc: ${error.message} [${error.code}]${where ? ` (${where})` : ""}`;
}

/** @param {unknown} error @param {boolean} [isColoured] default: as standard error shows colours
 * @returns {number} exit code */
export function explain(error, isColoured) {
  if (error instanceof UsageError) {
    const { command } = error;
    const help = command && Object.hasOwn(COMMANDS, command) ? helpOf(command) : overview();
    console.error(coloured(`awaitc: ${error.message}\n\n${help}`, isColoured));
    return 2;
  }
  console.error(coloured(sentenceOf(error) ?? "", isColoured) || error);
  return 1;
}
