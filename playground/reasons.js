/* The reasons of the trace: why tasks wait, who wakes them, and who cancels them.
 *
 * Decides, once for the picture and the sentences, which state and which arrow a reason is, and how
 * it is said. A reason that is not here is shown by its own word. */

import { shortSite } from "./query.js";

/** @typedef {import("./model.js").State} State */
/** @typedef {import("./model.js").LinkKind} LinkKind */

/**
 * A reason to wait.
 * @typedef {object} Wait
 * @property {State} state
 * @property {(what: string) => string} words  to follow "waits"; `what` is the row's detail
 */

/**
 * A reason to go on.
 * @typedef {object} Wake
 * @property {LinkKind | null} link  the arrow from who woke it; null: none of its own
 * @property {string} does           to follow the name of who woke it
 * @property {string} alone          when nobody is named
 */

/** `the lock door`, `a lock`. @param {string} noun @param {string} name */
const the = (noun, name) =>
  name ? `the ${noun} ${name}` : `${/^e/.test(noun) ? "an" : "a"} ${noun}`;

/** A queue has a name of its own or the line it was made at. @param {string} name */
function queueText(name) {
  return /:\d+$/.test(name) ? `the queue of ${shortSite(name)}` : the("queue", name);
}

/** Without the line of a queue that has no name. @param {string} reason @param {string} what */
export function queueLabel(reason, what) {
  if (reason === "select") return reason;
  const [way, name = ""] = what.split(" ");
  return /:\d+$/.test(name) ? `queue ${way}` : what;
}

/** @type {Record<string, (name: string) => string>} */
const queueWaits = {
  get: (name) => `for an item in ${queueText(name)}`,
  put: (name) => `for room in ${queueText(name)}`,
  join: (name) => `until all items of ${queueText(name)} are done`,
};

/** @param {string} what `get jobs` */
function queueWords(what) {
  const [, way = "", name = ""] = /^(\w+) ?(.*)$/.exec(what) ?? [];
  return queueWaits[way]?.(name) ?? `for ${the("queue", what)}`;
}

/** A wait for tasks, of which the row does not say more. @param {string} words @returns {Wait} */
const awaiting = (words) => ({ state: "awaiting", words: () => words });

/**
 * A wait for one of the objects that tasks share.
 * @param {(name: string) => string} words
 * @returns {Wait}
 */
const sync = (words) => ({ state: "blocked", words });

/** @type {Record<string, Wait>} */
export const waits = {
  sleep: { state: "sleeping", words: () => "for a timer" },
  yield: { state: "ready", words: () => "for the others to have their turn" },
  fetch: { state: "io", words: (what) => `for fetch ${what}` },
  call: { state: "io", words: (what) => `for the JavaScript function ${what}` },
  lock: sync((name) => `until ${the("lock", name)} is free`),
  event: sync((name) => `until ${the("event", name)} is set`),
  condition: sync((name) => `until ${the("condition", name)} is notified`),
  semaphore: sync((name) => `for a permit of ${the("semaphore", name)}`),
  limiter: sync((name) => `for a permit of ${the("limiter", name)}`),
  barrier: sync((name) => `for the others at ${the("barrier", name)}`),
  queue: { state: "queue", words: queueWords },
  select: { state: "queue", words: (what) => `for what comes first: ${what || "nothing"}` },
  group: awaiting("for the tasks of its group"),
  wait: awaiting("for enough of several tasks"),
  completed: awaiting("for the next of several tasks to be done"),
  staggered: awaiting("for an attempt to succeed"),
  next: awaiting("until it is asked for the next value"),
  clock: { state: "sleeping", words: () => "for the test clock to reach its end" },
  blocked: awaiting("until all other tasks wait"),
  sequence: awaiting("for its turn in the sequence"),
};

/** @param {LinkKind} link @param {string} does @param {string} alone @returns {Wake} */
const by = (link, does, alone) => ({ link, does, alone });

/** @type {Record<string, Wake>} */
export const wakes = {
  timer: by("timer", "has let time pass", "its timer is due"),
  done: by("wake", "is done", "what it waited for is done"),
  cancel: { link: null, does: "", alone: "to hear that it is cancelled" },
  host: { link: null, does: "", alone: "the host has answered" },
  yield: by("wake", "has a value for it", "its turn comes again"),
  next: by("wake", "asks for the next value", "it is asked for the next value"),
  close: by("wake", "asks it to close", "it is asked to close"),
  failed: by("wake", "has failed", "an attempt has failed"),
  set: by("sync", "has set the event", "the event is set"),
  release: by("sync", "has released it", "it was released"),
  notify: by("sync", "has notified the condition", "the condition is notified"),
  barrier: by("sync", "has ended the wait at the barrier", "the wait at the barrier is over"),
  put: by("queue", "has put an item in", "an item is in"),
  get: by("queue", "has taken an item out", "there is room"),
  pass: by("queue", "has left it its turn", "its turn has come"),
  task_done: by("queue", "has done the last item", "all items are done"),
  shutdown: by("queue", "has shut the queue down", "the queue is shut down"),
  queue: by("queue", "has made a queue ready", "a queue is ready"),
  blocked: by("sync", "waits, as all others do", "all other tasks wait"),
  sequence: by("sync", "has come before it", "its turn in the sequence has come"),
};

/**
 * Who asked for a cancellation, to follow "asked by".
 * @param {string} reason
 * @param {string} by     who was running, empty: nobody
 * @param {"self" | "failed" | "other"} role  of `by`: the cancelled task itself, or how it ended
 */
export function askerText(reason, by, role) {
  const because = by && (role === "failed" ? `, because ${by} failed` : `, because of ${by}`);
  const itself = role === "self" ? "it has itself" : `${by} has`;
  /** @type {Record<string, string>} */
  const texts = {
    cancel: by || "the loop",
    timeout: "a timeout",
    scope: by ? `its scope, which ${itself} cancelled` : "its scope, whose deadline has passed",
    group: `its group${because}`,
    gather: `the gather it is in${because}`,
    race: `the race it is in${because}`,
    exit: "the end of the program",
    signal: "the host",
  };
  return texts[reason] ?? (by || reason || "the loop");
}
