/* Declarations for an element that is read aloud but not seen. */

import { css } from "lit";

export const unseen = css`
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
`;
