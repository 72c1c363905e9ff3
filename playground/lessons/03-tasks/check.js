import { overlap } from "../../lesson/lessonrun.js";

/** @type {Record<string, import("../../lesson/lessoncheck.js").Question>} */
export default {
  together(run) {
    const [soup, bread] = run.tasks("cook");
    return bread !== undefined && overlap(soup, bread);
  },
  fast(run) {
    const slower = Math.max(0, ...run.tasks("cook").map(({ slept }) => slept));
    const served = run.main.endedAt;
    return (served === slower && slower > 0) || { served, slower };
  },
  waited(run) {
    const dishes = run.tasks("cook");
    const areReady = dishes.every((dish) => dish.ending === "done" && run.main.waitedFor(dish));
    // One that has ended before its turn to be awaited is not waited for any more.
    const slowest = dishes.toSorted((a, b) => a.endedRow - b.endedRow).at(-1);
    const isLast = slowest !== undefined && run.main.waitedFor(slowest);
    const areDone = dishes.every(({ ending }) => ending === "done");
    return dishes.length === 2 && run.code === 0 && (areReady || (isLast && areDone));
  },
};
