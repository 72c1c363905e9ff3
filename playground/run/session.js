/* One run with its playhead: what the page shows, and what its controls do.
 *
 * The playhead is a number of rows (`head`) and a position on the axis (`coord`), which moves
 * smoothly between rows. Its mode is `live` (it follows a program that runs), `playing` or
 * `paused`. A run in virtual time is computed at once and then played, unless the reader wants
 * little motion. Not an element: it is given a runner's events, calls `changed`, and requests
 * animation frames only while something moves. */

import { coordOfHead, endCoord, fittingAxis, headAtCoord } from "../trace/axis.js";
import { Trace } from "../trace/model.js";
import { outcomeOfExit, outcomeOfFailure, abandoned, stopped } from "../trace/outcome.js";
import { advance, speedNamed } from "../trace/player.js";
import { isStill } from "../common/motion.js";
import { clocks } from "../common/protocol.js";
import { remember, remembered } from "../common/remembered.js";
import { laneStepFrom, switchFrom, turnFrom } from "../trace/query.js";
import { Runner } from "./runner.js";

/** @typedef {import("../trace/model.js").Lane} Lane */
/** @typedef {import("../trace/model.js").Slice} Slice */
/** @typedef {import("../trace/axis.js").AxisKind} AxisKind */
/** @typedef {"idle" | "running" | "finished" | "failed" | "stopped"} RunState */
/** What a program left that has come to an end by itself: see lessoncheck.js.
 * @typedef {{ rows: readonly import("../trace/model.js").Row[], code: number | null,
 *   failure: string }} Left */
/** A run that was recorded: its rows, and what it was given.
 * @typedef {{ rows: readonly import("../trace/model.js").Row[], seed: number,
 *   env: Readonly<Record<string, string>> }} Recorded */

/** How often a run in virtual time is shown until it is complete, in ms: drawing what changes at
 * once would only delay it. */
const computedMs = 250;

export class Session {
  trace = new Trace();
  /** Grows with every batch of rows. */
  version = 0;
  head = 0;
  coord = 0;
  /** @type {"live" | "playing" | "paused"} */ mode = "paused";
  /** @type {AxisKind} */ axis = "time";
  /** The axis that the reader chose; null: the one that fits each run. @type {AxisKind | null} */
  #axisChosen = null;
  /** The one that a link gave for the program shown. @type {AxisKind | null} */ #axisGiven = null;
  speed = speedNamed(remembered("speed"));
  /** @type {RunState} */ state = "idle";
  /** @type {import("../trace/outcome.js").Outcome | null} */ outcome = null;
  isBlocked = false;
  /** Whether the reader is asked if the blocked program shall be stopped. */
  isAsking = false;
  isFull = false;
  /** Whether the program itself is held: nothing of it runs, and its clock stands still. */
  isHeld = false;
  /** Whether the last step while it was held found something to run; else it waits for the host. */
  hadWork = true;
  /** Why the task that was to be cancelled last was not; empty: it was asked. */
  refusal = "";
  /** The clock of the run shown. @type {import("../common/protocol.js").ClockName} */ clock =
    "virtual";
  /** The seed of its random numbers; null: there is no run. @type {number | null} */ seed = null;
  /** The run to compare others with; it stays while they run. @type {Trace | null} */ kept = null;
  /** What that is called; empty: it is one that the reader kept. */
  keptName = "";
  /** Where its knobs stood. @type {Readonly<Record<string, string>>} */ env = {};
  /** @type {Lane | null} */ selected = null;
  /** @type {Slice | null} */ slice = null;
  /** The row and the moment of the newest batch, to tell the program's time in between. */
  #arrived = { t: 0, at: 0 };
  #frame = 0;
  #framedAt = 0;
  /** What the run leaves; null when it is stopped, or another one begins.
   * @type {Promise<Left | null>} */
  left = Promise.resolve(null);
  /** @type {(left: Left | null) => void} */ #leave = () => {};
  /** @type {() => void} */ #changed;
  /** @type {Runner} */ #runner;

