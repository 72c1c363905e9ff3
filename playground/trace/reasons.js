/* The reasons of the trace: why tasks wait, who wakes them, and who cancels them.
 *
 * Maps each reason to its state, its arrow and its words, for the picture and the sentences. An
 * unknown reason is shown by its own name. For translators: "for …" and "until …" follow "waits";
 * the words for askers follow "asked by". */

import { WAIT_STATES } from "./codes.js";
import { shortSite } from "./query.js";
import { msg, str } from "../common/words.js";

/** @typedef {import("./model.js").State} State */
/** @typedef {import("./model.js").LinkKind} LinkKind */

/**
 * A reason to go on.
 * @typedef {object} Wake
 * @property {LinkKind | null} link  the arrow from who woke it; null: none of its own
 * @property {((who: string) => string) | null} does  with the name of who woke it
 * @property {string} alone                           when nobody is named
 */

/** What a task waits for, to follow "waits"; `what` is the row's detail.
 * @typedef {(what: string) => string} Words */

/** A wait for one of the objects that tasks share, with a name and without.
 * @param {(name: string) => string} named
 * @param {string} unnamed
 * @returns {Words} */
const sync = (named, unnamed) => (name) => (name ? named(name) : unnamed);

/** What a queue is called: a name of its own, or the line it was made at. @param {string} name */
const siteOf = (name) => (/:\d+$/.test(name) ? shortSite(name) : "");

/** Without the line of a queue that has no name. @param {string} reason @param {string} what */
export function queueLabel(reason, what) {
  if (reason === "select") return reason;
  const [way, name = ""] = what.split(" ");
  return /:\d+$/.test(name) ? `queue ${way}` : what;
}

/** Waits for a queue: with a name, made at a line, and without either.
 * @type {Record<string, [(name: string) => string, (site: string) => string, string]>} */
const queueWaits = {
  get: [
    (name) => msg(str`for an item in the queue ${name}`),
    (site) => msg(str`for an item in the queue made at ${site}`),
    msg("for an item in a queue"),
  ],
  put: [
    (name) => msg(str`for room in the queue ${name}`),
    (site) => msg(str`for room in the queue made at ${site}`),
    msg("for room in a queue"),
  ],
  join: [
    (name) => msg(str`until all items of the queue ${name} are done`),
    (site) => msg(str`until all items of the queue made at ${site} are done`),
    msg("until all items of a queue are done"),
  ],
};

/** @param {string} what `get jobs` */
function queueWords(what) {
  const [, way = "", name = ""] = /^(\w+) ?(.*)$/.exec(what) ?? [];
  const words = queueWaits[way];
  if (!words) return what ? msg(str`for the queue ${what}`) : msg("for a queue");
  const [named, sited, unnamed] = words;
  const site = siteOf(name);
  return site ? sited(site) : name ? named(name) : unnamed;
}

/** Each reason in the list of src/base/waits.h; null: what it waits for is said by name.
 * @type {Record<keyof typeof WAIT_STATES, Words | null>} */
const waits = {
  sleep: () => msg("for a timer"),
  yield: () => msg("until the others have had their turn"),
  task: null,
  future: null,
  gather: null,
  shield: null,
  race: null,
  generator: null,
  fetch: (what) => msg(str`for fetch ${what}`),
  call: (what) => msg(str`for the JavaScript function ${what}`),
  lock: sync((name) => msg(str`until the lock ${name} is free`), msg("until a lock is free")),
  event: sync((name) => msg(str`until the event ${name} is set`), msg("until an event is set")),
  condition: sync(
    (name) => msg(str`until the condition ${name} is notified`),
    msg("until a condition is notified"),
  ),
  semaphore: sync(
    (name) => msg(str`for a permit of the semaphore ${name}`),
    msg("for a permit of a semaphore"),
  ),
  limiter: sync(
    (name) => msg(str`for a permit of the limiter ${name}`),
    msg("for a permit of a limiter"),
  ),
  barrier: sync(
    (name) => msg(str`for the others at the barrier ${name}`),
    msg("for the others at a barrier"),
  ),
  queue: queueWords,
  select: (what) =>
    what ? msg(str`for what comes first: ${what}`) : msg("for what comes first: nothing"),
  group: () => msg("for the tasks of its group"),
  wait: () => msg("for several tasks"),
  completed: () => msg("for the next of several tasks to be done"),
  staggered: () => msg("for an attempt to succeed"),
  next: () => msg("until it is asked for the next value"),
  clock: () => msg("for the test clock to reach its end"),
  blocked: () => msg("until all other tasks wait"),
  sequence: () => msg("for its turn in the sequence"),
};

