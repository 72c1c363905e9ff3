/* Queries of a run at a playhead: which task is in which state, where, and for how long.
 *
 * A playhead is the number of rows that have happened: 0 is before the first. Every query searches
 * the intervals that model.js built. Pure: no DOM. */

/** @typedef {import("./model.js").Trace} Trace */
/** @typedef {import("./model.js").Lane} Lane */
/** @typedef {import("./model.js").Slice} Slice */
/** @typedef {import("./model.js").Interval} Interval */
/** @typedef {import("./model.js").State} State */
/** @typedef {import("./model.js").Ending} Ending */

/** @typedef {State | Ending | "not yet" } Phase  what a lane shows at a playhead */

/**
 * Whether an interval is open after `head` rows.
 * @param {Interval} interval
 * @param {number} head
 */
export function covers(interval, head) {
  return interval.from < head && (interval.to === -1 || interval.to >= head);
}

/**
 * How many of the sorted `items` lie before `limit`, by `key`.
 * @template T
 * @param {readonly T[]} items
 * @param {number} limit
 * @param {(item: T) => number} key
 */
export function countBefore(items, limit, key) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(items[middle]) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {Interval} interval */
const fromOf = (interval) => interval.from;

/** The slice a lane is in after `head` rows. @param {Lane} lane @param {number} head */
export function sliceAt(lane, head) {
  const slice = lane.slices[countBefore(lane.slices, head, fromOf) - 1];
  return slice && covers(slice, head) ? slice : null;
}

/** A lane's state in one word. @param {Lane} lane @param {number} head @returns {Phase} */
export function phaseAt(lane, head) {
  if (lane.born >= head) return "not yet";
  if (lane.end && lane.end.row < head) return lane.end.how;
  return sliceAt(lane, head)?.state ?? "created";
}

/** Whether a cancellation is on its way. @param {Lane} lane @param {number} head */
export function isCancelling(lane, head) {
  return lane.cancels.some((cancel) => covers(cancel, head));
}

/**
 * The scopes a lane is in, the outermost first.
 * @param {Trace} trace
 * @param {Lane} lane
 * @param {number} head
 */
export function scopesAt(trace, lane, head) {
  return trace.scopes.filter((scope) => scope.task === lane.id && covers(scope, head));
}

/** The rows of the lints a lane has had. @param {Lane} lane @param {number} head */
export function lintsAt(lane, head) {
  return lane.lints.slice(
    0,
    countBefore(lane.lints, head, (row) => row),
  );
}

/** The line a lane's code is at, `file.c:12` or empty. @param {Lane} lane @param {number} head */
export function siteAt(lane, head) {
  return lane.sites[countBefore(lane.sites, head, (site) => site.row) - 1]?.at ?? "";
}

/** The number behind the colon of `file.c:12`; 0 for none. @param {string} at */
export function lineOf(at) {
  return Number(at.slice(at.lastIndexOf(":") + 1)) || 0;
}

/** Only the last part of a path, `dir/file.c:12` to `file.c:12`. @param {string} at */
export function shortSite(at) {
  return at.slice(at.lastIndexOf("/") + 1);
}

/**
 * @typedef {{ lane: Lane, line: number, phase: Phase, isCancelling: boolean }} Mark
 */

/**
 * Every living task with the line it is at, for the source view.
 * @param {Trace} trace
 * @param {number} head
 * @returns {Mark[]}
 */
export function marksAt(trace, head) {
  /** @type {Mark[]} */
  const marks = [];
  for (const lane of trace.lanes) {
    const slice = sliceAt(lane, head);
    if (!slice || slice.state === "created") continue;
    const line = lineOf(siteAt(lane, head));
    if (!line) continue;
    marks.push({ lane, line, phase: slice.state, isCancelling: isCancelling(lane, head) });
  }
  return marks;
}

/** @typedef {{ running: number, ready: number, waiting: number, ended: number }} Counts */

/**
 * How many tasks are in which kind of state.
 * @param {Trace} trace
 * @param {number} head
 * @returns {Counts}
 */
export function countsAt(trace, head) {
  const counts = { running: 0, ready: 0, waiting: 0, ended: 0 };
  for (const lane of trace.lanes) {
    if (lane.born >= head) continue;
    const slice = sliceAt(lane, head);
    if (!slice) counts.ended++;
    else if (slice.state === "running") counts.running++;
    else if (slice.state === "ready" || slice.state === "created") counts.ready++;
    else counts.waiting++;
  }
  return counts;
}

/** @typedef {{ ranWall: number, ranTime: number, readyTime: number, waitedTime: number }} Tally */

/**
 * How long a lane ran, was ready and waited until `head`: program time, and real time it ran.
 * @param {Trace} trace
 * @param {Lane} lane
 * @param {number} head
 * @returns {Tally}
 */
export function tallyAt(trace, lane, head) {
  const tally = { ranWall: 0, ranTime: 0, readyTime: 0, waitedTime: 0 };
  const { rows } = trace;
  for (const slice of lane.slices) {
    if (slice.from >= head) break;
    const last = rows[slice.to === -1 ? head - 1 : Math.min(slice.to, head - 1)];
    const time = last.t - rows[slice.from].t;
    if (slice.state === "running") {
      tally.ranTime += time;
      tally.ranWall += last.wall - rows[slice.from].wall;
    } else if (slice.state === "ready" || slice.state === "created") tally.readyTime += time;
    else tally.waitedTime += time;
  }
  return tally;
}

/** How many rows have happened at program time `t`. @param {Trace} trace @param {number} t */
export function headAtTime(trace, t) {
  let low = 0;
  let high = trace.rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (trace.rows[middle].t <= t) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The next or previous playhead at which another task begins to run.
 * @param {Trace} trace
 * @param {number} head
 * @param {1 | -1} direction
 */
export function switchFrom(trace, head, direction) {
  for (let next = head + direction; next > 0 && next <= trace.rows.length; next += direction) {
    const { kind } = trace.rows[next - 1];
    if (kind === "start" || kind === "resume") return next;
  }
  return direction === 1 ? trace.rows.length : 0;
}

/**
 * The next or previous playhead at which a turn of the loop begins.
 * @param {Trace} trace
 * @param {number} head
 * @param {1 | -1} direction
 */
export function turnFrom({ turns, rows }, head, direction) {
  const before = countBefore(turns, head - 1, (row) => row);
  const isAt = turns[before] === head - 1;
  const next = direction === -1 ? turns[before - 1] : turns[before + (isAt ? 1 : 0)];
  return next === undefined ? (direction === 1 ? rows.length : 0) : next + 1;
}

/**
 * The next or previous playhead at which something happens in `lane`.
 * @param {Trace} trace
 * @param {Lane} lane
 * @param {number} head
 * @param {1 | -1} direction
 */
export function laneStepFrom(trace, lane, head, direction) {
  for (let next = head + direction; next > 0 && next <= trace.rows.length; next += direction) {
    const row = trace.rows[next - 1];
    if (row.task === lane.id && row.kind !== "turn") return next;
  }
  return head;
}
