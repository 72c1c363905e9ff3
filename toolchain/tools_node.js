/**
 * What the result of a build depends on besides the program: awaitc's own files and the tools.
 * @module
 */

import { readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashOf } from "./cache_node.js";
import { SYSTEM } from "./compiler_node.js";
import { findEmcc, librariesOf, libraryOf } from "./emcc.js";

/** @typedef {"emcc" | "embedded"} Toolchain */

/** What says that a file has not changed, without reading it. @param {string} path */
async function stamp(path) {
  const found = await stat(path).catch(() => undefined);
  return `${path} ${found?.size} ${found?.mtimeMs}`;
}

/** Changes when one of them does. @param {Toolchain} toolchain @param {boolean} isDebug */
export async function toolsKey(toolchain, isDebug) {
  const own = new URL("./", import.meta.url);
  const files = (await readdir(own)).map((name) => fileURLToPath(new URL(name, own)));
  const binaryen = fileURLToPath(import.meta.resolve("binaryen"));
  const tools =
    toolchain === "embedded"
      ? [SYSTEM, fileURLToPath(import.meta.resolve("@yowasp/clang"))]
      : [
          ...librariesOf(libraryOf(isDebug), "jspi"), // all there are
          findEmcc() ?? "",
          join(dirname(libraryOf(isDebug)), "../include"),
        ];
  return hashOf(...(await Promise.all([...files, binaryen, ...tools].map(stamp))));
}
