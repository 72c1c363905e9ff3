// Converts the rows of a trace to Chrome's Trace Event format, which Perfetto and chrome://tracing
// read: slices, arrows and tracks. Pure: needs neither Node nor a page. docs/host-interface.md
// describes the rows. Everything that begins also ends, at the last row if not before.

/** @typedef {import("../web/host/trace.js").TraceRow} TraceRow
 *
 * One event of the format; `ts` in microseconds.
 * @typedef {{ ph: string, name: string, pid: number, tid: number, ts: number, cat?: string,
 *   id?: number, s?: string, bp?: string, args?: Record<string, unknown> }} TraceEvent
 *
 * @typedef {{ traceEvents: TraceEvent[], displayTimeUnit: "ms", otherData: Record<string, string>
 *   }}
 *   TraceFile
 *
 * @typedef {object} Options
 * @property {string} [name] of the program
 * @property {"program" | "wall"} [time] which clock the picture shows; the program's unless set
 */

const PID = 1;
const STEP_US = 1; // what a row takes at least: at one time there is still an order
const INSIDE_US = 0.5; // an arrow's end stands inside of the slice that it means

/** A task as a track: the slices that are open on it, and what comes with its next run. */
class Track {
  /** Open scopes, the outermost first. @type {{ id: number, name: string, at: string }[]} */
  scopes = [];
  /** @type {"" | "ready" | "run" | "wait"} */
  state = "";
  /** @type {{ name: string, args: Record<string, unknown> }} */
  slice = { name: "", args: {} };
  /** When its latest run began and ended. */
  ranFrom = -1;
  ranTo = -1;
  /** Arrows that end where it goes on. @type {{ cat: string, from: number, ts: number }[]} */
  arrows = [];

  /** @param {number} tid @param {string} fn @param {string} name */
  constructor(tid, fn, name) {
    this.tid = tid;
    this.fn = fn;
    this.name = name;
  }

  /** What the track is called. */
  get title() {
    if (!this.fn || this.fn === this.name) return this.name;
    return `${this.fn} (${this.name})`;
  }
}

/** @param {TraceRow} row */
const ofRow = ({ seq, t, at }) => ({ ...(at && { at }), t, row: seq });

class Picture {
  /** @type {TraceEvent[]} */ events = [];
  /** @type {Map<number, Track>} */ tracks = new Map();
  /** Host operations under way. @type {Map<number, TraceEvent>} */ #operations = new Map();
  #isWall;
  #ts = 0;
  #ready = 0;
  #arrow = 0;

  /** @param {boolean} isWall */
  constructor(isWall) {
    this.#isWall = isWall;
  }

