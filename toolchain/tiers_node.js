/**
 * Loads the compilers, wasm modules of up to 75 MB, without V8's optimising compiler. A process
 * that builds once ends before optimised code of clang has paid for its compilation: without it,
 * a build takes half of the processor time. The daemon and --watch build repeatedly, so they
 * optimise.
 * @module
 */

import { setFlagsFromString } from "node:v8";

/** How many calls are under way. */
let count = 0;

/** Does work during which V8 compiles wasm with its baseline compiler alone, in all threads.
 * Modules that are compiled later, such as the user's program, are optimised as usual.
 * @template T @param {() => Promise<T>} work @returns {Promise<T>} */
export async function withoutOptimising(work) {
  if (count++ === 0) setFlagsFromString("--liftoff-only");
  try {
    return await work();
  } finally {
    if (--count === 0) setFlagsFromString("--no-liftoff-only");
  }
}
