/* The look of the bar with Run and Stop, of the words beside it, and of those that only screen
 * readers get. The page and the embed share it; each lays out the bar itself. */

import { css } from "lit";
import { unseen } from "../common/unseen.css.js";

export const runBarStyles = css`
  .run-bar {
    position: relative;
    z-index: 4; /* its panel lies over the picture */
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 7px 12px;
  }
  .run-bar .button {
    padding: 0 11px 0 9px;
  }
  .clock {
    flex: 0 1 auto;
    min-width: 74px;
  }
  .clock select {
    width: 100%;
    padding: 0 22px 0 9px;
    text-overflow: ellipsis;
  }
  .run,
  .stop {
    min-width: 78px;
  }
  .switch {
    padding: 0 12px 0 9px;
    font-weight: 450;
  }
  .status {
    display: flex;
    flex: 1 0 96px;
    align-items: baseline;
    justify-content: flex-end;
    gap: 8px;
    min-width: 0;
    font-variant-numeric: tabular-nums;
  }
  .chip {
    flex: none;
    max-width: 100%;
    box-sizing: border-box;
    padding: 2px 10px;
    border-radius: 11px;
    background: var(--sunken);
    font-weight: 600;
    font-size: 12.5px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .chip::before {
    content: "";
    display: inline-block;
    width: 8px;
    height: 8px;
    margin-right: 6px;
    border-radius: 50%;
    background: var(--faint);
  }
  .chip[data-state="building"]::before,
  .chip[data-state="running"]::before {
    background: var(--running);
    animation: pulse 1.2s ease-in-out infinite alternate;
  }
  .chip[data-state="held"]::before {
    border-radius: 1px;
    background: var(--cancel);
  }
  .chip[data-state="finished"]::before {
    background: var(--done);
  }
  .chip[data-state="failed"]::before,
  .chip[data-state="blocked"]::before {
    background: var(--failed);
  }
  .chip[data-state="blocked"],
  .chip[data-state="failed"] {
    color: var(--failed);
  }
  @keyframes pulse {
    to {
      opacity: 0.35;
    }
  }
  .facts {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--muted);
    font-size: 12.5px;
  }
  .notice {
    padding: 7px 16px;
    background: var(--sunken);
    border-bottom: 1px solid var(--line);
    font-size: 13px;
  }
  .ask {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
    border-left: 3px solid var(--failed);
  }
  .ask span {
    flex: 1 1 220px;
  }
  .announce {
    ${unseen}
  }
  .more:not(:defined) {
    display: none;
  }
  .more > .button,
  .more > .clock > select {
    width: 100%;
  }
  .more > .button {
    border-color: transparent;
    font-weight: 450;
  }
  .more > aw-seed {
    padding-left: 11px;
  }
  @media (prefers-reduced-motion: reduce) {
    .chip::before {
      animation: none !important;
    }
  }
`;
