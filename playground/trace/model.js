/* A run as data: takes trace rows, builds lanes with slices, links, timers and scopes.
 *
 * docs/host-interface.md, "Trace", defines the rows. Rows are only appended. Every interval stores
 * the row that opened it and the row that closed it (-1: open), so query.js finds the state after
 * any number of rows by binary search, and nothing is replayed. Pure: no DOM. */

import { ETIMEDOUT } from "./codes.js";
import { Finder } from "./lints.js";
import { waitState, wakes } from "./reasons.js";

/**
 * One row of the trace, decoded by the host.
 * @typedef {object} Row
 * @property {number} seq
 * @property {number} t      program clock, ms
 * @property {number} wall   real time since the start, ms
 * @property {string} kind
 * @property {number} task   record it is about; 0: the loop
 * @property {number} other  the other party's record, or 0
 * @property {number} value  deadline, result, count
 * @property {string} reason
 * @property {string} at     `file.c:12` or empty
 * @property {string} detail
 */

/** @typedef {"created" | "ready" | "running" | "sleeping" | "awaiting" | "io" | "blocked" |
 *   "queue"}
 *   State */
/** @typedef {"done" | "failed" | "cancelled" | "timed out"} Ending */

/** @typedef {{ from: number, to: number }} Interval  row indexes; `to` is -1 while it is open */
/** @typedef {Interval & { state: State }} Slice      `from` is the row that says why */
/** @typedef {Interval & { by: number, reason: string, message: string }} Cancelling */
/** @typedef {{ row: number, how: Ending, value: number, message: string }} End */
/** @typedef {{ row: number, at: string }} Site       where a task's code was at that row */

/**
 * A task: one lane of the timeline.
 * @typedef {object} Lane
 * @property {number} id
 * @property {string} name
 * @property {string} fn          the C function it runs
 * @property {number} parent      0: none
 * @property {number} depth
 * @property {string} at          where it was spawned
 * @property {number} born        row
 * @property {Lane[]} children
 * @property {Slice[]} slices     in order, each begins where the one before ended
 * @property {Cancelling[]} cancels
 * @property {Site[]} sites
 * @property {number[]} lints     rows
 * @property {End | null} end
 */

/**
 * A future that is not a task.
 * @typedef {{ id: number, kind: string, creator: number, children: number[], at: string,
 *   born: number, end: End | null, cause: number }} Future
 */
/** @typedef {Interval & { id: number, task: number, deadline: number, reason: string,
 *   fired: boolean }} Timer */
/** @typedef {"timeout" | "scope" | "group"} ScopeKind */
/** `depth`: how many scopes of the task are around it; `how` it was left, as its row says. */
/** @typedef {Interval & { id: number, task: number, kind: ScopeKind, name: string, deadline:
 *   number,
 *   depth: number, how: "" | "expired" | "left open", at: string }} Scope */
/** `sync` and `queue`: who let it go on, by a lock or event, by a queue. */
/** @typedef {"spawn" | "wake" | "sync" | "queue" | "throw" | "cancel" | "timer"} LinkKind */
/** What a legend has to explain. */
/** @typedef {State | "cancelling" | ScopeKind | "lint"} Sign */
/** An arrow between lanes, by id; from 0: a timer. */
/** @typedef {{ kind: LinkKind, row: number, from: number, to: number }} Link */

const namesMax = 3;

/** How a task or future ended. @param {Row} row @returns {Ending} */
function endingOf(row) {
  if (row.reason === "failed") return row.value === ETIMEDOUT ? "timed out" : "failed";
  return row.reason === "cancelled" ? "cancelled" : "done";
}

export class Trace {
  /** @type {Row[]} */ rows = [];
  /** @type {Map<number, Lane>} */ lanesById = new Map();
  /** @type {Map<number, Future>} */ futures = new Map();
  /** @type {Timer[]} */ timers = [];
  /** @type {Scope[]} */ scopes = [];
  /** @type {Link[]} */ links = [];
  /** What the picture shows, for the legend. @type {Set<Sign>} */
  signs = new Set();
  /** Row indexes of what is printed, of lints and of turns. */
  /** @type {number[]} */ outputs = [];
  /** @type {number[]} */ lints = [];
  /** @type {number[]} */ turns = [];

  /** Lints that the page has found itself, by the row at which it did. @type {Map<number, Row>} */
  found = new Map();
  #finder = new Finder();

  /** @type {Lane[]} */ #roots = [];
  /** @type {Lane[] | null} */ #order = [];
  /** @type {Lane | null} */ #running = null;
  /** @type {Map<number, Timer>} */ #timersOpen = new Map();
  /** @type {Map<number, Scope>} */ #scopesOpen = new Map();
  /** How many scopes of a task are open. @type {Map<number, number>} */ #depths = new Map();

  /** Takes more rows. @param {readonly Row[]} rows */
  append(rows) {
    for (const row of rows) {
      const index = this.rows.push(row) - 1;
      handlers[row.kind]?.(this, row, index);
      const found = this.#finder.see(this, row, index);
      if (!found) continue;
      this.found.set(index, found);
      lint(this, found, index);
    }
  }

