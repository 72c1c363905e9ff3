/* The layout of <aw-playback>: one row, and on a phone the picture's controls under the track. */

import { css } from "lit";

export const playbackStyles = css`
  :host {
    position: relative;
    z-index: 3; /* its panel lies over the picture */
    display: block;
    container-type: inline-size;
    background: var(--surface);
    font-size: 13px;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 6px 10px;
    padding: 6px 12px 6px 8px;
  }
  .group,
  .track {
    display: flex;
    align-items: center;
  }
  .track {
    flex: 1;
    gap: 10px;
    min-width: 0;
  }
  .play {
    border-color: var(--line-strong);
    background: var(--raised);
    margin: 0 4px;
  }
  .scrub {
    flex: 1;
    min-width: 0;
    height: var(--control);
    margin: 0;
    accent-color: var(--accent);
  }
  .count {
    min-width: 56px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .of {
    color: var(--muted);
  }
  .speed select {
    padding: 0 22px 0 8px;
  }
  .brief {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    max-width: 300px;
    padding-bottom: 4px;
  }
  .item {
    justify-content: flex-start;
    border-color: transparent;
    font-weight: 450;
  }
  .item.field {
    justify-content: space-between;
    padding: 0 6px 4px 11px;
  }
  .item kbd {
    margin-left: auto;
    padding-left: 24px;
    color: var(--muted);
    font: 12px/1 var(--sans);
  }
  .item[aria-pressed="true"] {
    background: var(--select);
    color: var(--link);
  }
  @container (max-width: 640px) {
    .group > :is(:first-child, :last-child) {
      display: none;
    }
    .bar {
      gap: 6px;
    }
  }
  @container (max-width: 520px) {
    .bar {
      flex-wrap: wrap;
      padding: 6px 10px;
    }
    .track {
      flex: 1 1 150px;
    }
    .count {
      min-width: 0;
    }
    .speed {
      margin-right: auto;
    }
  }
`;
