/* Shows the difference between two texts: removed and added lines, with one unchanged line around
 * them. */

import { css, html } from "lit";
import { diffOf, shortened } from "../common/diff.js";
import { msg } from "../common/words.js";

/** @param {string} before @param {string} after */
export function diffView(before, after) {
  const lines = shortened(diffOf(before, after), 1);
  if (!lines.some((line) => line)) return html`<p>${msg("Nothing: they are the same.")}</p>`;
  const shown = lines.map((line) => {
    if (!line) return html`<span class="cut">${"  …"}</span>`;
    const { kind, text } = line;
    if (kind === "gone") return html`<del><span class="gone">${`- ${text}`}</span></del>`;
    if (kind === "new") return html`<ins><span class="new">${`+ ${text}`}</span></ins>`;
    return html`<span>${`  ${text}`}</span>`;
  });
  return html`<pre class="diff" tabindex="0" aria-label=${msg("Differences")}>${shown}</pre>`;
}

export const diffStyles = css`
  .diff {
    margin: 10px 0 0;
    padding: 9px 0;
    overflow: auto;
    border-radius: 8px;
    background: var(--sunken);
    font: 12.5px/1.5 var(--mono);
    tab-size: 4;
  }
  .diff span {
    display: block;
    padding: 0 12px;
    white-space: pre;
    min-width: max-content;
  }
  .diff del,
  .diff ins {
    text-decoration: none;
  }
  .diff .gone {
    background: color-mix(in oklab, var(--failed) 14%, transparent);
  }
  .diff .new {
    background: color-mix(in oklab, var(--done) 16%, transparent);
  }
  .diff .cut {
    color: var(--muted);
  }
  @media (forced-colors: active) {
    .diff .gone,
    .diff .new {
      outline: 1px solid CanvasText;
    }
  }
`;
