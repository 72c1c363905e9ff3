/**
 * Runs Binaryen's wasm-opt from npm as a process; for Node. Unlike binaryen.js it keeps source maps.
 * @module
 */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { BuildError } from "./diagnostics.js";

/** Runs a command; its output is kept for errors.
 * @param {string} command @param {string[]} args @param {string} [cwd]
 * @returns {Promise<{ code: number, output: string }>} */
export function run(command, args, cwd) {
  return new Promise((done, failed) => {
    execFile(command, args, { cwd, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== "number") failed(error);
      else done({ code: Number(error?.code ?? 0), output: stdout + stderr });
    });
  });
}

/** @param {import("./transform.js").Step} step */
function argumentsOf(step) {
  return [
    ...step.features.map((feature) => `--enable-${feature}`),
    ...step.passes.map((pass) => `--${pass}`),
    ...Object.entries(step.passArguments).map(([name, value]) => `--pass-arg=${name}@${value}`),
    step.isOptimised ? `-O${step.level}` : `--optimize-level=${step.level}`,
    ...(step.inlineMax ? [`--flexible-inline-max-function-size=${step.inlineMax}`] : []),
    ...(step.keepsNames ? ["-g"] : []),
    ...step.finish.map((pass) => `--${pass}`),
  ];
}

/** The wasm-opt of npm's binaryen: in the folder AWAITC_BINARYEN, or beside awaitc, or beside the
 * program that is being built. */
function findWasmOpt() {
  const { AWAITC_BINARYEN } = process.env;
  if (AWAITC_BINARYEN) {
    const tool = join(AWAITC_BINARYEN, "bin/wasm-opt");
    if (existsSync(tool)) return tool;
    throw new BuildError(
      `no Binaryen in ${AWAITC_BINARYEN} (AWAITC_BINARYEN): npm install binaryen`,
    );
  }
  for (const from of [import.meta.url, join(process.cwd(), "from.js")])
    try {
      return resolve(createRequire(from).resolve("binaryen"), "../bin/wasm-opt");
    } catch {
      continue;
    }
  throw new BuildError(
    "Binaryen is not there: npm install binaryen, or set AWAITC_BINARYEN to its folder",
  );
}

/** An optimizer that works in a folder for temporary files.
 * @param {string} folder @returns {import("./transform.js").Optimize} */
export function wasmOpt(folder) {
  const tool = findWasmOpt();
  return async ({ bytes, sourceMap }, step) => {
    await writeFile(join(folder, "in.wasm"), bytes);
    const maps = sourceMap === undefined ? [] : ["-ism", "in.wasm.map", "-osm", "out.wasm.map"];
    if (sourceMap !== undefined) await writeFile(join(folder, "in.wasm.map"), sourceMap);
    const all = [tool, "in.wasm", ...argumentsOf(step), ...maps, "-o", "out.wasm"];
    const { code, output } = await run(process.execPath, all, folder);
    if (code !== 0) throw new BuildError("Binaryen could not transform the program", output);
    return {
      bytes: await readFile(join(folder, "out.wasm")),
      sourceMap: maps.length ? await readFile(join(folder, "out.wasm.map"), "utf8") : undefined,
    };
  };
}
