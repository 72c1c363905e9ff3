/* Clang as the page loads it: toolchain/bareclang.js. */

import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { bareClang } from "../../toolchain/bareclang.js";

/** The bytes of the files that are left. @param {string} folder */
function wasmBytes(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".wasm"));
  return names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** A default that is never used, and which a bundler takes for any file of the folder.
 * @type {import("../../toolchain/bareclang.js").Part} */
const unused = [/fetchCompile\(new URL\(`\.\/\$\{name\}`, import\.meta\.url\)\)/, "undefined"];

/** A Vite plugin for the compiler's worker. @returns {import("vite").Plugin} */
export function withBareClang() {
  return {
    name: "bare-clang",
    enforce: "pre", // before its addresses become those of built files
    transform(code, id) {
      if (!id.endsWith("@yowasp/clang/gen/bundle.js")) return null;
      return { code: bareClang(code, wasmBytes(dirname(id)), [unused]), map: null };
    },
  };
}
