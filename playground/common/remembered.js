/* What the page remembers of the reader's choices between visits: a few short texts, each under a
 * name. A browser may forbid storage; then nothing is remembered. */

const prefix = "awaitc.";

/** @param {string} name @returns {string | null} */
export function remembered(name) {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value @returns {boolean} whether it could be kept */
export function remember(name, value) {
  try {
    localStorage.setItem(prefix + name, value);
    return true;
  } catch {
    return false;
  }
}
