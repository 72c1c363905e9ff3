/* The header of a lane: a row of the timeline's treegrid, with what its task does at the
 * playhead. */

import { html, nothing } from "lit";
import { stateText } from "../../trace/explain.js";
import { icons } from "../../common/icons.js";
import { lintsAt, phaseAt } from "../../trace/query.js";
import "./swatch.js";
import { msg, str } from "../../common/words.js";

/** @typedef {import("../../trace/model.js").Lane} Lane */

/**
 * @typedef {object} Header
 * @property {import("../../trace/model.js").Trace} trace
 * @property {Lane} lane
 * @property {number} index       among the lanes that are shown
 * @property {number} height
 * @property {number} head
 * @property {string} theme
 * @property {boolean} isSelected
 * @property {boolean} isTabStop
 * @property {boolean} isFolded
 * @property {boolean} isPinned
 * @property {() => void} pick
 * @property {() => void} fold
 */

/** Says that a lane has lints; its details say which. @param {Lane} lane @param {number} head */
function badge(lane, head) {
  const count = lintsAt(lane, head).length;
  if (count === 0) return "";
  const words = count === 1 ? msg("1 lint") : msg(str`${count} lints`);
  return html`<span class="badge" role="img" aria-label=${words} title=${words}
    >${icons.lint}</span
  >`;
}

/** @param {Header} header */
function foldButton({ lane, isFolded, fold }) {
  if (lane.children.length === 0) return "";
  const words = isFolded
    ? msg(str`Show the children of ${lane.name} (C)`)
    : msg(str`Hide the children of ${lane.name} (C)`);
  const press = (/** @type {Event} */ event) => {
    event.stopPropagation();
    fold();
  };
  return html`<button
    type="button"
    class="fold ${isFolded ? "closed" : ""}"
    tabindex="-1"
    aria-label=${words}
    title=${words}
    @click=${press}
  ></button>`;
}

/** The row of a band, which opens it; its task does so by key.
 * @param {{ lane: Lane, owner: Lane, index: number, height: number, open: () => void }} band */
export function bandRow({ lane, owner, index, height, open }) {
  const words = msg(str`Show the children of ${owner.name} (C)`);
  return html`<div
    role="row"
    class="lane band"
    aria-level=${lane.depth + 1}
    aria-rowindex=${index + 1}
    tabindex="-1"
    title=${words}
    .style=${`top: ${index * height}px; height: ${height}px`}
    @click=${open}
  >
    <span role="gridcell" class="name" .style=${`padding-left: ${Math.min(lane.depth, 5) * 14}px`}
      ><span class="branch" aria-hidden="true"></span
      ><span class="fold closed" aria-hidden="true"></span
      ><span class="text">${lane.name}</span></span
    >
  </div>`;
}

/** @param {Header} header */
export function laneRow(header) {
  const { trace, lane, index, height, head, theme, isSelected, isTabStop, pick } = header;
  const { isFolded, isPinned } = header;
  const phase = phaseAt(lane, head);
  const isOpen = lane.children.length > 0 ? String(!isFolded) : null;
  return html`<div
    role="row"
    class="lane ${isPinned ? "pinned" : ""}"
    aria-level=${lane.depth + 1}
    aria-rowindex=${index + 1}
    aria-selected=${isSelected}
    aria-expanded=${isOpen ?? nothing}
    tabindex=${isTabStop ? 0 : -1}
    .style=${`top: ${index * height}px; height: ${height}px`}
    @click=${pick}
  >
    <span role="gridcell" class="name" .style=${`padding-left: ${Math.min(lane.depth, 5) * 14}px`}
      >${lane.depth > 0 ? html`<span class="branch" aria-hidden="true"></span>` : ""}${foldButton(
        header,
      )}<span class="text" title=${lane.name}>${lane.name}</span>${badge(lane, head)}</span
    >
    <span role="gridcell" class="phase" data-phase=${phase}
      >${stateText(trace, lane, head)}<aw-swatch .phase=${phase} .theme=${theme}></aw-swatch
    ></span>
  </div>`;
}