  /** @param {() => Worker} createWorker @param {() => void} changed */
  constructor(createWorker, changed) {
    this.#changed = changed;
    this.#runner = new Runner(createWorker, {
      rows: (rows) => this.#rows(rows),
      full: () => this.#set({ isFull: true }),
      cancelled: (refusal) => this.#set({ refusal }),
      held: (isHeld, hadWork) => this.#held(isHeld, hadWork),
      blocked: (isBlocked) => this.#set({ isBlocked }),
      asks: (isAsking) => this.#set({ isAsking }),
      abandoned: () => this.#ended("stopped", abandoned),
      exit: (code) => this.#ended("finished", outcomeOfExit(code), { code, failure: "" }),
      failed: (failure) =>
        this.#ended("failed", outcomeOfFailure(failure), { code: null, failure: failure.code }),
    });
  }

  get isRunning() {
    return this.state === "running";
  }

  /** The program's time now, between its rows too; 0 where only rows tell. */
  get now() {
    const { option } = clocks[this.clock];
    if (!this.isRunning || option === "virtual" || this.isFull) return 0;
    const scale = this.isHeld ? 0 : option === "real" ? 1 : option.scale;
    return this.#arrived.t + (performance.now() - this.#arrived.at) * scale;
  }

  /** Whether rows may still come by themselves. */
  get #isLive() {
    return this.isRunning && !this.isFull && !this.isHeld;
  }

  /** Whether the right edge moves with time: a virtual clock jumps. */
  get isGrowing() {
    return this.#isLive && clocks[this.clock].option !== "virtual";
  }

  /** @param {Partial<Session>} values */
  #set(values) {
    Object.assign(this, values);
    this.#changed();
  }

  /** Makes the next run start at once. */
  warm() {
    this.#runner.warm();
  }

  /** Forgets the run. */
  clear() {
    this.#runner.stop();
    this.#leave(null);
    this.trace = new Trace();
    this.version++;
    Object.assign(this, { head: 0, coord: 0, mode: "paused", state: "idle", outcome: null });
    Object.assign(this, { isBlocked: false, isFull: false, isHeld: false, hadWork: true });
    Object.assign(this, { selected: null, slice: null, seed: null, refusal: "" });
    this.#changed();
  }

  /** @param {Omit<import("./runner.js").Job, "type"> & { seed: number }} job */
  run(job) {
    this.clear();
    Object.assign(this, { clock: job.clock, seed: job.seed, env: job.env ?? {} });
    this.#arrived = { t: 0, at: performance.now() };
    this.left = new Promise((resolve) => (this.#leave = resolve));
    this.#runner.run({ type: "run", ...job });
    const isPlayed = clocks[job.clock].option === "virtual" && !job.isHeld && !isStill();
    this.#set({ state: "running", mode: isPlayed ? "playing" : "live" });
    this.#animate();
  }

  /**
   * Shows a run that was recorded earlier, over another one, and plays it.
   * @param {Recorded} run
   * @param {{ kept: Trace, keptName: string }} behind
   */
  present({ rows, seed, env }, behind) {
    this.clear();
    this.trace.append(rows);
    const selected = this.trace.lanes[0];
    Object.assign(this, { clock: "virtual", seed, env, selected, ...behind });
    this.mode = isStill() ? "live" : "playing";
    this.left = new Promise((resolve) => (this.#leave = resolve));
    this.#ended("finished", outcomeOfExit(0), { code: 0, failure: "" });
    this.#animate();
  }

  stop() {
    if (!this.isRunning) return;
    this.#runner.stop();
    this.#ended("stopped", stopped);
  }

  /** The reader would rather wait for a blocked program than stop it. */
  wait() {
    this.#runner.wait();
  }

  /** Holds the program, which is not the playhead; or lets it go on. */
  toggleHold() {
    this.#runner.ask({ type: this.isHeld ? "goOn" : "hold" });
  }

  /** Runs one task, or callback, of the program until it waits, and holds it there. */
  step() {
    this.#runner.ask({ type: "step" });
  }

  /** Whether the chosen task can be cancelled: the program still runs it, wherever the playhead
   * is. */
  get canCancel() {
    return this.isRunning && !this.isFull && this.selected !== null && !this.selected.end;
  }

  /** Asks the chosen task to cancel, as another task of the program might. */
  cancel() {
    if (this.canCancel && this.selected)
      this.#runner.ask({ type: "cancel", task: this.selected.id });
  }

  /** @param {boolean} isHeld @param {boolean} hadWork */
  #held(isHeld, hadWork) {
    this.#arrived = { t: Math.max(this.now, this.trace.endTime), at: performance.now() };
    Object.assign(this, { isHeld, hadWork });
    if (this.mode === "playing" && isHeld) {
      this.mode = "live"; // the reader wants to see where the program is
      this.#glue();
    }
    if (isHeld) this.#fitAxis();
    this.#changed();
    if (!isHeld) this.#animate();
  }

  /** @param {import("../trace/model.js").Row[]} rows */
  #rows(rows) {
    const isFirst = this.trace.rows.length === 0;
    this.trace.append(rows);
    if (isFirst) this.selected = this.trace.lanes[0] ?? null;
    this.#arrived = { t: this.trace.endTime, at: performance.now() };
    this.version++;
    if (this.mode === "live") this.#glue();
    // Shown at the next frame, however many batches come until then; held, there is none.
    if (this.isHeld) this.#changed();
  }

  /**
   * @param {RunState} state
   * @param {import("../trace/outcome.js").Outcome} outcome
   * @param {Omit<Left, "rows"> | null} [left] null: it was stopped
   */
  #ended(state, outcome, left = null) {
    Object.assign(this, { state, outcome, isBlocked: false, isHeld: false });
    this.#fitAxis();
    if (this.mode === "live") {
      this.mode = "paused";
      this.#glue();
    }
    this.#leave(left && { rows: this.trace.rows, ...left });
    this.#changed();
  }

  /** Puts the playhead at the end of what has happened. */
  #glue() {
    this.head = this.trace.rows.length;
    const coord = coordOfHead(this.trace, this.axis, this.head);
    this.coord = this.axis === "time" ? Math.max(coord, this.now) : coord;
  }

  /**
   * Moves the playhead to after `head` rows, and lets go of a running program.
   * @param {number} head
   */
  seekHead(head) {
    this.head = Math.max(0, Math.min(this.trace.rows.length, head));
    this.coord = coordOfHead(this.trace, this.axis, this.head);
    this.#set({ mode: "paused" });
  }

  /** Moves the playhead to a coordinate of the axis. @param {number} coord */
  seekCoord(coord) {
    this.coord = Math.max(0, Math.min(endCoord(this.trace, this.axis, this.now), coord));
    this.head = headAtCoord(this.trace, this.axis, this.coord);
    this.#set({ mode: "paused" });
  }

  /** Keeps a run to compare others with, or none. @param {Trace | null} kept */
  keep(kept) {
    this.#set({ kept, keptName: "" });
  }

  /** @param {Lane | null} lane @param {Slice | null} slice */
  pick(lane, slice) {
    this.#set({ selected: lane, slice, refusal: "" });
  }

  /** Goes to a moment that somebody else looked at; null: left as it is.
   * @param {{ axis: AxisKind, head: number | null, lane: number | null }} moment */
  look({ axis, head, lane }) {
    this.#turnTo(axis);
    const selected = this.trace.lanes.find(({ id }) => id === lane);
    if (selected) this.pick(selected, null);
    this.seekHead(head ?? this.trace.rows.length);
  }

  /** @param {import("../trace/player.js").Speed} speed */
  setSpeed(speed) {
    remember("speed", speed);
    this.#set({ speed });
  }

  togglePlay() {
    if (this.mode !== "paused") return this.#set({ mode: "paused" });
    if (this.trace.rows.length === 0) return;
    const isAtEnd = this.head >= this.trace.rows.length;
    if (isAtEnd && !this.isRunning) Object.assign(this, { head: 0, coord: 0 });
    this.#set({ mode: isAtEnd && this.isRunning ? "live" : "playing" });
    this.#animate();
  }

  /** The reader's choice, which stays. @param {AxisKind} axis */
  chooseAxis(axis) {
    this.#axisChosen = axis;
    this.giveAxis(null);
  }

  /** What a link says of the program that is shown; null: nothing. @param {AxisKind | null} axis */
  giveAxis(axis) {
    this.#axisGiven = axis;
    this.#turnTo(axis ?? this.#axisChosen ?? this.axis);
    this.#changed();
  }

  #fitAxis() {
    this.#turnTo(this.#axisGiven ?? this.#axisChosen ?? fittingAxis(this.trace));
  }

  /** @param {AxisKind} axis */
  #turnTo(axis) {
    if (axis === this.axis) return;
    this.axis = axis;
    this.coord = coordOfHead(this.trace, axis, this.head);
  }

  /**
   * Does one of the commands of commands.js that move the playhead; false: not one of them.
   * @param {string} command
   */
  command(command) {
    const { trace, head, selected } = this;
    /** @type {Record<string, () => void>} */
    const commands = {
      first: () => this.seekHead(0),
      last: () => this.#toEnd(),
      back: () => this.seekHead(head - 1),
      on: () => this.seekHead(head + 1),
      switchBack: () => this.seekHead(switchFrom(trace, head, -1)),
      switchOn: () => this.seekHead(switchFrom(trace, head, 1)),
      turnBack: () => this.seekHead(turnFrom(trace, head, -1)),
      turnOn: () => this.seekHead(turnFrom(trace, head, 1)),
      laneBack: () => selected && this.seekHead(laneStepFrom(trace, selected, head, -1)),
      laneOn: () => selected && this.seekHead(laneStepFrom(trace, selected, head, 1)),
      cancel: () => this.cancel(),
      play: () => this.togglePlay(),
      axis: () => this.chooseAxis(this.axis === "time" ? "steps" : "time"),
      keep: () => this.keep(this.kept || trace.rows.length === 0 ? null : trace),
      clear: () => this.pick(null, null),
    };
    commands[command]?.();
    return command in commands;
  }

  #toEnd() {
    this.seekHead(this.trace.rows.length);
    if (!this.isRunning) return;
    this.#set({ mode: "live" });
    this.#animate();
  }

  #animate() {
    if (this.#frame) return;
    this.#framedAt = performance.now();
    const tick = (/** @type {number} */ at) => {
      this.#frame = 0;
      const elapsedMs = Math.max(0, at - this.#framedAt);
      const isComputed = this.#isLive && !this.isGrowing;
      if (!isComputed || elapsedMs >= computedMs) {
        this.#move(elapsedMs);
        this.#framedAt = at;
      }
      if (this.mode === "playing" || this.#isLive) this.#frame = requestAnimationFrame(tick);
    };
    this.#frame = requestAnimationFrame(tick);
  }

  /** @param {number} elapsedMs */
  #move(elapsedMs) {
    if (this.mode === "live") this.#glue();
    else if (this.mode === "playing") this.#play(elapsedMs);
    this.#changed();
  }

  /** @param {number} elapsedMs */
  #play(elapsedMs) {
    const { trace, axis } = this;
    const end = endCoord(trace, axis, 0);
    if (end === 0 && this.isRunning) return; // there is nothing to play yet
    this.coord = advance(this.coord, end, this.speed, elapsedMs);
    this.head = headAtCoord(trace, axis, this.coord);
    if (this.coord < end) return;
    this.head = this.trace.rows.length;
    this.coord = coordOfHead(this.trace, this.axis, this.head);
    this.mode = this.isRunning ? "live" : "paused";
  }
}
