/* Stores edited samples in the browser between visits, and the edited text of the last link
 * (`link.…`). Where storage is forbidden or full nothing is kept, and `keep` returns that.
 *
 * If a program is open in two tabs, each tab goes on showing its own text, the last one written is
 * found at the next visit, and the text that it overwrote becomes a version (versions.js). */

import { sourceMax } from "./orders.js";
import { msg } from "../common/words.js";

const prefix = "awaitc.draft.";
const linkPrefix = `${prefix}link.`;

/** @param {string} name */
function stored(name) {
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
 * Keeps a text, or forgets it (null).
 * @param {string} name
 * @param {string | null} text
 * @returns {string} why it could not be kept; empty: it is
 */
function store(name, text) {
  if (text !== null && text.length > sourceMax) return msg("it is too long to be kept");
  try {
    if (name.startsWith("link.")) forgetLinks(prefix + name);
    if (text === null) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, text);
    return "";
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
    return isFull
      ? msg("this browser's storage is full")
      : msg("this browser keeps nothing for this page");
  }
}

/** The kept text of one program; `start` is the text that need not be kept. */
export class Draft {
  /** What is kept, as far as this tab knows; null: the start. @type {string | null} */ #known;
  /** What another tab has made of it since; null: nothing.
   * @type {string | null} */
  elsewhere = null;

  /** @param {string} name @param {string} start */
  constructor(name, start) {
    this.name = name;
    this.start = start;
    this.#known = stored(name);
  }

  /** The text as it was left. */
  get text() {
    return this.#known ?? this.start;
  }

  /** Notes what another tab has kept; false: it is none of this program's.
   * @param {StorageEvent} event */
  hears({ key, newValue }) {
    if (key !== prefix + this.name) return false;
    this.elsewhere = newValue;
    return true;
  }

  /**
   * Keeps a text, unless it is kept already: what another tab has made of it then stays.
   * @param {string} text
   * @param {(text: string) => void} overwritten is given what another tab has kept meanwhile
   * @returns {string} why it could not be kept; empty: it is
   */
  keep(text, overwritten) {
    const wanted = text === this.start ? null : text;
    if (wanted === this.#known) return "";
    const there = stored(this.name);
    if (there !== null && there !== this.#known && there !== wanted) overwritten(there);
    const unkept = store(this.name, wanted);
    if (unkept) return unkept;
    this.#known = wanted;
    this.elsewhere = null;
    return "";
  }
}
