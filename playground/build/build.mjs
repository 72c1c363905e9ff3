/* Builds the page into dist/playground: the samples and lessons to wasm with source maps, what the
 * editor knows of awaitc, then everything else, compressed beside it. Needs the runtime's library, and
 * the embedded one for the compiler in the page; compiles only what is older than its source or that
 * library. */

import { execFile } from "node:child_process";
import { mkdir, readdir, stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "vite";
import { compress } from "./compress.mjs";
import { buildElement } from "./embedding.mjs";
import { buildPrograms } from "./lessonbuild.mjs";
import { writeHeaders } from "./hosting.mjs";
import { writeLicences } from "./licences.mjs";
import { writeManifest, writeServiceWorker } from "./offline.mjs";
import config from "../vite.config.js";

const run = promisify(execFile);
const cli = fileURLToPath(new URL("../../cli/awaitc.js", import.meta.url));
const tool = fileURLToPath(new URL("../../tools/declarations.mjs", import.meta.url));
const words = fileURLToPath(new URL("../../tools/words.mjs", import.meta.url));
const library = new URL("../../build/wasm-debug/libawaitc.a", import.meta.url);
const atOnce = 2;

/** When a file was written; 0 when there is none. @param {URL} file */
async function writtenAt(file) {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

/**
 * Compiles C files to one program, unless that has been done since they were changed.
 * @param {readonly URL[]} sources
 * @param {URL} out
 */
export async function compile(sources, out) {
  const [done, ...changed] = await Promise.all([out, ...sources, library].map(writtenAt));
  if (done > Math.max(...changed)) return;
  const paths = [...sources, "-o", out].map((part) =>
    typeof part === "string" ? part : fileURLToPath(part),
  );
  await run(process.execPath, [cli, "build", "-g", "-O1", ...paths]);
}

/**
 * Compiles the C files of one directory to another, each with its source map.
 * @param {URL} from
 * @param {URL} to
 */
export async function compileAll(from, to) {
  await mkdir(to, { recursive: true });
  const files = (await readdir(from)).filter((file) => file.endsWith(".c"));
  const worker = async () => {
    for (let file = files.shift(); file; file = files.shift()) {
      await compile([new URL(file, from)], new URL(`${basename(file, ".c")}.wasm`, to));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const samples = new URL("../samples/", import.meta.url);
  const made = new URL("../../build/playground/", import.meta.url);
  await compileAll(samples, new URL("samples/", made));
  await buildPrograms(new URL("lessons.wasm", made), new URL("../../build/lessons/", import.meta.url));
  await run(process.execPath, [tool, fileURLToPath(new URL("declarations.json", made))]);
  await run(process.execPath, [words, "--build"]);
  const dist = new URL("../../dist/playground/", import.meta.url);
  await writeManifest(made);
  await build({ ...config, logLevel: "warn" });
  await buildElement(config);
  for (const folder of ["./", "assets/", "samples/"]) await compress(new URL(folder, dist));
  await writeLicences(dist);
  await writeHeaders(dist);
  const { page } = await writeServiceWorker(dist);
  const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(2);
  console.log(
    `kept for offline use: ${megabytes(page.sent)} MB (${megabytes(page.bytes)} unpacked)`,
  );
}