  /** @param {TraceRow} row */
  add(row) {
    const time = (this.#isWall ? row.wall : row.t) * 1000;
    this.#ts = Math.max(this.#ts + STEP_US, Math.round(time * 1000) / 1000);
    const draw = DRAWN[row.kind];
    if (draw) draw(this, row);
  }

  /** Closes what is open. */
  finish() {
    this.#ts += STEP_US;
    for (const track of this.tracks.values()) this.end(track);
    for (const { cat, id, name, tid } of this.#operations.values())
      this.#event("e", tid, name, { cat, id, args: { left: true } });
    return this.events.sort((a, b) => a.ts - b.ts); // stable
  }

  /** The track of a task; rows may begin in the middle of its life. @param {number} tid */
  track(tid, fn = "", name = `Task ${tid}`) {
    let track = this.tracks.get(tid);
    if (!track) this.tracks.set(tid, (track = new Track(tid, fn, name)));
    return track;
  }

  /** @param {string} ph @param {number} tid @param {string} name
   * @param {Partial<TraceEvent>} [more] */
  #event(ph, tid, name, more = {}) {
    this.events.push({ ph, name, pid: PID, tid, ts: this.#ts, ...more });
  }

  /** @param {Track} track */
  #close({ tid }) {
    this.#event("E", tid, "");
  }

  /** @param {Track} track */
  #open({ tid, state, slice }) {
    this.#event("B", tid, slice.name, { cat: state, args: slice.args });
  }

  /** A task is in another state from now on. @param {Track} track
   * @param {"" | "ready" | "run" | "wait"} state @param {string} name
   * @param {Record<string, unknown>} [args] */
  enter(track, state, name, args = {}) {
    const was = track.state;
    if (was) this.#close(track);
    if (was === "run") track.ranTo = this.#ts;
    track.state = state;
    track.slice = { name, args };
    if (state) this.#open(track);
    const ready = this.#ready + Number(state === "ready") - Number(was === "ready");
    if (ready !== this.#ready) this.#event("C", 0, "ready tasks", { args: { ready } });
    this.#ready = ready;
    if (state !== "run") return;
    track.ranFrom = this.#ts;
    for (const { cat, from, ts } of track.arrows) this.#link(cat, from, ts, track.tid, this.#ts);
    track.arrows = [];
  }

  /** Where an arrow from task `tid` may begin: in what it runs now, or ran last.
   * @param {number} tid @returns {number | undefined} */
  #origin(tid) {
    const track = this.tracks.get(tid);
    if (!track || track.ranFrom < 0) return undefined;
    return track.state === "run" ? this.#ts : track.ranTo - INSIDE_US;
  }

  /** Both ends of an arrow. @param {string} cat @param {number} from @param {number} start
   * @param {number} to @param {number} end */
  #link(cat, from, start, to, end) {
    const id = ++this.#arrow;
    const both = { name: cat, cat, id, pid: PID };
    this.events.push({ ...both, ph: "s", tid: from, ts: start });
    this.events.push({ ...both, ph: "f", bp: "e", tid: to, ts: end + INSIDE_US / 2 });
  }

  /** An arrow to where a task goes on, once it does. @param {string} cat @param {number} from
   * @param {Track} track */
  arrowToRun(cat, from, track) {
    const ts = from === track.tid ? undefined : this.#origin(from);
    if (ts !== undefined) track.arrows.push({ cat, from, ts });
  }

  /** An arrow to what a task does now.
   * @param {string} cat @param {number} from @param {Track} track */
  arrowToNow(cat, from, track) {
    const ts = from === track.tid ? undefined : this.#origin(from);
    if (ts !== undefined && track.state) this.#link(cat, from, ts, track.tid, this.#ts);
  }

  /** @param {TraceRow} row @param {string} name @param {Record<string, unknown>} [args] */
  instant(row, name, args = {}) {
    const { kind: cat, task } = row;
    if (task) this.track(task);
    this.#event("i", task, name, { cat, s: task ? "t" : "p", args: { ...args, ...ofRow(row) } });
  }

  /** Opens a slice around those of a task. @param {Track} track @param {TraceRow} row */
  openScope(track, row) {
    const name = row.detail ? `${row.reason} ${row.detail}` : row.reason;
    if (track.state) this.#close(track);
    track.scopes.push({ id: row.other, name, at: row.at });
    const limit = row.value >= 0 && { deadline: row.value };
    this.#event("B", track.tid, name, { cat: "scope", args: { ...limit, ...ofRow(row) } });
    if (track.state) this.#open(track);
  }

  /** Closes one; those inside of it, which should be closed already, go on. @param {Track} track
   * @param {TraceRow} row */
  closeScope(track, row) {
    const index = track.scopes.findIndex(({ id }) => id === row.other);
    if (index < 0) return;
    const inner = track.scopes.splice(index).slice(1);
    if (track.state) this.#close(track);
    for (const _ of inner) this.#close(track);
    const args = { result: row.value, ...(row.detail && { how: row.detail }) };
    this.#event("E", track.tid, "", { args });
    for (const { name, at } of inner)
      this.#event("B", track.tid, name, { cat: "scope", args: { ...(at && { at }) } });
    track.scopes.push(...inner);
    if (track.state) this.#open(track);
  }

  /** A task is over. @param {Track} track */
  end(track) {
    this.enter(track, "", "");
    for (const _ of track.scopes) this.#close(track);
    track.scopes = [];
    track.arrows = [];
  }

