/* Records the run that the page opens on, so that a first visit sees it move before any program is
 * loaded: one run of the opening sample for each place of its knob. The page plays the first and
 * draws the second behind it (places/openingrun.js). */

import { readFile, writeFile } from "node:fs/promises";
import { load } from "../../web/platforms/node.js";

const seed = 1;
/** What the run that is played is given, and the one behind it. */
const orders = ["gather", "sequential"];

/** @param {Uint8Array} bytes @param {Record<string, string>} env */
async function rowsOf(bytes, env) {
  const given = { ...env, AWAITC_DEBUG: "1" };
  const program = await load(bytes, {
    ...{ clock: "virtual", seed, env: given, trace: true, stdout: () => {} },
  });
  const code = await program.run();
  if (code !== 0) throw new Error(`the opening sample ended with ${code}`);
  return program.trace.map((row) => ({ ...row, wall: 0 })); // the only part that differs each time
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
