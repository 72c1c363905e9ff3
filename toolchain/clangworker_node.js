/**
 * A thread that keeps the embedded compiler and compiles, links or checks what compiler_node.js
 * sends. compiler_node.js can end the thread when it takes too long.
 * @module
 */

import { readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import { brotliDecompressSync } from "node:zlib";
import { loadClang } from "./clang_node.js";
import { Embedded } from "./embedded.js";
import { failureOf } from "./failure.js";
import { readTar } from "./tar.js";

const port = /** @type {import("node:worker_threads").MessagePort} */ (parentPort);
/** @param {string} progress */
const onProgress = (progress) => port.postMessage({ progress });

const embedded = (async () => {
  const [clang, system] = await Promise.all([loadClang(), readFile(workerData.system)]);
  return new Embedded({ clang, system: readTar(brotliDecompressSync(system)), onProgress });
})();

/** @typedef {object} Order
 * @property {"link" | "check" | "compile" | "archive"} action
 * @property {import("./embedded.js").Program} program */

port.on("message", async (/** @type {Order} */ { action, program }) => {
  try {
    port.postMessage({ made: await (await embedded)[action](program) });
  } catch (error) {
    port.postMessage({ failure: failureOf(error) });
  }
});
