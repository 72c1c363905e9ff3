/* The run in words: what a row says, what a slice is, and why a task waits.
 *
 * Decides every sentence about the program that the page shows; returns plain text only. */

import { timeText } from "./axis.js";
import { covers, lineOf, phaseAt, shortSite, siteAt, sliceAt } from "./query.js";

/** @typedef {import("./model.js").Trace} Trace */
/** @typedef {import("./model.js").Lane} Lane */
/** @typedef {import("./model.js").Slice} Slice */
/** @typedef {import("./model.js").Row} Row */
/** @typedef {import("./query.js").Phase} Phase */

/**
 * What each state is called and means, in the order of the legend.
 * @type {readonly { phase: Phase | "cancelling", word: string, meaning: string }[]}
 */
export const legend = [
  { phase: "running", word: "running", meaning: "the one task on the loop now" },
  { phase: "ready", word: "ready", meaning: "woken, waits for its turn" },
  { phase: "sleeping", word: "sleeping", meaning: "waits for a timer" },
  { phase: "awaiting", word: "awaiting", meaning: "waits for a task or future" },
  { phase: "io", word: "host", meaning: "waits for a fetch or a JavaScript call" },
  { phase: "blocked", word: "blocked", meaning: "waits for a lock, queue or semaphore" },
  { phase: "created", word: "created", meaning: "spawned, has not run yet" },
  { phase: "cancelling", word: "cancelling", meaning: "asked to cancel, not ended yet" },
  { phase: "done", word: "done", meaning: "returned" },
  { phase: "failed", word: "failed", meaning: "returned an error" },
  { phase: "cancelled", word: "cancelled", meaning: "ended by a cancellation" },
  { phase: "timed out", word: "timed out", meaning: "ended with AW_ETIMEDOUT" },
];

/** @type {Partial<Record<Phase, string>>} */
const words = Object.fromEntries(legend.map(({ phase, word }) => [phase, word]));

/** A phase in a word. @param {Phase} phase */
export function phaseWord(phase) {
  return words[phase] ?? phase;
}

const sentencesMax = 5; // of an explanation

