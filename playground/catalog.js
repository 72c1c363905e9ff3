/* The samples: what each is called, what it shows, and the clock that suits it.
 *
 * Decides the order in which they are learned, and its chapters. A sample's C file is in samples/;
 * tools of the build compile it to samples/NAME.wasm beside the page. */

/** @typedef {import("./protocol.js").ClockName} ClockName */

/**
 * @typedef {object} Sample
 * @property {string} name     file name without `.c`
 * @property {string} title
 * @property {string} sentence what one sees
 * @property {ClockName} [clock] the clock to start with; default real time
 * @property {string} [place]  where the page shows it; default its name
 * @property {string} [source] its text; default the file's in samples/
 * @property {string} [wasm]   the program; default samples/NAME.wasm
 * @property {readonly string[]} [args] what the program is told
 */
/** @typedef {{ title: string, samples: readonly Sample[] }} Chapter */

/** @type {readonly Chapter[]} */
export const chapters = [
  {
    title: "Tasks",
    samples: [
      {
        name: "hello-sleep",
        title: "Hello, sleep",
        sentence: "main waits three times, and nothing blocks.",
      },
      {
        name: "side-by-side",
        title: "Side by side",
        sentence: "A task and main take turns on one thread.",
      },
      {
        name: "sequential-vs-gather",
        title: "Sequential or gather",
        sentence: "Three dishes one after the other, then all at once.",
      },
      {
        name: "as-completed",
        title: "As completed",
        sentence: "Four results, each as soon as it is there.",
      },
      {
        name: "task-tree",
        title: "Task tree",
        sentence: "Each task splits its work between two children.",
      },
    ],
  },
  {
    title: "Errors and time",
    samples: [
      {
        name: "gather-error",
        title: "Gather with an error",
        sentence: "One page is missing: the first error, or all results.",
      },
      {
        name: "wait-for-timeout",
        title: "Wait with a timeout",
        sentence: "A task gets 500 ms; the slow one is cancelled.",
      },
      {
        name: "cancel-cleanup",
        title: "Cancel and clean up",
        sentence: "A cancelled download tidies up before it ends.",
      },
      {
        name: "shield",
        title: "Shield",
        sentence: "The wait times out, but the save goes on.",
      },
      {
        name: "race",
        title: "Race",
        sentence: "The first answer wins; the others are cancelled.",
      },
      {
        name: "task-group",
        title: "Task group",
        sentence: "One booking fails, and the others are called off.",
      },
    ],
  },
  {
    title: "Sharing",
    samples: [
      {
        name: "lock-lost-update",
        title: "Lost update",
        sentence: "Two deposits: one is lost, until there is a lock.",
      },
      {
        name: "semaphore-limit",
        title: "Semaphore",
        sentence: "Six downloads, never more than two at once.",
      },
      {
        name: "producer-consumer",
        title: "Producer, consumers",
        sentence: "A full queue makes the producer wait.",
      },
    ],
  },
  {
    title: "All together",
    samples: [
      {
        name: "retry-backoff",
        title: "Retry with backoff",
        sentence: "Each failed try waits longer before the next.",
      },
      {
        name: "fetch-concurrently",
        title: "Fetch concurrently",
        sentence: "Three requests in the time of the slowest.",
      },
      {
        name: "crawler",
        title: "Crawler",
        sentence: "Three workers, one queue, and pages that are too slow.",
      },
    ],
  },
];
