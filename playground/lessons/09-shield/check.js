const limitMs = 200;

/** @type {Record<string, import("../../lesson/lessoncheck.js").Question>} */
export default {
  deadline: (run) => run.linesOf(run.main).some(({ t }) => t === limitMs),
  safe(run) {
    const [save] = run.tasks("save");
    if (save?.ending === "done" && save.cancels.length === 0) return true;
    const words = { exit: "the end of main", timeout: "the timeout", cancel: "aw_cancel" };
    const [asked] = save?.cancels ?? [];
    return { by: words[/** @type {keyof typeof words} */ (asked?.reason)] ?? "nobody" };
  },
  seen(run) {
    const [save] = run.tasks("save");
    if (!save || run.code !== 0) return false;
    const waits = run.main.waits("task").filter(({ other }) => other === save.id);
    return waits.some(({ to }) => to === save.endedAt && to > limitMs);
  },
};
