// Builds the C programs of these tests with the users' toolchain.
import { fileURLToPath } from "node:url";
import { buildKept } from "../../tools/kept.mjs";

/**
 * Builds `c/NAME.c`.
 * @param {string} name
 * @param {{ isDebug?: boolean }} [options]
 */
export async function build(name, { isDebug = false } = {}) {
  const source = fileURLToPath(new URL(`c/${name}.c`, import.meta.url));
  const { bytes, sourceMap } = await buildKept("emcc", { sources: [source], isDebug });
  return { module: await WebAssembly.compile(/** @type {any} */ (bytes)), sourceMap };
}
