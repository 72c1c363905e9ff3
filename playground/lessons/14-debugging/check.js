import { peakOf } from "../../lesson/lessonrun.js";

const tookMax = 600; // three rounds of two, of which one takes the whole 200 ms

/** @type {Record<string, import("../../lesson/lessoncheck.js").Question>} */
export default {
  goes(run) {
    const visits = run.tasks("visit");
    return visits.length === 6 && visits.every(({ ending }) => ending !== "left") && run.code === 0;
  },
  cancelled(run) {
    const late = run.tasks("request").find(({ cancels }) => cancels.length > 0);
    const ending = late?.ending ?? "left";
    return ending === "cancelled" || { ending };
  },
  clean(run) {
    const lints = [...new Set(run.lints)].join(", ");
    return (lints === "" && run.code !== null) || { lints: lints || "nothing, but it did not end" };
  },
  told(run) {
    const failed = run.tasks("visit").filter(({ ending }) => /failed|timed out/.test(ending));
    const lines = run.linesOf(run.main);
    const told = failed.filter(({ lane }) =>
      lines.some(({ text }) => text.includes(lane.end?.message || "timed out")),
    );
    return (told.length === 3 && failed.length === 3) || { count: told.length };
  },
  bounds(run) {
    const peak = peakOf(run.tasks("request").flatMap((request) => request.waits("sleep")));
    const took = Math.round(run.main.endedAt);
    return (peak === 2 && took <= tookMax) || { peak, took };
  },
};
