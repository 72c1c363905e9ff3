/* Short traces for the tests of the page, written with one line for each row. */

import { Trace } from "../../playground/trace/model.js";

/**
 * Rows from lines `t kind task other value reason at detail`; `-` is empty.
 * @param {string} text
 * @returns {import("../../playground/trace/model.js").Row[]}
 */
export function rowsOf(text) {
  const lines = text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/ +/));
  return lines.map(([t, kind, task = "0", other = "0", value = "0", reason, at, ...detail], i) => ({
    ...{ seq: i + 1, t: Number(t), wall: i, kind, task: Number(task), other: Number(other) },
    ...{ value: Number(value), reason: word(reason), at: word(at), detail: detail.join(" ") },
  }));
}

/** @param {string | undefined} text */
const word = (text) => (text === undefined || text === "-" ? "" : text);

/** @param {string} text */
export function traceOf(text) {
  const trace = new Trace();
  trace.append(rowsOf(text));
  return trace;
}

export const sleeper = `
  0 spawn 1 0 0 main - main
  0 turn 0 1
  0 start 1
  0 timer-set 1 1 400 sleep
  0 suspend 1 0 400 sleep a.c:7
  400 turn 0 2
  400 timer-fire 1 1
  400 wake 1 0 0 timer
  400 resume 1
  400 output 1 0 1 - - hello
  400 end 1 0 0 done
  400 exit 0 0 0`;

export const family = `
  0 spawn 1 0 0 main - main
  0 start 1
  0 spawn 2 1 0 cook m.c:9 soup
  0 spawn 3 1 0 cook m.c:9 rice
  0 future 4 1 2 gather m.c:11 2 3
  0 suspend 1 4 0 gather m.c:11
  0 start 2
  0 suspend 2 0 300 sleep m.c:4
  0 start 3
  0 spawn 5 3 0 stir m.c:5 spoon
  0 suspend 3 5 0 task m.c:6 spoon
  0 start 5
  0 suspend 5 0 100 sleep m.c:2
  100 wake 5 0 0 timer
  100 resume 5
  100 end 5 0 0 done
  100 wake 3 5 0 done
  100 resume 3
  100 end 3 0 0 done
  300 wake 2 0 0 timer
  300 resume 2
  300 end 2 0 0 done
  300 end 4 0 0 done
  300 wake 1 4 0 done
  300 resume 1
  300 end 1 0 0 done`;

export const cut = `
  0 spawn 1 0 0 main - main
  0 start 1
  0 spawn 2 1 0 slow c.c:20 slow
  0 scope-open 1 1 500 timeout c.c:21
  0 timer-set 1 1 500 timeout
  0 suspend 1 2 0 task c.c:21 slow
  0 start 2
  0 suspend 2 0 5000 sleep c.c:12
  500 timer-fire 1 1 0 timeout
  500 cancel 1 0 1 timeout c.c:21
  500 cancel 2 0 1 timeout c.c:21
  500 wake 2 0 0 cancel
  500 resume 2
  520 end 2 0 -1001 cancelled
  520 wake 1 2 0 cancel
  520 resume 1
  520 scope-close 1 1 -1002 timeout - expired
  520 end 1 0 -1002 failed - too late`;

export const shared = `
  0 spawn 1 0 0 main - main
  0 spawn 2 1 0 wait_for_all m.c:1 waiter
  0 suspend 2 0 0 event m.c:2 bell
  10 wake 2 1 0 set
  10 suspend 2 0 0 lock m.c:3 door
  20 wake 2 1 0 release
  20 suspend 2 0 0 condition m.c:4
  30 wake 2 1 0 notify
  30 suspend 2 0 0 semaphore m.c:5 slots
  40 wake 2 1 0 release
  40 suspend 2 0 0 barrier m.c:6 gate
  50 wake 2 1 0 barrier
  50 suspend 2 0 0 limiter m.c:7 lanes
  60 wake 2 1 0 release
  60 suspend 2 0 0 queue m.c:8 get jobs
  70 wake 2 1 0 put
  70 suspend 2 0 0 queue m.c:9 put dir/m.c:20
  80 wake 2 1 0 get
  80 suspend 2 0 0 queue m.c:10 join jobs
  90 wake 2 1 0 task_done
  90 suspend 2 0 0 queue m.c:11 get jobs
  95 wake 2 1 0 shutdown
  95 suspend 2 0 195 select m.c:12 get jobs, put news
  99 wake 2 1 0 queue
  99 suspend 2 0 0 group m.c:13
  99 wake 2 0 0 get`;

export const team = `
  0 spawn 1 0 0 main - main
  0 start 1
  0 scope-open 1 1 -1 group t.c:3
  0 spawn 2 1 0 book t.c:5 flight
  0 spawn 3 1 0 book t.c:6 hotel
  0 suspend 1 0 0 group t.c:7
  0 start 2
  0 suspend 2 0 300 sleep t.c:1
  0 start 3
  0 scope-open 3 2 900 timeout t.c:2
  0 scope-open 3 3 -1 scope t.c:2 try
  0 suspend 3 0 200 sleep t.c:1
  200 wake 3 0 0 timer
  200 resume 3
  200 lint 3 0 0 scope-left-open t.c:2 hotel did not leave the scope
  200 scope-close 3 3 0 scope - left open
  200 scope-close 3 2 -5 timeout
  200 end 3 0 -5 failed - full
  200 cancel 2 3 1 group t.c:3
  200 wake 2 3 0 cancel
  200 cancel 1 3 1 group t.c:3
  200 wake 1 3 0 cancel
  200 resume 2
  200 end 2 0 -1001 cancelled
  200 resume 1
  200 suspend 1 0 0 group t.c:7
  200 wake 1 2 0 done
  200 resume 1
  200 scope-close 1 1 -1008 group - expired
  200 end 1 0 0 done
  200 lint 0 0 0 task-left - main has ended`;

/** @param {Trace} trace @param {number} id */
export const lane = (trace, id) =>
  /** @type {import("../../playground/trace/model.js").Lane} */ (trace.lanesById.get(id));
