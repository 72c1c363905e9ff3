/* How an embedded program is laid out: text, then timeline and output; beside each other when there is
 * room. Never higher than its parts need, since the page around it gives what they need. */

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
    grid-template: "run" auto "code" auto "stage" auto "output" auto / minmax(0, 1fr);
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
    height: 320px;
  }
  .code > aw-code {
    flex: 1;
    min-height: 0;
  }
  .stage {
    grid-area: stage;
  }
  .stage > aw-timeline {
    height: 220px;
  }
  .output {
    grid-area: output;
  }
  .output > aw-console {
    height: 140px;
  }
  .notice {
    grid-row: 1;
  }
  .notice ~ .run-bar {
    grid-row: 2;
  }
  @container (min-width: 900px) {
    main {
      grid-template:
        "run run" auto
        "code stage" auto
        "code output" 1fr
        / minmax(0, 0.9fr) minmax(0, 1fr);
    }
    .code {
      position: relative;
      height: auto; /* what stands beside it needs */
    }
    .code > aw-code {
      position: absolute;
      inset: 0;
    }
    .stage > aw-timeline {
      height: 280px;
    }
  }
`;
