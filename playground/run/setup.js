/* The inputs of the next run besides its text: the values of the knobs, and the seed of the random
 * numbers. Kept for the program that is shown; a link brings its own.
 *
 * knobs.js defines knobs; strip.js shows them. */

import { knobsOf, valuesOf } from "./knobs.js";

/** The largest seed. */
export const seedMax = 2 ** 32 - 1;

/** A seed for the random numbers of a run, which a link can carry on. */
export const newSeed = () => crypto.getRandomValues(new Uint32Array(1))[0];

export class Setup {
  /** The knobs that were moved. @type {Record<string, string>} */ #moved = {};
  /** The seed of every run from now on; null: a new one for each. @type {number | null} */
  seed = null;
  /** @type {() => void} */ #changed;

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
  }

  /** For another program; what a link says of it.
   * @param {{ seed?: number | null, knobs?: Record<string, string> } | null} given */
  open(given) {
    this.#moved = { ...given?.knobs };
    this.seed = given?.seed ?? null;
    this.#changed();
  }

  /** Where the knobs of a text stand: the environment of its program. @param {string} text */
  env(text) {
    return valuesOf(knobsOf(text), this.#moved);
  }

  /** @param {string} name @param {string} value */
  move(name, value) {
    this.#moved = { ...this.#moved, [name]: value };
    this.#changed();
  }

  /** Keeps a seed; null: a new one for each run. @param {number | null} seed */
  keep(seed) {
    this.seed = seed;
    this.#changed();
  }

  /** What the next run of a text is given. @param {string} text */
  next(text) {
    return { env: this.env(text), seed: this.seed ?? newSeed() };
  }
}
