/* The page's layout: three columns, two, or one with tabs. */

import { css } from "lit";
import { unseen } from "../common/unseen.css.js";

export const appStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100dvh;
    min-height: 560px;
  }
  h1,
  h2,
  p,
  ul,
  dl {
    margin: 0;
  }
  .top {
    display: flex;
    align-items: center;
    gap: 16px;
    padding: 8px 12px 8px 20px;
    background: var(--surface);
    border-bottom: 1px solid var(--line);
  }
  h1 {
    font-size: 17px;
    font-weight: 700;
    letter-spacing: -0.01em;
  }
  h1 span {
    font-weight: 400;
    color: var(--muted);
  }
  .as-select {
    display: none;
  }
  .as-select[hidden] {
    display: none;
  }
  .tools {
    display: flex;
    align-items: center;
    gap: 4px;
    margin-left: auto;
  }
  .tools .lessons {
    margin: 0 4px;
  }
  main {
    flex: 1;
    min-height: 0;
    display: grid;
    gap: 1px;
    background: var(--line);
    grid-template:
      "list code run run" auto
      "list code stage stage" minmax(0, var(--stage))
      "list code lower task" minmax(0, var(--rest))
      / 200px minmax(0, var(--code)) minmax(0, var(--lower)) minmax(0, var(--task));
  }
  main.with-room {
    grid-template-columns: 372px minmax(0, var(--code)) minmax(0, var(--lower)) minmax(
        0,
        var(--task)
      );
  }
  main > * {
    background: var(--surface);
    min-width: 0;
    min-height: 0;
  }
  section {
    display: flex;
    flex-direction: column;
  }
  section > :last-child,
  .stage > aw-timeline {
    flex: 1;
    min-height: 0;
  }
  .stage > aw-playback {
    flex: none;
  }
  h2 {
    font-size: 13px;
    font-weight: 650;
  }
  section > h2,
  .list > h2 {
    padding: 0 16px;
    line-height: 40px;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  section > h2 {
    border-bottom: 1px solid var(--grid);
  }
  h2 span {
    font-weight: 400;
    color: var(--muted);
    padding-left: 8px;
  }
  .task > .heading {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    min-height: 42px;
    padding: 0 16px 0 10px;
    border-bottom: 1px solid var(--grid);
  }
  .lint-list {
    overflow: auto;
    padding: 12px 16px;
  }
  .nothing {
    padding: 14px 16px;
    color: var(--muted);
  }
  .unseen {
    ${unseen}
  }
  .counts {
    color: var(--muted);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  .list {
    grid-area: list;
    padding: 6px 8px;
    overflow: auto;
  }
  .list > h2 {
    padding: 0 12px;
    color: var(--muted);
    font-weight: 550;
  }
  .room {
    grid-area: list;
  }
  .code {
    grid-area: code;
  }
  .stage {
    grid-area: stage;
  }
  .lower {
    grid-area: lower;
  }
  .lower > .segments {
    align-self: flex-start;
    margin: 5px 10px;
  }
  .lower > aw-console,
  .lower > aw-events {
    border-top: 1px solid var(--grid);
  }
  .task {
    grid-area: task;
  }
  .run-bar {
    grid-area: run;
  }
  .top .lessons span {
    display: inline;
    padding: 0;
    color: inherit;
  }
  .now {
    display: flex;
    flex: none;
    align-items: center;
    gap: 14px;
    padding-right: 14px;
    border-block: 1px solid var(--line);
    font-size: 12.5px;
    line-height: 30px;
    min-height: 30px;
  }
  aw-legend {
    max-width: calc(100% - 110px);
  }
  .event {
    flex: 1 1 0;
    text-align: right;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--soft);
  }
  .invite {
    font-size: 15px;
    margin-bottom: 6px;
  }
  .invite strong {
    color: var(--text);
  }
  .tabs {
    display: none;
  }

  @media (max-width: 1279px) {
    .as-select {
      display: block;
      width: 240px;
    }
    .list {
      display: none;
    }
    main {
      grid-template:
        "code run" auto
        "code stage" minmax(0, var(--stage))
        "lower task" minmax(0, var(--rest))
        / minmax(0, var(--code)) minmax(0, var(--view));
    }
    main.with-room {
      grid-template:
        "list run" auto
        "list stage" minmax(0, 1.9fr)
        "code lower" minmax(0, 0.8fr)
        "code task" minmax(0, 0.7fr)
        / minmax(0, 0.85fr) minmax(0, 1fr);
    }
  }

  @media (max-width: 720px) {
    :host {
      height: auto;
      min-height: 100dvh;
    }
    .top {
      gap: 10px;
      padding: 6px 6px 6px 14px;
    }
    h1 span,
    .top .lessons span,
    .top .palette,
    .top .language {
      display: none;
    }
    .as-select {
      flex: 1;
      width: auto;
    }
    .tools .lessons {
      margin: 0;
    }
    main {
      display: block;
      background: var(--surface);
    }
    .run-bar {
      position: sticky;
      top: 0;
      z-index: 4;
      height: 56px;
      gap: 8px;
      padding: 0 12px;
      border-bottom: 1px solid var(--line);
    }
    .tabs {
      position: sticky;
      top: 56px;
      z-index: 3;
      display: grid;
      grid-auto-columns: 1fr;
      grid-auto-flow: column;
      border-bottom: 1px solid var(--line);
    }
    .tabs button {
      height: 44px;
      border: 0;
      background: none;
      color: var(--muted);
      border-bottom: 3px solid transparent;
    }
    .tabs button[aria-pressed="true"] {
      color: var(--text);
      font-weight: 600;
      border-bottom-color: var(--accent);
    }
    main > section,
    .room {
      display: none;
    }
    [data-tab="lesson"] > .room,
    [data-tab="code"] > .code,
    [data-tab="timeline"] > .stage,
    [data-tab="timeline"] > .task,
    [data-tab="output"] > .lower {
      display: flex;
    }
    .stage > aw-timeline {
      flex: none;
    }
    .stage > aw-strip,
    .now {
      order: 1;
    }
    .now {
      flex-wrap: wrap;
    }
    aw-legend {
      max-width: none;
    }
    .event {
      flex-basis: 100%;
      padding-left: 14px;
      text-align: left;
    }
    .lower > aw-events,
    .lower > aw-console {
      flex: none;
      height: calc(100dvh - 260px);
    }
    .task {
      border-top: 1px solid var(--line);
    }
  }
`;
