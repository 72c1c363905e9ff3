/* The samples with their sources. */

import { chapters } from "./catalog.js";

/** @type {Record<string, string>} */
const sources = import.meta.glob("./samples/*.c", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The C source of a sample. @param {import("./catalog.js").Sample} sample */
export function sourceOf({ name, source }) {
  return source ?? sources[`./samples/${name}.c`] ?? "";
}

/** A seed for the random numbers of a run, which a link can carry on. */
export const newSeed = () => crypto.getRandomValues(new Uint32Array(1))[0];

/** The sample called `name`, or the first. @param {string | null} name */
export function sampleNamed(name) {
  const samples = chapters.flatMap((chapter) => chapter.samples);
  return samples.find((sample) => sample.name === name) ?? samples[0];
}
