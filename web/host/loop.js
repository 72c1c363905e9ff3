// Runs the program: after a completion, at its deadline, when it has more to do, and not while it
// is held. This is the only way into the program, so nothing re-enters it. clock.js knows the time;
// the loop knows no operation and does not read the program's memory.
import { PUMP_IDLE, PUMP_READY } from "./abi.js";
import { AwaitcError } from "./errors.js";

/** @typedef {import("../operations/table.js").Operation} Operation */

/**
 * What the loop calls.
 * @typedef {object} Hooks
 * @property {(budgetMs: number, steps: number) => number | SUSPENDED} pump
 * @property {(operation: Operation) => void} complete hands its end to the program
 * @property {() => boolean} isQuiet no operation is under way
 * @property {() => void} drain starts and stops operations, after each time in the program
 * @property {(cause: unknown) => void} fail something was thrown out of the program
 * @property {() => void} idle the program waits
 */

/** Given by a pump that goes on by itself: the program is running until `pumped` is called. */
export const SUSPENDED = null;
/** Steps between two looks at a clock that the program cannot measure its budget with. */
const STEPS = 128;
/** Steps after which the host gets its turn even if time seems to stand still, as in workerd. */
const STEPS_MAX = 65536;
const TIMER_MAX = 2 ** 31 - 1;
const NO_LIMIT = 1e9;
/** The clock is looked at every so many pumps, while they are quick. */
const LOOKS_MAX = 16;
const QUICK_MS = 1;
const NUDGE_MS = 0.001;
const resolved = Promise.resolve(); // its `then` is the quickest microtask there is

/** The scheduling of one program. */
export class Loop {
  #clock;
  #timing;
  #hooks;
  #budgetMs;
  #deadline = Infinity;
  #armed = Infinity; // the deadline that the timer is for
  #burst = -Infinity;
  #stepsLeft = 0; // of a turn, if the program cannot measure its budget
  #until = 0; // the end of that turn
  #isInside = false;
  #depth = 0; // of being inside, or doing what became due there
  #seen = -Infinity; // when #isBurst looked at the clock
  #looks = 1; // questions between two looks
  #unseen = 0; // questions until the next
  #isStarted = false;
  #isScheduled = false;
  #isClosed = false;
  #isReady = false;
  /** @type {(() => void)[]} */ #queue = [];
  #turnNow = () => this.#turn();
  /** What has ended; the first #arrivals of it. @type {(Operation | undefined)[]} */ #arrived = [];
  #arrivals = 0;
  /** @type {(() => void) | undefined} */ #disarm;
  /** @type {{ cause: unknown } | undefined} */ #halted;
  isHeld = false;

  /**
   * @param {import("./clock.js").Clock} clock
   * @param {import("./types.js").Timing} timing
   * @param {number} budgetMs
   * @param {Hooks} hooks
   */
  constructor(clock, timing, budgetMs, hooks) {
    this.#clock = clock;
    this.#timing = timing;
    this.#budgetMs = budgetMs;
    this.#hooks = hooks;
  }

  /**
   * Runs `work`, which calls exports. What it throws goes to the fail hook.
   * @template T
   * @param {() => T} work
   * @returns {T | undefined} undefined when it failed
   */
  enter(work) {
    this.#checkOutside();
    this.#depth++;
    this.#isInside = true;
    let result;
    try {
      this.#deliver();
      result = work();
    } catch (cause) {
      this.#halted ??= { cause };
    }
    if (result === SUSPENDED) return result;
    return this.#leave() ? result : undefined;
  }

