import { peakOf } from "../../lesson/lessonrun.js";

/** The loads, and when each was under way. @param {import("../../lesson/lessonrun.js").Run} run */
function loadsOf(run) {
  const tasks = run.tasks("load_page");
  return { tasks, spans: tasks.map(({ bornAt, endedAt }) => ({ from: bornAt, to: endedAt })) };
}

/** @type {Record<string, import("../../lesson/lessoncheck.js").Question>} */
export default {
  together(run) {
    const peak = peakOf(loadsOf(run).spans);
    return peak === 5 || { peak };
  },
  gathered(run) {
    const gather = run.futures("gather").find(({ children }) => children.length === 5);
    return run.main.waits("gather").some((wait) => wait.other === gather?.id);
  },
  fast(run) {
    const { tasks } = loadsOf(run);
    const longest = Math.max(0, ...tasks.map(({ slept }) => slept));
    const took = run.main.endedAt;
    return (tasks.length === 5 && took === longest) || { longest, took };
  },
  results(run) {
    const { tasks } = loadsOf(run);
    const lines = run.linesOf(run.main);
    const wrong = tasks.findIndex(({ name, value }, i) => {
      /** @type {string[]} */
      const words = lines[i]?.text.match(/\w+/g) ?? [];
      return !words.includes(name) || !words.includes(String(value));
    });
    if (wrong === -1) return tasks.length === 5 && run.code === 0;
    return { number: wrong + 1, name: tasks[wrong].name, bytes: tasks[wrong].value };
  },
};
