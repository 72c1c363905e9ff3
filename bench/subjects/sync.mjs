// Locks, semaphores and events: what needs no wait should cost next to nothing; then a lock that is
// handed over, and an event that wakes many.
import { awaitc, js, outside } from "../suite.mjs";

const FREE = 400_000;
const JS_FREE = 100_000;
const HELD = 50_000; // by each of two tasks
const WAITERS = 1000;
const ROUNDS = 50;

/** A lock of promises: the next waiter owns it when its holder releases it. It is a semaphore of
 * one permit, too. */
class Lock {
  isHeld = false;
  waiters = [];
  async acquire() {
    if (this.isHeld) await new Promise((done) => this.waiters.push(done));
    this.isHeld = true;
  }
  release() {
    const next = this.waiters.shift();
    if (next) next();
    else this.isHeld = false;
  }
}

/** An event: all waiters await one promise. */
class Event {
  isSet = false;
  clear() {
    this.isSet = false;
    this.passed = new Promise((done) => (this.pass = done));
  }
  set() {
    this.isSet = true;
    this.pass?.();
  }
  async wait() {
    if (!this.isSet) await this.passed;
  }
}

async function takeFree() {
  const lock = new Lock();
  for (let i = 0; i < JS_FREE; i++) {
    await lock.acquire();
    lock.release();
  }
}

async function waitForSet() {
  const event = new Event();
  event.set();
  for (let i = 0; i < JS_FREE; i++) await event.wait();
}

function handOver() {
  const lock = new Lock();
  const hold = async () => {
    for (let i = 0; i < HELD; i++) {
      await lock.acquire();
      await null;
      lock.release();
    }
  };
  return Promise.all([hold(), hold()]);
}

async function broadcast() {
  const event = new Event();
  event.clear();
  let isDone = false;
  const listen = async () => {
    for (let round = 0; round < ROUNDS; round++) await event.wait();
  };
  const all = Promise.all(Array.from({ length: WAITERS }, listen)).then(() => (isDone = true));
  while (!isDone) {
    await null;
    event.set();
    event.clear();
  }
  await all;
}

const free = (id, what, work, jsWork) => ({
  ...{ id, what },
  awaitc: awaitc("sync", work, [FREE], FREE),
  peers: { js: js(jsWork, JS_FREE), ...outside(work, (own) => [own], JS_FREE) },
  goal: { most: 20 },
});

export const benchmarks = [
  free("lock-free", "a free lock taken and released", "lock_free", takeFree),
  free("semaphore-free", "a free semaphore taken and released", "semaphore_free", takeFree),
  free("event-set", "a wait for an event that is set", "event_set", waitForSet),
  {
    id: "lock-handed",
    what: "a lock handed to a waiting task",
    work: "Two tasks hold it in turn, each over a yield.",
    awaitc: awaitc("sync", "lock_handed", [HELD], 2 * HELD),
    peers: {
      js: js(handOver, 2 * HELD),
      ...outside("lock_handed", (own) => [own], HELD, { each: 2 }),
    },
    goal: { ahead: { js: 1.2 } },
  },
  {
    id: "broadcast",
    what: `a task of ${WAITERS.toLocaleString("en")} that an event wakes`,
    work: "JavaScript: as many functions that await one promise.",
    awaitc: awaitc("sync", "broadcast", [WAITERS, ROUNDS], WAITERS * ROUNDS),
    peers: {
      js: js(broadcast, WAITERS * ROUNDS),
      ...outside("broadcast", (own) => [WAITERS, own], ROUNDS, { each: WAITERS }),
    },
  },
];
