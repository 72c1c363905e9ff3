/* What each lint means, in a sentence or two, and the lesson that teaches it. */

import { msg } from "../common/words.js";

/** @typedef {{ title: string, words: string, lesson: string }} Meaning */

/** @type {Record<string, Meaning>} */
const meanings = {
  "slow-step": {
    title: msg("Blocked loop"),
    words: msg("One task kept the loop to itself; no other task and no timer could run meanwhile."),
    lesson: "01-one-loop",
  },
  "never-awaited": {
    title: msg("Task never awaited"),
    words: msg("Nobody asked how the task ended; had it failed, nobody would know."),
    lesson: "03-tasks",
  },
  "error-never-retrieved": {
    title: msg("Error never retrieved"),
    words: msg("The task failed, and nobody looked at its result: the error is lost."),
    lesson: "06-errors",
  },
  "error-in-shield": {
    title: msg("Error behind a shield"),
    words: msg("What the shield protected failed after the one who waited had left."),
    lesson: "09-shield",
  },
  "cancellation-swallowed": {
    title: msg("Cancellation swallowed"),
    words: msg(
      "The task was asked to cancel and ended as if nobody had: it must hand the code on.",
    ),
    lesson: "08-cancellation",
  },
  "main-cancelled": {
    title: msg("main was cancelled"),
    words: msg("The end of main ends the program, whatever the other tasks are doing."),
    lesson: "08-cancellation",
  },
  "task-orphaned": {
    title: msg("Orphan"),
    words: msg("main returned while the task still ran, so it was cancelled in the middle."),
    lesson: "10-groups",
  },
  "task-left": {
    title: msg("Task left behind"),
    words: msg("The task did not end when the program asked it to, and was left as it was."),
    lesson: "10-groups",
  },
  "scope-left-open": {
    title: msg("Scope left open"),
    words: msg("The task ended inside a timeout or scope that it had entered and never left."),
    lesson: "07-timeouts",
  },
  "lock-held": {
    title: msg("Lock held over a sleep"),
    words: msg("Others waited for the lock while its holder only slept: release it before."),
    lesson: "12-locks",
  },
  spinning: {
    title: msg("Spinning"),
    words: msg(
      "It asks again and again instead of waiting: an event or a condition would wake it.",
    ),
    lesson: "02-pausing",
  },
  deadlock: {
    title: msg("Deadlock"),
    words: msg("Every task waits for another, and no timer is set: nothing can ever happen again."),
    lesson: "14-debugging",
  },
};

/** What a kind of lint means; null for one that is not known here. @param {string} kind */
export function meaningOf(kind) {
  return Object.hasOwn(meanings, kind) ? meanings[kind] : null;
}

/** A lesson's number, of `12-locks`. @param {string} lesson */
export const numberOfLesson = (lesson) => Number.parseInt(lesson, 10);
