/* The samples that are there: the catalogue's, as far as their C files are in samples/. */

import { catalog } from "./catalog.js";

/** @type {Record<string, string>} */
const sources = import.meta.glob("./samples/*.c", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The C source of a sample. @param {string} name */
export function sourceOf(name) {
  return sources[`./samples/${name}.c`] ?? "";
}

/** The chapters, in the order of learning. */
export const chapters = catalog
  .map(({ title, samples }) => ({ title, samples: samples.filter(({ name }) => sourceOf(name)) }))
  .filter(({ samples }) => samples.length > 0);

/** The sample called `name`, or the first. @param {string | null} name */
export function sampleNamed(name) {
  const samples = chapters.flatMap((chapter) => chapter.samples);
  return samples.find((sample) => sample.name === name) ?? samples[0];
}
