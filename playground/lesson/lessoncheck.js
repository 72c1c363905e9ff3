/* Checks a run: puts a lesson's questions (its check.js) to runs and reports, in the lesson's own
 * words, what holds and what to do about what does not.
 *
 * A question returns true, false, or the values that its text needs. A program passes when all
 * questions hold under every seed, so a program that works by luck or prints a fixed answer fails
 * one of them. Pure: works in Node and in the page. */

import { Run } from "./lessonrun.js";

/** @typedef {boolean | Record<string, string | number>} Answer  values: it does not hold */
/** @typedef {(run: Run) => Answer} Question */
/** Goal and advice by the name of the question; lesson.md has them. */
/** @typedef {{ name: string, goal: string, advice: string }} Goal */
/** `advice` is empty where it holds. */
/** @typedef {{ goal: string, holds: boolean, advice: string }} Finding */

/** The runs that a program has to pass. */
export const seeds = [1, 2, 3];

/** `{name}` in the words, from the answer. @param {string} words @param {Answer} answer */
function filled(words, answer) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => {
    return typeof answer === "object" && name in answer ? String(answer[name]) : whole;
  });
}

/**
 * Puts the questions to one run.
 * @param {Record<string, Question>} questions
 * @param {readonly Goal[]} goals
 * @param {{ rows: readonly import("../trace/model.js").Row[], code: number | null, failure?: string
 *   }} left
 * @returns {Finding[]}
 */
export function check(questions, goals, left) {
  const run = left.rows.length > 0 ? new Run(left) : null;
  return goals.map(({ name, goal, advice }) => {
    const answer = run ? questions[name](run) : false;
    const holds = answer === true;
    return { goal, holds, advice: holds ? "" : filled(advice, answer) };
  });
}

/** Whether everything holds. @param {readonly Finding[]} findings */
export function hasPassed(findings) {
  return findings.length > 0 && findings.every(({ holds }) => holds);
}
