/* The layout of <aw-timeline>: headers at the left, the picture at the right, in one scroller. */

import { css } from "lit";
import { axisHeight, loopHeight, timersHeight, tracksHeight } from "../paint/scene.js";

export const styles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--surface);
    --header: 212px;
  }
  .frame {
    flex: 1;
    min-height: 0;
    max-height: var(--frame-max, none);
    overflow: hidden auto;
    display: grid;
    grid-template-columns: var(--header) minmax(0, 1fr);
    overscroll-behavior: auto;
  }
  .frame[hidden] {
    visibility: hidden;
    display: grid;
  }
  .headers {
    border-right: 1px solid var(--line);
    min-width: 0;
  }
  .tracks {
    position: sticky;
    top: 0;
    z-index: 2;
    height: ${tracksHeight}px;
    box-sizing: border-box;
    background: var(--surface);
    border-bottom: 1px solid var(--line);
    color: var(--muted);
    font-size: 11px;
  }
  .track {
    display: flex;
    align-items: center;
    padding: 0 12px;
    justify-content: flex-end;
  }
  .axis {
    height: ${axisHeight}px;
  }
  .loop {
    height: ${loopHeight}px;
  }
  .timers {
    height: ${timersHeight - 1}px;
  }
  .lanes {
    position: relative;
  }
  .lane {
    position: absolute;
    inset-inline: 0;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 6px;
    padding: 0 6px 0 12px;
    box-sizing: border-box;
    border-bottom: 1px solid var(--grid);
    cursor: default;
  }
  .lane.band {
    cursor: pointer;
  }
  .lane:hover {
    background: var(--hover);
  }
  .lane[aria-selected="true"] {
    background: var(--select);
  }
  .lane:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  @media (forced-colors: active) {
    .lane[aria-selected="true"] {
      outline: 1px solid Highlight;
      outline-offset: -2px;
    }
  }
  .name {
    display: flex;
    min-width: 0;
    font-weight: 550;
    font-size: 13px;
  }
  .text {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .branch {
    flex: none;
    width: 8px;
    height: 9px;
    margin: -1px 5px 0 -10px;
    border: solid var(--faint);
    border-width: 0 0 1.5px 1.5px;
    border-bottom-left-radius: 4px;
  }
  .fold {
    flex: none;
    width: 22px;
    margin: 0 0 0 -6px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--muted);
    cursor: pointer;
  }
  .fold::before {
    content: "";
    display: block;
    width: 6px;
    height: 6px;
    margin: -3px auto 0;
    border: solid currentColor;
    border-width: 0 1.6px 1.6px 0;
    transform: rotate(45deg);
  }
  .fold.closed::before {
    margin-top: 0;
    transform: rotate(-45deg);
  }
  @media (pointer: coarse) {
    .fold {
      position: absolute;
      inset: 0 0 auto auto;
      width: 28px;
      height: 44px;
      margin: 0;
    }
    .fold + .text {
      margin-right: 22px;
    }
  }
  .fold:hover {
    color: var(--text);
  }
  .lane.pinned {
    box-shadow: inset 3px 0 0 var(--accent);
  }
  .badge {
    flex: none;
    margin-left: 6px;
    color: var(--failed);
  }
  .badge svg {
    display: block;
    width: 14px;
    height: 18px;
  }
  .phase {
    display: flex;
    align-items: center;
    gap: 4px;
    white-space: nowrap;
    font-size: 12px;
    color: var(--muted);
  }
  .phase[data-phase="running"] {
    color: var(--text);
  }
  /* Without a height of its own, it stays in sight however far the lanes are scrolled. */
  .picture {
    position: sticky;
    top: 0;
    height: 0;
    min-width: 0;
  }
  canvas {
    position: absolute;
    inset: 0 auto auto 0;
    touch-action: pan-y;
    cursor: default;
  }
  .tips {
    position: absolute;
    inset: 0 0 auto;
    pointer-events: none;
  }
  .below {
    position: absolute;
    inset: auto auto 8px 8px;
    height: 26px;
    padding: 0 12px;
    border: 1px solid var(--line-strong);
    border-radius: 13px;
    background: var(--raised);
    box-shadow: var(--shadow);
    font-size: 12.5px;
    pointer-events: auto;
  }
  .below::after {
    content: " ↓";
  }
  @media (pointer: coarse) {
    .below {
      height: 44px;
      border-radius: 22px;
    }
  }
  .tip {
    position: absolute;
    max-width: min(340px, 80%);
    padding: 7px 10px;
    border-radius: 7px;
    background: var(--raised);
    border: 1px solid var(--line);
    box-shadow: var(--shadow);
    font-size: 12.5px;
    line-height: 1.45;
    overflow-wrap: anywhere;
  }
  .sub {
    color: var(--muted);
    font-size: 12px;
  }
  .mono {
    font-family: var(--mono);
  }
  .ghost {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 5px 10px 5px 14px;
    border-top: 1px solid var(--line);
    font-size: 12.5px;
    z-index: 1;
    background: var(--surface);
  }
  .ghost p {
    flex: 1;
    margin: 0;
    line-height: 1.4;
  }
  .ghost .button {
    height: calc(var(--control) - 4px);
    padding: 0 10px;
    font-size: 12.5px;
  }
  @media (pointer: coarse) {
    .ghost .button {
      height: 44px;
    }
  }
  /* Over the picture: passing over the source moves nothing. */
  .at {
    position: absolute;
    inset: auto 10px 10px auto;
    z-index: 2;
    margin: 0;
    padding: 4px 10px;
    border: 1px solid var(--line-strong);
    border-radius: 7px;
    background: var(--raised);
    font-size: 12.5px;
    line-height: 1.45;
    pointer-events: none;
  }
  .at:empty {
    padding: 0;
    border: 0;
  }
  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    background: var(--surface);
    color: var(--muted);
    text-align: center;
    padding: 16px;
  }
  @media (max-width: 720px) {
    :host {
      --header: 118px;
      min-height: 240px;
    }
    .frame {
      flex: none;
      max-height: var(--frame-max, 56vh);
    }
    .lane {
      flex-direction: column;
      align-items: flex-start;
      justify-content: center;
      gap: 0;
      padding: 0 4px 0 10px;
    }
    .phase {
      font-size: 11px;
      line-height: 1.25;
    }
    .phase aw-swatch {
      display: none;
    }
    .name {
      box-sizing: border-box;
      max-width: 100%;
      line-height: 1.25;
    }
  }
`;
