import { peakOf } from "../../lesson/lessonrun.js";

const jobsMax = 9;

/** @type {Record<string, import("../../lesson/lessoncheck.js").Question>} */
export default {
  workers(run) {
    const peak = peakOf(run.tasks("work").flatMap((worker) => worker.waits("sleep")));
    return peak === 3 || { peak };
  },
  bounded: (run) => run.main.waits("queue").some(({ detail }) => detail.startsWith("put")),
  jobs(run) {
    const workers = run.tasks("work");
    const done = workers.flatMap((worker) =>
      run.linesOf(worker).map(({ text }) => Number(/job (\d+)/.exec(text)?.[1])),
    );
    const sleeps = workers.flatMap((worker) => worker.waits("sleep")).length;
    for (let job = 1; job <= jobsMax; job++) {
      const times = done.filter((each) => each === job).length;
      if (times !== 1) return { job, times };
    }
    return sleeps === jobsMax;
  },
  end(run) {
    const workers = run.tasks("work");
    const isByItself = workers.every(({ ending, cancels }) => {
      return ending === "done" && cancels.length === 0;
    });
    return workers.length > 0 && isByItself && run.code === 0;
  },
};
