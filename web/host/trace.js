// Decodes the rows of the trace into plain objects and numbers them, together with the rows that
// the host writes. A row does not change once it is delivered.
import { TRACE_KINDS, TRACE_ROW } from "./abi.js";

/**
 * One row; the table in the host interface says what each column means for each kind.
 * @typedef {object} TraceRow
 * @property {number} seq 1, 2, 3 …
 * @property {number} t the program's clock, ms
 * @property {number} wall real time since the start, ms
 * @property {string} kind
 * @property {number} task
 * @property {number} other
 * @property {number} value
 * @property {string} reason
 * @property {string} at "main.c:12" or ""
 * @property {string} detail
 */

/** The trace of one program. */
export class Trace {
  #clock;
  #isKept;
  #seq = 0;
  #running = 0;
  /** @type {TraceRow[]} */
  rows = [];

  /**
   * @param {import("./clock.js").Clock} clock
   * @param {boolean} isKept whether `rows` grows
   */
  constructor(clock, isKept) {
    this.#clock = clock;
    this.#isKept = isKept;
  }

  /**
   * Reads the row at `ptr`.
   * @param {import("./memory.js").Memory} memory
   * @param {number} ptr
   */
  read(memory, ptr) {
    const at = ptr >>> 0;
    const { view } = memory;
    /** @type {(offset: number) => number} */
    const u32 = (offset) => view.getUint32(at + offset, true);
    return this.#add({
      seq: 0,
      t: view.getFloat64(at + TRACE_ROW.t, true),
      wall: this.#clock.wall(),
      kind: TRACE_KINDS[u32(TRACE_ROW.kind)] ?? "unknown",
      task: u32(TRACE_ROW.task),
      other: u32(TRACE_ROW.other),
      value: view.getFloat64(at + TRACE_ROW.value, true),
      reason: memory.cstring(u32(TRACE_ROW.reason)),
      at: memory.cstring(u32(TRACE_ROW.at)),
      detail: memory.cstring(u32(TRACE_ROW.detail)),
    });
  }

  /**
   * A row of the host's own: "output" of the running task, or "exit".
   * @param {"output" | "exit"} kind
   * @param {number} value
   * @param {string} detail
   */
  write(kind, value, detail) {
    const task = kind === "output" ? this.#running : 0;
    const { t, wall } = { t: this.#clock.now(), wall: this.#clock.wall() };
    return this.#add({ seq: 0, t, wall, kind, task, other: 0, value, reason: "", at: "", detail });
  }

  /** @param {TraceRow} row */
  #add(row) {
    row.seq = ++this.#seq;
    if (row.kind === "start" || row.kind === "resume") this.#running = row.task;
    else if (row.kind === "suspend" || row.kind === "end") this.#leave(row);
    if (this.#isKept) this.rows.push(row);
    return row;
  }

  /** @param {TraceRow} row */
  #leave(row) {
    if (row.task === this.#running) this.#running = 0;
  }
}
