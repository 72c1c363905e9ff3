/* Finds a program by name: a sample, or a lesson's start as `lessons/NAME`. */

import { chapters } from "./catalog.js";
import { sourceOf } from "./library.js";

/**
 * The program at a place, with its text; null: there is none.
 * @param {string} place
 * @returns {Promise<import("./catalog.js").Sample & { source: string } | null>}
 */
export async function programAt(place) {
  const lesson = /^lessons\/(.+)$/.exec(place)?.[1];
  if (lesson === undefined) {
    const samples = chapters.flatMap((chapter) => chapter.samples);
    const sample = samples.find(({ name }) => name === place);
    return sample ? { ...sample, source: sourceOf(sample) } : null;
  }
  const { open, programOf, shelf } = await import("../lesson/shelf.js");
  if (!shelf.some(({ name }) => name === lesson)) return null;
  const program = programOf(await open(lesson), "start");
  return { ...program, source: sourceOf(program) };
}
