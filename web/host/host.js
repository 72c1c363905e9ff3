// Connects one instance to its clock, loop, operations, calls and output, and ends the program
// once, with nothing left over. loop.js runs it; the platform comes from an adapter (platforms/).
// All state is in the object.
import { ABI_VERSION, START_CALLABLE, START_MAIN, STATS, STATS_SIZE } from "./abi.js";
import { Calls } from "./calls.js";
import { Clock } from "./clock.js";
import { AwaitcError, errorOf, wordsOf } from "./errors.js";
import { instantiate } from "./instance.js";
import { Loop } from "./loop.js";
import { Memory } from "./memory.js";
import { Trace } from "./trace.js";
import { failureOf } from "./trap.js";
import { createWasi } from "./wasi.js";

const EVENTS = ["trace", "stdout", "stderr", "exit", "error", "idle"];

/** How a program leaves by itself, thrown through it. */
class Exit {
  /** @param {number} code */
  constructor(code) {
    this.code = code;
  }
}

/** The inside of a program object. It is internal: only program.js and cancel.js use its public
 * members. */
export class Host {
  #options;
  #platform;
  #outside;
  /** Of a program that has some. @type {import("../operations/bridge.js").Bridge | undefined} */
  #operations;
  /** Of a program of the JSPI backend. @type {import("./stacks.js").Stacks | undefined} */
  #stacks;
  /** @type {ReturnType<typeof createWasi> | undefined} */ #wasi;
  /** @type {Record<string, Set<(value: any) => void>>} */ #listeners;
  /** @type {string[]} */ #args;
  /** @type {{ resolve(code: number): void, reject(error: unknown): void } | undefined} */ #run;
  #isTracing = false;
  #hasExited = false;

  /** @type {Map<string, import("./types.js").ExposedFunction>} */ exposed = new Map();
  /** @type {import("./instance.js").Instance} */ instance = emptyInstance();
  /** Why the program cannot be used any more. @type {AwaitcError | undefined} */ end;
  hasMain = false;
  isStarted = false;

  /**
   * @param {import("./program.js").LoadOptions} options
   * @param {import("./types.js").Platform} platform
   */
  constructor(options, platform) {
    const { budgetMs = 5, fetch = platform.fetch, baseURL = platform.baseURL } = options;
    if (!(budgetMs > 0)) throw new AwaitcError("AW_EARGUMENT", "budgetMs: expected a number > 0");
    this.#options = options;
    this.#platform = platform;
    this.#args = (options.args ?? []).map(String);
    this.#listeners = Object.fromEntries(EVENTS.map((event) => [event, new Set()]));
    this.clock = new Clock(options.clock ?? "real", platform.now);
    this.trace = new Trace(this.clock, options.trace === true);
    this.#outside = { exposed: this.exposed, fetch, baseURL };
    this.loop = new Loop(this.clock, platform, budgetMs, this);
    this.calls = new Calls(this.instance, this.loop, () => this.use());
  }

