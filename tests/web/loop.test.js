// Tests when a program runs: clocks, deadlines, budget, hold and step. The tests control the time.
// arrive.test.js tests when the ends of operations reach it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "../../web/host/clock.js";
import { armed, IDLE, make, READY } from "./loops.js";

test("loop: a virtual clock jumps from deadline to deadline", async () => {
  const it = make("virtual", (n, { loop, clock, log }) => {
    log.push(clock.now());
    loop.arm(n < 4 ? n * 1000 : Infinity);
    return IDLE;
  });
  it.loop.start();
  await it.settle();
  assert.deepEqual(it.log, [0, 1000, 2000, 3000]);
  assert.deepEqual([armed(it), it.idles], [[], 1]);
});

test("loop: a virtual clock waits for operations", async () => {
  const it = make("virtual", (n, { loop }) => {
    loop.arm(n === 1 ? 50 : Infinity);
    return IDLE;
  });
  it.operations = 1;
  it.loop.start();
  await it.settle();
  assert.deepEqual([it.clock.now(), it.pumps, armed(it)], [0, 1, []]);
  it.operations = 0;
  it.loop.wake();
  await it.settle();
  assert.deepEqual([it.clock.now(), it.pumps], [0, 2]);
});

test("loop: a deadline that rounding missed is passed by", async () => {
  const it = make("virtual", (_, { loop, clock, log }) => {
    log.push(clock.now());
    loop.arm(clock.now() > 10 ? Infinity : 10);
    return IDLE;
  });
  it.loop.start();
  await it.settle();
  assert.deepEqual(it.log, [0, 10, 10.001]);
});

test("loop: a virtual program that never ends lets the host have its turn", async () => {
  const it = make("virtual", (n, { loop }) => {
    it.time += 1;
    loop.arm(n);
    return IDLE;
  });
  it.loop.start();
  it.deferred.shift()();
  assert.deepEqual([it.pumps, it.deferred.length], [5, 1]);
});

test("loop: a clock that stands still for real does not keep the host waiting", async () => {
  const it = make("virtual", () => READY);
  it.loop.start();
  it.deferred.shift()();
  assert.equal(it.deferred.length, 1);
  assert(it.pumps < 1000, `${it.pumps} pumps`);
});

test("loop: a real program gets its budget and is pumped again when ready", async () => {
  const it = make("real", (n, { log }, budget) => {
    log.push(budget);
    return n < 3 ? READY : IDLE;
  });
  it.loop.start();
  it.deferred.shift()();
  assert.deepEqual([it.log, it.deferred.length], [[5], 1]);
  await it.settle();
  assert.deepEqual(it.log, [5, 5, 5]);
});

test("loop: a virtual program is limited by steps, since its time stands still", async () => {
  const it = make("virtual", (_, { log }, budget, steps) => {
    log.push(budget > 1e6 && steps > 0 && steps < 1000);
    return IDLE;
  });
  it.loop.start();
  await it.settle();
  assert.deepEqual(it.log, [true]);
});

test("loop: one timer is armed for a real deadline, rounded up", async () => {
  const it = make("real", (n, { loop }) => {
    loop.arm(n === 1 ? 20.25 : Infinity);
    return IDLE;
  });
  it.loop.start();
  await it.settle();
  assert.deepEqual(armed(it), [21]);
  await it.fire(21);
  assert.deepEqual([it.pumps, armed(it)], [2, []]);
});

test("loop: a timer that fires early is armed again for the rest", async () => {
  const it = make("real", (_, { loop }) => {
    loop.arm(20);
    return IDLE;
  });
  it.loop.start();
  await it.settle();
  await it.fire(19);
  assert.deepEqual([it.pumps, armed(it)], [1, [1]]);
});

test("loop: a delay longer than timers can be is waited for in parts", async () => {
  const it = make("real", (n, { loop }) => {
    loop.arm(n === 1 ? 2 ** 32 : Infinity);
    return IDLE;
  });
  it.loop.start();
  await it.settle();
  for (let part = 0; part < 2; part++) {
    assert.deepEqual([it.pumps, armed(it)], [1, [2 ** 31 - 1]]);
    await it.fire(2 ** 31 - 1);
  }
  await it.fire(2);
  assert.equal(it.pumps, 2);
});

test("loop: a timer that fires although it was cancelled does nothing", async () => {
  const it = make("real", (_, { loop }) => {
    loop.arm(20);
    return IDLE;
  });
  it.loop.start();
  await it.settle();
  it.loop.hold();
  it.time += 50;
  it.timers[0].task();
  await it.settle();
  assert.equal(it.pumps, 1);
});

test("loop: a deadline that is past is met without a timer", async () => {
  const it = make("real", (n, { loop }) => {
    loop.arm(n === 1 ? 0 : Infinity);
    return IDLE;
  });
  it.loop.start();
  await it.settle();
  assert.deepEqual([it.pumps, it.timers.length], [2, 0]);
});

