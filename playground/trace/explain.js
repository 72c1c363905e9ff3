/* Describes the run in sentences: what a row says, what a slice is, and why a task waits.
 *
 * Uses the words of reasons.js; returns plain text only. */

import { timeText } from "./axis.js";
import { isCancelling, lineOf, phaseAt, scopesAt, shortSite, siteAt, sliceAt } from "./query.js";
import { askerText, queueLabel, waitWords, wakes } from "./reasons.js";
import { msg, str } from "../common/words.js";

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
  { phase: "running", word: msg("running"), meaning: msg("the one task on the loop now") },
  { phase: "ready", word: msg("ready"), meaning: msg("woken, waits for its turn") },
  { phase: "sleeping", word: msg("sleeping"), meaning: msg("waits for a timer") },
  { phase: "awaiting", word: msg("awaiting"), meaning: msg("waits for a task or future") },
  { phase: "io", word: msg("host"), meaning: msg("waits for a fetch or a JavaScript call") },
  {
    phase: "blocked",
    word: msg("lock, event …"),
    meaning: msg("waits for a lock, event, semaphore …"),
  },
  { phase: "queue", word: msg("queue"), meaning: msg("waits for an item, or for room") },
  { phase: "created", word: msg("created"), meaning: msg("spawned, has not run yet") },
  { phase: "cancelling", word: msg("cancelling"), meaning: msg("asked to cancel, not ended yet") },
  { phase: "done", word: msg("done"), meaning: msg("returned") },
  { phase: "failed", word: msg("failed"), meaning: msg("returned an error") },
  { phase: "cancelled", word: msg("cancelled"), meaning: msg("ended by a cancellation") },
  { phase: "timed out", word: msg("timed out"), meaning: msg("ended with AW_ETIMEDOUT") },
  { phase: "timeout", word: msg("timeout"), meaning: msg("what is inside has this long") },
  { phase: "scope", word: msg("scope"), meaning: msg("what is inside can be cancelled as one") },
  { phase: "group", word: msg("group"), meaning: msg("its tasks end, or are cancelled, together") },
  {
    phase: "lint",
    word: msg("lint"),
    meaning: msg("the runtime found a fault; the details say which"),
  },
];

/** @type {Partial<Record<Phase, string>>} */
const words = Object.fromEntries(legend.map(({ phase, word }) => [phase, word]));

/** A phase in a word. @param {Phase} phase */
export function phaseWord(phase) {
  return words[phase] ?? (phase === "not yet" ? msg("not yet", { desc: "a state" }) : phase);
}

/** A slice in a word: what is shared is called by its name.
 * @param {Trace} trace @param {Slice} slice */
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
  return isCancelling(lane, head) ? msg(str`${word}, cancelling`) : word;
}

const sentencesMax = 5; // of an explanation

/** Names as in `a, b and c`; long lists are cut. @param {readonly string[]} names */
function listText(names) {
  const more = names.length - 3;
  const told = names.length > 4 ? [...names.slice(0, 3), msg(str`${more} more`)] : names;
  if (told.length < 2) return told.join("");
  return msg(str`${told.slice(0, -1).join(", ")} and ${told.at(-1)}`);
}

/** A future in words. @param {Trace} trace @param {number} id */
function futureText(trace, id) {
  const future = trace.futures.get(id);
  if (!future) return trace.nameOf(id);
  if (future.children.length === 0) return trace.nameOf(id);
  const names = listText(future.children.map((child) => trace.nameOf(child)));
  if (future.kind === "gather") return msg(str`all of ${names}`);
  if (future.kind === "shield") return msg(str`the shield in front of ${names}`);
  if (future.kind === "wait") return msg(str`the tasks ${names}`);
  if (future.kind === "race") return msg(str`the first of ${names}`);
  return `${future.kind} ${names}`;
}

/** What a `suspend` waits for, to follow "waits". @param {Trace} trace @param {Row} row */
function rowWaitText(trace, row) {
  const isTimed = row.reason === "sleep" || row.reason === "select";
  const until = isTimed && row.value > 0 ? timeText(row.value) : "";
  if (row.reason === "sleep") return msg(str`for a timer at ${until}`);
  const words = waitWords(row.reason, row.detail);
  if (words) return until ? msg(str`${words}, until ${until} at most`) : words;
  const what = row.other ? futureText(trace, row.other) : `${row.reason} ${row.detail}`.trim();
  return msg(str`for ${what}`);
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
    return row.value > 0 ? msg(str`until ${timeText(row.value)}`) : row.reason;
  if (slice.state === "io") return row.detail || row.reason;
  if (slice.state === "blocked") return `${row.reason} ${row.detail}`.trim();
  if (slice.state === "queue") return queueLabel(row.reason, row.detail);
  if (slice.state !== "awaiting") return "";
  if (!row.other) return `await ${row.reason}`;
  const children = trace.futures.get(row.other)?.children.length ?? 0;
  return children > 1 ? `await ${row.reason} of ${children}` : `await ${trace.nameOf(row.other)}`;
}

/**
 * What a lane does at `head`, in a sentence.
 * @param {Trace} trace
 * @param {Lane} lane
 * @param {number} head
 */
