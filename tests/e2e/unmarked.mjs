/* Finds texts of the page that are not translatable: in en-XA every translatable text is in
 * brackets. */

/** Parts that contain texts of a program, of its author, or names of keys. */
const data = [
  "aw-source, aw-editor, pre, code, kbd, option[lang], h1",
  "aw-console .text, aw-timeline .name, aw-details h3, aw-code h2, .mono, .now",
  "aw-events [role=gridcell], aw-lesson .text[lang], aw-classroom .title, aw-classroom .sentence",
].join(", ");

/** Times with their units, and functions of the program that the tests run. */
const others = String.raw`\d[\d.,]* (ms|s)\b|\b(main|download)\b`;

/** The visible texts and names of controls that are neither in brackets nor data.
 * @param {import("playwright-core").Page} page @returns {Promise<string[]>} */
export function unmarked(page) {
  return page.evaluate(([hidden, others]) => {
    /** @type {Set<string>} */
    const found = new Set();
    /** @param {string | null} text @param {string} where */
    const look = (text, where) => {
      let rest = (text ?? "").replace(new RegExp(others, "g"), "");
      for (let last = ""; rest !== last;) [last, rest] = [rest, rest.replace(/\[[^[\]]*\]/g, "")];
      if (/\p{L}{2}/u.test(rest))
        found.add(`${where}: ${(text ?? "").trim().replace(/\s+/g, " ")}`);
    };
    /** A selector's parts may be in different shadow roots. @param {Element} element */
    const isData = (element) =>
      hidden.split(", ").some((one) => {
        const parts = one.split(" ");
        if (!element.matches(/** @type {string} */ (parts.pop()))) return false;
        const { host } = /** @type {ShadowRoot} */ (element.getRootNode());
        return parts.every((part) => element.closest(part) ?? host?.closest(part));
      });
    /** @param {Element | ShadowRoot} part */
    const visit = (part) => {
      const isSentence = part instanceof Element && part.querySelector(":scope > :is(strong, b)");
      if (isSentence) return look(part.textContent, part.localName);
      for (const node of part.childNodes) {
        if (node instanceof Text && part instanceof Element) look(node.data, part.localName);
        if (!(node instanceof Element) || node.matches("style, script, noscript")) continue;
        if (isData(node) || !node.checkVisibility()) continue;
        for (const name of ["aria-label", "title", "placeholder", "aria-valuetext"])
          look(node.getAttribute(name), name);
        visit(node);
        if (node.shadowRoot) visit(node.shadowRoot);
      }
    };
    visit(document.body);
    return [...found];
  }, /** @type {const} */ ([data, others]));
}
