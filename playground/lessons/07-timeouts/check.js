const limitMs = 200;

/** @param {import("../../lesson/lessonrun.js").Run} run */
function stationsOf(run) {
  const [near, far] = run.tasks("measure");
  return { near, far, lines: run.linesOf(run.main) };
}

/** @type {Record<string, import("../../lesson/lessoncheck.js").Question>} */
export default {
  near(run) {
    const { near, lines } = stationsOf(run);
    if (near?.ending !== "done") return false;
    return lines.some(({ text }) => text.match(/\d+/g)?.includes(String(near.value)));
  },
  cut(run) {
    const { far } = stationsOf(run);
    const [asked] = far?.cancels ?? [];
    return asked?.reason === "timeout" && asked.at === far.bornAt + limitMs;
  },
  fallback(run) {
    const { far, lines } = stationsOf(run);
    return far !== undefined && lines.some(({ t }) => t === far.bornAt + limitMs);
  },
  end: (run) => run.code === 0,
};
