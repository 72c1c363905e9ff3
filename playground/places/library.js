/* The samples with their source texts. */

import { chapters } from "./catalog.js";

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

/** The sample called `name`, or the first. @param {string | null} name */
export function sampleNamed(name) {
  const samples = chapters.flatMap((chapter) => chapter.samples);
  return samples.find((sample) => sample.name === name) ?? samples[0];
}
