/* What is different between two texts, line by line: the least that has to go and to come. Pure. */

/** @typedef {{ kind: "same" | "gone" | "new", text: string }} DiffLine */

/**
 * The lines of both, what goes before what comes.
 * @param {string} before
 * @param {string} after
 * @returns {DiffLine[]}
 */
export function diffOf(before, after) {
  return diffOfLines(before.trimEnd().split("\n"), after.trimEnd().split("\n"));
}

/**
 * The same of lines.
 * @param {readonly string[]} a
 * @param {readonly string[]} b
 * @returns {DiffLine[]}
 */
export function diffOfLines(a, b) {
  // common[i][j]: the most lines that a from i and b from j can keep
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const skip = Math.max(common[i + 1][j], common[i][j + 1]);
      common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : skip;
    }
  }
  /** @type {DiffLine[]} */
  const lines = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: "same", text: a[i] });
      i++;
      j++;
    } else if (i < a.length && (j === b.length || common[i + 1][j] >= common[i][j + 1])) {
      lines.push({ kind: "gone", text: a[i++] });
    } else lines.push({ kind: "new", text: b[j++] });
  }
  return lines;
}

/**
 * Only what is different, with `around` lines before and after; null stands for lines left out.
 * @param {readonly DiffLine[]} lines
 * @param {number} around
 * @returns {(DiffLine | null)[]}
 */
export function shortened(lines, around) {
  const isNear = lines.map((_line, i) =>
    lines.slice(Math.max(0, i - around), i + around + 1).some(({ kind }) => kind !== "same"),
  );
  return lines.flatMap((line, i) => {
    if (isNear[i]) return [line];
    return i === 0 || isNear[i - 1] ? [null] : [];
  });
}
