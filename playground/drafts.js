/* Edited samples, kept in the browser from one visit to the next, and what was made of the last link
 * that was edited (`link.…`). Storage may be forbidden or full: then nothing is kept, and `keep` says
 * so. */

import { sourceMax } from "./orders.js";

const prefix = "awaitc.draft.";
const linkPrefix = `${prefix}link.`;

/** The edited text of a sample; null: as it was. @param {string} name */
export function draftOf(name) {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

/** Forgets what was made of other links than the one kept as `key`. @param {string} key */
function forgetLinks(key) {
  const kept = Object.keys(localStorage).filter((other) => other.startsWith(linkPrefix));
  for (const other of kept) if (other !== key) localStorage.removeItem(other);
}

/**
 * Keeps the text of a sample, or forgets it (null).
 * @param {string} name
 * @param {string | null} text
 * @returns {string} why it could not be kept; empty: it is
 */
export function keepDraft(name, text) {
  if (text !== null && text.length > sourceMax) return "it is too long to be kept";
  try {
    if (name.startsWith("link.")) forgetLinks(prefix + name);
    if (text === null) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, text);
    return "";
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
    return isFull ? "this browser's storage is full" : "this browser keeps nothing for this page";
  }
}
