// The engine's stacks of a program that was built with --backend=jspi: JavaScript Promise
// Integration suspends them. Loaded for such programs only. switch_jspi.c decides which stack runs;
// this file suspends and wakes them, and lets go of all when the program has ended.
import { AwaitcError } from "./errors.js";
import { SUSPENDED } from "./loop.js";

/** The stacks that a program may have at once. Engines of V8 end the process with 20,000
 * to 33,000, without an error; the figures are in docs/design/switching.md. */
const STACKS_MAX = 16_000;
const awake = Promise.resolve();

/** An engine stack. */
class Stack {
  /** Lets it go on. @type {(value?: any) => void} */ wake = () => {};
  /** Throws through it. @type {(cause?: unknown) => void} */ #drop = () => {};

  /**
   * @param {number} number
   * @param {Stack[]} free takes it when its function has ended
   */
  constructor(number, free) {
    this.number = number;
    this.leave = () => void free.push(this);
  }

  /**
   * Makes the promise that it waits for: `new Promise(stack.hold)`.
   * @type {(resolve: (value?: any) => void, reject: (cause?: unknown) => void) => void}
   */
  hold = (resolve, reject) => {
    this.wake = resolve;
    this.#drop = reject;
  };

  /** It can neither go on nor wait any more. */
  end() {
    this.#drop();
    this.hold = (_, reject) => reject();
  }
}

/** The stacks of one program. Number 0 is that on which aw_pump runs. */
export class Stacks {
  /** @type {Stack[]} */ #free = [];
  #all = [new Stack(0, [])];
  /** @type {(context: number, stack: number) => Promise<void>} */ #run = async () => {};
  #instance;
  #loop;
  #isClosed = false;
  imports;

  /**
   * @param {import("./instance.js").Instance} instance
   * @param {import("./loop.js").Loop} loop
   */
  constructor(instance, loop) {
    const { Suspending, promising } = /** @type {any} */ (WebAssembly); // new to TypeScript
    if (!promising) {
      throw new AwaitcError(
        "AW_ENOJSPI",
        "the program was built with --backend=jspi, but this engine has no JSPI " +
          "(WebAssembly.promising); build it without --backend=jspi, or use Node.js 24, " +
          "Chromium 137, Firefox 153, Safari 27 or later",
      );
    }
    this.#instance = instance;
    this.#loop = loop;
    const all = this.#all;
    this.imports = {
      /** @param {number} context */
      stack_start: (context) => {
        const stack = this.#free.pop() ?? this.#add();
        this.#run(context, stack.number).then(stack.leave, this.#fail);
      },
      /** @param {number} stack */
      stack_wake: (stack) => all[stack].wake(),
      stack_park: new Suspending((/** @type {number} */ stack) => new Promise(all[stack].hold)),
      stack_resume: new Suspending((/** @type {number} */ stack) => {
        all[stack].wake();
        return awake;
      }),
      stack_max: () => {
        this.#open(promising);
        return STACKS_MAX;
      },
    };
  }

  /**
   * Makes the entries of the instance promising, before the program's first pump.
   * @param {(fn: Function) => (...args: number[]) => Promise<any>} promising
   */
  #open(promising) {
    const { exports } = this.#instance;
    const pump = promising(exports.aw_pump);
    this.#run = promising(exports.aw_stack_run);
    exports.aw_pump = (/** @type {number} */ budgetMs, /** @type {number} */ steps) => {
      pump(budgetMs, steps).then(this.#pumped, this.#pumpFailed);
      return SUSPENDED;
    };
  }

  #pumped = (/** @type {number} */ status) => this.#loop.pumped(status);

  #pumpFailed = (/** @type {unknown} */ cause) => {
    this.#loop.halt(cause);
    this.#loop.pumped();
  };

  #add() {
    const stack = new Stack(this.#all.length, this.#free);
    this.#all.push(stack);
    return stack;
  }

  /** What was thrown out of a stack ends the program. @param {unknown} cause */
  #fail = (cause) => {
    this.#loop.halt(cause);
    this.close();
  };

  /** Ends every stack where it stands, so that the engine frees it. */
  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#instance.exports.aw_stack_close?.(); // those that are woken already
    for (const stack of this.#all) stack.end();
  }
}
