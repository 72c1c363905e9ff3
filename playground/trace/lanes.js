/* Chooses the lanes that are shown, and their order: pinned lanes first, folded ones without their
 * children, and on request only one task and its children. The children of a task that started very
 * many are one band, a row that shows how many of them are doing what, until the task is opened.
 * Pure. */

import { countText } from "../common/numbers.js";
import { msg, str } from "../common/words.js";

/** @typedef {import("./model.js").Lane} Lane */
/** What the reader chose; `folded`: the lanes that are not as they are at first.
 * @typedef {{ folded: ReadonlySet<Lane>, pinned: ReadonlySet<Lane>, only: Lane | null }} Choice */

/** Nothing folded, pinned or left out. @type {Choice} */
export const everything = { folded: new Set(), pinned: new Set(), only: null };

/** From so many children on, a task is closed at first, and its children are a band. */
export const bandMin = 300;

/** @param {Lane} lane */
const isLarge = (lane) => lane.children.length >= bandMin;

/** Whether a lane's children are hidden. @param {Lane} lane @param {Choice} choice */
export const isClosed = (lane, choice) => isLarge(lane) !== choice.folded.has(lane);

/** The band of each lane that has one. @type {WeakMap<Lane, Lane>} */
const bands = new WeakMap();
/** The lane that each band is of. @type {WeakMap<Lane, Lane>} */
const owners = new WeakMap();

/** A row for the children of a lane: a lane in which nothing happens. @param {Lane} owner */
function bandOf(owner) {
  const known = bands.get(owner);
  if (known) return known;
  /** @type {Lane} */
  const band = {
    ...{ id: -owner.id, fn: "", parent: owner.id, depth: owner.depth + 1, at: "" },
    ...{ born: owner.born, children: [], slices: [], cancels: [], sites: [], lints: [], end: null },
    get name() {
      return msg(str`${countText(owner.children.length)} tasks`);
    },
  };
  bands.set(owner, band);
  owners.set(band, owner);
  return band;
}

/** Whose children a row shows as a band; undefined: it is a task's own lane. @param {Lane} lane */
export const ownerOf = (lane) => owners.get(lane);

/**
 * @param {readonly Lane[]} lanes parents before their children
 * @param {Choice} choice
 * @returns {readonly Lane[]}
 */
export function shownLanes(lanes, choice) {
  const { folded, pinned, only } = choice;
  const isPlain = folded.size === 0 && pinned.size === 0 && !only;
  if (isPlain && !lanes.some(isLarge)) return lanes;
  /** @type {Lane[]} */
  const shown = [];
  let hiddenBelow = Infinity; // depth of the closed lane around
  let onlyFrom = only ? Infinity : -1; // depth of the one lane, within its subtree
  for (const lane of lanes) {
    if (only) {
      if (lane === only) onlyFrom = lane.depth;
      else if (lane.depth <= onlyFrom) onlyFrom = Infinity;
    }
    if (lane.depth <= hiddenBelow) hiddenBelow = Infinity;
    const isLeft = lane.depth < onlyFrom || (only !== null && onlyFrom === Infinity);
    const isHidden = lane.depth > hiddenBelow;
    const closes = !isHidden && isClosed(lane, choice);
    if (closes) hiddenBelow = lane.depth;
    if (isLeft || isHidden) continue;
    if (!pinned.has(lane)) shown.push(lane);
    if (closes && isLarge(lane)) shown.push(bandOf(lane));
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
