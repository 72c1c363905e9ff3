import { peakOf } from "../../lesson/lessonrun.js";

const coins = 10;

/** How many customers are served at once: those who sleep.
 * @param {import("../../lesson/lessonrun.js").Run} run */
function servedOf(run) {
  return peakOf(run.tasks("deposit").flatMap((customer) => customer.waits("sleep")));
}

/** @type {Record<string, import("../../lesson/lessoncheck.js").Question>} */
export default {
  sum(run) {
    const customers = run.tasks("deposit").toSorted((a, b) => a.endedRow - b.endedRow);
    const wrong = customers.findIndex(({ value }, i) => value !== (i + 1) * coins);
    if (wrong === -1) return customers.length === 6;
    return { found: customers[wrong].value, expected: (wrong + 1) * coins };
  },
  few(run) {
    const peak = servedOf(run);
    return (peak > 0 && peak <= 2) || { peak };
  },
  both: (run) => servedOf(run) >= 2,
  end(run) {
    const isOver = run.tasks("deposit").every(({ ending }) => ending === "done");
    return isOver && run.code === 0;
  },
};
