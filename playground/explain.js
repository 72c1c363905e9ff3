/* The run in words: what a row says, what a slice is, and why a task waits.
 *
 * Decides the sentences about the program that the page shows, from the words of reasons.js; returns
 * plain text only. */

import { timeText } from "./axis.js";
import { isCancelling, lineOf, phaseAt, scopesAt, shortSite, siteAt, sliceAt } from "./query.js";
import { askerText, queueLabel, waits, wakes } from "./reasons.js";

/** @typedef {import("./model.js").Trace} Trace */
/** @typedef {import("./model.js").Lane} Lane */
/** @typedef {import("./model.js").Slice} Slice */
/** @typedef {import("./model.js").Row} Row */
/** @typedef {import("./model.js").Scope} Scope */
/** @typedef {import("./query.js").Phase} Phase */

/**
 * What each state and sign is called and means, in the order of the legend.
 * @type {readonly { phase: Phase | import("./model.js").Sign, word: string, meaning: string }[]}
 */
export const legend = [
  { phase: "running", word: "running", meaning: "the one task on the loop now" },
  { phase: "ready", word: "ready", meaning: "woken, waits for its turn" },
  { phase: "sleeping", word: "sleeping", meaning: "waits for a timer" },
  { phase: "awaiting", word: "awaiting", meaning: "waits for a task or future" },
  { phase: "io", word: "host", meaning: "waits for a fetch or a JavaScript call" },
  { phase: "blocked", word: "lock, event …", meaning: "waits for a lock, event, semaphore …" },
  { phase: "queue", word: "queue", meaning: "waits for an item, or for room" },
  { phase: "created", word: "created", meaning: "spawned, has not run yet" },
  { phase: "cancelling", word: "cancelling", meaning: "asked to cancel, not ended yet" },
  { phase: "done", word: "done", meaning: "returned" },
  { phase: "failed", word: "failed", meaning: "returned an error" },
  { phase: "cancelled", word: "cancelled", meaning: "ended by a cancellation" },
  { phase: "timed out", word: "timed out", meaning: "ended with AW_ETIMEDOUT" },
  { phase: "timeout", word: "timeout", meaning: "what is inside has this long" },
  { phase: "scope", word: "scope", meaning: "what is inside can be cancelled as one" },
  { phase: "group", word: "group", meaning: "its tasks end, or are cancelled, together" },
  { phase: "lint", word: "lint", meaning: "the runtime found a fault; the details say which" },
];

/** @type {Partial<Record<Phase, string>>} */
const words = Object.fromEntries(legend.map(({ phase, word }) => [phase, word]));

/** A phase in a word. @param {Phase} phase */
export function phaseWord(phase) {
  return words[phase] ?? phase;
}

/** A slice in a word: what is shared is called by its name. @param {Trace} trace @param {Slice} slice */
function sliceWord(trace, slice) {
  const isShared = slice.state === "blocked" || slice.state === "queue";
  return isShared ? trace.rows[slice.from].reason : phaseWord(slice.state);
}

/**
 * What a lane does at `head`, in a word or two.
 * @param {Trace} trace
 * @param {Lane} lane
 * @param {number} head
 */
export function stateText(trace, lane, head) {
  const slice = sliceAt(lane, head);
  const word = slice ? sliceWord(trace, slice) : phaseWord(phaseAt(lane, head));
  return isCancelling(lane, head) ? `${word}, cancelling` : word;
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
  if (future.children.length === 0) return trace.nameOf(id);
  const names = listText(future.children.map((child) => trace.nameOf(child)));
  /** @type {Record<string, string>} */
  const kinds = {
    gather: "all of",
    shield: "the shield in front of",
    wait: "enough of",
    race: "the first of",
  };
  return `${kinds[future.kind] ?? future.kind} ${names}`;
}

/** What a `suspend` waits for, to follow "waits". @param {Trace} trace @param {Row} row */
function rowWaitText(trace, row) {
  const isTimed = row.reason === "sleep" || row.reason === "select";
  const until = isTimed && row.value > 0 ? timeText(row.value) : "";
  if (row.reason === "sleep") return `for a timer at ${until}`;
  const words = waits[row.reason]?.words(row.detail);
  if (words) return until ? `${words}, until ${until} at most` : words;
  return row.other
    ? `for ${futureText(trace, row.other)}`
    : `for ${row.reason} ${row.detail}`.trim();
}

/**
 * What a waiting slice waits for, to follow "waits".
 * @param {Trace} trace
 * @param {Slice} slice
 */
