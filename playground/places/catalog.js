/* The samples: the title of each and what it shows, in the order in which they are learned, by
 * chapter. A sample's C file is in samples/; the build compiles it to samples/NAME.wasm beside the
 * page. */

import { msg } from "../common/words.js";

/** @typedef {import("../common/protocol.js").ClockName} ClockName */

/**
 * @typedef {object} Sample
 * @property {string} name     file name without `.c`
 * @property {string} title
 * @property {string} sentence what one sees
 * @property {ClockName} [clock] if it is about real time; default the reader's choice
 * @property {string} [place]  where the page shows it; default its name
 * @property {string} [source] its text; default the file's in samples/
 * @property {string} [wasm]   the program; default samples/NAME.wasm
 * @property {readonly string[]} [args] what the program is told
 */
/** @typedef {{ title: string, samples: readonly Sample[] }} Chapter */

/** The sample that the page opens on. */
export const opening = "sequential-vs-gather";

/** @type {readonly Chapter[]} */
export const chapters = [
  {
    title: msg("Tasks"),
    samples: [
      {
        name: "hello-sleep",
        title: msg("Hello, sleep"),
        sentence: msg("main waits three times, and nothing blocks."),
      },
      {
        name: "side-by-side",
        title: msg("Side by side"),
        sentence: msg("A task and main take turns on one thread."),
      },
      {
        name: "sequential-vs-gather",
        title: msg("Sequential or gather"),
        sentence: msg("Three dishes, all at once or one after the other."),
      },
      {
        name: "as-completed",
        title: msg("As completed"),
        sentence: msg("Four results, each as soon as it is there."),
      },
      {
        name: "task-tree",
        title: msg("Task tree"),
        sentence: msg("Each task splits its work between two children."),
      },
    ],
  },
  {
    title: msg("Errors and time"),
    samples: [
      {
        name: "gather-error",
        title: msg("Gather with an error"),
        sentence: msg("One page is missing: the first error, or all results."),
      },
      {
        name: "wait-for-timeout",
        title: msg("Wait with a timeout"),
        sentence: msg("A task gets 500 ms; the slow one is cancelled."),
      },
      {
        name: "cancel-cleanup",
        title: msg("Cancel and clean up"),
        sentence: msg("A cancelled download tidies up before it ends."),
      },
      {
        name: "shield",
        title: msg("Shield"),
        sentence: msg("The wait times out, but the save goes on."),
      },
      {
        name: "race",
        title: msg("Race"),
        sentence: msg("The first answer wins; the others are cancelled."),
      },
      {
        name: "task-group",
        title: msg("Task group"),
        sentence: msg("One booking fails, and the others are called off."),
      },
    ],
  },
  {
    title: msg("Sharing"),
    samples: [
      {
        name: "lock-lost-update",
        title: msg("Lost update"),
        sentence: msg("Two deposits: one is lost, until there is a lock."),
      },
      {
        name: "semaphore-limit",
        title: msg("Semaphore"),
        sentence: msg("Six downloads, never more than two at once."),
      },
      {
        name: "producer-consumer",
        title: msg("Producer, consumers"),
        sentence: msg("A full queue makes the producer wait."),
      },
    ],
  },
  {
    title: msg("All together"),
    samples: [
      {
        name: "retry-backoff",
        title: msg("Retry with backoff"),
        sentence: msg("Each failed try waits longer before the next."),
      },
      {
        name: "fetch-concurrently",
        title: msg("Fetch concurrently"),
        sentence: msg("Three requests in the time of the slowest."),
        clock: "real",
      },
      {
        name: "crawler",
        title: msg("Crawler"),
        sentence: msg("Three workers, one queue, and pages that are too slow."),
      },
      {
        name: "bugs",
        title: msg("Find the bug"),
        sentence: msg("Six small programs, each wrong in its own way."),
        clock: "real",
      },
    ],
  },
];
