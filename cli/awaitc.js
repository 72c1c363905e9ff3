#!/usr/bin/env node
/**
 * The command line: finds the command and runs it. Each command is a module beside this one;
 * options.js is the table of commands and options, and explain.js explains failures.
 *
 * Exit codes: the program's; 2 for wrong usage; 1 when it could not be built or broke.
 * @module
 */

import { readFile } from "node:fs/promises";
import { constants } from "node:os";
import { explain } from "./explain.js";
import { parse } from "./parse.js";

/** @typedef {(call: import("./parse.js").Call) => Promise<number>} Command gives the exit code */

/** @type {Record<string, () => Promise<Command>>} */
const COMMANDS = {
  run: async () => (await import("./run.js")).run,
  build: async () => (await import("./build.js")).build,
  check: async () => (await import("./check.js")).check,
  new: async () => (await import("./new.js")).create,
  serve: async () => (await import("./serve.js")).serve,
  trace: async () => (await import("./trace.js")).trace,
  transform: async () => (await import("./transform.js")).transformLinked,
  cc: async () => (await import("./cc.js")).cc,
  doctor: async () => (await import("./doctor.js")).doctor,
  completion: async () => (await import("./words.js")).completion,
  help: async () => (await import("./words.js")).help,
};

/** @param {string[]} argv @returns {Promise<number>} exit code */
async function main(argv) {
  const call = parse(argv);
  if (call.is.version) {
    const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
    console.log(JSON.parse(text).version);
    return 0;
  }
  const isHelp = call.is.help === true;
  const command = await COMMANDS[isHelp ? "help" : call.command]();
  return command(isHelp ? { ...call, files: call.command ? [call.command] : [] } : call);
}

/** Nobody reads on, as after `awaitc run … | head`: ends as a program that SIGPIPE ends, without
 * words. */
function onPipeError(/** @type {NodeJS.ErrnoException} */ error) {
  if (error.code === "EPIPE") process.exit(128 + constants.signals.SIGPIPE);
  throw error;
}

process.stdout.on("error", onPipeError);
process.stderr.on("error", onPipeError);
process.exitCode = await main(process.argv.slice(2)).catch(explain);
