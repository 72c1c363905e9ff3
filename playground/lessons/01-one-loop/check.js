/** @type {Record<string, import("../../lesson/lessoncheck.js").Question>} */
export default {
  tasks(run) {
    const printers = run.tasks("print");
    return printers.length === 2 && printers.every((task) => run.linesOf(task).length === 3);
  },
  turns(run) {
    const lines = run.lines.filter(({ task }) => run.task(task)?.lane.fn === "print");
    const again = lines.find((line, i) => i > 0 && line.task === lines[i - 1].task);
    if (again) return { name: run.task(again.task)?.name ?? "", line: again.text };
    return lines.length > 1;
  },
  end: (run) => run.code === 0 && run.tasks("print").every(({ ending }) => ending === "done"),
};
