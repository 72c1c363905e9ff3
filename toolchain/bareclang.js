/**
 * The text of npm's `@yowasp/clang` without its own headers and libraries (30 MB, mostly C++).
 * build/embedded/system.tar replaces them. Loading and unpacking them takes as long as loading
 * clang.
 * @module
 */

/** A part of the text, and what takes its place. @typedef {[RegExp, string]} Part */

/** @param {string} text @param {Part[]} parts */
function replaced(text, parts) {
  let bare = text;
  for (const [pattern, words] of parts) {
    if (!pattern.test(bare)) throw new Error(`@yowasp/clang has no ${pattern} any more`);
    bare = bare.replace(pattern, words);
  }
  return bare;
}

/** @param {string} text of gen/bundle.js @param {number} wasmBytes the size of the modules that it
 * loads, for its progress @param {Part[]} [more] */
export function bareClang(text, wasmBytes, more = []) {
  return replaced(text, [
    [/"usr": await fetch3\(new URL\("\.\/llvm-resources\.tar".*$/m, '"usr": {}'],
    [/^var totalSize = \d+;$/m, `var totalSize = ${wasmBytes};`],
    ...more,
  ]);
}
