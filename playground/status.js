/* The state of a run in a few words, for the bar beside Run and Stop. */

import { timeText } from "./axis.js";
import { clocks } from "./protocol.js";
import { countsAt } from "./query.js";

/** @typedef {import("./session.js").Session} Session */

/** @param {Session} session */
function statusText(session) {
  if (session.isBlocked) return "the event loop is blocked";
  if (session.isFull && session.isRunning) return "held: recording is full";
  if (session.isHeld) return session.hadWork ? "held" : "held: waits for the host";
  const words = {
    idle: "not run yet",
    running: "running",
    finished: "finished",
    failed: "failed",
    stopped: "stopped",
  };
  return words[session.state];
}

/**
 * What the chip says, and the kind it has: what is compiled comes before what ran.
 * @param {Session} session
 * @param {import("./workspace.js").Workspace} workspace
 */
export function chipOf(session, workspace) {
  const { isBuilding, compiler, failure } = workspace;
  if (isBuilding && compiler.state === "loading") {
    const { done, total } = compiler.loaded;
    return { kind: "building", word: `loading, ${Math.floor((100 * done) / total)} %` };
  }
  if (isBuilding) return { kind: "building", word: "compiling" };
  if (failure) return { kind: "failed", word: failure };
  const { isBlocked, isHeld, isFull, state } = session;
  const kind = isBlocked ? "blocked" : isHeld || (isFull && state === "running") ? "held" : state;
  return { kind, word: statusText(session) };
}

/**
 * What those hear who do not see the chip.
 * @param {Session} session
 * @param {import("./workspace.js").Workspace} workspace
 * @param {string} title of the program
 */
export function announcementOf(session, workspace, title) {
  if (workspace.isBuilding) return "Compiling.";
  if (workspace.failure) return `No program: ${workspace.failure}.`;
  if (session.isBlocked) return "The event loop is blocked.";
  if (session.isHeld) return `${title} is held.`;
  if (session.isRunning) return `${title} runs.`;
  return session.outcome ? `${session.outcome.title}. ${session.outcome.text}` : "";
}

/** How many lints, how long. @param {Session} session */
export function runFacts(session) {
  const { trace, clock } = session;
  if (trace.rows.length === 0) return "";
  const time = timeText(Math.max(trace.endTime, session.now));
  const lints = trace.lints.length;
  const facts = lints === 0 ? [] : [lints === 1 ? "1 lint" : `${lints} lints`];
  const wall = trace.rows[trace.rows.length - 1].wall;
  if (clocks[clock].option === "real") facts.push(time);
  else {
    const kind = clock === "virtual" ? "virtual" : "program";
    facts.push(`${time} ${kind}`, `${timeText(wall)} real`);
  }
  return facts.join(" · ");
}

/**
 * How many tasks are doing what at the playhead.
 * @param {import("./model.js").Trace} trace
 * @param {number} head
 */
export function countsText(trace, head) {
  if (trace.lanes.length === 0) return "";
  const { running, ready, waiting } = countsAt(trace, head);
  return `${running} running, ${ready} ready, ${waiting} waiting`;
}
