/* Makes the text of programs safe to show: invisible characters, and those that change the
 * direction of other text, are replaced by visible signs, so that no name or line looks like
 * another one. Pure. */

// All control characters but tab and newline, and what sets the direction of text.
const unseen = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** @param {string} char */
function signOf(char) {
  const code = char.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "\u2421" : "\ufffd";
}

/** @param {string} text */
export function plain(text) {
  return text.replaceAll("\r\n", "\n").replace(unseen, signOf);
}
