/* The worker that runs Binaryen. The compiler's worker starts it, so both load at the same time.
 * toolchain/transform.js chooses what is done to a program. */

import binaryenPlace from "../../build/binaryen/binaryen.js?url";
import { startBinaryen } from "../../toolchain/barebinaryen.js";
import { binaryenOptimizer } from "../../toolchain/binaryen.js";
import { transform } from "../../toolchain/transform.js";

/** @typedef {{ type: "loaded" } | { type: "failed", message: string }
 *   | { type: "made", bytes: Uint8Array, sourceMap?: string }} FromTransform */

/** @type {import("../../toolchain/transform.js").Optimize | undefined} */
let optimize;

/** @param {FromTransform} message @param {Transferable[]} [moved] */
const post = (message, moved = []) => postMessage(message, { transfer: moved });
const fail = (/** @type {any} */ error) =>
  post({ type: "failed", message: error?.message ?? `${error}` });

addEventListener("message", (/** @type {MessageEvent<Uint8Array>} */ { data }) => {
  try {
    if (!optimize) throw new Error("Binaryen is not loaded");
    const { bytes, sourceMap } = transform(data, { isDebug: true, optimize });
    post({ type: "made", bytes, sourceMap }, [bytes.buffer]);
  } catch (error) {
    fail(error);
  }
});

async function load() {
  const wasmPlace = new URL("../../build/binaryen/binaryen.wasm", import.meta.url);
  const [{ default: factory }, module] = await Promise.all([
    import(/* @vite-ignore */ binaryenPlace),
    WebAssembly.compileStreaming(fetch(wasmPlace)),
  ]);
  return binaryenOptimizer(await startBinaryen(factory, module));
}

load().then((loaded) => {
  optimize = loaded;
  post({ type: "loaded" });
}, fail);
