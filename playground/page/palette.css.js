/* The look of the palette: a field, with the results below it. */

import { css } from "lit";

export const paletteStyles = css`
  dialog {
    width: min(560px, calc(100vw - 24px));
    margin-top: min(12vh, 96px);
    padding: 0;
    overflow: hidden;
  }
  .room {
    display: flex;
    flex-direction: column;
    max-height: min(460px, calc(100dvh - 120px));
  }
  input {
    flex: none;
    height: 48px;
    padding: 0 18px;
    border: 0;
    border-bottom: 1px solid var(--line);
    background: none;
    color: var(--text);
    font: 15px var(--sans);
  }
  input::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  input:focus-visible {
    outline: none;
    border-bottom-color: var(--accent);
    box-shadow: 0 1px 0 var(--accent);
  }
  ul {
    flex: 1;
    min-height: 0;
    margin: 0;
    padding: 6px;
    overflow: auto;
    list-style: none;
  }
  li {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 16px;
    min-height: var(--control);
    padding: 4px 12px;
    border-radius: 7px;
    font-size: 13.5px;
    cursor: pointer;
  }
  li:hover {
    background: var(--hover);
  }
  li[aria-selected="true"] {
    background: var(--select);
  }
  kbd {
    flex: none;
    padding: 1px 7px;
    border: 1px solid var(--line-strong);
    border-radius: 5px;
    font: 12px/1.5 var(--sans);
    color: var(--soft);
  }
  p {
    flex: none;
    margin: 0;
    padding: 8px 18px;
    border-top: 1px solid var(--line);
    font-size: 12px;
    color: var(--muted);
  }
  @media (forced-colors: active) {
    li[aria-selected="true"] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
