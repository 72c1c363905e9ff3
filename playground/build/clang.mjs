/* Clang as the page loads it. Its own headers and libraries (30 MB, mostly C++) are left out;
 * build/embedded/system.tar replaces them. */

import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** The bytes of the files that are left. @param {string} folder */
function wasmBytes(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".wasm"));
  return names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/**
 * The parts of npm's bundle that are rewritten.
 * @type {[RegExp, (folder: string) => string][]}
 */
const places = [
  [/"usr": await fetch3\(new URL\("\.\/llvm-resources\.tar".*$/m, () => '"usr": {}'],
  [/^var totalSize = \d+;$/m, (folder) => `var totalSize = ${wasmBytes(folder)};`],
  // A default that is never used, and which a bundler takes for any file of the folder.
  [/fetchCompile\(new URL\(`\.\/\$\{name\}`, import\.meta\.url\)\)/, () => "undefined"],
];

/** A Vite plugin for the compiler's worker. @returns {import("vite").Plugin} */
export function bareClang() {
  return {
    name: "bare-clang",
    enforce: "pre", // before its addresses become those of built files
    transform(code, id) {
      if (!id.endsWith("@yowasp/clang/gen/bundle.js")) return null;
      let bare = code;
      for (const [pattern, text] of places) {
        if (!pattern.test(bare)) throw new Error(`clang.mjs: ${id} has no ${pattern} any more`);
        bare = bare.replace(pattern, text(dirname(id)));
      }
      return { code: bare, map: null };
    },
  };
}
