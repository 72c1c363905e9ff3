/** @param {import("../../lesson/lessonrun.js").Run} run */
function jobsOf(run) {
  const named = (/** @type {string} */ name) =>
    run.tasks("print").find((task) => task.name === name);
  return { novel: named("novel"), letter: named("letter") };
}

/** @type {Record<string, import("../../lesson/lessoncheck.js").Question>} */
export default {
  asked(run) {
    const { novel } = jobsOf(run);
    return novel?.cancels[0]?.by === run.main.id;
  },
  freed(run) {
    const { novel, letter } = jobsOf(run);
    const got = letter?.waits("lock").find(({ woken }) => woken === "release");
    return novel !== undefined && got?.by === novel.id;
  },
  handed(run) {
    const ending = jobsOf(run).novel?.ending ?? "left";
    return ending === "cancelled" || { ending };
  },
  printed: (run) => jobsOf(run).letter?.ending === "done" && run.code === 0,
};
