/* Chooses the lanes that are shown, and their order: pinned lanes first, folded ones without their
 * children, and on request only one task and its children. Pure. */

/** @typedef {import("./model.js").Lane} Lane */
/** What the reader chose. @typedef {{ folded: ReadonlySet<Lane>, pinned: ReadonlySet<Lane>,
 *   only: Lane | null }} Choice */

/** Nothing folded, pinned or left out. @type {Choice} */
export const everything = { folded: new Set(), pinned: new Set(), only: null };

/**
 * @param {readonly Lane[]} lanes parents before their children
 * @param {Choice} choice
 * @returns {readonly Lane[]}
 */
export function shownLanes(lanes, choice) {
  const { folded, pinned, only } = choice;
  if (folded.size === 0 && pinned.size === 0 && !only) return lanes;
  /** @type {Lane[]} */
  const shown = [];
  let hiddenBelow = Infinity; // depth of the folded lane around
  let onlyFrom = only ? Infinity : -1; // depth of the one lane, within its subtree
  for (const lane of lanes) {
    if (only) {
      if (lane === only) onlyFrom = lane.depth;
      else if (lane.depth <= onlyFrom) onlyFrom = Infinity;
    }
    if (lane.depth <= hiddenBelow) hiddenBelow = Infinity;
    const isLeft = lane.depth < onlyFrom || (only !== null && onlyFrom === Infinity);
    const isFolded = lane.depth > hiddenBelow;
    if (folded.has(lane) && !isFolded) hiddenBelow = lane.depth;
    if (!isLeft && !isFolded && !pinned.has(lane)) shown.push(lane);
  }
  return [...lanes.filter((lane) => pinned.has(lane)), ...shown];
}

/** The set with the lane, or without it if it is in. @param {ReadonlySet<Lane>} set
 * @param {Lane} lane */
export function toggled(set, lane) {
  const changed = new Set(set);
  if (!changed.delete(lane)) changed.add(lane);
  return changed;
}
