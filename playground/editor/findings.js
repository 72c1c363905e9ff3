/* Converts the compiler's diagnostics to positions in the text: bytes and lines become offsets,
 * fix-its become changes and sentences. Works on plain data. */

import { msg, str } from "../common/words.js";

/** @typedef {import("./orders.js").Diagnostic} Diagnostic */
/** @typedef {import("../../toolchain/diagnostics.js").Position} Position */
/** @typedef {import("../../toolchain/diagnostics.js").FixIt} FixIt */
/** @typedef {{ from: number, to: number, insert: string }} Change */

/** Where a line begins; the end of the text for one that is not there.
 * @param {string} text @param {number} line */
function startOf(text, line) {
  let at = 0;
  for (let n = 1; n < line; n++) {
    const end = text.indexOf("\n", at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  return at;
}

/** How many characters of a line are in that many bytes of UTF-8.
 * @param {string} line @param {number} bytes */
function charactersIn(line, bytes) {
  let count = 0;
  let left = bytes;
  for (const char of line) {
    const code = /** @type {number} */ (char.codePointAt(0));
    left -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (left < 0) break;
    count += char.length;
  }
  return count;
}

/** The offset of a position. @param {string} text @param {Position} position */
export function offsetOf(text, { line, column }) {
  const start = startOf(text, line);
  const end = text.indexOf("\n", start);
  const words = text.slice(start, end < 0 ? text.length : end);
  return start + charactersIn(words, Math.max(0, column - 1));
}

/**
 * What to underline: the word at the position, or one character; at the end of a line the one
 * before.
 * @param {string} text
 * @param {Position} position
 * @returns {{ from: number, to: number }}
 */
export function rangeOf(text, position) {
  const at = offsetOf(text, position);
  const [word] = /^(?:\w+|"(?:\\.|[^"\\\n])*"|#\s*\w+|[^\n])?/.exec(text.slice(at, at + 200)) ?? [
    "",
  ];
  if (word) return { from: at, to: at + word.length };
  const isAtStart = at === 0 || text[at - 1] === "\n";
  return { from: isAtStart ? at : at - 1, to: at };
}

/** The changes that a diagnostic proposes to the file. @param {string} text
 * @param {Diagnostic} diagnostic @returns {Change[]} */
export function changesOf(text, { file, fixIts }) {
  return fixIts
    .filter((fix) => fix.file === file)
    .map((fix) => ({
      from: offsetOf(text, fix.from),
      to: offsetOf(text, fix.to),
      insert: fix.text,
    }))
    .sort((a, b) => a.from - b.from);
}

/** The text with changes made, which are in order and do not overlap.
 * @param {string} text @param {Change[]} changes */
export function withChanges(text, changes) {
  let done = "";
  let at = 0;
  for (const { from, to, insert } of changes) {
    done += text.slice(at, from) + insert;
    at = to;
  }
  return done + text.slice(at);
}

/** What the changes do, for a button. @param {string} text @param {Change[]} changes */
export function wordsOfChanges(text, changes) {
  /** @param {string} part */
  const quoted = (part) => {
    const line = part.trim().replace(/\s+/g, " ");
    return line.length > 24 ? `${line.slice(0, 23)}…` : line;
  };
  const [{ from, to, insert }] = changes;
  const old = quoted(text.slice(from, to));
  const made = quoted(insert);
  const words = !old
    ? msg(str`Insert ${made}`)
    : insert
      ? msg(str`Replace ${old} with ${made}`)
      : msg(str`Remove ${old}`);
  return changes.length > 1 ? msg(str`${words}, and more`) : words;
}

/** How many errors and warnings, in words. @param {readonly Diagnostic[]} diagnostics */
export function countWords(diagnostics) {
  const errors = diagnostics.filter(({ severity }) => severity.endsWith("error")).length;
  const warnings = diagnostics.filter(({ severity }) => severity === "warning").length;
  const words = [
    errors > 0 && (errors === 1 ? msg("1 error") : msg(str`${errors} errors`)),
    warnings > 0 && (warnings === 1 ? msg("1 warning") : msg(str`${warnings} warnings`)),
  ];
  return words.filter(Boolean).join(", ");
}

/**
 * Which line of one text a line of the other is now; 0 for one within what was changed. Lines
 * before the first change and after the last stay themselves.
 * @param {string} from
 * @param {string} to
 * @returns {(line: number) => number}
 */
export function lineMap(from, to) {
  if (from === to) return (line) => line;
  const before = from.split("\n");
  const after = to.split("\n");
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const moved = after.length - before.length;
  return (line) => {
    if (line <= head) return line;
    return line > before.length - tail ? line + moved : 0;
  };
}

const noCode = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\/.*|\/\*.*?(?:\*\/|$)/g;
const callMax = 20; // lines

/**
 * The line that a call which is begun in a line ends in; the line itself, if it leaves none open. A
 * run says of such a call that it is there.
 * @param {string} text
 * @param {number} line
 */
export function callEnd(text, line) {
  const from = startOf(text, line);
  let open = 0;
  for (const [i, one] of text.slice(from).split("\n", callMax).entries()) {
    for (const sign of one.replace(noCode, "")) open += sign === "(" ? 1 : sign === ")" ? -1 : 0;
    if (open <= 0) return line + i;
  }
  return line;
}
