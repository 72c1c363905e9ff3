/* The declarations in awaitc's headers, with their comments. Loaded once, with the editor.
 * tools/declarations.mjs writes them when the page is built. They are shown as text, never as
 * markup. */

import { msg, str } from "../common/words.js";

/**
 * @typedef {object} Declaration
 * @property {string} name
 * @property {"function" | "type" | "constant"} kind
 * @property {string} text   as it is used
 * @property {string} words  its comment
 * @property {[string, string][]} fields such as Suspends, Returns
 * @property {string} header
 * @property {number} line
 */

/** @type {Promise<ReadonlyMap<string, Declaration>> | undefined} */
let loaded;

async function load() {
  const response = await fetch(new URL("declarations.json", document.baseURI));
  if (!response.ok) throw new Error(`declarations.json: ${response.status}`);
  /** @type {Declaration[]} */
  const all = await response.json();
  return new Map(all.map((one) => [one.name, one]));
}

/** All declarations by name; none when they cannot be had, and asked for again next time. */
export function declarations() {
  loaded ??= load().catch(() => {
    loaded = undefined;
    return new Map();
  });
  return loaded;
}

/** The text of a header of awaitc. @param {string} name */
export async function headerText(name) {
  const headers = /** @type {Record<string, () => Promise<any>>} */ (
    import.meta.glob("../../include/*.h", { query: "?raw", import: "default" })
  );
  return headers[`../../include/${name}`]?.() ?? "";
}

/** @param {string} tag @param {string} [text] @param {string} [look] */
function element(tag, text = "", look = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (look) made.className = look;
  return made;
}

/** A paragraph, its `code` as code. @param {string} text */
function paragraph(text) {
  const made = element("p");
  text.split("`").forEach((part, i) => made.append(i % 2 === 1 ? element("code", part) : part));
  return made;
}

/** A declaration for reading. @param {Declaration} declaration
 * @param {() => void} [open] shows it in its header */
export function shownDeclaration({ text, words, fields, header, line }, open) {
  const box = element("div", "", "declared");
  box.append(element("code", text, "signature"));
  for (const block of words.split(/\n\s*\n/).filter(Boolean)) {
    const isCode = block.split("\n").every((one) => one.startsWith("    "));
    box.append(isCode ? element("pre", block) : paragraph(block.replace(/\s+/g, " ").trim()));
  }
  const list = element("dl");
  for (const [name, value] of fields) list.append(element("dt", name), element("dd", value));
  if (fields.length > 0) box.append(list);
  const where = `${header}:${line}`;
  if (!open) return box;
  const button = /** @type {HTMLButtonElement} */ (element("button", msg(str`Open ${where}`)));
  button.type = "button";
  button.addEventListener("click", open);
  box.append(button);
  return box;
}
