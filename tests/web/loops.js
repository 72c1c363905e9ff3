// A loop whose platform a test controls.
import { Clock } from "../../web/host/clock.js";
import { Loop } from "../../web/host/loop.js";

export const IDLE = 0;
export const READY = 1;

/**
 * A loop whose platform the test controls.
 * @param {import("../../web/host/clock.js").ClockSetting} setting
 * @param {(n: number, it: any, budget: number, steps: number) => number} pump n counts from 1
 */
export function make(setting, pump) {
  /** @type {any} */
  const it = {
    time: 1000,
    pumps: 0,
    log: [],
    deferred: [],
    timers: [],
    operations: 0,
    failures: [],
    idles: 0,
    drain() {},
  };
  const timing = {
    now: () => it.time,
    defer: (/** @type {() => void} */ task) => void it.deferred.push(task),
    after(/** @type {() => void} */ task, /** @type {number} */ ms) {
      const timer = { task, ms, isCancelled: false };
      it.timers.push(timer);
      return () => {
        timer.isCancelled = true;
      };
    },
  };
  it.clock = new Clock(setting, timing.now);
  it.clock.begin();
  it.loop = new Loop(it.clock, timing, 5, {
    pump: (budget, steps) => pump(++it.pumps, it, budget, steps),
    isQuiet: () => it.operations === 0,
    complete: (operation) => void it.log.push(operation),
    drain: () => it.drain(),
    fail: (cause) => void it.failures.push(cause),
    idle: () => void it.idles++,
  });
  /** Runs deferred calls and microtasks until none is left. */
  it.settle = async () => {
    await undefined;
    while (it.deferred.length > 0) {
      it.deferred.shift()();
      await undefined;
    }
  };
  it.fire = async (/** @type {number} */ ms) => {
    const timer = it.timers.findLast((/** @type {any} */ x) => !x.isCancelled);
    it.time += ms;
    timer.isCancelled = true;
    timer.task();
    await it.settle();
  };
  return it;
}

/** The delays of the timers that wait. @param {any} it */
export function armed(it) {
  const waiting = it.timers.filter((/** @type {any} */ x) => !x.isCancelled);
  return waiting.map((/** @type {any} */ x) => x.ms);
}
