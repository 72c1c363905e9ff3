/* The meaning of each lint in a sentence or two, and the lesson that teaches it. */

import { msg } from "../common/words.js";

/** @typedef {{ title: string, words: string, lesson: string }} Meaning */

/** @type {Record<string, Meaning>} */
const meanings = {
  "slow-step": {
    title: msg("Blocked loop"),
    words: msg(
      "One task ran for a long time without waiting. Meanwhile, no other task and no timer could run.",
    ),
    lesson: "01-one-loop",
  },
  "never-awaited": {
    title: msg("Task never awaited"),
    words: msg("Nobody awaited the task. If it had failed, nobody would know."),
    lesson: "03-tasks",
  },
  "error-never-retrieved": {
    title: msg("Error never retrieved"),
    words: msg("The task failed, and nobody awaited it: its error was never retrieved."),
    lesson: "06-errors",
  },
  "error-in-shield": {
    title: msg("Error behind a shield"),
    words: msg("The shielded task failed after the task that awaited it had gone on."),
    lesson: "09-shield",
  },
  "cancellation-swallowed": {
    title: msg("Cancellation swallowed"),
    words: msg(
      "The task was cancelled but returned a normal result. It must return the error code it got.",
    ),
    lesson: "08-cancellation",
  },
  "main-cancelled": {
    title: msg("main was cancelled"),
    words: msg("When main ends, the program ends, whatever the other tasks are doing."),
    lesson: "08-cancellation",
  },
  "task-orphaned": {
    title: msg("Orphan"),
    words: msg("main returned while the task was still running, so the task was cancelled."),
    lesson: "10-groups",
  },
  "task-left": {
    title: msg("Task left behind"),
    words: msg("The program cancelled the task at its end, but the task did not finish."),
    lesson: "10-groups",
  },
  "scope-left-open": {
    title: msg("Scope left open"),
    words: msg("The task ended inside a timeout or scope that it had entered but not left."),
    lesson: "07-timeouts",
  },
  "lock-held": {
    title: msg("Lock held over a sleep"),
    words: msg(
      "Other tasks waited for the lock while its holder slept. Release the lock before sleeping.",
    ),
    lesson: "12-locks",
  },
  spinning: {
    title: msg("Spinning"),
    words: msg(
      "The task checks again and again instead of waiting. Use an event or a condition to wake it.",
    ),
    lesson: "02-pausing",
  },
  deadlock: {
    title: msg("Deadlock"),
    words: msg("Every task waits for another, and no timer is set. Nothing can happen any more."),
    lesson: "14-debugging",
  },
};

/** What a kind of lint means; null for one that is not known here. @param {string} kind */
export function meaningOf(kind) {
  return Object.hasOwn(meanings, kind) ? meanings[kind] : null;
}

/** A lesson's number, of `12-locks`. @param {string} lesson */
export const numberOfLesson = (lesson) => Number.parseInt(lesson, 10);
