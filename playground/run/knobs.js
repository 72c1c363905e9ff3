/* The knobs of a program: parameters that are changed without compiling it. A comment in its text
 * declares one, and the program reads it as an environment variable:
 *
 *     knob LIMIT 1..6 = 2: downloads at once          between two numbers
 *     knob BUG blocked|deadlock = blocked: the fault   one of some words
 *
 * each in a comment of its own. Decides this form, and which values are believed: they may come by
 * a link. Pure. Next: setup.js, which keeps what was chosen. */

/**
 * `from`, `to`: of a number; `choices`: of a word, else empty.
 * @typedef {{ name: string, words: string, value: string, from: number, to: number,
 *   choices: readonly string[] }} Knob
 */

/** Knobs of one program that are shown. */
export const knobsMax = 8;
const declaration = /\/\*\s*knob\s+([A-Z][A-Z0-9_]{0,23})\s+(\S+)\s*=\s*(\S+?)\s*:\s*(.*?)\s*\*\//g;
const range = /^(-?\d{1,6})\.\.(-?\d{1,6})$/;
const word = /^[\w-]{1,24}$/;

/** What a declaration says, or null if it makes no sense.
 * @param {RegExpMatchArray} match @returns {Knob | null} */
function knobOf([, name, values, value, words]) {
  if (name.startsWith("AWAITC")) return null; // the runtime's own
  const [, from, to] = range.exec(values) ?? [];
  const choices = from === undefined ? values.split("|") : [];
  const knob = { name, words, value, from: Number(from ?? 0), to: Number(to ?? 0), choices };
  if (from === undefined ? choices.length < 2 || !choices.every((one) => word.test(one)) : false)
    return null;
  return isAllowed(knob, value) ? knob : null;
}

/** The knobs that a text declares, in its order. @param {string} text @returns {Knob[]} */
export function knobsOf(text) {
  /** @type {Map<string, Knob>} */
  const knobs = new Map();
  for (const match of text.matchAll(declaration)) {
    const knob = knobOf(match);
    if (knob && !knobs.has(knob.name) && knobs.size < knobsMax) knobs.set(knob.name, knob);
  }
  return [...knobs.values()];
}

/** Whether a knob can stand there. @param {Knob} knob @param {unknown} value */
function isAllowed({ choices, from, to }, value) {
  if (typeof value !== "string") return false;
  if (choices.length > 0) return choices.includes(value);
  return /^-?\d{1,6}$/.test(value) && Number(value) >= from && Number(value) <= to;
}

/** Those of a text's values that are not where they stand at first.
 * @param {string} text @param {Readonly<Record<string, string>>} values */
export function movedOf(text, values) {
  const moved = knobsOf(text).filter(({ name, value }) => (values[name] ?? value) !== value);
  return valuesOf(moved, values);
}

/**
 * Where each knob stands: as it was set, or where it stands at first.
 * @param {readonly Knob[]} knobs
 * @param {Readonly<Record<string, unknown>>} set
 * @returns {Record<string, string>}
 */
export function valuesOf(knobs, set) {
  const values = knobs.map((knob) => {
    const value = Object.hasOwn(set, knob.name) ? set[knob.name] : knob.value;
    return [knob.name, isAllowed(knob, value) ? value : knob.value];
  });
  return Object.fromEntries(values);
}
