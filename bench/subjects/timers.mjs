// Timers: many that pass, and many that are taken back, as timeouts are that rarely pass. awaitc
// runs on a virtual clock; JavaScript's wait for the last deadline does not count.
import { awaitc, outside } from "../suite.mjs";

const LIVE = 100_000;
const CHURNED = 200_000;
const VIRTUAL = { clock: "virtual" };

/** Sets timers and lets them fire. The time until all are due passes here and does not count.
 * @param {number} count @param {number} spanMs */
const jsFire = (count, spanMs) => () =>
  new Promise((done) => {
    let left = count;
    let start = performance.now();
    const fired = () => --left === 0 && done(((performance.now() - start) * 1e6) / count);
    for (let i = count; i > 0; i--) setTimeout(fired, 1 + ((i * 387) % spanMs));
    const waiting = performance.now();
    while (performance.now() - waiting <= spanMs + 1) continue;
    start += performance.now() - waiting;
  });

/** Sets and takes back timers, with some alive. */
function jsChurn() {
  const timers = new Array(LIVE);
  const nothing = () => {};
  const start = performance.now();
  for (let i = 0; i < LIVE + CHURNED; i++) {
    clearTimeout(timers[i % LIVE]);
    timers[i % LIVE] = setTimeout(nothing, 10_000 + ((i * 387) % 1000));
  }
  for (const timer of timers) clearTimeout(timer);
  return ((performance.now() - start) * 1e6) / CHURNED;
}

export const benchmarks = [
  {
    id: "timers-10ms",
    what: "a timer of 100,000 within 10 ms",
    awaitc: awaitc("timers", "fire", [100_000, 10], 100_000, VIRTUAL),
    peers: { js: jsFire(100_000, 10) },
    goal: { ahead: { js: 1.2 } },
  },
  {
    id: "timers-1s",
    what: "a timer of a million within 1 s",
    awaitc: awaitc("timers", "fire", [1_000_000, 1000], 1_000_000, VIRTUAL),
    peers: { js: jsFire(1_000_000, 1000) },
    goal: { ahead: { js: 3 } },
    isLong: true,
  },
  {
    id: "timers-churn",
    what: "a timer set and taken back, 100,000 alive",
    work: "What a timeout costs that does not pass.",
    awaitc: awaitc("timers", "churn", [CHURNED, LIVE], CHURNED, VIRTUAL),
    peers: {
      js: jsChurn,
      ...outside("churn", (own) => [own, LIVE], CHURNED, { peers: ["native", "cpython"] }),
    },
    goal: { ahead: { js: 2.5 } },
  },
];