export function waitText(trace, slice) {
  return rowWaitText(trace, trace.rows[slice.from]);
}

/**
 * What a slice waits for, as short as fits a bar.
 * @param {Trace} trace
 * @param {Slice} slice
 */
export function barText(trace, slice) {
  const row = trace.rows[slice.from];
  if (slice.state === "sleeping")
    return row.value > 0 ? `until ${timeText(row.value)}` : row.reason;
  if (slice.state === "io") return row.detail || row.reason;
  if (slice.state === "blocked") return `${row.reason} ${row.detail}`.trim();
  if (slice.state === "queue") return queueLabel(row.reason, row.detail);
  if (slice.state !== "awaiting") return "";
  if (!row.other) return `await ${row.reason}`;
  const children = trace.futures.get(row.other)?.children.length ?? 0;
  return children > 1 ? `await ${row.reason} of ${children}` : `await ${trace.nameOf(row.other)}`;
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
 * Who asked for a cancellation, to follow "asked by".
 * @param {Trace} trace
 * @param {Row} row
 */
function askerOf(trace, row) {
  const { end } = trace.lanesById.get(row.other) ?? {};
  const isFailure = end?.how === "failed" || end?.how === "timed out";
  const hasFailed = isFailure && trace.rows[end.row].seq < row.seq;
  const role = row.other === row.task ? "self" : hasFailed ? "failed" : "other";
  return askerText(row.reason, row.other ? trace.nameOf(row.other) : "", role);
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
  const place = row.at ? ` (${shortSite(row.at)})` : "";
  const words = asked.message ? `: ${asked.message}` : "";
  const isBack = asked.to !== -1 && asked.to < head && asked.to !== lane.end?.row;
  const state = isBack ? `; taken back when the ${asked.reason} ended` : "";
  const asker = askerOf(trace, row);
  const pause = asker.includes(",") ? "," : "";
  return `asked by ${asker}${pause} at ${timeText(row.t)}${place}${words}${state}`;
}

/** A scope in a few words. @param {Scope} scope */
export function scopeText({ kind, name, deadline, at }) {
  const until = deadline < 0 ? "" : ` until ${timeText(deadline)}`;
  return `a ${kind}${name ? ` ${name}` : ""}${until}${at ? ` (${shortSite(at)})` : ""}`;
}

/**
 * The scopes a lane is in at `head`, the innermost first; empty when it is in none.
 * @param {Trace} trace
 * @param {Lane} lane
 * @param {number} head
 */
export function scopesText(trace, lane, head) {
  return scopesAt(trace, lane, head).reverse().map(scopeText).join(", in ");
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
    state: sliceWord(trace, slice),
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

/** What a lint found: its kind, which may begin the sentence already. @param {Row} row */
export function lintText({ reason, detail }) {
  return detail.startsWith(reason) ? detail : `${reason}: ${detail}`;
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
    return `waits ${rowWaitText(trace, row)}`;
  },
  wake(trace, row) {
    const { does, alone } = wakes[row.reason] ?? { does: `(${row.reason})`, alone: row.reason };
    const isNamed = does && row.other && row.other !== row.task;
    return isNamed ? `${trace.nameOf(row.other)} ${does}` : alone;
  },
  cancel(trace, row) {
    return `asked by ${askerOf(trace, row)}${row.detail ? `: ${row.detail}` : ""}`;
  },
  end: (_trace, row) => `${row.reason} with ${row.value}${row.detail ? `: ${row.detail}` : ""}`,
  "scope-open"(_trace, row) {
    const until = row.value < 0 ? "" : ` until ${timeText(row.value)}`;
    return `enters a ${row.reason}${row.detail ? ` ${row.detail}` : ""}${until}`;
  },
  "scope-close"(_trace, row) {
    if (row.detail === "left open") return `has not left its ${row.reason}`;
    return `leaves its ${row.reason}${row.detail ? `: ${row.detail}` : ""}`;
  },
  "timer-set": (_trace, row) => `${row.reason} at ${timeText(row.value)}`,
  "timer-fire": (_trace, row) => `${row.reason} is due`,
  "timer-drop": (_trace, row) => `${row.reason} is not needed any more`,
  "op-start": (_trace, row) => `${row.reason} ${row.detail}`,
  "op-end": (_trace, row) => `${row.reason} ${row.detail || row.value}`,
  turn: (_trace, row) => `number ${row.other}${row.value > 0 ? `, ${row.value} ready` : ""}`,
  output: (_trace, row) => row.detail.trimEnd(),
  lint: (_trace, row) => lintText(row),
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
