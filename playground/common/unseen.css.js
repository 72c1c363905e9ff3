/* CSS declarations for an element that screen readers read and that is not shown. */

import { css } from "lit";

export const unseen = css`
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
`;
