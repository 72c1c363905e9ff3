/**
 * Loads npm's clang in Node, where its own way takes four times as long: it streams its modules
 * piece by piece through two transformations. See bareclang.js.
 * @module
 */

import { readFile } from "node:fs/promises";
import { bareClang } from "./bareclang.js";
import { importText } from "./importtext_node.js";

/** @returns {Promise<import("./embedded.js").Clang>} */
export async function loadClang() {
  const place = import.meta.resolve("@yowasp/clang");
  const compiled =
    'WebAssembly.compile(await (await import("node:fs/promises")).readFile(' +
    `new URL("./$1", ${JSON.stringify(place)})))`;
  const text = bareClang(await readFile(new URL(place), "utf8"), 0, [
    [
      /await fetch3\(new URL\("\.\/(llvm\.core\d*\.wasm)", import\.meta\.url\)\)\.then\(\w+\)/g,
      `await ${compiled}`,
    ],
  ]);
  return importText(text);
}
