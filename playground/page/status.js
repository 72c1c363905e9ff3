/* Describes the state of a run in a few words, for the bar beside Run and Stop. */

import { timeText } from "../trace/axis.js";
import { clocks } from "../common/protocol.js";
import { countsAt } from "../trace/query.js";
import { msg, str } from "../common/words.js";

/** @typedef {import("../run/session.js").Session} Session */

/** @param {Session} session */
function statusText(session) {
  if (session.isBlocked) return msg("the event loop is blocked");
  if (session.isFull && session.isRunning) return msg("held: recording is full");
  if (session.isHeld) return session.hadWork ? msg("held") : msg("held: waits for the host");
  const words = {
    idle: msg("not run yet"),
    running: msg("running"),
    finished: msg("finished"),
    failed: msg("failed"),
    stopped: msg("stopped"),
  };
  return words[session.state];
}

/**
 * What the chip says, and the kind it has: what is compiled comes before what ran.
 * @param {Session} session
 * @param {import("../editor/workspace.js").Workspace} workspace
 */
export function chipOf(session, workspace) {
  const { isBuilding, compiler, failure } = workspace;
  if (isBuilding && compiler.state === "loading") {
    const { done, total } = compiler.loaded;
    const percent = Math.floor((100 * done) / total);
    return { kind: "building", word: msg(str`loading, ${percent} %`) };
  }
  if (isBuilding) return { kind: "building", word: msg("compiling") };
  if (failure) return { kind: "failed", word: failure };
  const { isBlocked, isHeld, isFull, state } = session;
  const kind = isBlocked ? "blocked" : isHeld || (isFull && state === "running") ? "held" : state;
  return { kind, word: statusText(session) };
}

/**
 * What those hear who do not see the chip.
 * @param {Session} session
 * @param {import("../editor/workspace.js").Workspace} workspace
 * @param {string} title of the program
 */
export function announcementOf(session, workspace, title) {
  if (workspace.isBuilding) return msg("Compiling.");
  if (workspace.failure) return msg(str`Could not build: ${workspace.failure}.`);
  if (session.isBlocked) return msg("The event loop is blocked.");
  if (session.isHeld) return msg(str`${title} is held.`);
  if (session.isRunning) return msg(str`${title} runs.`);
  return session.outcome ? `${session.outcome.title}. ${session.outcome.text}` : "";
}

/** How many lints, how long. @param {Session} session */
export function runFacts(session) {
  const { trace, clock } = session;
  if (trace.rows.length === 0) return "";
  const time = timeText(Math.max(trace.endTime, session.now));
  const lints = trace.lints.length;
  const facts = lints === 0 ? [] : [lints === 1 ? msg("1 lint") : msg(str`${lints} lints`)];
  const wall = trace.rows[trace.rows.length - 1].wall;
  if (clocks[clock].option === "real") facts.push(time);
  else {
    facts.push(clock === "virtual" ? msg(str`${time} virtual`) : msg(str`${time} program`));
    if (wall > 0) facts.push(msg(str`${timeText(wall)} real`)); // else it is a recorded one
  }
  return facts.join(" · ");
}

/**
 * How many tasks are doing what at the playhead.
 * @param {import("../trace/model.js").Trace} trace
 * @param {number} head
 */
export function countsText(trace, head) {
  if (trace.lanes.length === 0) return "";
  const { running, ready, waiting } = countsAt(trace, head);
  return msg(str`${running} running, ${ready} ready, ${waiting} waiting`);
}
