/* The run that the page opens on, which build/opening.mjs recorded: all at once, and behind it one
 * after the other. Loaded after the first paint. */

import { Trace } from "../trace/model.js";
import { msg } from "../common/words.js";

/** @returns {Promise<{ run: import("../run/session.js").Recorded,
 *   behind: { kept: Trace, keptName: string } } | null>} null if it is not there */
export async function openingRun() {
  const response = await fetch(new URL("opening.json", document.baseURI)).catch(() => null);
  if (!response?.ok) return null;
  const [run, other] = await response.json();
  const kept = new Trace();
  kept.append(other.rows);
  return { run, behind: { kept, keptName: msg("one after the other") } };
}
