import { overlap } from "../../lesson/lessonrun.js";

const firstMs = 100;
const jitter = 0.5; // the share of a wait that may be left out
const triesMax = 4;

/** Each visit with its tries. @param {import("../../lesson/lessonrun.js").Run} run */
function visitsOf(run) {
  return run.tasks("visit").map((visit) => {
    const tries = run.tasks("request").filter(({ lane }) => lane.parent === visit.id);
    return { visit, name: visit.name, tries };
  });
}

/** @type {Record<string, import("../../lesson/lessoncheck.js").Question>} */
export default {
  polite(run) {
    const visits = visitsOf(run);
    for (const { name, tries } of visits) {
      for (let i = 1; i < tries.length; i++) {
        const gap = tries[i].bornAt - tries[i - 1].endedAt;
        const least = firstMs * (1 - jitter) * 2 ** (i - 1);
        if (gap < least) return { name, gap, least };
      }
    }
    return visits.some(({ tries }) => tries.length > 1);
  },
  few(run) {
    const visits = visitsOf(run);
    const busy = visits.find(({ tries }) => tries.length > triesMax);
    if (busy) return { name: busy.name, tries: busy.tries.length };
    return visits.length === 3;
  },
  sense(run) {
    const gone = visitsOf(run).find(({ tries }) => tries[0]?.value === -404);
    return (
      gone?.tries.length === 1 || { name: gone?.name ?? "blog", tries: gone?.tries.length ?? 0 }
    );
  },
  together(run) {
    const visits = run.tasks("visit");
    const areTogether = visits.every((visit) => overlap(visit, visits[0]));
    const [news] = visits;
    return visits.length === 3 && areTogether && news.ending === "done" && run.code === 0;
  },
};
