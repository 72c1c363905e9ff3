/* Records the run that the page opens on, so that a first visit sees it move before any program is
 * loaded: one run of the opening sample for each value of its knob. The page plays the first run
 * and draws the second one behind it (places/openingrun.js). */

import { readFile, writeFile } from "node:fs/promises";
import { load } from "../../web/platforms/node.js";

const seed = 1;
/** The values of the knob: for the run that is played, and for the one behind it. */
const orders = ["gather", "sequential"];

/** @param {Uint8Array} bytes @param {Record<string, string>} env */
async function rowsOf(bytes, env) {
  const given = { ...env, AWAITC_DEBUG: "1" };
  const program = await load(bytes, {
    ...{ clock: "virtual", seed, env: given, trace: true, stdout: () => {} },
  });
  const code = await program.run();
  if (code !== 0) throw new Error(`the opening sample ended with ${code}`);
  return program.trace.map((row) => ({ ...row, wall: 0 })); // real time, which differs in each run
}

/**
 * Writes both runs.
 * @param {URL} program the sample, built
 * @param {URL} out
 */
export async function writeOpening(program, out) {
  const bytes = await readFile(program);
  const runs = [];
  for (const ORDER of orders)
    runs.push({ seed, env: { ORDER }, rows: await rowsOf(bytes, { ORDER }) });
  await writeFile(out, JSON.stringify(runs));
}
