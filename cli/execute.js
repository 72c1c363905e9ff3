/**
 * Runs a program in this process, with the environment that the command line describes.
 * @module
 */

import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { AwaitcError, load } from "../web/platforms/node.js";

/** In place of fetch when the network is denied. @param {string | URL | Request} resource
 * @returns {Promise<never>} */
async function deniedFetch(resource) {
  const url = resource instanceof Request ? resource.url : String(resource);
  throw new AwaitcError("AW_ENOSYS", `fetch of ${url}: the network is denied (--deny-net)`);
}

/** argv[0] of a program. @param {string} file */
export const nameOf = (file) => basename(file).replace(/\.(c|wasm)$/, "");

/** Runs it to its end. @param {import("./compile.js").Built} built
 * @param {import("./parse.js").Call} call @returns {Promise<number>} its exit code */
export async function execute({ bytes, sourceMap }, { files, rest, text, is }) {
  const program = await load(bytes, {
    clock: text.clock === "virtual" ? "virtual" : "real",
    seed: text.seed === undefined ? undefined : Number(text.seed),
    name: nameOf(files[0]),
    env: /** @type {Record<string, string>} */ (process.env),
    trace: text.trace !== undefined,
    sourceMap: sourceMap === undefined ? undefined : async () => sourceMap,
    ...(is["deny-net"] && { fetch: deniedFetch }),
  });
  try {
    return await program.run(rest);
  } finally {
    if (text.trace !== undefined) await writeFile(text.trace, traceText(program.trace));
    program.close();
  }
}

/** One row a line, so that traces can be compared. @param {readonly object[]} rows */
function traceText(rows) {
  return `{"version":1,"rows":[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]}\n`;
}
