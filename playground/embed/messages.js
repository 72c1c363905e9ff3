/* The messages between an embedded program and the page around it. A message is accepted only if it
 * comes from the other side's window and has one of these forms. Both sides (embed.js, element.js)
 * import it. Pure. */

/**
 * Frame to page. `ready`: it listens. `size`: the height it would like, in CSS pixels.
 * @typedef {{ awaitc: 1, type: "ready" } | { awaitc: 1, type: "size", height: number }} FromEmbed
 */
/**
 * Page to frame. `code`: the text to show in the place of the sample's, and its name; it is not
 * run. `theme`: how it looks from now on.
 * @typedef {{ awaitc: 1, type: "code", text: string, name: string }
 *   | { awaitc: 1, type: "theme", theme: ThemeName }} ToEmbed
 */
/** @typedef {"light" | "dark" | "auto"} ThemeName */

export const heightMax = 4000;
/** Characters of a text that a page may give. */
const textMax = 64 * 1024;
const programName = /^[\w-]{1,40}$/;

/** @param {any} data @returns {FromEmbed | null} */
export function fromEmbed(data) {
  if (data?.awaitc !== 1) return null;
  if (data.type === "ready") return { awaitc: 1, type: "ready" };
  const { type, height } = data;
  if (type !== "size" || !Number.isFinite(height) || height < 0 || height > heightMax) return null;
  return { awaitc: 1, type, height };
}

/** @param {any} data @returns {ToEmbed | null} */
export function toEmbed(data) {
  if (data?.awaitc !== 1) return null;
  const { type, text, theme, name } = data;
  if (type === "code" && typeof text === "string" && text.length <= textMax) {
    const isName = typeof name === "string" && programName.test(name);
    return { awaitc: 1, type, text, name: isName ? name : "program" };
  }
  const isTheme = ["light", "dark", "auto"].includes(theme);
  return type === "theme" && isTheme ? { awaitc: 1, type, theme } : null;
}
