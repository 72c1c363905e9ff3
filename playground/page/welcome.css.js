/* The look of what a first visit reads: a line over the picture, and under it on a phone, where the
 * picture comes first. */

import { css } from "lit";

export const welcomeStyles = css`
  .welcome {
    display: flex;
    gap: 10px;
    padding: 11px 14px 12px;
    border-bottom: 1px solid var(--line);
    background: var(--select);
  }
  .welcome p {
    font-size: 14.5px;
    line-height: 1.45;
    text-wrap: pretty;
  }
  .doors {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  @media (max-width: 720px) {
    .welcome {
      order: 1;
      border-block: 1px solid var(--line);
    }
    .doors {
      display: grid;
      grid-auto-flow: column;
      grid-auto-columns: 1fr;
    }
    .doors .button {
      justify-content: center;
      padding: 0 6px;
    }
  }
`;
