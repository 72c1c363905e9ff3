/* The layout of an embedded program: text, then lanes; side by side where there is room. As high as
 * its lanes and no higher than its parts need, because the page around it gives it that height. */

import { css } from "lit";

export const embedStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    background: var(--line);
  }
  p {
    margin: 0;
  }
  main {
    display: grid;
    gap: 1px;
    grid-template:
      "notice" auto
      "lesson" auto
      "run" auto
      "code" auto
      "stage" auto
      "output" auto
      "foot" auto
      / minmax(0, 1fr);
  }
  main > * {
    min-width: 0;
    background: var(--surface);
  }
  .run-bar {
    grid-area: run;
  }
  .code {
    grid-area: code;
    display: flex;
    flex-direction: column;
    max-height: 320px;
  }
  .code > aw-code {
    min-height: 0;
  }
  .stage {
    grid-area: stage;
  }
  .stage > aw-timeline {
    min-height: 150px;
    --frame-max: 480px;
  }
  .output {
    grid-area: output;
  }
  .output > aw-console {
    height: 140px;
  }
  .notice {
    grid-area: notice;
    padding: 8px 14px;
  }
  .lesson {
    grid-area: lesson;
    padding: 12px 16px;
    font-size: 13.5px;
    line-height: 1.5;
  }
  .lesson h2 {
    margin: 0 0 4px;
    font-size: 15px;
  }
  .lesson :is(p, ul, ol) {
    margin: 6px 0 0;
  }
  .lesson summary {
    margin-top: 6px;
    font-weight: 600;
  }
  .foot {
    grid-area: foot;
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 5px 14px 5px 8px;
    font-size: 12.5px;
  }
  .foot .button {
    border-color: transparent;
    background: none;
    font-size: 12.5px;
    font-weight: 500;
  }
  a {
    color: var(--link);
  }
  @media (max-width: 720px) {
    .code {
      overflow: auto; /* the editor is as high as its text there */
    }
  }
  @container (min-width: 900px) {
    main {
      grid-template:
        "notice notice" auto
        "lesson lesson" auto
        "run run" auto
        "code stage" 1fr
        "code output" auto
        "foot foot" auto
        / minmax(0, 0.9fr) minmax(0, 1fr);
    }
    .code {
      position: relative;
      max-height: none; /* what stands beside it needs */
      min-height: 320px;
    }
    .code > aw-code {
      position: absolute;
      inset: 0;
    }
  }
`;
