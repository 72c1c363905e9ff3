/* Earlier versions of programs: texts that were run, replaced by Reset, or overwritten by another
 * tab. Stored in IndexedDB: its transactions stop tabs from undoing each other's additions, and it
 * has more room than localStorage, whose 5 MB hold everything else (drafts.js has the newest text).
 *
 * The number of versions is limited. Where nothing may be stored they last as long as the page, and
 * `versionsOf` says why. Loaded with the first version. workspace.js adds versions, history.js
 * shows them. */

import { createStore, delMany, entries, get, update } from "idb-keyval";

/** Why there is a version: `run`, `reset`, `restore` (before that), `tab` (overwritten by another
 * one).
 * @typedef {"run" | "reset" | "restore" | "tab"} Reason */
/** `at`: milliseconds since 1970. @typedef {{ at: number, why: Reason, text: string }} Version */

const versionsMax = 20; // of one program
const charsMax = 1_000_000; // of them
const programsMax = 60;
/** @type {import("idb-keyval").UseStore | null} */
let opened = null;
/** Where they are kept; may be forbidden, which is told by throwing. */
const store = () => (opened ??= createStore("awaitc", "versions"));
/** Of this page, newest first. @type {Map<string, readonly Version[]>} */
const here = new Map();
/** Why they are not kept; empty: they are. */
let trouble = "";

/** What comes out of a store is believed as far as it has this form. @param {any} value
 * @returns {Version[]} */
function versionsIn(value) {
  if (!Array.isArray(value)) return [];
  const isVersion = (/** @type {any} */ one) =>
    Number.isFinite(one?.at) && typeof one.text === "string";
  return value.filter(isVersion);
}

/**
 * The versions with one more, newest first; each text is there once, the oldest go when there are
 * too many.
 * @param {readonly Version[]} versions
 * @param {Version} added
 */
export function withVersion(versions, added) {
  const others = versions.filter(({ text }) => text !== added.text);
  const all = [added, ...others].sort((a, b) => b.at - a.at).slice(0, versionsMax);
  let chars = 0;
  return all.filter(({ text }, i) => (chars += text.length) <= charsMax || i === 0);
}

/** Forgets the programs that were left longest ago. */
async function forget() {
  const all = await entries(store());
  if (all.length <= programsMax) return;
  const newest = (/** @type {any} */ value) => versionsIn(value)[0]?.at ?? 0;
  const last = all.sort(([, a], [, b]) => newest(b) - newest(a)).slice(programsMax);
  const keys = last.map(([key]) => key);
  await delMany(keys, store());
}

/**
 * Adds a version to those of a program.
 * @param {string} program
 * @param {Version} version
 */
export async function addVersion(program, version) {
  here.set(program, withVersion(here.get(program) ?? [], version));
  try {
    await update(program, (known) => withVersion(versionsIn(known), version), store());
    await forget();
    trouble = "";
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
    trouble = isFull
      ? "this browser's storage is full"
      : "this browser keeps nothing for this page";
  }
}

/**
 * The versions of a program, newest first, and why they last only as long as this page; empty: they
 * stay.
 * @param {string} program
 * @returns {Promise<{ versions: readonly Version[], trouble: string }>}
 */
export async function versionsOf(program) {
  /** @type {readonly Version[]} */
  let versions = [];
  try {
    versions = versionsIn(await get(program, store()));
  } catch {
    trouble ||= "this browser keeps nothing for this page";
  }
  const own = here.get(program) ?? [];
  return { versions: [...own].reverse().reduce(withVersion, versions), trouble };
}
