/* The messages between the page and the compiler's worker, with their types, and the limits that
 * the page keeps. Both sides import it; it has no behaviour. */

/** @typedef {import("../../toolchain/diagnostics.js").Diagnostic} Diagnostic */

/** `check`: what the compiler finds; `build`: a program too; `format`: the text as clang-format
 * would have it. @typedef {"build" | "check" | "format"} Action */

/**
 * Page to worker; the next comes when the one before has its answer. `file`: how the compiler and
 * the trace name the text.
 * @typedef {{ id: number, action: Action, file: string, text: string }} Order
 */

/** A program that can be run. @typedef {{ bytes: Uint8Array, sourceMap: string }} Built */

/**
 * What became of an order: `built` or `text`, or a `message` that says why there is none.
 * `isStopped`: because the page ended it.
 * @typedef {{ built?: Built, text?: string, message?: string, diagnostics?: Diagnostic[],
 *   isStopped?: boolean }} Answer
 */

/**
 * Worker to page. `started` comes at once, from every worker that lives; `loading` tells how many
 * bytes of the compiler are there, and is followed by `loaded` when it can work.
 * @typedef {{ type: "started" }
 *   | { type: "loading", done: number, total: number }
 *   | { type: "loaded" }
 *   | { type: "answer", id: number, answer: Answer }} FromCompiler
 */

/** A worker that has worked before, and does not say `started` in this time, is lost; in ms. */
export const startMs = 4000;
/** How long an order may take, without the loading; in ms. */
export const limitMs = 60_000;
/** Characters of a source that the compiler is given, and that are kept; in characters. */
export const sourceMax = 512 * 1024;
