/* Converts the moment that a page shows to the fields of a link, and puts a page at the moment of a
 * link. Used by the page and by the embed.
 *
 * A moment belongs to a run of the current text. If the text has changed since the run, only the
 * text is stored. link.js is the format, session.js the run. */

import { movedOf } from "../run/knobs.js";
import { writeLink } from "./link.js";
import { programAt } from "./places.js";

/** @typedef {import("../run/session.js").Session} Session */
/** @typedef {import("../timeline/views/timeline.js").Timeline} Timeline */
/**
 * What a page shows. `ran`: the text of the run shown.
 * @typedef {object} Page
 * @property {import("./catalog.js").Sample} sample
 * @property {Session} session
 * @property {import("../editor/workspace.js").Workspace} workspace
 * @property {import("../run/setup.js").Setup} setup
 * @property {Timeline | null} timeline
 * @property {string} ran
 * @property {import("../common/protocol.js").ClockName} clock
 * @property {boolean} isDebug
 * @property {boolean} allLinks
 */
/**
 * What is shared: the place it starts from, the name of its file, what a link says, the rows of the
 * run shown, and what that left; null if it is of another text or goes on.
 * @typedef {{ place: string, name: string, shared: import("./link.js").Shared,
 *   rows: readonly import("../trace/model.js").Row[], left: Session["left"] | null }} What
 */

/** @param {Page} page @returns {What} */
export function whatOf(page) {
  const { sample, session, workspace, setup, timeline, ran, clock, isDebug, allLinks } = page;
  const { text } = workspace;
  const { rows } = session.trace;
  const { axis, seed, head, selected } = session;
  const isCurrent = rows.length > 0 && ran === text;
  const moment = isCurrent
    ? { clock: session.clock, seed, head, lane: selected?.id ?? null, view: timeline?.view ?? null }
    : { clock, seed: setup.seed, head: null, lane: null, view: null };
  const left = isCurrent && !session.isRunning ? session.left : null;
  const knobs = movedOf(text, isCurrent ? session.env : setup.env(text));
  const shared = { text, isDebug, axis, allLinks, knobs, ...moment };
  return { place: sample.place ?? sample.name, name: sample.name, shared, rows, left };
}

/** What a run wrote to stdout. @param {readonly import("../trace/model.js").Row[]} rows */
export function printedOf(rows) {
  const written = rows.filter(({ kind, value }) => kind === "output" && value === 1);
  return written.map(({ detail }) => detail).join("");
}

/** The fragment of a link to that. @param {What} what */
export async function linkTo({ place, shared }) {
  const program = await programAt(place);
  return writeLink(place, program?.source ?? "", shared);
}

/**
 * Goes to a link's moment when the run has come to its end, once: what it says of it is then
 * forgotten.
 * @param {import("./arrival.js").Arrival} arrival
 * @param {Session} session
 * @param {Timeline | null} timeline
 */
export async function lookAt(arrival, session, timeline) {
  const { axis, head, lane, view } = arrival;
  Object.assign(arrival, { head: null, lane: null, view: null });
  if (!(await session.left) || head === null) return;
  session.look({ axis, head, lane });
  if (!view || !timeline) return;
  await new Promise((done) => setTimeout(done)); // another axis or playhead moves the view first
  timeline.view = view;
}
