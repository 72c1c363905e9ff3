/* The look of the lessons: the list, and a single lesson. */

import { css } from "lit";
import { unseen } from "../common/unseen.css.js";

export const classroomStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    overflow: auto;
    background: var(--surface);
  }
  h2,
  h3,
  p,
  ul,
  ol {
    margin: 0;
  }
  .top {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 7px 12px 7px 16px;
    border-bottom: 1px solid var(--grid);
  }
  .top h2,
  .top .count {
    flex: 1;
    font-size: 13px;
    font-weight: 650;
    line-height: 32px;
  }
  .count {
    color: var(--muted);
    text-align: right;
  }
  .text {
    padding: 12px 20px 28px;
    line-height: 1.55;
  }
  .text > * + * {
    margin-top: 10px;
  }
  .text h2 {
    font-size: 20px;
    line-height: 1.25;
    letter-spacing: -0.01em;
  }
  .text h2:focus {
    outline: none;
  }
  .facts {
    color: var(--muted);
    font-size: 12.5px;
  }
  .text h3 {
    margin-top: 24px;
    font-size: 14.5px;
  }
  .text ul,
  .text ol {
    padding-left: 20px;
  }
  li + li {
    margin-top: 4px;
  }
  code,
  pre {
    font: 12.5px/1.5 var(--mono);
  }
  code {
    overflow-wrap: anywhere;
  }
  p code,
  li code,
  label code {
    padding: 1px 4px;
    border-radius: 4px;
    background: var(--sunken);
  }
  pre {
    margin: 10px 0 0;
    padding: 9px 12px;
    overflow: auto;
    border-radius: 8px;
    background: var(--sunken);
    tab-size: 4;
  }
  pre code {
    overflow-wrap: normal;
  }
  a {
    color: var(--link);
  }
  .note {
    padding: 9px 12px;
    border-left: 3px solid var(--muted);
    border-radius: 7px;
    background: var(--sunken);
  }
  .note.good {
    border-left-color: var(--done);
  }
  .note.bad {
    border-left-color: var(--failed);
  }
  .note p + p {
    margin-top: 6px;
  }
  fieldset {
    margin: 8px 0 0;
    padding: 0;
    border: 0;
  }
  .option {
    display: flex;
    gap: 9px;
    align-items: baseline;
    padding: 6px 8px;
    border-radius: 7px;
    cursor: pointer;
  }
  .option:hover {
    background: var(--hover);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .buttons .button {
    padding: 0 13px;
  }
  .goals {
    list-style: none;
    padding: 0 !important;
  }
  .goals li {
    display: grid;
    grid-template-columns: 20px 1fr;
    gap: 2px 6px;
  }
  .mark {
    font-weight: 700;
    color: var(--muted);
  }
  .holds .mark {
    color: var(--done);
  }
  .fails .mark {
    color: var(--failed);
  }
  .advice {
    grid-column: 2;
    color: var(--soft);
  }
  .word {
    ${unseen}
  }
  summary {
    padding: 5px 0;
    font-weight: 600;
    cursor: pointer;
  }
  details > :not(summary) + * {
    margin-top: 10px;
  }
  .lessons {
    list-style: none;
    padding: 0 !important;
    display: grid;
    gap: 2px;
  }
  .lessons li + li {
    margin: 0;
  }
  .item {
    display: grid;
    grid-template-columns: 26px 1fr auto;
    gap: 0 4px;
    width: 100%;
    padding: 9px 12px 10px 8px;
    border: 0;
    border-radius: 8px;
    background: none;
    text-align: left;
    line-height: 1.4;
  }
  .item:hover {
    background: var(--hover);
  }
  .item .title {
    font-weight: 600;
  }
  .item .number {
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }
  .item .sentence {
    grid-column: 2 / 4;
    color: var(--muted);
    font-size: 12.5px;
  }
  .item .done {
    color: var(--done);
    font-weight: 700;
  }
  .list {
    padding: 12px 8px 24px;
  }
  .list > p,
  .list > .buttons {
    margin: 0 12px 10px;
  }
  .list > .buttons {
    margin-top: 14px;
  }
  @media (pointer: coarse), (max-width: 720px) {
    .option,
    summary {
      padding-block: 11px;
    }
  }
`;
