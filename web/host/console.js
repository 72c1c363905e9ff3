// Collects written text into whole lines, for platforms whose only output is a console.

/**
 * @param {(line: string) => void} print
 */
export function createLines(print) {
  let rest = "";
  return {
    /** @param {string} text */
    write(text) {
      const lines = (rest + text).split("\n");
      rest = /** @type {string} */ (lines.pop());
      for (const line of lines) print(line);
    },
    /** Prints a last line that has no end. */
    close() {
      if (rest) print(rest);
      rest = "";
    },
  };
}
