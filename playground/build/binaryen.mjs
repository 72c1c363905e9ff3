/* Binaryen as the page loads it: its code and its module as two files, so that the browser compiles
 * the module while it arrives. See toolchain/barebinaryen.js. */

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bareBinaryen } from "../../toolchain/barebinaryen.js";

/** @param {URL} folder */
export async function writeBinaryen(folder) {
  const bare = bareBinaryen(await readFile(fileURLToPath(import.meta.resolve("binaryen"))));
  if (!bare) throw new Error("binaryen.mjs: npm's binaryen has another form now");
  await mkdir(folder, { recursive: true });
  await writeFile(new URL("binaryen.js", folder), bare.text);
  await writeFile(new URL("binaryen.wasm", folder), bare.wasm);
}
