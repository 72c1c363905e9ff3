/* Edited samples, kept in the browser from one visit to the next. Storage may be forbidden or full:
 * then nothing is kept, and `keep` says so. */

import { sourceMax } from "./orders.js";

const prefix = "awaitc.draft.";

/** The edited text of a sample; null: as it was. @param {string} name */
export function draftOf(name) {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
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
    if (text === null) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, text);
    return "";
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
    return isFull ? "this browser's storage is full" : "this browser keeps nothing for this page";
  }
}
