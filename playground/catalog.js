/* The samples: what each is called, what it shows, its source, and the clock that suits it.
 *
 * Decides the order of the list. A sample's C file is in samples/; tools of the build compile it
 * to samples/NAME.wasm beside the page. */

/** @typedef {import("./protocol.js").ClockName} ClockName */

/**
 * @typedef {object} Sample
 * @property {string} name     file name without `.c`
 * @property {string} title
 * @property {string} sentence what one sees
 * @property {ClockName} clock the clock to start with
 */

/** @type {readonly Sample[]} */
export const samples = [
  {
    name: "hello-sleep",
    title: "Hello, sleep",
    sentence: "main waits three times, and nothing blocks.",
    clock: "real",
  },
  {
    name: "sequential-vs-gather",
    title: "Sequential or gather",
    sentence: "Three dishes one after the other, then all at once.",
    clock: "real",
  },
  {
    name: "wait-for-timeout",
    title: "Wait with a timeout",
    sentence: "A task gets 500 ms; the slow one is cancelled.",
    clock: "real",
  },
  {
    name: "cancel-cleanup",
    title: "Cancel and clean up",
    sentence: "A cancelled download tidies up before it ends.",
    clock: "real",
  },
  {
    name: "shield",
    title: "Shield",
    sentence: "The wait times out, but the save goes on.",
    clock: "real",
  },
  {
    name: "fetch-concurrently",
    title: "Fetch concurrently",
    sentence: "Three requests in the time of the slowest.",
    clock: "real",
  },
];

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

/** The sample called `name`, or the first. @param {string | null} name */
export function sampleNamed(name) {
  return samples.find((sample) => sample.name === name) ?? samples[0];
}
