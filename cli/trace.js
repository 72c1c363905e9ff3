/**
 * `awaitc trace`: converts the rows of a trace to a file for Perfetto and chrome://tracing.
 * @module
 */

import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { BuildError } from "../toolchain/diagnostics.js";
import { traceEvents } from "../trace/events.js";
import { nameOf } from "./execute.js";
import { UsageError } from "./parse.js";

const VERSION = 1;

/** The rows of a file. @param {string} file */
async function rowsOf(file) {
  const text = await readFile(file, "utf8").catch((error) => {
    const why = error.code === "ENOENT" ? "there is no such file" : error.message;
    throw new BuildError(`${file}: ${why}`);
  });
  try {
    const { version, rows } = JSON.parse(text);
    if (version === VERSION && Array.isArray(rows)) return rows;
  } catch {
    // said below
  }
  throw new BuildError(`${file} is no trace; awaitc run --trace=FILE.json writes one`);
}

/** @param {import("./parse.js").Call} call @returns {Promise<number>} exit code */
export async function trace({ files, text }) {
  const [file, ...others] = files;
  if (file === undefined || others.length > 0)
    throw new UsageError("awaitc trace: give one file, of awaitc run --trace=FILE.json", "trace");
  const output = text.output ?? file.replace(/(\.json)?$/, ".perfetto.json");
  if (resolve(output) === resolve(file))
    throw new UsageError("awaitc trace: -o is the trace itself; give another file", "trace");
  const time = text.time === "wall" ? "wall" : "program";
  const name = nameOf(file.replace(/\.json$/, ""));
  const { traceEvents: events, ...rest } = traceEvents(await rowsOf(file), { name, time });
  const lines = events.map((event) => JSON.stringify(event)).join(",\n");
  await writeFile(output, `${JSON.stringify(rest).slice(0, -1)},"traceEvents":[\n${lines}\n]}\n`);
  if (!text.output) console.log(output);
  return 0;
}