/** Names as in `a, b and c`; long lists are cut. @param {readonly string[]} names */
function listText(names) {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** A future in words. @param {Trace} trace @param {number} id */
function futureText(trace, id) {
  const future = trace.futures.get(id);
  if (!future) return trace.nameOf(id);
  if (future.children.length === 0) return `future #${id}`;
  const names = listText(future.children.map((child) => trace.nameOf(child)));
  const kinds = { gather: "all of", shield: "the shield in front of", wait: "enough of" };
  return `${kinds[/** @type {keyof kinds} */ (future.kind)] ?? future.kind} ${names}`;
}

/**
 * What a waiting slice waits for, to follow "waits".
 * @param {Trace} trace
 * @param {Slice} slice
 */
export function waitText(trace, slice) {
  const row = trace.rows[slice.from];
  if (slice.state === "sleeping") return `for a timer at ${timeText(row.value)}`;
  if (slice.state === "io") return `for ${row.reason} ${row.detail}`.trim();
  if (slice.state === "blocked") return `for ${row.reason} ${row.detail}`.trim();
  if (row.other) return `for ${futureText(trace, row.other)}`;
  return row.reason ? `(${row.reason})` : "";
}

/**
 * What a lane does at `head`, in one clause after its name.
 * @param {Trace} trace
 * @param {Lane} lane
 * @param {number} head
 */
function clause(trace, lane, head) {
  const slice = sliceAt(lane, head);
  if (!slice) {
    const phase = phaseAt(lane, head);
    return phase === "not yet" ? "does not exist yet" : `has ended: ${phaseWord(phase)}`;
  }
  if (slice.state === "running") return "is running";
  if (slice.state === "created") return "has not started: its first turn comes next";
  if (slice.state === "ready") return "is ready and waits for its turn on the loop";
  return `waits ${waitText(trace, slice)}`;
}

/**
 * The records a waiting slice leads to: the next links of the chain.
 * @param {Trace} trace
 * @param {Slice | null} slice
 * @returns {Lane[]}
 */
function blockers(trace, slice) {
  if (!slice || slice.state !== "awaiting") return [];
  const { other } = trace.rows[slice.from];
  const ids = trace.futures.get(other)?.children ?? [other];
  return ids.flatMap((id) => {
    const lane = trace.lanesById.get(id);
    if (lane) return [lane];
    const inner = trace.futures.get(id)?.children ?? [];
    return inner.flatMap((child) => trace.lanesById.get(child) ?? []);
  });
}

/**
 * Why a task waits, followed to the end of the chain; a sentence for each link.
 * @param {Trace} trace
 * @param {Lane} lane
 * @param {number} head
 */
export function whyWaiting(trace, lane, head) {
  const sentences = [`${lane.name} ${clause(trace, lane, head)}.`];
  const seen = new Set([lane]);
  let front = blockers(trace, sliceAt(lane, head));
  while (front.length > 0 && sentences.length < sentencesMax) {
    /** @type {Lane[]} */
    const next = [];
    for (const blocker of front) {
      if (seen.has(blocker) || (blocker.end && blocker.end.row < head)) continue;
      seen.add(blocker);
      if (sentences.length >= sentencesMax) break;
      sentences.push(`${blocker.name} ${clause(trace, blocker, head)}.`);
      next.push(...blockers(trace, sliceAt(blocker, head)));
    }
    front = next;
  }
  return sentences.join(" ");
}

/**
 * Who asked a task to cancel, newest first; empty when nobody has.
 * @param {Trace} trace
 * @param {Lane} lane
 * @param {number} head
 */
export function whoCancelled(trace, lane, head) {
  const asked = lane.cancels.findLast((cancel) => cancel.from < head);
  if (!asked) return "";
  const row = trace.rows[asked.from];
  const who = asked.by === 0 ? (asked.reason === "timeout" ? "a timeout" : "the loop") : "";
  const place = row.at ? ` (${shortSite(row.at)})` : "";
  const words = asked.message ? `: ${asked.message}` : "";
  const state = covers(asked, head) || lane.end ? "" : "; it took the request back";
  return `asked by ${who || trace.nameOf(asked.by)} at ${timeText(row.t)}${place}${words}${state}`;
}

/**
 * A slice as a few short lines, for the tooltip and the details.
 * @param {Trace} trace
 * @param {Lane} lane
 * @param {Slice} slice
 */
export function sliceFacts(trace, lane, slice) {
  const from = trace.rows[slice.from];
  const last = trace.rows[slice.to === -1 ? trace.rows.length - 1 : slice.to];
  const isWork = slice.state === "running";
  const took = isWork ? last.wall - from.wall : last.t - from.t;
  const wait = slice.state === "ready" || slice.state === "created" ? "" : waitText(trace, slice);
  return {
    state: phaseWord(slice.state),
    reason: isWork ? "" : wait && `waits ${wait}`,
    from: timeText(from.t),
    to: slice.to === -1 ? "still" : timeText(last.t),
    took: isWork ? `${timeText(took)} of real time` : timeText(took),
    at: shortSite(siteOfSlice(lane, slice)),
  };
}

/**
 * The line a slice belongs to: where a wait was entered, or where work went on until.
 * @param {Lane} lane
 * @param {Slice} slice
 */
function siteOfSlice(lane, slice) {
  if (slice.state === "created") return lane.at;
  const head = slice.state === "running" && slice.to !== -1 ? slice.to + 1 : slice.from + 1;
  return siteAt(lane, head) || lane.at;
}

/** @param {Lane} lane @param {Slice} slice */
export function lineOfSlice(lane, slice) {
  return lineOf(siteOfSlice(lane, slice));
}

/** @typedef {(trace: Trace, row: Row) => string} Teller */

/** @type {Record<string, Teller>} */
const tellers = {
  spawn: (trace, row) => (row.other ? `spawned by ${trace.nameOf(row.other)}` : "the program"),
  future: (trace, row) => futureText(trace, row.task),
  name: (_trace, row) => `is now called ${row.detail}`,
  suspend(trace, row) {
    if (row.reason === "sleep") return `sleeps until ${timeText(row.value)}`;
    if (row.reason === "yield") return "lets the others run";
    if (row.other) return `waits for ${futureText(trace, row.other)}`;
    return `waits for ${row.reason} ${row.detail}`.trim();
  },
  wake(trace, row) {
    if (row.reason === "timer") return "its timer is due";
    if (row.reason === "host") return "the host has answered";
    if (row.reason === "cancel") return "to hear that it is cancelled";
    return row.other ? `${trace.nameOf(row.other)} is done` : row.reason;
  },
  cancel(trace, row) {
    const by = row.other ? trace.nameOf(row.other) : row.reason;
    return row.detail ? `asked by ${by}: ${row.detail}` : `asked by ${by}`;
  },
  end: (_trace, row) => `${row.reason} with ${row.value}${row.detail ? `: ${row.detail}` : ""}`,
  "scope-open": (_trace, row) => (row.value < 0 ? "no deadline" : `until ${timeText(row.value)}`),
  "scope-close": (_trace, row) => row.detail || (row.reason === "group" ? "done" : "in time"),
  "timer-set": (_trace, row) => `${row.reason} at ${timeText(row.value)}`,
  "timer-fire": (_trace, row) => `${row.reason} is due`,
  "timer-drop": (_trace, row) => `${row.reason} is not needed any more`,
  "op-start": (_trace, row) => `${row.reason} ${row.detail}`,
  "op-end": (_trace, row) => `${row.reason} ${row.detail || row.value}`,
  turn: (_trace, row) => `number ${row.other}${row.value > 0 ? `, ${row.value} ready` : ""}`,
  output: (_trace, row) => row.detail.trimEnd(),
  lint: (_trace, row) => row.detail || row.reason,
  exit: (_trace, row) => `code ${row.value}`,
};

/** What a row says, without its kind and task. @param {Trace} trace @param {Row} row */
export function rowText(trace, row) {
  return tellers[row.kind]?.(trace, row) ?? `${row.reason} ${row.detail}`.trim();
}

/**
 * A whole row in one line, to follow the name of its task.
 * @param {Trace} trace
 * @param {Row} row
 */
export function eventText(trace, row) {
  return [row.kind, rowText(trace, row)].filter(Boolean).join(" · ");
}