  /** @param {TraceRow} row */
  openOperation(row) {
    const name = row.detail ? `${row.reason} ${row.detail}` : row.reason;
    this.#event("b", row.task, name, { cat: "operation", id: row.other, args: ofRow(row) });
    this.#operations.set(row.other, this.events[this.events.length - 1]);
  }

  /** @param {TraceRow} row */
  closeOperation(row) {
    const begun = this.#operations.get(row.other);
    if (!begun) return;
    this.#operations.delete(row.other);
    const args = { status: row.value, ...(row.detail && { how: row.detail }) };
    this.#event("e", begun.tid, begun.name, { cat: "operation", id: row.other, args });
  }
}

/** What each kind of row adds to the picture; the others add nothing.
 * @type {Record<string, (picture: Picture, row: TraceRow) => void>} */
const DRAWN = {
  spawn(picture, row) {
    const track = picture.track(row.task, row.reason, row.detail);
    picture.enter(track, "ready", "not started", { stackBytes: row.value, ...ofRow(row) });
    picture.arrowToRun("spawn", row.other, track);
  },
  name(picture, row) {
    picture.track(row.task).name = row.detail;
  },
  start: (picture, row) => picture.enter(picture.track(row.task), "run", "run", ofRow(row)),
  resume: (picture, row) => picture.enter(picture.track(row.task), "run", "run", ofRow(row)),
  suspend(picture, row) {
    const name = row.detail ? `${row.reason}: ${row.detail}` : row.reason;
    const isUntil = row.reason === "sleep" && { until: row.value };
    const args = { ...(row.other && { for: row.other }), ...isUntil, ...ofRow(row) };
    picture.enter(picture.track(row.task), "wait", name, args);
  },
  wake(picture, row) {
    const track = picture.track(row.task);
    const by = row.other ? { by: row.other } : {};
    picture.enter(track, "ready", `ready: ${row.reason}`, { ...by, ...ofRow(row) });
    picture.arrowToRun("wake", row.other, track);
  },
  cancel(picture, row) {
    const track = picture.tracks.get(row.task);
    if (!track) return; // a future: it has no track
    picture.instant(row, `cancel: ${row.reason}`, row.detail ? { message: row.detail } : {});
    picture.arrowToNow("cancel", row.other, track);
  },
  end(picture, row) {
    const track = picture.tracks.get(row.task);
    if (!track) return;
    const how = { result: row.value, ...(row.detail && { message: row.detail }) };
    picture.instant(row, row.reason, how);
    picture.end(track);
  },
  "scope-open": (picture, row) => picture.openScope(picture.track(row.task), row),
  "scope-close": (picture, row) => picture.closeScope(picture.track(row.task), row),
  "op-start": (picture, row) => picture.openOperation(row),
  "op-end": (picture, row) => picture.closeOperation(row),
  lint: (picture, row) => picture.instant(row, `lint: ${row.reason}`, { sentence: row.detail }),
  output: (picture, row) =>
    picture.instant(row, row.value === 2 ? "stderr" : "stdout", { text: row.detail }),
  exit: (picture, row) => picture.instant(row, "exit", { code: row.value }),
};

/**
 * The events of a trace, in the order of their times.
 * @param {readonly TraceRow[]} rows
 * @param {Options} [options]
 * @returns {TraceFile}
 */
export function traceEvents(rows, { name = "program", time = "program" } = {}) {
  const picture = new Picture(time === "wall");
  for (const row of rows) picture.add(row);
  const events = picture.finish();
  /** @type {(tid: number, name: string, args: Record<string, unknown>) => TraceEvent} */
  const about = (tid, what, args) => ({ ph: "M", name: what, pid: PID, tid, ts: 0, args });
  const named = [
    about(0, "process_name", { name: `awaitc: ${name}` }),
    about(0, "thread_name", { name: "loop" }),
  ];
  for (const { tid, title } of picture.tracks.values())
    named.push(
      about(tid, "thread_name", { name: title }),
      about(tid, "thread_sort_index", { sort_index: tid }),
    );
  const otherData = { program: name, time, from: "awaitc" };
  return { traceEvents: [...named, ...events], displayTimeUnit: "ms", otherData };
}
