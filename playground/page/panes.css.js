/* The lines between the page's parts, by which they are resized. */

import { css } from "lit";

export const paneStyles = css`
  .pane-line {
    z-index: 3;
    background: none;
    touch-action: none;
  }
  .pane-line:is(:hover, :active, :focus-visible) {
    background: var(--accent);
    opacity: 0.55;
    outline: none;
  }
  .after-code,
  .after-lower {
    width: 7px;
    margin-right: -4px;
    justify-self: end;
    cursor: col-resize;
  }
  .after-stage {
    height: 7px;
    margin-bottom: -4px;
    align-self: end;
    grid-area: stage;
    cursor: row-resize;
  }
  .after-code {
    grid-area: code;
  }
  .after-lower {
    grid-area: lower;
  }
  @media (max-width: 1279px) {
    .after-lower {
      display: none; /* moves with the code's */
    }
  }
  @media (max-width: 720px) {
    .pane-line {
      display: none;
    }
  }
`;
