/** @param {import("../../lesson/lessonrun.js").Run} run */
const pagesOf = (run) => run.tasks("load_page");

/** @type {Record<string, import("../../lesson/lessoncheck.js").Question>} */
export default {
  all(run) {
    const endings = pagesOf(run).map(({ ending }) => ending);
    const count = (/** @type {string} */ how) => endings.filter((ending) => ending === how).length;
    return (count("done") === 4 && count("failed") === 1) || { cut: count("cancelled") };
  },
  kept(run) {
    const pages = pagesOf(run);
    const words = run.linesOf(run.main).flatMap(({ text }) => text.match(/\d+/g) ?? []);
    const lost = pages.findIndex((page) => {
      return page.ending !== "failed" && (page.value < 0 || !words.includes(String(page.value)));
    });
    return lost === -1 ? pages.length === 5 : { page: lost };
  },
  told(run) {
    const failed = pagesOf(run).find(({ ending }) => ending === "failed");
    const message = failed?.lane.end?.message ?? "";
    const isTold = run.linesOf(run.main).some(({ text }) => text.includes(message));
    return message !== "" && isTold && !run.lints.includes("error-never-retrieved");
  },
  end: (run) => run.code === 0,
};
