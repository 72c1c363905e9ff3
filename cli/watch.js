/**
 * Reports when one of some files was saved with different content.
 *
 * It watches their folders, because editors replace files, and compares contents, because systems
 * report more than changes. While a program does not build, it also watches for new C files.
 * @module
 */

import { readFileSync, watch } from "node:fs";
import { basename, dirname, resolve } from "node:path";

const QUIET_MS = 20; // a save is several events
const MISSING_MS = 400; // how long a file may be away while it is replaced

/** @param {string} path */
function contentOf(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Watches the files of a program. */
export class Watcher {
  /** @type {Map<string, import("node:fs").FSWatcher>} */ #folders = new Map();
  /** @type {Map<string, Buffer | undefined>} */ #files = new Map();
  /** @type {NodeJS.Timeout | undefined} */ #timer;
  /** @type {(() => void) | undefined} */ #tell;
  #hasChanged = false;
  #hasNew = false;
  #isBroken = false;
  #missingSince = 0;

  /** Watches these files, as they are now. @param {string[]} files */
  look(files) {
    this.#hasChanged = this.#hasNew = false;
    this.#files = new Map(files.map((file) => [resolve(file), contentOf(file)]));
    const folders = new Set([...this.#files.keys()].map(dirname));
    for (const [folder, watcher] of this.#folders) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#folders.delete(folder);
    }
    for (const folder of folders) {
      if (this.#folders.has(folder)) continue;
      const watcher = watch(folder, (_event, name) => this.#seen(folder, name));
      watcher.on("error", () => {}); // the folder is gone; the build will say so
      this.#folders.set(folder, watcher);
    }
  }

  /** Resolves when one of them has changed since `look`.
   * @param {{ isBroken?: boolean }} [options] broken: a new C file may be the one that is missing
   * @returns {Promise<void>} */
  changed({ isBroken = false } = {}) {
    this.#isBroken = isBroken;
    return new Promise((done) => {
      this.#tell = done;
      this.#settle();
    });
  }

  close() {
    clearTimeout(this.#timer);
    for (const watcher of this.#folders.values()) watcher.close();
    this.#folders.clear();
  }

  /** @param {string} folder @param {string | null} name */
  #seen(folder, name) {
    const isOurs = name === null || this.#files.has(resolve(folder, basename(name)));
    if (!isOurs && /\.[ch]$/.test(name)) this.#hasNew = true;
    else if (!isOurs) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#compare(), QUIET_MS);
  }

  #compare() {
    let isMissing = false;
    for (const [path, before] of this.#files) {
      const now = contentOf(path);
      if (before && !now) isMissing = true;
      else if (now && !before?.equals(now)) this.#hasChanged = true;
    }
    if (isMissing) {
      this.#missingSince ||= performance.now();
      if (performance.now() - this.#missingSince < MISSING_MS)
        this.#timer = setTimeout(() => this.#compare(), QUIET_MS);
      else this.#hasChanged = true;
    }
    if (!isMissing || this.#hasChanged) this.#missingSince = 0;
    if (!isMissing || this.#hasChanged) this.#settle();
  }

  #settle() {
    if (!this.#tell || !(this.#hasChanged || (this.#isBroken && this.#hasNew))) return;
    this.#tell();
    this.#tell = undefined;
  }
}
