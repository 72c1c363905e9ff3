// Prints the rows of a run: a line for each peer with the ratio first, then the peer's figure, and
// a line for awaitc's own figure and its goal.
import { short } from "./figures.mjs";
import { PEERS } from "./suite.mjs";

/** A median with its quartiles. */
const spread = ({ median, low, high }, unit) =>
  `${short(median)} ${unit}`.padStart(12) +
  (low === high ? "" : `  (${short(low)} to ${short(high)})`);

/** @param {import("./figures.mjs").Row} row */
function printRow({ what, unit, ways: { awaitc, ...peers }, goal }) {
  const mark = goal ? (goal.isMet ? "✓" : "✗") : " ";
  if (awaitc.missing) return console.log(`  ${what}: skipped: ${awaitc.missing}`);
  const words = goal ? `   goal: ${goal.words}` : "";
  console.log(`${mark} ${what.padEnd(46)} ${spread(awaitc.figure, unit)}${words}`);
  for (const [peer, { figure, ratio, missing }] of Object.entries(peers)) {
    const name = PEERS[peer] ?? peer;
    if (missing) console.log(`      skipped: ${name}: ${missing.slice(0, 100)}`);
    else if (ratio)
      console.log(
        `    ${spread(ratio, "×").padEnd(34)} ${name.padEnd(36)} ${spread(figure, unit)}`,
      );
  }
}

/** @param {{ engine: string, rows: import("./figures.mjs").Row[] }} run */
export function printRun({ engine, rows }) {
  console.log(`\n${engine}: the peer's figure by awaitc's; above 1 × awaitc is ahead`);
  let last;
  for (const row of rows) {
    if (row.subject !== last) console.log(`\n${row.subject}`);
    last = row.subject;
    printRow(row);
  }
}
