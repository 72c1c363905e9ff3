/* Builds the page into dist/playground: the samples to wasm with source maps, then everything else.
 * `--page` leaves the samples as they are. */

import { execFile } from "node:child_process";
import { mkdir, readdir } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "vite";
import config from "./vite.config.js";

const run = promisify(execFile);
const cli = fileURLToPath(new URL("../web/cli/awaitc.js", import.meta.url));

/**
 * Compiles the C files of one directory to another, each with its source map.
 * @param {URL} from
 * @param {URL} to
 */
export async function compileAll(from, to) {
  await mkdir(to, { recursive: true });
  const files = (await readdir(from)).filter((file) => file.endsWith(".c"));
  for (const file of files) {
    const out = fileURLToPath(new URL(`${basename(file, ".c")}.wasm`, to));
    // From within the directory, so that source lines name the file alone.
    await run(process.execPath, [cli, "build", file, "-g", "-o", out], { cwd: fileURLToPath(from) });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!process.argv.includes("--page")) {
    const samples = new URL("samples/", import.meta.url);
    await compileAll(samples, new URL("../build/playground/samples/", import.meta.url));
  }
  await build({ ...config, logLevel: "warn" });
}