/** What a task waits for, if the reason says it. @param {string} reason @param {string} what */
export const waitWords = (reason, what) =>
  /** @type {Record<string, Words | null>} */ (waits)[reason]?.(what);

/** The state of a task that waits. @param {string} reason */
export const waitState = (reason) =>
  /** @type {Record<string, State>} */ (WAIT_STATES)[reason] ?? "awaiting";

/** @param {LinkKind} link @param {(who: string) => string} does @param {string} alone
 * @returns {Wake} */
const by = (link, does, alone) => ({ link, does, alone });

/** @type {Record<string, Wake>} */
export const wakes = {
  timer: by("timer", (who) => msg(str`${who} has advanced the clock`), msg("its timer is due")),
  done: by("wake", (who) => msg(str`${who} is done`), msg("what it waited for is done")),
  cancel: { link: null, does: null, alone: msg("it is cancelled") },
  host: { link: null, does: null, alone: msg("the host has answered") },
  yield: by("wake", (who) => msg(str`${who} has a value for it`), msg("its turn comes again")),
  next: by(
    "wake",
    (who) => msg(str`${who} asks for the next value`),
    msg("it is asked for the next value"),
  ),
  close: by("wake", (who) => msg(str`${who} asks it to close`), msg("it is asked to close")),
  failed: by("wake", (who) => msg(str`${who} has failed`), msg("an attempt has failed")),
  set: by("sync", (who) => msg(str`${who} has set the event`), msg("the event is set")),
  release: by("sync", (who) => msg(str`${who} has released it`), msg("it was released")),
  notify: by(
    "sync",
    (who) => msg(str`${who} has notified the condition`),
    msg("the condition is notified"),
  ),
  barrier: by(
    "sync",
    (who) => msg(str`${who} has ended the wait at the barrier`),
    msg("the wait at the barrier is over"),
  ),
  put: by("queue", (who) => msg(str`${who} has put an item in`), msg("an item has been put in")),
  get: by("queue", (who) => msg(str`${who} has taken an item out`), msg("there is room")),
  pass: by("queue", (who) => msg(str`${who} has left it its turn`), msg("its turn has come")),
  task_done: by(
    "queue",
    (who) => msg(str`${who} has done the last item`),
    msg("all items are done"),
  ),
  shutdown: by(
    "queue",
    (who) => msg(str`${who} has shut the queue down`),
    msg("the queue is shut down"),
  ),
  queue: by("queue", (who) => msg(str`${who} has made a queue ready`), msg("a queue is ready")),
  blocked: by(
    "sync",
    (who) => msg(str`${who} waits, as all others do`),
    msg("all other tasks wait"),
  ),
  sequence: by(
    "sync",
    (who) => msg(str`${who} has come before it`),
    msg("its turn in the sequence has come"),
  ),
};

/**
 * Who asked for a cancellation, to follow "asked by".
 * @param {string} reason
 * @param {string} by     who was running, empty: nobody
 * @param {"self" | "failed" | "other"} role  of `by`: the cancelled task itself, or how it ended
 */
export function askerText(reason, by, role) {
  const hasFailed = by && role === "failed";
  /** @type {Record<string, () => string>} */
  const texts = {
    cancel: () => by || msg("the loop"),
    timeout: () => msg("a timeout"),
    scope() {
      if (!by) return msg("its scope, whose deadline has passed");
      if (role === "self") return msg("its scope, which it has itself cancelled");
      return msg(str`its scope, which ${by} has cancelled`);
    },
    group() {
      if (hasFailed) return msg(str`its group, because ${by} failed`);
      return by ? msg(str`its group, because of ${by}`) : msg("its group");
    },
    gather() {
      if (hasFailed) return msg(str`the gather it is in, because ${by} failed`);
      if (by) return msg(str`the gather it is in, because of ${by}`);
      return msg("the gather it is in");
    },
    race() {
      if (hasFailed) return msg(str`the race it is in, because ${by} failed`);
      if (by) return msg(str`the race it is in, because of ${by}`);
      return msg("the race it is in");
    },
    exit: () => msg("the end of the program"),
    signal: () => msg("the host"),
    debugger: () => msg("you, on this page"),
  };
  return texts[reason]?.() ?? (by || reason || msg("the loop"));
}
