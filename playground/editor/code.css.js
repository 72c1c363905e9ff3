/* The layout of the program's part of the page. */

import { css } from "lit";

export const codeStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .heading {
    display: flex;
    flex: none;
    align-items: center;
    gap: 8px;
    min-height: 46px;
    padding: 0 10px 0 16px;
    border-bottom: 1px solid var(--grid);
  }
  h2 {
    flex: 1;
    min-width: 0;
    margin: 0;
    font-size: 13px;
    font-weight: 650;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  h2 span {
    padding-left: 8px;
    font-weight: 400;
    color: var(--muted);
  }
  em {
    font-style: normal;
    color: var(--link);
  }
  .tools {
    display: flex;
    flex: none;
    gap: 6px;
  }
  .tool {
    height: calc(var(--control) - 4px);
    padding: 0 10px 0 8px;
    gap: 5px;
    font-size: 12.5px;
    font-weight: 500;
  }
  .tool.history {
    padding: 0;
  }
  .text {
    flex: 1;
    display: grid;
    min-height: 0;
  }
  .text > * {
    min-width: 0;
    min-height: 0;
  }
  aw-source:focus-visible {
    outline-offset: -2px;
  }
  [hidden] {
    display: none !important;
  }
  aw-problems,
  .state {
    flex: none;
  }
  .state {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 5px 10px 5px 14px;
    border-top: 1px solid var(--line);
    font-size: 12.5px;
    font-variant-numeric: tabular-nums;
  }
  .state .tool {
    margin-left: auto;
    padding: 0 12px;
  }
  progress {
    width: 96px;
    accent-color: var(--go);
  }
  @media (max-width: 720px) {
    .heading {
      padding: 3px 6px 3px 14px;
    }
    h2 span {
      display: none;
    }
    h2 span:has(em) {
      display: inline;
    }
    .tool {
      height: var(--control);
    }
    .text {
      min-height: 240px;
    }
    aw-problems,
    .state {
      position: sticky;
      bottom: 0;
      z-index: 2;
      background: var(--surface);
    }
  }
`;
