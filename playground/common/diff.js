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

const pairsMax = 16_000_000; // of lines to compare

/**
 * The same of lines; of very many, those between the first and the last that differ have all changed.
 * @param {readonly string[]} a
 * @param {readonly string[]} b
 * @returns {DiffLine[]}
 */
export function diffOfLines(a, b) {
  if (a.length * b.length > pairsMax) return roughly(a, b);
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

/** @param {readonly string[]} a @param {readonly string[]} b @returns {DiffLine[]} */
function roughly(a, b) {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < most - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  /** @param {DiffLine["kind"]} kind @param {readonly string[]} lines @param {number} from */
  const all = (kind, lines, from, to = lines.length - tail) =>
    lines.slice(from, to).map((text) => ({ kind, text }));
  const gone = all("gone", a, head);
  return [
    ...all("same", a, 0, head),
    ...gone,
    ...all("new", b, head),
    ...all("same", a, a.length - tail, a.length),
  ];
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
