/* A run as a lesson's check sees it: tasks by the C function they run, when they lived, what they
 * waited for, how they ended, and which task printed which line.
 *
 * All of it comes from the trace, which a program cannot write: printing the right lines does not
 * pass a check. Pure: works in Node and in the page. lessoncheck.js asks the questions. */

import { Trace } from "../trace/model.js";

/** @typedef {import("../trace/model.js").Row} Row */
/** @typedef {import("../trace/model.js").Lane} Lane */
/** @typedef {import("../trace/model.js").Ending} Ending */

/**
 * One wait of a task: from `suspend` to `wake`. `woken`: the reason of its end, "" while it lasts.
 * @typedef {{ reason: string, detail: string, other: number, from: number, to: number,
 *   fromRow: number, toRow: number, woken: string, by: number }} Wait
 */
/** @typedef {{ task: number, t: number, row: number, text: string }} Line  what was printed */
/** @typedef {{ from: number, to: number }} Span  program times */

/** A task of the run. */
export class Task {
  /** @type {Trace} */ #trace;
  /** @type {Lane} */ lane;

  /** @param {Trace} trace @param {Lane} lane */
  constructor(trace, lane) {
    this.#trace = trace;
    this.lane = lane;
  }

  get id() {
    return this.lane.id;
  }

  get name() {
    return this.lane.name;
  }

  /** How it ended; "left" if it never did. @returns {Ending | "left"} */
  get ending() {
    return this.lane.end?.how ?? "left";
  }

  /** What it returned. */
  get value() {
    return this.lane.end?.value ?? 0;
  }

  /** When it was spawned. */
  get bornAt() {
    return this.#trace.rows[this.lane.born].t;
  }

  /** When it ended; the end of the run if it never did. */
  get endedAt() {
    return this.lane.end ? this.#trace.rows[this.lane.end.row].t : this.#trace.endTime;
  }

  get endedRow() {
    return this.lane.end?.row ?? this.#trace.rows.length;
  }

  /** From birth to end in ms of program time. */
  get took() {
    return this.endedAt - this.bornAt;
  }

  /** Who asked it to cancel: `cancel`, `timeout`, `group`, `exit` … in order. */
  get cancels() {
    return this.lane.cancels.map(({ reason, from, by }) => {
      return { reason, by, at: this.#trace.rows[from].t };
    });
  }

  /** Its waits in order. @param {string} [reason] of this kind only @returns {Wait[]} */
  waits(reason) {
    const { rows } = this.#trace;
    const mine = this.lane.slices.filter(({ from }) => rows[from].kind === "suspend");
    const waits = mine.map((slice) => {
      const began = rows[slice.from];
      const ended = slice.to === -1 ? undefined : rows[slice.to];
      return {
        ...{ reason: began.reason, detail: began.detail, other: began.other },
        ...{ from: began.t, to: ended?.t ?? this.#trace.endTime },
        ...{ fromRow: slice.from, toRow: slice.to === -1 ? rows.length : slice.to },
        ...{ woken: ended?.reason ?? "", by: ended?.other ?? 0 },
      };
    });
    return reason ? waits.filter((wait) => wait.reason === reason) : waits;
  }

  /** How long it slept in all. */
  get slept() {
    return this.waits("sleep").reduce((sum, { from, to }) => sum + to - from, 0);
  }

  /** Whether it waited for that task, or for a future made of it. @param {Task} other */
  waitedFor(other) {
    const { futures } = this.#trace;
    /** @type {(id: number) => boolean} */
    const leadsTo = (id) => id === other.id || (futures.get(id)?.children ?? []).some(leadsTo);
    return this.waits().some((wait) => leadsTo(wait.other));
  }
}

/** What a program left: its trace and how it ended. */
export class Run {
  /** The exit code; null when the program could not go on. @type {number | null} */ code;
  /** Why it could not go on: `AW_EDEADLK` …; or "". */ failure;
  trace = new Trace();
  /** @type {Map<number, Task>} */ #tasks = new Map();

  /** @param {{ rows: readonly Row[], code: number | null, failure?: string }} left */
  constructor({ rows, code, failure = "" }) {
    this.code = code;
    this.failure = failure;
    this.trace.append(rows);
    for (const lane of this.trace.lanesById.values()) {
      this.#tasks.set(lane.id, new Task(this.trace, lane));
    }
  }

  /** The main task. */
  get main() {
    const [main] = this.#tasks.values();
    if (!main) throw new Error("a run without tasks");
    return main;
  }

  /** Tasks that run the C function `fn`, in order of creation; without it, all but main. */
  tasks(/** @type {string} */ fn = "") {
    const [, ...others] = this.#tasks.values();
    return fn ? others.filter(({ lane }) => lane.fn === fn) : others;
  }

  /** The task with that number. @param {number} id */
  task(id) {
    return this.#tasks.get(id);
  }

  /** Futures of a kind: `future`, `gather`, `shield` … in order. @param {string} kind */
  futures(kind) {
    return [...this.trace.futures.values()].filter((future) => future.kind === kind);
  }

  /** Scopes of a kind: `timeout`, `group`, `scope`.
   * @param {import("../trace/model.js").ScopeKind} kind */
  scopes(kind) {
    return this.trace.scopes.filter((scope) => scope.kind === kind);
  }

  /** When a row happened. @param {number} row */
  timeOf(row) {
    return this.trace.rows[row]?.t ?? this.trace.endTime;
  }

  /** What the runtime found, by kind: `never-awaited`, `task-left` … */
  get lints() {
    return this.trace.lints.map((index) => this.trace.rows[index].reason);
  }

  /** The lines printed to stdout, each with the task that began it. @returns {Line[]} */
  get lines() {
    /** @type {Line[]} */
    const lines = [];
    let isOpen = false;
    for (const index of this.trace.outputs) {
      const { detail, task, t, value } = this.trace.rows[index];
      if (value !== 1) continue;
      for (const part of detail.split(/(?<=\n)/)) {
        const last = lines.at(-1);
        if (isOpen && last) last.text += part.replace(/\n$/, "");
        else lines.push({ task, t, row: index, text: part.replace(/\n$/, "") });
        isOpen = !part.endsWith("\n");
      }
    }
    return lines;
  }

  /** The lines that a task printed. @param {Task} task */
  linesOf(task) {
    return this.lines.filter((line) => line.task === task.id);
  }
}

/** The most tasks that were alive at once. @param {readonly Span[]} spans */
export function peakOf(spans) {
  const steps = spans.flatMap(({ from, to }) => [
    { at: from, by: 1 },
    { at: to, by: -1 },
  ]);
  // What ends at a moment has ended before what begins at it.
  steps.sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  return steps.reduce((peak, { by }) => Math.max(peak, (now += by)), 0);
}

/** Whether two tasks lived at the same time for a while. @param {Task} a @param {Task} b */
export function overlap(a, b) {
  return a.bornAt < b.endedAt && b.bornAt < a.endedAt;
}
