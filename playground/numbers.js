/* Numbers as the reader's language writes them: 1,234.5 or 1.234,5. Where a program or a file reads them,
 * they are left as they are. */

import { language } from "./language.js";

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/**
 * @param {number} value
 * @param {number} [digits] after the point, at most and at least
 */
export function numberText(value, digits = 0) {
  const key = `${language()} ${digits}`;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const format = formats.get(key) ?? new Intl.NumberFormat(language(), options);
  formats.set(key, format);
  return format.format(value);
}
