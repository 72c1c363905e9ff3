/* The look of every dialog. Each dialog sets its own width. */

import { css } from "lit";

export const dialogStyles = css`
  dialog {
    max-height: calc(100dvh - 48px);
    padding: 20px 24px;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--raised);
    color: var(--text);
    box-shadow: var(--shadow);
  }
  dialog::backdrop {
    background: oklch(0.2 0.02 255 / 0.45);
  }
`;
