/* The samples with their source texts. */

import { chapters, opening } from "./catalog.js";

/** @type {Record<string, string>} */
const sources = import.meta.glob("../samples/*.c", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The C source of a sample. @param {import("./catalog.js").Sample} sample */
export function sourceOf({ name, source }) {
  return source ?? sources[`../samples/${name}.c`] ?? "";
}

const samples = chapters.flatMap((chapter) => chapter.samples);

/** The sample called `name`, or the one that the page opens on. @param {string} name */
export function sampleNamed(name) {
  const named = (/** @type {string} */ wanted) => samples.find((sample) => sample.name === wanted);
  return named(name) ?? named(opening) ?? samples[0];
}
