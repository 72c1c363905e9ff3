/* Finds two faults in the trace that break nothing: a lock held over a sleep while others wait, and
 * a task that spins.
 *
 * The runtime reports the other lints itself. These two need a stretch of time, which would cost
 * every program something and print into its output, so they are computed only where a trace is
 * shown. Pure; sees each row once, as it arrives (model.js). lintwords.js has the meaning of each
 * lint and its lesson. */

/** @typedef {import("./model.js").Row} Row */
/** @typedef {import("./model.js").Trace} Trace */
/** What was found, as a row of kind lint that no program wrote. @typedef {Row} Found */

/** Times that a task comes back to a line for nothing until it counts as spinning. */
export const spinsMax = 100;
/** A turn that takes this long is work, in real ms; a machine that is busy makes some of them
 * so. */
const workMs = 1;
const workMax = 10; // of the turns
/** How long a task may sleep with a lock that another waits for, ms: as long as a write may
 * take. */
const sleepMax = 250;

/** `works`: how many of the turns were work. `isIdle`: the trace shows nothing that this one did.
 * @typedef {{ at: string, count: number, works: number, since: number, isIdle: boolean }} Spin */

/** @param {Row} row @param {Partial<Row>} more @returns {Found} */
const foundAt = (row, more) => ({ ...row, kind: "lint", other: 0, value: 0, ...more });

export class Finder {
  /** @type {Map<number, Spin>} */ #spins = new Map();
  /** Row at which a task was handed a lock it had waited for, by task and lock.
   * @type {Map<string, number>} */
  #handed = new Map();
  /** Told once for each task and line. @type {Set<string>} */
  #told = new Set();

  /**
   * Looks at the newest row of a trace.
   * @param {Trace} trace
   * @param {Row} row
   * @param {number} index
   * @returns {Found | null}
   */
  see(trace, row, index) {
    switch (row.kind) {
      case "resume":
        return this.#resumed(row);
      case "suspend":
        return this.#suspended(trace, row);
      case "wake":
        return row.reason === "release" ? this.#released(trace, row, index) : null;
      case "output":
      case "spawn":
      case "future":
      case "op-start":
      case "cancel": {
        const spin = this.#spins.get(row.kind === "output" ? row.task : row.other);
        if (spin) spin.isIdle = false;
        return null;
      }
      default:
        return null;
    }
  }

  /** @param {Row} row */
  #resumed(row) {
    const spin = this.#spins.get(row.task);
    if (spin) spin.since = row.wall;
    return null;
  }

  /** @param {Trace} trace @param {Row} row */
  #suspended(trace, row) {
    const { task, reason, at, value, t, wall } = row;
    const isPause = reason === "yield" || (reason === "sleep" && value <= t);
    const spin = this.#spins.get(task);
    if (!isPause) {
      this.#spins.delete(task);
      return null;
    }
    if (spin && wall - spin.since >= workMs) spin.works++;
    if (!spin || spin.at !== at || !spin.isIdle || spin.works > workMax) {
      this.#spins.set(task, { at, count: 1, works: 0, since: wall, isIdle: true });
      return null;
    }
    spin.count++;
    if (spin.count !== spinsMax || !this.#isNews(task, at)) return null;
    const name = trace.nameOf(task);
    const detail = `${name} has come back here ${spinsMax} times and done nothing since`;
    return foundAt(row, { reason: "spinning", detail });
  }

  /**
   * A task that had a lock gives it to one that waits: did it sleep meanwhile?
   * @param {Trace} trace
   * @param {Row} row
   * @param {number} index
   */
  #released(trace, row, index) {
    const waiter = trace.lanesById.get(row.task);
    const holder = trace.lanesById.get(row.other);
    const wait = waiter?.slices.findLast(({ state }) => state === "blocked");
    const asked = wait && trace.rows[wait.from];
    if (!holder || !wait || asked?.reason !== "lock") return null;
    const lock = asked.detail;
    const since = Math.max(wait.from, this.#handed.get(`${row.other} ${lock}`) ?? 0);
    this.#handed.set(`${row.task} ${lock}`, index);
    for (let i = holder.slices.length - 1; i >= 0; i--) {
      const { from, to, state } = holder.slices[i];
      if (to !== -1 && to <= since) break;
      if (state !== "sleeping" || to === -1) continue;
      const asked = trace.rows[from].value; // a busy machine wakes it later
      const end = Math.min(trace.rows[to].t, asked);
      const slept = end - Math.max(trace.rows[from].t, trace.rows[since].t);
      const { at } = trace.rows[from];
      if (slept < sleepMax || !this.#isNews(row.other, at)) continue;
      const named = lock ? `the lock ${lock}` : "a lock";
      const who = `${trace.nameOf(row.other)} slept with ${named} in its hands`;
      const ms = Math.round(slept);
      const detail = `${who}, and ${trace.nameOf(row.task)} waited ${ms} ms for that`;
      return foundAt(row, { task: row.other, reason: "lock-held", at, detail });
    }
    return null;
  }

  /** @param {number} task @param {string} at */
  #isNews(task, at) {
    const key = `${task} ${at}`;
    if (this.#told.has(key)) return false;
    this.#told.add(key);
    return true;
  }
}
