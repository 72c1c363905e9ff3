/* Turns a lesson's text, as lessontext.js read it, into elements. Nothing in it can become
 * markup. */

import { html } from "lit";
import { highlight } from "../common/highlight.js";

/** @typedef {import("./lessontext.js").Span} Span */
/** @typedef {import("./lessontext.js").Block} Block */

/** @param {readonly Span[]} spans */
export function proseOf(spans) {
  return spans.map(({ kind, text, href = "" }) => {
    if (kind === "code") return html`<code>${text}</code>`;
    if (kind === "strong") return html`<strong>${text}</strong>`;
    if (kind === "em") return html`<em>${text}</em>`;
    return kind === "link"
      ? html`<a href=${href} target="_blank" rel="noopener">${text}</a>`
      : text;
  });
}

/** Words that may have `code` in them. @param {string} words */
export function wordsOf(words) {
  return words.split("`").map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));
}

/** @param {string} text @param {string} language */
function codeOf(text, language) {
  if (language !== "c") return html`<pre tabindex="0"><code>${text}</code></pre>`;
  const lines = highlight(text).map((tokens, i) => [
    i > 0 ? "\n" : "",
    tokens.map((token) => html`<span class=${token.kind}>${token.text}</span>`),
  ]);
  return html`<pre tabindex="0"><code>${lines}</code></pre>`;
}

/** @param {readonly Block[]} blocks */
export function blocksOf(blocks) {
  return blocks.map((block) => {
    if (block.kind === "code") return codeOf(block.text, block.language);
    if (block.kind === "paragraph") return html`<p>${proseOf(block.spans)}</p>`;
    const items = block.items.map((item) => html`<li>${proseOf(item)}</li>`);
    return block.isOrdered
      ? html`<ol>
          ${items}
        </ol>`
      : html`<ul>
          ${items}
        </ul>`;
  });
}
