/* A link to a program and a moment of its run: `v2.PLACE.PAYLOAD`, the text after the `#`. PLACE is
 * the sample or lesson it starts from; PAYLOAD is the changed text and the state of the view: JSON,
 * packed by linkcodec.js.
 *
 * A link holds the whole text of an edited program, so that it works after the sample has changed.
 * Only a text that is too long for that is stored as its difference from the sample (delta.js),
 * with a hash of the sample. Version 1 stored only differences.
 *
 * A link may come from anyone, so each field is checked here, and no link runs a program. Works in
 * Node and in the page. arrival.js opens links, moment.js writes them. */

import { deltaOf, withDelta } from "./delta.js";
import { LinkError, bytesMax, damaged, packed, printOf, unpacked } from "./linkcodec.js";
import { knobsMax } from "../run/knobs.js";
import { clocks, rowsMax } from "../common/protocol.js";
import { msg, str } from "../common/words.js";
import { countText } from "../common/numbers.js";

/**
 * What a link is about. `seed`: of the run's random numbers; `head`: rows before the playhead,
 * `lane`: the chosen task, and `view`: what was zoomed to, all once the program has run.
 * @typedef {object} Shared
 * @property {string} text
 * @property {import("../common/protocol.js").ClockName} clock
 * @property {boolean} isDebug
 * @property {import("../trace/axis.js").AxisKind} axis
 * @property {number | null} seed
 * @property {Readonly<Record<string, string>>} knobs  those that were moved
 * @property {number | null} head
 * @property {number | null} lane
 * @property {import("../trace/axis.js").View | null} view
 * @property {boolean} allLinks
 */

const version = 2;
const versionsRead = ["1", "2"];
const placeLike = /^[a-z0-9-]+(?:\/[a-z0-9-]+)?$/;
/** Characters of a link. */
export const linkMax = 16_000;
/** Characters of one that mail and chat programs leave whole. */
export const typicalMax = 2000;
const addressMax = 100; // of those, what stands before the fragment
const coordMax = 1e12; // milliseconds: 30 years
const seedMax = 2 ** 32 - 1;

/** @param {number} [needed] characters, if that is known */
function tooLong(needed) {
  const most = countText(linkMax);
  const words = needed
    ? msg(
        str`A link has at most ${most} characters, and this program needs ${countText(needed)}: save it instead.`,
      )
    : msg(
        str`A link has at most ${most} characters, and this program needs more: save it instead.`,
      );
  return new LinkError(words);
}

/** @param {string} place @param {object} said */
async function fragmentOf(place, said) {
  const bytes = new TextEncoder().encode(JSON.stringify(said));
  if (bytes.length > bytesMax) throw tooLong();
  return `v${version}.${place}.${await packed(bytes)}`;
}

/** A view in numbers that are no longer than one can see.
 * @param {import("../trace/axis.js").View} view */
const numbersOf = ({ from, to }) => [from, to].map((coord) => Number(coord.toFixed(3)));

/**
 * The fragment for a program, without the `#`.
 * @param {string} place
 * @param {string} original the text at that place
 * @param {Shared} shared
 */
export async function writeLink(place, original, shared) {
  const { text, clock, isDebug, axis, seed, knobs, head, lane, view, allLinks } = shared;
  if (text.length > bytesMax) throw tooLong();
  const known = { clock, debug: Number(isDebug), axis, seed, head, lane };
  const moved = Object.keys(knobs).length > 0 ? knobs : null;
  const seen = { knobs: moved, view: view && numbersOf(view), links: allLinks ? null : 0 };
  const values = Object.entries({ ...known, ...seen }).filter(([, value]) => value !== null);
  const said = { of: printOf(original), ...Object.fromEntries(values) };
  const whole = await fragmentOf(place, text === original ? said : { text, ...said });
  if (whole.length <= typicalMax - addressMax) return whole;
  const delta = await fragmentOf(place, { ...said, edit: deltaOf(original, text) });
  if (delta.length <= typicalMax - addressMax) return delta;
  if (whole.length <= linkMax) return whole;
  throw tooLong(whole.length);
}

/** A whole number up to `most`; null when there is none. @param {unknown} value
 * @param {string} what @param {number} most */
function numberOf(value, what, most) {
  if (value === undefined) return null;
  if (Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most)
    return Number(value);
  throw new LinkError(
    msg(str`The link is wrong about ${what}: it should be a whole number to ${most}.`),
  );
}

