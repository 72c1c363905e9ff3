/* The learner's progress: stored in this browser and nowhere else. It can be saved to a file and
 * read back.
 *
 * A file is untrusted input: entries that do not fit are left out or refused with a sentence, and
 * no file removes progress. */

import { msg } from "../common/words.js";

/**
 * `answer`: the one chosen before the run; `done`: the check has passed, with one's own program or
 * with the solution.
 * @typedef {{ answer?: number, done?: "own" | "solution" }} Mark
 */

const key = "awaitc.lessons";
const version = 1;
const fileMax = 64 * 1024;
const namePattern = /^\d\d-[a-z-]{1,40}$/;

/** @param {unknown} value @returns {Mark} */
function markOf(value) {
  const { answer, done } = /** @type {any} */ (Object(value));
  /** @type {Mark} */
  const mark = {};
  if (Number.isInteger(answer) && answer >= 0 && answer < 10) mark.answer = answer;
  if (done === "own" || done === "solution") mark.done = done;
  return mark;
}

/** The marks in a file's text; throws with a sentence. @param {string} text */
export function marksOf(text) {
  if (text.length > fileMax) throw new Error(msg("the file is too long to be progress in lessons"));
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Error(msg("the file is not JSON, as saved progress is"));
  }
  const { lessons, version: found } = Object(data);
  if (found !== version || typeof lessons !== "object" || lessons === null) {
    throw new Error(msg("the file does not have progress in lessons, or that of another version"));
  }
  const pairs = Object.entries(lessons).filter(([name]) => namePattern.test(name));
  return new Map(pairs.map(([name, value]) => [name, markOf(value)]));
}

export class Progress {
  /** @type {Map<string, Mark>} */ #marks = new Map();
  /** @type {() => Storage | null} */ #storage;
  /** Whether it will be there next time. */
  isKept = true;

  /** @param {() => Storage | null} storage may give null or throw */
  constructor(storage) {
    this.#storage = storage;
    try {
      const text = storage()?.getItem(key);
      if (text) this.#marks = marksOf(text);
    } catch {
      // Progress that cannot be read starts from nothing.
    }
  }

  /** @param {string} name @returns {Mark} */
  of(name) {
    return this.#marks.get(name) ?? {};
  }

  /** How many lessons are done. */
  get count() {
    return [...this.#marks.values()].filter(({ done }) => done).length;
  }

  /** @param {string} name @param {Mark} mark what is new */
  note(name, mark) {
    const known = this.of(name);
    const done = known.done === "own" ? "own" : (mark.done ?? known.done);
    this.#marks.set(name, { ...known, ...mark, ...(done ? { done } : {}) });
    this.#keep();
  }

  /** What a file would have. */
  get text() {
    const lessons = Object.fromEntries([...this.#marks].sort(([a], [b]) => (a < b ? -1 : 1)));
    return `${JSON.stringify({ version, lessons }, null, 2)}\n`;
  }

  /** Adds what a file has; throws with a sentence. @param {string} text */
  add(text) {
    for (const [name, mark] of marksOf(text)) this.note(name, { ...mark, ...this.#answered(name) });
    this.#keep();
  }

  /** The answer that was given here stands. @param {string} name @returns {Mark} */
  #answered(name) {
    const { answer } = this.of(name);
    return answer === undefined ? {} : { answer };
  }

  #keep() {
    try {
      const storage = this.#storage();
      storage?.setItem(key, this.text);
      this.isKept = storage !== null;
    } catch {
      this.isKept = false;
    }
  }
}
