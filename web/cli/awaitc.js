#!/usr/bin/env node
/**
 * The command line: `awaitc run FILE.c`, `awaitc build FILE.c -o FILE.wasm`.
 *
 * Decides options and exit codes; compiling is compile.js, running is the package's own
 * entry. Exit codes: the program's; 2 for wrong usage; 1 when it could not be built or broke.
 * @module
 */

import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { BuildError } from "../toolchain/diagnostics.js";
import { TransformError } from "../toolchain/transform.js";
import { AwaitcError, load } from "../node.js";
import { compile as compileProgram } from "./compile.js";
import { transformCommand } from "./transform.js";
import { UsageError } from "./usage.js";

const HELP = `awaitc: asyncio for C on WebAssembly

  awaitc run FILE… [options] [-- args]  compile (.c) and run, or run a .wasm
  awaitc build FILE.c… -o FILE.wasm     compile only
  awaitc transform FILE -o FILE.wasm    the last step of a build of your own: docs/using-from-c.md

run
  --clock=real|virtual   virtual: time jumps while everything waits (default real)
  --seed=N               random numbers that are the same every time
  --trace=FILE.json      write the rows of the trace when the program ends
both
  -g, --debug            assertions, names and source lines
  -O0 … -Oz              how to optimise the program (default -O2, with -g -O0)
  -I FOLDER              where to look for headers too
  --toolchain=NAME       emcc, or embedded: needs nothing but Node (default emcc if there is one)
  --no-cache             compile even if it was compiled before
  --                     what follows is for the program
  --help, --version
environment
  AWAITC_DEBUG=1         with -g, report slow steps, results nobody asked for, swallowed
                         cancellations, and tasks that main leaves running
`;

/** @param {string[]} argv */
function parse(argv) {
  const split = argv.indexOf("--");
  const own = split < 0 ? argv : argv.slice(0, split);
  const optimize = own.findLast((arg) => /^-O[0-3sz]$/.test(arg));
  try {
    const { values, positionals } = parseArgs({
      args: own.filter((arg) => !/^-O[0-3sz]$/.test(arg)),
      allowPositionals: true,
      allowNegative: true,
      options: {
        clock: { type: "string", default: "real" },
        debug: { type: "boolean", short: "g", default: false },
        cache: { type: "boolean", default: true },
        help: { type: "boolean", short: "h", default: false },
        include: { type: "string", short: "I", multiple: true, default: [] },
        output: { type: "string", short: "o" },
        seed: { type: "string" },
        toolchain: { type: "string" },
        trace: { type: "string" },
        version: { type: "boolean", default: false },
      },
    });
    if (!["real", "virtual"].includes(values.clock))
      throw new UsageError(`--clock=${values.clock}: must be real or virtual`);
    if (values.toolchain !== undefined && !["emcc", "embedded"].includes(values.toolchain))
      throw new UsageError(`--toolchain=${values.toolchain}: must be emcc or embedded`);
    if (values.seed !== undefined && !/^\d+$/.test(values.seed))
      throw new UsageError(`--seed=${values.seed}: must be a number`);
    return { ...values, optimize, positionals, rest: split < 0 ? [] : argv.slice(split + 1) };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** @typedef {ReturnType<typeof parse>} Options */

/** @param {string[]} sources @param {Options} options */
function compile(sources, options) {
  return compileProgram({
    sources,
    includes: options.include,
    isDebug: options.debug,
    optimize: options.optimize,
    toolchain: /** @type {import("./compile.js").Toolchain | undefined} */ (options.toolchain),
    isCached: options.cache,
  });
}

/** @param {string[]} files @param {Options} options */
async function runCommand(files, options) {
  if (files.length === 0) throw new UsageError("awaitc run: which file?");
  const isBuilt = files.length === 1 && files[0].endsWith(".wasm");
  const { bytes, sourceMap } = isBuilt
    ? { bytes: await readFile(files[0]), sourceMap: await mapBeside(files[0]) }
    : await compile(files, options);
  const program = await load(bytes, {
    clock: options.clock === "virtual" ? "virtual" : "real",
    seed: options.seed === undefined ? undefined : Number(options.seed),
    name: basename(files[0]).replace(/\.(c|wasm)$/, ""),
    env: /** @type {Record<string, string>} */ (process.env),
    trace: options.trace !== undefined,
    sourceMap: sourceMap === undefined ? undefined : async () => sourceMap,
  });
  try {
    return await program.run(options.rest);
  } finally {
    if (options.trace !== undefined) await writeFile(options.trace, traceText(program.trace));
    program.close();
  }
}

/** @param {string} file */
async function mapBeside(file) {
  return readFile(`${file}.map`, "utf8").catch(() => undefined);
}

/** One row a line, so that traces can be compared. @param {readonly object[]} rows */
function traceText(rows) {
  return `{"version":1,"rows":[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]}\n`;
}

/** @param {string[]} files @param {Options} options */
async function buildCommand(files, options) {
  if (files.length === 0) throw new UsageError("awaitc build: which file?");
  if (!options.output) throw new UsageError("awaitc build: say where to, with -o FILE.wasm");
  const { bytes, sourceMap } = await compile(files, options);
  await writeFile(options.output, bytes);
  if (sourceMap !== undefined) await writeFile(`${options.output}.map`, sourceMap);
  return 0;
}

/** @param {string[]} argv @returns {Promise<number>} exit code */
async function main(argv) {
  const options = parse(argv);
  if (options.version) {
    const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
    console.log(JSON.parse(text).version);
    return 0;
  }
  const [command, ...files] = options.positionals;
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  if (command === "run") return runCommand(files, options);
  if (command === "build") return buildCommand(files, options);
  if (command === "transform") return transformCommand(files, options);
  throw new UsageError(command ? `no such command: ${command}` : "which command?");
}

/** @param {unknown} error @returns {number} exit code */
function explain(error) {
  if (error instanceof UsageError) {
    console.error(`awaitc: ${error.message}\n\n${HELP}`);
    return 2;
  }
  if (error instanceof BuildError) console.error(`${error.output}awaitc: ${error.message}`);
  else if (error instanceof TransformError) console.error(`awaitc: ${error.message}`);
  else if (error instanceof AwaitcError) {
    const where = [error.task && `task ${error.task}`, error.at].filter(Boolean).join(", ");
    console.error(`awaitc: ${error.message} [${error.code}]${where ? ` (${where})` : ""}`);
  } else console.error(error);
  return 1;
}

process.exitCode = await main(process.argv.slice(2)).catch(explain);