/** Where knobs were moved to; whether the program has them is seen when it is run.
 * @param {unknown} value @returns {Record<string, string>} */
function knobsOf(value = {}) {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  const knobs = isRecord ? Object.entries(value) : [];
  const isKnob = (/** @type {[string, unknown]} */ [name, to]) =>
    /^[A-Z]\w{0,23}$/.test(name) && typeof to === "string" && /^[\w-]{1,24}$/.test(to);
  if (isRecord && knobs.length <= knobsMax && knobs.every(isKnob)) return Object.fromEntries(knobs);
  throw new LinkError(
    msg("The link is wrong about the knobs: it should say where each of them stands."),
  );
}

/** What is in view, if that is said. @param {unknown} value */
function viewOf(value) {
  if (value === undefined) return null;
  const [from, to, ...others] = Array.isArray(value) ? value : [];
  const isView = [from, to].every(Number.isFinite) && others.length === 0;
  if (isView && from >= 0 && from < to && to <= coordMax) return { from, to };
  throw new LinkError(
    msg("The link is wrong about the zoom: it should be where it begins and ends."),
  );
}

/**
 * One of some words. @template {string} Word
 * @param {unknown} value
 * @param {string} what
 * @param {readonly Word[]} words
 */
function wordOf(value, what, words) {
  const word = words.find((known) => known === value);
  if (word !== undefined) return word;
  throw new LinkError(
    msg(str`The link is wrong about ${what}: it should be one of ${words.join(", ")}.`),
  );
}

/**
 * The first half of reading: where it starts from, and what it says of it, not looked at yet.
 * @param {string} fragment
 * @returns {Promise<{ place: string, said: Record<string, unknown> }>}
 */
export async function readLink(fragment) {
  if (fragment.length > linkMax) {
    const [is, most] = [fragment.length, linkMax].map(countText);
    throw new LinkError(msg(str`The link has ${is} characters; more than ${most} are not read.`));
  }
  const [, number, place, payload] = /^v(\d+)\.([^.]*)\.(.*)$/s.exec(fragment) ?? [];
  const given = number ?? /^v(\d+)/.exec(fragment)?.[1];
  if (given !== undefined && !versionsRead.includes(given))
    throw new LinkError(
      msg(
        str`The link is of version ${given.slice(0, 9)}; this page reads up to version ${version}.`,
      ),
    );
  if (payload === undefined || !placeLike.test(place) || place.length > 80) throw damaged();
  const bytes = await unpacked(payload);
  try {
    const said = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof said === "object" && said !== null && !Array.isArray(said)) return { place, said };
  } catch {
    throw damaged();
  }
  throw damaged();
}

/** The text that is said. @param {Record<string, unknown>} said @param {string} original */
function textOf({ text, of, edit }, original) {
  if (text !== undefined) return typeof text === "string" ? text : null;
  if (edit === undefined) return original;
  if (of === printOf(original)) return withDelta(original, edit);
  throw new LinkError(
    msg("The link holds only what it changes in this program, and the program has changed since."),
  );
}

/**
 * The second half: what is said, checked, with the text it makes of the original. `isStale`: the
 * text is that of the place, which was another one when the link was made.
 * @param {Record<string, unknown>} said
 * @param {string} original
 * @returns {Shared & { isStale: boolean }}
 */
export function sharedOf(said, original) {
  const { of, clock, debug, axis, seed, knobs, head, lane, view, links } = said;
  const text = textOf(said, original);
  if (text === null || text.length > bytesMax) throw damaged();
  return {
    text,
    isStale: text === original && of !== undefined && of !== printOf(original),
    clock: wordOf(
      clock,
      msg("the clock"),
      /** @type {(keyof typeof clocks)[]} */ (Object.keys(clocks)),
    ),
    isDebug: numberOf(debug, msg("debug mode"), 1) === 1,
    axis: wordOf(axis, msg("the axis"), /** @type {const} */ (["time", "steps"])),
    seed: numberOf(seed, msg("the seed"), seedMax),
    knobs: knobsOf(knobs),
    head: numberOf(head, msg("the playhead"), rowsMax),
    lane: numberOf(lane, msg("the task"), seedMax),
    view: viewOf(view),
    allLinks: numberOf(links, msg("the arrows"), 1) !== 0,
  };
}
