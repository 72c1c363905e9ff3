/* The worker that runs Binaryen. The compiler's worker starts it, so both load at the same time.
 * toolchain/transform.js chooses what is done to a program. */

import binaryenPlace from "binaryen?url";
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

import(/* @vite-ignore */ binaryenPlace).then((binaryen) => {
  optimize = binaryenOptimizer(binaryen.default);
  post({ type: "loaded" });
}, fail);
