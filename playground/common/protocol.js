/* The messages between the page and the program's worker, with their types, and the limits that
 * both keep. Both sides import it. Its only behaviour is converting the clock. */

import { msg } from "./words.js";

/** @typedef {import("../trace/model.js").Row} Row */

/**
 * The clocks one can choose: instant, as it is, and slowed down.
 * @typedef {"virtual" | "real" | "half" | "tenth"} ClockName
 */

/**
 * Page to worker. `run` comes once; a worker runs one program and is then thrown away. `program`:
 * its address, where its source map is too (`….map`), or what the compiler made. `isDebug`: with
 * the lints that cost time. `args`: argv[1] …; `seed` makes its random numbers repeatable;
 * `isHeld`: nothing of it runs before `goOn` or `step`. `hold`, `goOn` and `step` (of one task or
 * callback) are answered by `held`, `cancel` (a task, by its number in the trace) by `cancelled`.
 * `env`: environment variables.
 * @typedef {{ type: "run", program: string | import("../editor/orders.js").Built, name: string,
 *     clock: ClockName, isDebug: boolean, isHeld?: boolean, args?: readonly string[],
 *     seed?: number, env?: Readonly<Record<string, string>> }
 *   | { type: "hold" | "goOn" | "step" }
 *   | { type: "cancel", task: number }
 *   | { type: "ping" }} ToWorker
 */

/**
 * How a program that could not go on ended: the fields of an AwaitcError.
 * @typedef {{ code: string, message: string, task?: string, at?: string, stack?: string }} Failure
 */

/**
 * Worker to page. `full`: the limit of rows is reached and the program is held. `held`: whether it
 * is now, and whether the step that was asked for had something to run. `cancelled`: `problem` is
 * empty when the task was asked to cancel, or says why it was not.
 * @typedef {{ type: "rows", rows: Row[] }
 *   | { type: "full" }
 *   | { type: "held", isHeld: boolean, hadWork: boolean }
 *   | { type: "cancelled", problem: string }
 *   | { type: "pong" }
 *   | { type: "exit", code: number }
 *   | { type: "failed", failure: Failure }} FromWorker
 */

/** Rows kept of one run. */
export const rowsMax = 200_000;
/** Characters of output kept of one run. */
export const outputMax = 256 * 1024;
/** Memory that a program may have, in bytes. */
export const memoryMax = 256 * 1024 * 1024;
/** Silence of a running worker after which its event loop counts as blocked, in ms. */
export const silenceMs = 1000;

/** @type {Record<ClockName, { label: string, option: "virtual" | "real" | { scale: number } }>} */
export const clocks = {
  virtual: { label: msg("Virtual time"), option: "virtual" },
  real: { label: msg("Real time"), option: "real" },
  half: { label: msg("Slowed ×0.5"), option: { scale: 0.5 } },
  tenth: { label: msg("Slowed ×0.1"), option: { scale: 0.1 } },
};
