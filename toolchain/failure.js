/**
 * Errors as data, for builds that run in another thread or process. @module
 */

import { BuildError } from "./diagnostics.js";
import { TransformError } from "./transform.js";

/**
 * @typedef {object} Failure
 * @property {"build" | "transform" | "other"} kind
 * @property {string} message
 * @property {string} [stack] of an error that should not be
 * @property {string} [output]
 * @property {import("./diagnostics.js").Diagnostic[]} [diagnostics]
 */

/** @param {unknown} error @returns {Failure} */
export function failureOf(error) {
  if (error instanceof BuildError) {
    const { message, output, diagnostics } = error;
    return { kind: "build", message, output, diagnostics };
  }
  if (error instanceof TransformError) return { kind: "transform", message: error.message };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { kind: "other", message, stack };
}

/** @param {Failure} failure @returns {Error} */
export function errorOf({ kind, message, stack, output, diagnostics }) {
  if (kind === "build") return new BuildError(message, output, diagnostics);
  if (kind === "transform") return new TransformError(message);
  return Object.assign(new Error(message), { stack });
}
