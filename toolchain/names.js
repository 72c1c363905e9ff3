/**
 * Knows the symbols that AW_NEVER_SUSPENDS (awaitc.h) makes.
 * @module
 */

/** What it puts before a name; no C name can begin so. */
export const PREFIX = "aw.never_suspends.";

/** The name in the source. @param {string} symbol */
export const plainName = (symbol) =>
  symbol.startsWith(PREFIX) ? symbol.slice(PREFIX.length) : symbol;
