/**
 * Runs Binaryen's JavaScript build in this thread: works in Node and in a page, without files.
 *
 * transform.js chooses the passes. Binaryen's reader here takes no source maps; lines.js carries
 * lines through instead.
 * @module
 */

import { BuildError } from "./diagnostics.js";

/** What is used of npm's `binaryen`. @typedef {typeof import("binaryen").default} Binaryen */

/** Binaryen's names for features in its command line, and in its JavaScript. */
const FEATURES = /** @type {const} */ ({
  "bulk-memory": "BulkMemory",
  "bulk-memory-opt": "BulkMemoryOpt",
  "sign-ext": "SignExt",
  "mutable-globals": "MutableGlobals",
  "nontrapping-float-to-int": "NontrappingFPToInt",
  multivalue: "Multivalue",
  "reference-types": "ReferenceTypes",
  simd: "SIMD128",
  "exception-handling": "ExceptionHandling",
});

/** @param {Binaryen} binaryen @param {Uint8Array} bytes */
function read(binaryen, bytes) {
  try {
    return binaryen.readBinary(bytes);
  } catch (error) {
    const { message } = /** @type {Error} */ (error); // which is none of Error's kind
    throw new BuildError(`Binaryen could not transform the program: ${message}`);
  }
}

/** An optimizer. Binaryen's settings are global: each run sets all of them.
 * @param {Binaryen} binaryen @returns {import("./transform.js").Optimize} */
export function binaryenOptimizer(binaryen) {
  return (bytes, step) => {
    const features = step.features.reduce(
      (bits, name) =>
        bits | binaryen.Features[FEATURES[/** @type {keyof typeof FEATURES} */ (name)]],
      binaryen.Features.MVP,
    );
    const module = read(binaryen, bytes);
    const inlineMax = binaryen.getFlexibleInlineMaxSize();
    try {
      module.setFeatures(features);
      binaryen.setOptimizeLevel(step.level);
      binaryen.setShrinkLevel(0);
      binaryen.setDebugInfo(step.keepsNames);
      binaryen.clearPassArguments();
      for (const [name, value] of Object.entries(step.passArguments))
        binaryen.setPassArgument(name, value);
      if (step.inlineMax) binaryen.setFlexibleInlineMaxSize(step.inlineMax);
      module.runPasses(step.passes);
      if (step.isOptimised) module.optimize();
      module.runPasses(step.finish);
      return module.emitBinary();
    } finally {
      binaryen.setFlexibleInlineMaxSize(inlineMax);
      module.dispose();
    }
  };
}