  /**
   * First steps in a new instance of `module`.
   * @param {WebAssembly.Module} module
   */
  async open(module) {
    const { seed } = this.#options;
    const isSeeded = seed !== undefined;
    const random = isSeeded ? (await import("./seeded.js")).seededRandom(seed) : undefined;
    const imports = this.#imports(random);
    const needs = (/** @type {string} */ wanted) =>
      WebAssembly.Module.imports(module).some(({ name }) => name === wanted);
    if (needs("stack_park")) {
      const { Stacks } = await import("./stacks.js");
      this.#stacks = new Stacks(this.instance, this.loop);
      Object.assign(imports.awaitc, this.#stacks.imports);
    }
    if (needs("op_start")) {
      const { Bridge } = await import("../operations/bridge.js");
      const { operations } = this.#platform;
      this.#operations = new Bridge(operations, this.#outside, this.instance, this.loop);
      Object.assign(imports.awaitc, this.#operations.imports);
    }
    Object.assign(this.instance, await instantiate(module, imports));
    this.clock.begin();
    const { exports } = this.instance;
    const version = this.loop.enter(() => {
      exports._initialize();
      const version = exports.aw_abi();
      if (version === ABI_VERSION) this.hasMain = exports.aw_has_main() !== 0;
      return version;
    });
    if (this.end) throw this.end;
    if (version !== ABI_VERSION) throw (await import("./fault.js")).abiFault(version);
    if (this.#options.held) this.loop.hold();
    if (this.#options.trace) this.#traceOn();
    if (!this.hasMain) this.#start();
    if (this.end) throw this.end;
  }

  // What the loop calls: see Hooks there.

  /**
   * @param {number} budgetMs
   * @param {number} steps
   */
  pump(budgetMs, steps) {
    return this.instance.exports.aw_pump(budgetMs, steps);
  }

  /** @param {import("../operations/table.js").Operation} operation */
  complete(operation) {
    this.#operations?.complete(operation);
  }

  isQuiet() {
    return !this.#operations?.size;
  }

  drain() {
    this.#operations?.drain();
  }

  idle() {
    if (this.#listeners.idle.size === 0) return;
    try {
      this.#tell("idle", undefined);
    } catch (cause) {
      this.fail(cause);
    }
  }

  /** Throws if the program cannot be used any more. */
  use() {
    if (this.end) throw this.end;
  }

  /**
   * Runs main.
   * @param {string[]} [args]
   * @returns {Promise<number>}
   */
  async run(args) {
    // Read once: a toString may give another text each time, close the program, or run it.
    const words = args?.map(String);
    this.use();
    if (this.#run) throw new AwaitcError("AW_ESTATE", "run: main runs once; load it again");
    if (words) this.#args = words;
    return new Promise((resolve, reject) => {
      this.#run = { resolve, reject };
      this.loop.soon(() => this.#start());
    });
  }

  /**
   * @template {keyof import("./types.js").Events} E
   * @param {E} event
   * @param {(value: import("./types.js").Events[E]) => void} listener
   */
  on(event, listener) {
    const listeners = this.#listeners[event];
    if (!EVENTS.includes(event)) {
      throw new AwaitcError("AW_EARGUMENT", `on: no event "${event}", but ${EVENTS.join(", ")}`);
    }
    listeners.add(listener);
    if (event === "trace") this.loop.soon(() => this.#traceOn());
    return () => void listeners.delete(listener);
  }

  /** @returns {import("./types.js").Stats} */
  stats() {
    if (!this.#hasExited) this.use();
    const { exports, memory } = this.instance;
    const ptr =
      (this.#hasExited ? exports.aw_stats_now() : this.loop.enter(() => exports.aw_stats_now())) >>>
      0;
    if (!this.#hasExited) this.use();
    memory.range(ptr, STATS_SIZE);
    const { view } = memory;
    const counts = Object.entries(STATS).map(([name, [offset, bytes]]) => [
      name,
      bytes === 8 ? Number(view.getBigUint64(ptr + offset, true)) : memory.u32(ptr + offset),
    ]);
    return { ...Object.fromEntries(counts), memoryBytes: memory.bytes.length };
  }

  /** Ends the program wherever it stands. */
  close() {
    const closed = new AwaitcError("AW_ECLOSED", "the program was closed");
    this.#finish(closed);
    this.loop.halt(closed);
    this.#reject(this.end ?? closed);
    if (this.#hasExited) this.end = closed;
    this.#hasExited = false;
    Object.assign(this.instance, { ...emptyInstance(), names: this.instance.names });
  }

  /** The functions that the program may import: a closed list, without what objects inherit.
   * @param {import("./wasi.js").System["random"]} random
   * @returns {any} */
  #imports(random) {
    const memory = () => this.instance.memory;
    const { name = "program", env = {} } = this.#options;
    this.#wasi = createWasi({
      memory,
      args: () => [name, ...this.#args],
      env,
      clock: this.clock,
      random,
      write: (fd, text) => this.#write(fd, text),
      exit: (code) => {
        throw this.loop.halt(new Exit(code));
      },
    });
    return {
      __proto__: null,
      awaitc: {
        __proto__: null,
        now: () => this.clock.now(),
        arm: (/** @type {number} */ deadline) => this.loop.arm(deadline),
        /** @type {(id: number, status: number, data: number, bytes: number) => void} */
        reply: (id, status, data, bytes) => {
          this.calls.settle(id, status, memory().text(data, bytes));
        },
        trace: (/** @type {number} */ row) => {
          this.#tell("trace", this.trace.read(memory(), row));
        },
        /** @type {(code: number, message: number) => never} */
        fatal: (code, message) => {
          throw this.loop.halt(errorOf(code, memory().cstring(message)));
        },
      },
      wasi_snapshot_preview1: this.#wasi.calls,
      env: { __proto__: null, emscripten_notify_memory_growth() {} }, // views are rebuilt anyway
    };
  }

  #start() {
    const { exports, names } = this.instance;
    const flags = (this.hasMain ? START_MAIN : 0) | (names.length > 0 ? START_CALLABLE : 0);
    const status = this.loop.enter(() => exports.aw_start(flags));
    if (status) this.fail(errorOf(status, ""));
    if (this.end) return;
    this.isStarted = true;
    this.loop.start();
  }

  #traceOn() {
    if (this.#isTracing || this.end) return;
    this.#isTracing = true;
    this.loop.enter(() => this.instance.exports.aw_trace_set(1));
  }

  /**
   * @param {number} fd
   * @param {string} text
   */
  #write(fd, text) {
    if (this.#isTracing) this.#tell("trace", this.trace.write("output", fd, text));
    const event = fd === 1 ? "stdout" : "stderr";
    this.#tell(event, text, this.#options[event] ?? this.#platform[event]);
  }

  /**
   * Tells listeners, `first` before all others. May run below the program, which what they throw,
   * and a `close` of theirs, must not survive.
   * @template {keyof import("./types.js").Events} E
   * @param {E} event
   * @param {import("./types.js").Events[E]} value
   * @param {(value: import("./types.js").Events[E]) => void} [first]
   */
  #tell(event, value, first) {
    try {
      first?.(value);
      const listeners = this.#listeners[event];
      if (listeners.size > 0) for (const listener of [...listeners]) listener(value);
    } catch (cause) {
      throw this.loop.halt(
        new AwaitcError("AW_EHOST", `a listener for "${event}" threw: ${wordsOf(cause)}`, {
          cause,
        }),
      );
    }
    this.loop.check();
  }

  /**
   * What was thrown out of the program ends it, once.
   * @param {unknown} cause
   */
  fail(cause) {
    if (this.end) return;
    if (cause instanceof Exit) {
      this.#exit(cause.code);
      return;
    }
    const error = failureOf(cause, this.instance);
    this.#finish(error);
    const { sourceMap } = this.#options;
    if (!sourceMap || !error.cause) {
      this.#report(error);
      return;
    }
    import("./sourcemap.js")
      .then(({ locate }) => locate(error, sourceMap))
      .catch(() => {}) // the error is told without a line then
      .finally(() => this.#report(error));
  }

  /** @param {number} code */
  #exit(code) {
    this.#finish(new AwaitcError("AW_ECLOSED", `the program has ended with exit code ${code}`));
    this.#hasExited = true;
    try {
      this.#wasi?.flush();
      if (this.#isTracing) this.#tell("trace", this.trace.write("exit", code, ""));
      this.#tell("exit", code);
      this.#run?.resolve(code);
      this.#reject(/** @type {AwaitcError} */ (this.end));
    } catch (cause) {
      this.#hasExited = false;
      this.end = failureOf(cause, undefined);
      this.#report(this.end);
    }
  }

  /**
   * Nothing runs any more. The first reason is kept.
   * @param {AwaitcError} reason
   */
  #finish(reason) {
    if (this.end) return;
    this.end = reason;
    this.loop.close();
    this.#operations?.close();
    this.#stacks?.close();
    queueMicrotask(() => this.#platform.close?.()); // after what is still to be written
  }

  /** @param {AwaitcError} error */
  #report(error) {
    this.#reject(error);
    try {
      this.#tell("error", error);
    } catch (cause) {
      queueMicrotask(() => {
        throw cause;
      });
    }
  }

  /** @param {AwaitcError} error */
  #reject(error) {
    this.#run?.reject(error);
    this.calls.rejectAll(error);
  }
}

/**
 * What stands in before a program is there, and after it is closed.
 * @returns {import("./instance.js").Instance}
 */
function emptyInstance() {
  return { exports: {}, memory: new Memory({ buffer: new ArrayBuffer(0) }), names: [] };
}
