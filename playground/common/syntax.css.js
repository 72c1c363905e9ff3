/* How the tokens of highlight.js look, in the source and in the code of a lesson. */

import { css } from "lit";

export const syntaxStyles = css`
  .comment {
    color: var(--c-comment);
  }
  .string {
    color: var(--c-string);
  }
  .number {
    color: var(--c-number);
  }
  .keyword {
    color: var(--c-keyword);
  }
  .type {
    color: var(--c-type);
  }
  .macro {
    color: var(--c-macro);
  }
  .await {
    color: var(--c-await);
    font-weight: 600;
  }
`;
