/* Writes numbers in the reader's language: 1,234.5 or 1.234,5. Numbers that a program or a file
 * reads are not changed. */

import { shown } from "./words.js";

/** @type {Map<number, Intl.NumberFormat>} */
const decimals = new Map();

/** A number of things. @param {number} count */
export function countText(count) {
  return count.toLocaleString(shown.language);
}

/** What was measured, with at most so many digits after the point. @param {number} value
 * @param {number} digits */
export function decimalText(value, digits) {
  const options = { maximumFractionDigits: digits, useGrouping: false };
  const format = decimals.get(digits) ?? new Intl.NumberFormat(shown.language, options);
  decimals.set(digits, format);
  return format.format(value);
}
