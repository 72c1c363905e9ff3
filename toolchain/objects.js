/**
 * Keeps object files, so that a build compiles only the sources that changed, or whose headers did.
 *
 * An object is used again when the settings, the names of all files, and the content of the files
 * that it was made of are the same. Works on bytes alone, in Node and in a page. See embedded.js.
 * @module
 */

const OBJECTS_MAX = 64;

/** @typedef {string | Uint8Array} Data
 * @typedef {{ object: Uint8Array, output: string }} Compiled
 * @typedef {{ files: Map<string, Data>, made: Compiled }} Kept */

export class Objects {
  /** By settings, the oldest first. @type {Map<string, Kept>} */
  #kept = new Map();

  /** The object that was kept, if it would be the same now.
   * @param {string} settings all that matters besides the content of files
   * @param {Record<string, Data>} files @returns {Compiled | undefined} */
  recall(settings, files) {
    const kept = this.#kept.get(settings);
    if (!kept || ![...kept.files].every(([path, data]) => isSame(data, files[path])))
      return undefined;
    this.#kept.delete(settings);
    this.#kept.set(settings, kept); // the newest now
    return kept.made;
  }

  /** Keeps an object. @param {string} settings @param {Record<string, Data>} files
   * @param {string[]} used paths of the files that it was made of @param {Compiled} made */
  remember(settings, files, used, made) {
    this.#kept.delete(settings);
    this.#kept.set(settings, { files: new Map(used.map((path) => [path, files[path]])), made });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= OBJECTS_MAX) break;
      this.#kept.delete(oldest);
    }
  }
}

/** @param {Data} one @param {Data} other */
function isSame(one, other) {
  if (typeof one === "string" || typeof other === "string") return one === other;
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

/** The files of a dependency list (`-MD`), without a first step that all have, and without the
 * compiler's.
 * @param {string} text "out.o: /src/main.c /src/lib/../list.h" @param {string} first "/src/" */
export function usedFiles(text, first) {
  const [, list = ""] = /^[^:]*:([^]*)/.exec(text.replace(/\\\n/g, " ")) ?? [];
  const names = list.match(/(?:\\.|[^\s\\])+/g) ?? [];
  return names
    .map((name) => name.replace(/\\(.)/g, "$1").replaceAll("$$", "$"))
    .filter((name) => name.startsWith(first))
    .map((name) => withoutDots(name.slice(first.length)));
}

/** @param {string} path */
function withoutDots(path) {
  /** @type {string[]} */
  const steps = [];
  for (const step of path.split("/"))
    if (step === "..") steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  return steps.join("/");
}