function sentence(trace, lane, head) {
  const { name } = lane;
  const slice = sliceAt(lane, head);
  if (!slice) {
    const phase = phaseAt(lane, head);
    if (phase === "not yet") return msg(str`${name} does not exist yet.`);
    return msg(str`${name} finished: ${phaseWord(phase)}.`);
  }
  if (slice.state === "running") return msg(str`${name} is running.`);
  if (slice.state === "created")
    return msg(str`${name} has not started. Its first turn comes next.`);
  if (slice.state === "ready")
    return msg(str`${name} is ready and waits for its turn on the loop.`);
  return msg(str`${name} waits ${waitText(trace, slice)}.`);
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
  const sentences = [sentence(trace, lane, head)];
  const seen = new Set([lane]);
  let front = blockers(trace, sliceAt(lane, head));
  while (front.length > 0 && sentences.length < sentencesMax) {
    /** @type {Lane[]} */
    const next = [];
    for (const blocker of front) {
      if (seen.has(blocker) || (blocker.end && blocker.end.row < head)) continue;
      seen.add(blocker);
      if (sentences.length >= sentencesMax) break;
      sentences.push(sentence(trace, blocker, head));
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
  const site = row.at ? ` (${shortSite(row.at)})` : "";
  const words = asked.message ? `: ${asked.message}` : "";
  const isBack = asked.to !== -1 && asked.to < head && asked.to !== lane.end?.row;
  const asker = askerOf(trace, row);
  const pause = asker.includes(",") ? "," : "";
  const who = msg(str`asked by ${asker + pause} at ${timeText(row.t)}`) + site + words;
  return isBack ? msg(str`${who}; cleared when the ${asked.reason} ended`) : who;
}

/** A scope in a few words. @param {Scope} scope */
function scopeText({ kind, name, deadline, at }) {
  const what = `${kind} ${name}`.trim();
  const until = timeText(deadline);
  const words = deadline < 0 ? msg(str`a ${what}`) : msg(str`a ${what} until ${until}`);
  return words + (at ? ` (${shortSite(at)})` : "");
}

/**
 * The scopes a lane is in at `head`, the innermost first; empty when it is in none.
 * @param {Trace} trace
 * @param {Lane} lane
 * @param {number} head
 */
export function scopesText(trace, lane, head) {
  return scopesAt(trace, lane, head)
    .reverse()
    .map(scopeText)
    .join(msg(", in ", { desc: "between scopes" }));
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
    reason: isWork ? "" : wait && msg(str`waits ${wait}`),
    from: timeText(from.t),
    to: slice.to === -1 ? msg("still", { desc: "not ended" }) : timeText(last.t),
    took: isWork ? msg(str`${timeText(took)} of real time`) : timeText(took),
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
  spawn: (trace, row) =>
    row.other ? msg(str`spawned by ${trace.nameOf(row.other)}`) : msg("the program"),
  future: (trace, row) => futureText(trace, row.task),
  name: (_trace, row) => msg(str`is now called ${row.detail}`),
  suspend(trace, row) {
    if (row.reason === "sleep") return msg(str`sleeps until ${timeText(row.value)}`);
    if (row.reason === "yield") return msg("lets the others run");
    return msg(str`waits ${rowWaitText(trace, row)}`);
  },
  wake(trace, row) {
    const { reason, other } = row;
    const who = other && other !== row.task ? trace.nameOf(other) : "";
    const { does, alone } = wakes[reason] ?? {
      does: (/** @type {string} */ name) => `${name} (${reason})`,
      alone: reason,
    };
    return who && does ? does(who) : alone;
  },
  cancel(trace, row) {
    return msg(str`asked by ${askerOf(trace, row)}`) + (row.detail ? `: ${row.detail}` : "");
  },
  end(_trace, { reason, value, detail }) {
    return (
      msg(str`${phaseWord(/** @type {Phase} */ (reason))} with ${value}`) +
      (detail ? `: ${detail}` : "")
    );
  },
  "scope-open"(_trace, row) {
    const what = `${row.reason} ${row.detail}`.trim();
    if (row.value < 0) return msg(str`enters a ${what}`);
    return msg(str`enters a ${what} until ${timeText(row.value)}`);
  },
  "scope-close"(_trace, row) {
    if (row.detail === "left open") return msg(str`has not left its ${row.reason}`);
    return msg(str`leaves its ${row.reason}`) + (row.detail ? `: ${row.detail}` : "");
  },
  "timer-set": (_trace, row) => msg(str`${row.reason} at ${timeText(row.value)}`),
  "timer-fire": (_trace, row) => msg(str`${row.reason} is due`),
  "timer-drop": (_trace, row) => msg(str`${row.reason} is not needed any more`),
  "op-start": (_trace, row) => `${row.reason} ${row.detail}`,
  "op-end": (_trace, row) => `${row.reason} ${row.detail || row.value}`,
  turn(_trace, { other, value }) {
    return value > 0 ? msg(str`number ${other}, ${value} ready`) : msg(str`number ${other}`);
  },
  output: (_trace, row) => row.detail.trimEnd(),
  lint: (_trace, row) => lintText(row),
  exit: (_trace, row) => msg(str`code ${row.value}`),
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