  /** The lint that stands at a row: one of the program's own, or found there.
   * @param {number} index */
  lintAt(index) {
    return this.found.get(index) ?? this.rows[index];
  }

  /** All lanes, parents before their children, in order of creation. @returns {Lane[]} */
  get lanes() {
    if (this.#order) return this.#order;
    /** @type {Lane[]} */
    const order = [];
    const stack = this.#roots.slice().reverse();
    for (let lane = stack.pop(); lane; lane = stack.pop()) {
      order.push(lane);
      for (let i = lane.children.length - 1; i >= 0; i--) stack.push(lane.children[i]);
    }
    return (this.#order = order);
  }

  /** Program time of the last row, ms. */
  get endTime() {
    return this.rows.at(-1)?.t ?? 0;
  }

  /** What a record is called. Of many children, and of futures in futures, the first few are named.
   * @param {number} id @param {number} [depth] of futures that are still unfolded
   * @returns {string} */
  nameOf(id, depth = namesMax) {
    const lane = this.lanesById.get(id);
    if (lane) return lane.name;
    const future = this.futures.get(id);
    if (!future) return id === 0 ? "the loop" : `#${id}`;
    const { kind, children } = future;
    if (children.length === 0) return `${kind} #${id}`;
    if (depth === 0) return "…";
    const names = children.slice(0, namesMax).map((child) => this.nameOf(child, depth - 1));
    if (children.length > namesMax) names.push("…");
    return `${kind} of ${names.join(", ")}`;
  }

  /** @param {Row} row @param {number} index */
  addLane(row, index) {
    const parent = this.lanesById.get(row.other);
    /** @type {Lane} */
    const lane = {
      id: row.task,
      name: row.detail || row.reason || `Task-${row.task}`,
      fn: row.reason,
      parent: parent ? parent.id : 0,
      depth: parent ? parent.depth + 1 : 0,
      at: row.at,
      born: index,
      children: [],
      slices: [{ from: index, to: -1, state: "created" }],
      cancels: [],
      sites: [],
      lints: [],
      end: null,
    };
    this.lanesById.set(lane.id, lane);
    (parent ? parent.children : this.#roots).push(lane);
    this.#order = null;
    if (parent) this.links.push({ kind: "spawn", row: index, from: parent.id, to: lane.id });
  }

  /**
   * Ends a lane's open slice and opens the next, or none.
   * @param {Lane | undefined} lane
   * @param {number} index
   * @param {State | null} state
   */
  turnTo(lane, index, state) {
    if (!lane) return;
    const open = lane.slices.at(-1);
    if (open && open.to === -1) open.to = index;
    if (state) lane.slices.push({ from: index, to: -1, state });
    if (state) this.signs.add(state);
    if (state === "running") this.#running = lane;
    else if (this.#running === lane) this.#running = null;
  }

  /**
   * Notes where the code of a task is.
   * @param {number} id
   * @param {Row} row
   * @param {number} index
   */
  site(id, row, index) {
    if (row.at) this.lanesById.get(id)?.sites.push({ row: index, at: row.at });
  }

  /**
   * The lane behind a record: a task's own, or the one whose end completed the future.
   * @param {number} id
   * @returns {number}
   */
  laneBehind(id) {
    if (this.lanesById.has(id)) return id;
    return this.futures.get(id)?.cause ?? 0;
  }

  /** @param {Future} future @param {Row} row @param {number} index */
  endFuture(future, row, index) {
    future.end = { row: index, how: endingOf(row), value: row.value, message: row.detail };
    let last = -1;
    for (const child of future.children) {
      const end = this.lanesById.get(child)?.end ?? this.futures.get(child)?.end;
      if (!end || end.row <= last) continue;
      last = end.row;
      future.cause = this.laneBehind(child);
    }
    if (last === -1) future.cause = this.#running?.id ?? 0;
  }

  /** @param {Row} row @param {number} index */
  openTimer(row, index) {
    const timer = { id: row.other, task: row.task, deadline: row.value, reason: row.reason };
    const open = { ...timer, from: index, to: -1, fired: false };
    this.timers.push(open);
    this.#timersOpen.set(row.other, open);
  }

  /** @param {Row} row @param {number} index */
  closeTimer(row, index) {
    const timer = this.#timersOpen.get(row.other);
    if (!timer) return;
    timer.to = index;
    timer.fired = row.kind === "timer-fire";
    this.#timersOpen.delete(row.other);
  }

  /** @param {Row} row @param {number} index */
  openScope(row, index) {
    const depth = this.#depths.get(row.task) ?? 0;
    this.#depths.set(row.task, depth + 1);
    /** @type {Scope} */
    const open = {
      ...{ id: row.other, task: row.task, kind: /** @type {ScopeKind} */ (row.reason), depth },
      ...{ name: row.detail, deadline: row.value, at: row.at, from: index, to: -1, how: "" },
    };
    this.scopes.push(open);
    this.#scopesOpen.set(row.other, open);
    this.signs.add(open.kind);
  }

  /** @param {Row} row @param {number} index */
  closeScope(row, index) {
    const scope = this.#scopesOpen.get(row.other);
    if (!scope) return;
    scope.to = index;
    scope.how = /** @type {Scope["how"]} */ (row.detail);
    this.#scopesOpen.delete(row.other);
    this.#depths.set(scope.task, (this.#depths.get(scope.task) ?? 1) - 1);
    if (scope.how !== "expired") return;
    // The scope takes its request back: the task goes on as if it had not been cancelled.
    const asked = this.lanesById
      .get(scope.task)
      ?.cancels.findLast((cancel) => cancel.to === -1 && cancel.reason === row.reason);
    if (asked) asked.to = index;
  }
}

/** @param {Trace} trace @param {Row} row @param {number} index */
function wake(trace, row, index) {
  const lane = trace.lanesById.get(row.task);
  const wait = lane?.slices.at(-1);
  if (wait?.state !== "ready") trace.turnTo(lane, index, "ready");
  // A cancel has an arrow of its own; this one comes from what was awaited, which has ended by it.
  const isItsEnd = row.reason === "cancel" && wait && trace.rows[wait.from].other === row.other;
  const kind = isItsEnd ? "wake" : wakes[row.reason]?.link;
  if (!kind) return;
  const from = kind === "timer" ? 0 : trace.laneBehind(row.other);
  if (from === row.task || (kind !== "timer" && !from)) return;
  const end = trace.lanesById.get(row.other)?.end ?? trace.futures.get(row.other)?.end;
  const isThrow = kind === "wake" && (end?.how === "failed" || end?.how === "timed out");
  trace.links.push({ kind: isThrow ? "throw" : kind, row: index, from, to: row.task });
}

/** @param {Trace} trace @param {Row} row @param {number} index */
function cancel(trace, row, index) {
  trace.site(row.other, row, index);
  const lane = trace.lanesById.get(row.task);
  if (!lane) return;
  const { other: by, reason, detail: message } = row;
  trace.signs.add("cancelling");
  lane.cancels.push({ from: index, to: -1, by, reason, message });
  trace.links.push({ kind: "cancel", row: index, from: trace.laneBehind(by), to: lane.id });
}

/** @param {Trace} trace @param {Row} row @param {number} index */
function end(trace, row, index) {
  const lane = trace.lanesById.get(row.task);
  if (!lane) {
    const future = trace.futures.get(row.task);
    if (future) trace.endFuture(future, row, index);
    return;
  }
  trace.turnTo(lane, index, null);
  lane.end = { row: index, how: endingOf(row), value: row.value, message: row.detail };
  for (const asked of lane.cancels) if (asked.to === -1) asked.to = index;
}

/** @param {Trace} trace @param {Row} row @param {number} index */
function future(trace, row, index) {
  trace.site(row.other, row, index);
  trace.futures.set(row.task, {
    id: row.task,
    kind: row.reason,
    creator: row.other,
    children: row.detail ? row.detail.split(" ").map(Number) : [],
    at: row.at,
    born: index,
    end: null,
    cause: 0,
  });
}

/** A lint stands on the lane of its task; without one, on the loop's track. */
/** @param {Trace} trace @param {Row} row @param {number} index */
function lint(trace, row, index) {
  trace.lints.push(index);
  trace.lanesById.get(row.task)?.lints.push(index);
  trace.signs.add("lint");
}

/** @typedef {(trace: Trace, row: Row, index: number) => void} Handler */

/**
 * What each kind of row does; a kind that is not here only stands in the list of events.
 * @type {Record<string, Handler>}
 */
const handlers = {
  spawn(trace, row, index) {
    trace.addLane(row, index);
    trace.site(row.other, row, index);
  },
  future,
  name(trace, row) {
    const lane = trace.lanesById.get(row.task);
    if (lane) lane.name = row.detail;
  },
  start: (trace, row, index) => trace.turnTo(trace.lanesById.get(row.task), index, "running"),
  resume: (trace, row, index) => trace.turnTo(trace.lanesById.get(row.task), index, "running"),
  suspend(trace, row, index) {
    trace.site(row.task, row, index);
    trace.turnTo(trace.lanesById.get(row.task), index, waitState(row.reason));
  },
  wake,
  cancel,
  end,
  "scope-open"(trace, row, index) {
    trace.site(row.task, row, index);
    trace.openScope(row, index);
  },
  "scope-close": (trace, row, index) => trace.closeScope(row, index),
  "timer-set": (trace, row, index) => trace.openTimer(row, index),
  "timer-fire": (trace, row, index) => trace.closeTimer(row, index),
  "timer-drop": (trace, row, index) => trace.closeTimer(row, index),
  turn: (trace, _row, index) => trace.turns.push(index),
  output: (trace, _row, index) => trace.outputs.push(index),
  lint,
};
