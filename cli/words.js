/**
 * `awaitc help` and `awaitc completion`: print the texts of help.js and completion.js.
 * @module
 */

import { SHELLS } from "./completion.js";
import { helpOf, overview } from "./help.js";
import { COMMANDS } from "./options.js";
import { UsageError, nearest } from "./parse.js";

/** @param {import("./parse.js").Call} call @returns {Promise<number>} exit code */
export async function help({ files: [command] }) {
  if (command !== undefined && !Object.hasOwn(COMMANDS, command)) {
    const found = nearest(command, Object.keys(COMMANDS));
    throw new UsageError(`no such command: ${command}${found ? `; did you mean ${found}?` : ""}`);
  }
  process.stdout.write(command === undefined ? overview() : helpOf(command));
  return 0;
}

/** @param {import("./parse.js").Call} call @returns {Promise<number>} exit code */
export async function completion({ files: [shell] }) {
  if (shell === undefined || !Object.hasOwn(SHELLS, shell))
    throw new UsageError("awaitc completion: say bash, zsh or fish", "completion");
  process.stdout.write(SHELLS[shell]());
  return 0;
}