  /** Hands over what has ended since the program ran. */
  #deliver() {
    const count = this.#arrivals;
    this.#arrivals = 0;
    for (let i = 0; i < count; i++) {
      this.#hooks.complete(/** @type {Operation} */ (this.#arrived[i]));
      this.#arrived[i] = undefined;
    }
  }

  /** Does what became due inside. Returns whether the program can go on. */
  #leave() {
    this.#isInside = false;
    if (this.#halted) this.#hooks.fail(this.#halted.cause);
    while (this.#queue.length > 0) this.#queue.shift()?.();
    this.#hooks.drain();
    this.#depth--;
    return !this.#halted;
  }

  /**
   * Runs `work` now, or when the program has returned.
   * @param {() => void} work
   */
  soon(work) {
    if (this.#isInside) this.#queue.push(work);
    else work();
  }

  /**
   * Ends the program with `cause`, even if the program catches what is thrown through it.
   * @param {unknown} cause
   * @returns {unknown} `cause`, for the caller to throw
   */
  halt(cause) {
    if (this.#isInside) this.#halted ??= { cause };
    return cause;
  }

  /** Throws what the program was halted with, if it is running below the caller. */
  check() {
    if (this.#isInside && this.#halted) throw this.#halted.cause;
  }

  /** From now on the program is pumped. */
  start() {
    this.#isStarted = true;
    this.wake();
  }

  /**
   * Notes the program's next deadline, which stands until the next.
   * @param {number} deadline
   */
  arm(deadline) {
    this.#deadline = Number.isNaN(deadline) ? Infinity : deadline;
  }

  /** There is something new for the program: pump it soon. */
  wake() {
    this.#isReady = true;
    if (this.#isScheduled || !this.#canRun) return;
    // A microtask is quicker, but many in a row would starve the host.
    if (!this.#isBurst()) this.#defer();
    else {
      this.#isScheduled = true;
      resolved.then(this.#turnNow);
    }
  }

  /**
   * Hands the end of an operation to the program before it runs next: at once if it was the last
   * one under way, else soon, since others may end in the same microtasks.
   * @param {Operation} operation
   * @param {boolean} isLast
   */
  arrive(operation, isLast) {
    this.#arrived[this.#arrivals++] = operation;
    const isNow = isLast && this.#clock.isReal && this.#canRun && !this.#isScheduled;
    if (isNow && this.#depth === 0 && this.#isBurst()) this.#turn();
    else this.wake();
  }

  /** Whether the host is not due yet. Looks at the clock less often while all is quick. */
  #isBurst() {
    if (--this.#unseen > 0) return true;
    const now = this.#timing.now();
    this.#looks = now - this.#seen < QUICK_MS ? Math.min(2 * this.#looks, LOOKS_MAX) : 1;
    this.#seen = now;
    const isBurst = now - this.#burst < this.#budgetMs;
    this.#unseen = isBurst ? this.#looks : 0;
    return isBurst;
  }

  /** Stops pumping, and the clock with it. */
  hold() {
    if (this.isHeld) return;
    this.isHeld = true;
    this.#clock.stop();
    this.#cancelTimer();
  }

  release() {
    if (!this.isHeld) return;
    this.isHeld = false;
    this.#clock.start();
    this.wake();
  }

  /**
   * Makes at most `steps` steps while held; jumps to the deadline if the program waits for that.
   * @param {number} steps
   * @returns {boolean} whether there was anything to do
   */
  step(steps) {
    this.#checkOutside();
    this.hold();
    if (!this.#isStarted || this.#isClosed) return false;
    if (!this.#isReady && !this.#jump()) return false;
    this.#pump(NO_LIMIT, steps);
    return true;
  }

  /** Takes account of a clock whose speed has changed. */
  retime() {
    if (!this.#canRun || this.#isReady || this.#isInside) return;
    this.#cancelTimer();
    this.#wait();
  }

  /** Never runs the program again. */
  close() {
    this.#isClosed = true;
    this.#queue = [];
    this.#arrivals = 0;
    this.#cancelTimer();
  }

  #checkOutside() {
    if (!this.#isInside) return;
    throw new AwaitcError("AW_EBUSY", "the program is running; do it later, as with setTimeout");
  }

  get #canRun() {
    return this.#isStarted && !this.#isClosed && !this.isHeld;
  }

  /** Pumps after the host has had its turn. */
  #defer() {
    if (this.#isScheduled || !this.#canRun) return;
    this.#isScheduled = true;
    this.#timing.defer(() => {
      this.#burst = this.#timing.now();
      this.#turn();
    });
  }

  /** Begins to pump. */
  #turn() {
    this.#isScheduled = false;
    if (!this.#canRun || this.#isInside) return; // a pump that is suspended sees #isReady
    if (!this.#clock.isReal) this.#until = this.#timing.now() + this.#budgetMs;
    this.#stepsLeft = STEPS_MAX;
    this.#goOn(false);
  }

  /**
   * Pumps until the program waits or the host is due.
   * @param {boolean} isPumped a pump has just ended
   */
  #goOn(isPumped) {
    const { isReal } = this.#clock;
    for (; ; isPumped = false) {
      if (!isPumped && this.#pump(isReal ? this.#budgetMs : NO_LIMIT, isReal ? STEPS_MAX : STEPS))
        return;
      if (this.#isScheduled || !this.#canRun) return;
      if (!this.#isReady && !(this.#clock.isVirtual && this.#jump())) {
        this.#wait();
        this.#hooks.idle();
        return;
      }
      this.#stepsLeft -= STEPS;
      if (isReal || this.#stepsLeft <= 0 || this.#timing.now() >= this.#until) break;
    }
    this.#defer();
  }

  /**
   * @param {number} budgetMs
   * @param {number} steps
   * @returns {boolean} whether it goes on in `pumped`
   */
  #pump(budgetMs, steps) {
    this.#isReady = false;
    const status = this.enter(() => {
      const status = this.#hooks.pump(budgetMs, steps);
      if (status === PUMP_IDLE || status === PUMP_READY || status === SUSPENDED) return status;
      throw new AwaitcError("AW_EBUSY", `aw_pump gave ${status}`);
    });
    if (status === PUMP_READY) this.#isReady = true;
    return status === SUSPENDED;
  }

  /**
   * A pump that gave SUSPENDED has ended.
   * @param {number} [status] undefined when it failed
   */
  pumped(status) {
    if (this.#leave() && status === PUMP_READY) this.#isReady = true;
    this.#goOn(true);
  }

  /** Moves a standing clock to the deadline, if that is all the program waits for. */
  #jump() {
    if (this.#deadline === Infinity || !this.#hooks.isQuiet()) return false;
    // One that was reached and still stands was missed by a rounding: go past it.
    const now = this.#clock.now();
    this.#clock.jump(this.#deadline > now ? this.#deadline : now + NUDGE_MS);
    return true;
  }

  /** Arms the one host timer, in parts if the delay is longer than timers can be. */
  #wait() {
    if (this.#disarm && this.#armed === this.#deadline) return;
    this.#cancelTimer();
    if (this.#deadline === Infinity) return;
    const delay = this.#clock.delayUntil(this.#deadline);
    if (delay === Infinity) return;
    if (delay === 0) {
      this.#defer();
      return;
    }
    const cancel = this.#timing.after(
      () => {
        if (this.#disarm !== cancel) return; // fired although it was cancelled
        this.#disarm = undefined;
        this.#burst = this.#timing.now();
        if (this.#clock.delayUntil(this.#deadline) > 0) this.#wait();
        else this.#turn();
      },
      Math.min(Math.ceil(delay), TIMER_MAX),
    );
    this.#armed = this.#deadline;
    this.#disarm = cancel;
  }

  #cancelTimer() {
    this.#disarm?.();
    this.#disarm = undefined;
  }
}