test("loop: a deadline of NaN is none", async () => {
  const it = make("real", (_, { loop }) => {
    loop.arm(NaN);
    return IDLE;
  });
  it.loop.start();
  await it.settle();
  assert.deepEqual([it.pumps, armed(it)], [1, []]);
});

test("loop: many wakes make one pump", async () => {
  const it = make("real", () => IDLE);
  it.loop.start();
  await it.settle();
  for (let i = 0; i < 5; i++) it.loop.wake();
  await it.settle();
  assert.equal(it.pumps, 2);
});

test("loop: a burst of wakes runs in microtasks until the budget is spent", async () => {
  const it = make("real", () => IDLE);
  it.loop.start();
  await it.settle();
  it.loop.wake();
  assert.equal(it.deferred.length, 0);
  await undefined;
  assert.equal(it.pumps, 2);
  it.time += 5;
  let wakes = 0; // the clock is looked at only now and then
  while (it.deferred.length === 0 && wakes++ < 16) {
    it.loop.wake();
    await undefined;
  }
  assert.equal(it.deferred.length, 1);
});

test("loop: the timer stays while the deadline does", async () => {
  const it = make("real", (n, { loop }) => {
    loop.arm(n < 3 ? 20 : 30);
    return IDLE;
  });
  it.loop.start();
  await it.settle();
  for (let i = 0; i < 2; i++) {
    it.loop.wake();
    await undefined;
  }
  assert.deepEqual([it.pumps, it.timers.length, armed(it)], [3, 2, [30]]);
});

test("loop: a scaled clock stretches delays and can change its speed", async () => {
  const it = make({ scale: 0.5 }, (_, { loop }) => {
    loop.arm(100);
    return IDLE;
  });
  it.loop.start();
  await it.settle();
  assert.deepEqual(armed(it), [200]);
  it.time += 100;
  it.clock.setScale(10);
  it.loop.retime();
  assert.deepEqual([it.clock.now(), armed(it)], [50, [5]]);
  it.clock.setScale(0);
  it.loop.retime();
  assert.deepEqual(armed(it), []);
  it.clock.setScale(1);
  it.loop.retime();
  assert.deepEqual(armed(it), [50]);
});

test("clock: only a scaled one can change its speed", () => {
  for (const setting of /** @type {const} */ (["real", "virtual"])) {
    const clock = new Clock(setting, () => 0);
    assert.throws(() => clock.setScale(2), { code: "AW_EARGUMENT" });
  }
  const clock = new Clock({ scale: 1 }, () => 0);
  for (const scale of [-1, NaN, Infinity, /** @type {any} */ ("2")]) {
    assert.throws(() => clock.setScale(scale), { code: "AW_EARGUMENT" });
  }
});

test("loop: held, nothing runs and time stands still", async () => {
  const it = make("real", (_, { loop }) => {
    loop.arm(100);
    return IDLE;
  });
  it.loop.start();
  await it.settle();
  it.time += 40;
  it.loop.hold();
  it.time += 1000;
  it.loop.wake();
  await it.settle();
  assert.deepEqual([it.pumps, it.clock.now(), armed(it)], [1, 40, []]);
  it.loop.release();
  await it.settle();
  assert.deepEqual([it.pumps, it.clock.now(), armed(it)], [2, 40, [60]]);
});

test("loop: a step makes steps, and moves to the deadline when nothing is ready", async () => {
  const it = make("real", (n, { loop, clock, log }, _, steps) => {
    log.push([clock.now(), steps]);
    loop.arm(n < 4 ? 30 : Infinity);
    return n === 1 ? READY : IDLE;
  });
  it.loop.hold();
  it.loop.start();
  assert.equal(it.loop.step(1), true);
  assert.equal(it.loop.step(3), true);
  assert.equal(it.loop.step(1), true);
  assert.deepEqual(it.log, [
    [0, 1],
    [0, 3],
    [30, 1],
  ]);
});

test("loop: a step has nothing to do while only the host can help", async () => {
  const it = make("virtual", (_, { loop }) => {
    loop.arm(30);
    return IDLE;
  });
  it.loop.hold();
  assert.equal(it.loop.step(1), false, "not started");
  it.loop.start();
  it.operations = 1;
  assert.equal(it.loop.step(1), true);
  assert.equal(it.loop.step(1), false, "an operation is under way");
  it.loop.wake();
  assert.equal(it.loop.step(1), true, "it has completed");
  it.loop.close();
  assert.equal(it.loop.step(1), false, "closed");
});

test("loop: what is thrown goes to fail, even if the program catches it", () => {
  const it = make("real", () => IDLE);
  const cause = new Error("halted");
  it.loop.enter(() => {
    try {
      throw it.loop.halt(cause);
    } catch {
      // as a C++ program might
    }
  });
  assert.deepEqual(it.failures, [cause]);
});

test("loop: work that comes while the program runs is done after it", () => {
  const it = make("real", () => IDLE);
  it.loop.enter(() => {
    it.loop.soon(() => it.log.push("later"));
    it.log.push("inside");
  });
  it.loop.soon(() => it.log.push("now"));
  assert.deepEqual(it.log, ["inside", "later", "now"]);
});
