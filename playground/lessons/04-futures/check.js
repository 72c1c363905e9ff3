/** @param {import("../../lesson/lessonrun.js").Run} run */
function pricesOf(run) {
  const [first, second] = run.futures("future");
  const lines = run.linesOf(run.main);
  return { first, second, lines };
}

/** @type {Record<string, import("../../lesson/lessoncheck.js").Question>} */
export default {
  waits(run) {
    const count = run.main.waits("future").length;
    return count === 2 || { count };
  },
  price(run) {
    const { first, lines } = pricesOf(run);
    if (first?.end?.how !== "done") return false;
    const { row, value } = first.end;
    const isBakers = run.task(first.cause)?.lane.fn === "bake";
    const told = lines.find((line) => line.text.match(/\d+/g)?.includes(String(value)));
    return isBakers && told !== undefined && told.row > row;
  },
  error(run) {
    const { second, lines } = pricesOf(run);
    if (second?.end?.how !== "failed") return false;
    const { message, row } = second.end;
    return lines.some((line) => line.row > row && line.text.includes(message));
  },
  end: (run) => run.code === 0,
};
