// The program object that `load` gives: every public method, checked and documented. Decides what
// callers may ask for and when; what happens inside is host.js. The reference stays in the types,
// for users whose own settings do not know Symbol.dispose.
/// <reference lib="esnext.disposable" preserve="true" />
import { AwaitcError } from "./errors.js";
import { Host } from "./host.js";
import { compile } from "./source.js";

/**
 * How to load a program; everything has a default.
 * @typedef {object} LoadOptions
 * @property {import("./clock.js").ClockSetting} [clock] "real" unless set
 * @property {string[]} [args] argv[1] …
 * @property {Record<string, string>} [env] environment variables
 * @property {string} [name] argv[0], "program" unless set
 * @property {number} [seed] makes random numbers repeatable
 * @property {(text: string) => void} [stdout] the platform's unless set
 * @property {(text: string) => void} [stderr] the platform's unless set
 * @property {boolean} [trace] records rows from the start
 * @property {() => Promise<string | object>} [sourceMap] read only when a trap needs a C line
 * @property {number} [budgetMs] how long the program runs before the host has its turn, 5
 * @property {typeof fetch} [fetch] the platform's unless set
 * @property {string | URL} [baseURL] what relative URLs of aw_fetch are resolved against
 * @property {boolean} [held] nothing runs until release() or step()
 */

/**
 * The C functions that a program's users know of, as TypeScript sees them: any name, unless said.
 * @typedef {Record<string, (value?: any) => any>} AnyFunctions
 */

/**
 * Loads a program; adapters call this with their platform.
 * @template {Record<keyof F, (value?: any) => any>} [F=AnyFunctions]
 * @param {import("./source.js").Source | PromiseLike<import("./source.js").Source>} source
 * @param {LoadOptions} options
 * @param {import("./types.js").Platform} platform
 * @returns {Promise<Program<F>>}
 */
export async function loadProgram(source, options, platform) {
  try {
    const host = new Host(options, platform);
    await host.open(await compile(source, platform));
    return new Program(host);
  } catch (error) {
    platform.close?.();
    throw error;
  }
}

/**
 * A loaded program.
 * @template {Record<keyof F, (value?: any) => any>} [F=AnyFunctions] its C functions
 */
export class Program {
  #host;

  /**
   * `load` makes programs.
   * @param {object} host
   */
  constructor(host) {
    this.#host = /** @type {Host} */ (host);
  }

  /** Whether the program has a main function, for `run`. */
  get hasMain() {
    return this.#host.hasMain;
  }

  /**
   * The names of the C functions that `call` can call.
   * @returns {(keyof F & string)[]}
   */
  get exports() {
    return /** @type {(keyof F & string)[]} */ ([...this.#host.instance.names]);
  }

  /** Whether the program has ended, failed or been closed. */
  get isClosed() {
    return this.#host.end !== undefined;
  }

  /** Whether nothing is run until `release` or `step`. */
  get isHeld() {
    return this.#host.loop.isHeld;
  }

  /**
   * The rows so far, if loaded with `trace: true`; append-only.
   * @returns {readonly import("./trace.js").TraceRow[]}
   */
  get trace() {
    return this.#host.trace.rows;
  }

  /**
   * Runs main, once. Rejects with an AwaitcError on a trap, a deadlock or `close`.
   * @param {string[]} [args] argv[1] …; those given to `load` unless set
   * @returns {Promise<number>} the exit code
   */
  async run(args) {
    this.#host.use();
    if (!this.#host.hasMain) {
      throw new AwaitcError(
        "AW_ESTATE",
        "run: this program has no main; call() its functions: " + this.exports.join(", "),
      );
    }
    return this.#host.run(args);
  }

  /**
   * Runs the C function `AW_EXPORT(name)` as a task.
   * @template {keyof F & string} N
   * @param {N} name
   * @param {Parameters<F[N]>[0]} [value] sent as JSON
   * @param {{ signal?: AbortSignal }} [options] an abort cancels the task
   * @returns {Promise<Awaited<ReturnType<F[N]>>>} what it answered
   */
  async call(name, value, options = {}) {
    this.#host.use();
    if (!this.#host.isStarted) {
      throw new AwaitcError("AW_ESTATE", `call of "${name}": the program has a main; run() first`);
    }
    return /** @type {any} */ (this.#host.calls.start(name, value, options.signal));
  }

  /**
   * Lets C wait for JavaScript functions, with aw_host_call.
   * @param {Record<string, import("./types.js").ExposedFunction>} functions
   */
  expose(functions) {
    for (const [name, call] of Object.entries(functions)) {
      if (typeof call !== "function") {
        throw new AwaitcError("AW_EARGUMENT", `expose: "${name}" is a ${typeof call}, no function`);
      }
      this.#host.exposed.set(name, call);
    }
    return this;
  }

  /**
   * Listens. What a listener throws ends the program.
   * @template {keyof import("./types.js").Events} E
   * @param {E} event "trace" switches the trace on
   * @param {(value: import("./types.js").Events[E]) => void} listener
   * @returns {() => void} stops listening
   */
  on(event, listener) {
    return this.#host.on(event, listener);
  }

  /**
   * Cancels a task of a program that was built with -g, as aw_cancel does.
   * @param {number} task its number in the trace
   * @returns {Promise<boolean>} false: it has ended
   */
  async cancel(task) {
    return (await import("./cancel.js")).cancelTask(this.#host, task);
  }

  /** Stops running the program, and its clock, until `release`. */
  hold() {
    this.#host.loop.hold();
  }

  /** Goes on after `hold`. */
  release() {
    this.#host.loop.release();
  }

  /**
   * Holds the program and makes some steps: a step runs one task or callback. When all wait for
   * time only, the clock moves to the next deadline first.
   * @param {number} [steps]
   * @returns {boolean} false when there was nothing to do
   */
  step(steps = 1) {
    this.#host.use();
    if (!(steps >= 1)) throw new AwaitcError("AW_EARGUMENT", "step: expected a number >= 1");
    return this.#host.loop.step(steps);
  }

  /**
   * Changes the speed of a scaled clock.
   * @param {number} scale program time per real time; 0 stops it
   */
  setScale(scale) {
    this.#host.clock.setScale(scale);
    this.#host.loop.retime();
  }

  /**
   * Counts from the program, also after it has exited; not after a failure or `close`.
   * @returns {import("./types.js").Stats}
   */
  stats() {
    return this.#host.stats();
  }

  /**
   * Ends the program wherever it stands: aborts operations, drops the timer, rejects what is
   * pending with AW_ECLOSED, lets the memory go. Any number of times, in every state.
   */
  close() {
    this.#host.close();
  }

  /** For `using`; where the engine has no Symbol.dispose yet, nobody calls this. */
  [Symbol.dispose]() {
    this.close();
  }
}
