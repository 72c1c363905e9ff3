// The shapes of what goes in and out of a program, for the types alone: only comments import this
// file.

/**
 * A JavaScript function that C can wait for: a value in, a value out.
 * @callback ExposedFunction
 * @param {any} value what C sent
 * @param {{ readonly signal: AbortSignal }} context the signal tells that C gave up
 * @returns {unknown}
 */

/**
 * What the loop needs from the platform.
 * @typedef {object} Timing
 * @property {() => number} now real milliseconds, monotonic
 * @property {(task: () => void) => void} defer runs `task` soon, after the host had its turn
 * @property {(task: () => void, delayMs: number) => () => void} after gives the canceller
 */

/**
 * What an adapter supplies; one for each program.
 * @typedef {object} PlatformParts
 * @property {(text: string) => void} stdout
 * @property {(text: string) => void} stderr
 * @property {Record<string, () => Promise<any>>} operations for each kind, how to load its
 *   module: see Kinds in operations/table.js
 * @property {string} [baseURL]
 * @property {() => void} [close] flushes and lets go when the program has ended
 *
 * @typedef {PlatformParts & Timing & import("./source.js").Reader} Platform
 */

/**
 * What `on` can listen to, and what listeners get.
 * @typedef {object} Events
 * @property {import("./trace.js").TraceRow} trace
 * @property {string} stdout
 * @property {string} stderr
 * @property {number} exit
 * @property {import("./errors.js").AwaitcError} error
 * @property {undefined} idle the program waits for its deadline or the host
 */

/**
 * Counts of what is alive and what has happened.
 * @typedef {Record<"tasks" | "records" | "stacks" | "timers" | "waiters" | "callbacks" |
 *   "operations" | "bytes" | "turns" | "switches" | "dropped" | "memoryBytes", number>} Stats
 */

export {};
