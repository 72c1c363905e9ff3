/* The layout of <aw-playback>: one row where there is room, three on a phone. */

import { css } from "lit";
import { unseen } from "../../common/unseen.css.js";

export const playbackStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    background: var(--surface);
    font-size: 13px;
  }
  .bar {
    display: grid;
    grid-template-columns: auto minmax(120px, 1fr) auto;
    align-items: center;
    gap: 6px 14px;
    padding: 6px 12px 6px 8px;
  }
  .group,
  .track,
  .view {
    display: flex;
    align-items: center;
  }
  .view {
    gap: 12px;
  }
  .track {
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
    min-width: 64px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .of {
    color: var(--muted);
  }
  @container (max-width: 760px) {
    .bar {
      grid-template-columns: auto minmax(0, 1fr);
    }
    .view {
      grid-column: 1 / -1;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 4px 6px;
    }
  }
  @container (420px < width <= 680px) {
    .label {
      ${unseen}
    }
  }
  @container (max-width: 420px) {
    .bar {
      grid-template-columns: minmax(0, 1fr);
      padding: 6px 10px;
    }
    .group {
      justify-content: space-between;
    }
    .view {
      flex-wrap: wrap;
      gap: 6px 8px;
    }
    .zooms {
      flex: 1;
    }
  }
`;
