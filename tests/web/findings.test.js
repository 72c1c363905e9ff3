/* Tests the compiler's diagnostics and fixes as positions and edits in the text of the page. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  changesOf,
  countWords,
  lineMap,
  offsetOf,
  rangeOf,
  withChanges,
  wordsOfChanges,
} from "../../playground/editor/findings.js";

/** @param {number} line @param {number} column */
const at = (line, column) => ({ line, column });

/**
 * An error with fixes, each with line, from, to and text.
 * @param {...[number, number, number, string]} fixes
 */
function error(...fixes) {
  const fixIts = fixes.map(([line, from, to, text]) => {
    return { file: "main.c", from: at(line, from), to: at(line, to), text };
  });
  const severity = /** @type {const} */ ("error");
  return { file: "main.c", line: 1, column: 1, severity, text: "no", fixIts };
}

test("offsetOf: columns are bytes of UTF-8, offsets are not", () => {
  const text = 'int a;\nputs("é→𝄞x");\n';
  assert.equal(offsetOf(text, at(1, 5)), 4);
  const x = offsetOf(text, at(2, 1 + 'puts("é→𝄞'.length + 1 + 2 + 2));
  assert.equal(text[x], "x");
});

test("offsetOf: a position that is not there is the end of its line, or of the text", () => {
  assert.equal(offsetOf("ab\ncd", at(1, 99)), 2);
  assert.equal(offsetOf("ab\ncd", at(7, 1)), 5);
  assert.equal(offsetOf("ab", at(1, 0)), 0);
});

test("rangeOf: a word, a character, or the last of a line", () => {
  const text = "int value = 3\n\nreturn;";
  const part = (/** @type {{ from: number, to: number }} */ { from, to }) => text.slice(from, to);
  assert.equal(part(rangeOf(text, at(1, 5))), "value");
  assert.equal(part(rangeOf(text, at(1, 11))), "=");
  assert.equal(part(rangeOf(text, at(1, 14))), "3");
  assert.equal(part(rangeOf(text, at(2, 1))), "");
});

test("changesOf: fixes of this file alone, in order, and made at once", () => {
  const text = "int a = 3\nint b == 4;";
  const problem = error([2, 7, 9, "="], [1, 10, 10, ";"]);
  problem.fixIts.push({ file: "awaitc.h", from: at(1, 1), to: at(1, 1), text: "no" });
  const changes = changesOf(text, problem);
  assert.equal(withChanges(text, changes), "int a = 3;\nint b = 4;");
  assert.equal(wordsOfChanges(text, changes), "Insert ;, and more");
});

test("wordsOfChanges: what a fix does", () => {
  const words = (/** @type {[number, number, number, string]} */ ...fix) =>
    wordsOfChanges("float a;", changesOf("float a;", error(fix)));
  assert.equal(words(1, 1, 6, "double"), "Replace float with double");
  assert.equal(words(1, 1, 6, ""), "Remove float");
  assert.equal(words(1, 8, 8, " = 0"), "Insert = 0");
});

test("countWords: errors and warnings, without notes", () => {
  const warning = /** @type {const} */ ({ ...error(), severity: "warning" });
  const note = /** @type {const} */ ({ ...error(), severity: "note" });
  assert.equal(countWords([error(), error(), warning, note]), "2 errors, 1 warning");
  assert.equal(countWords([note]), "");
});

test("lineMap: lines around what was changed, and none within", () => {
  const now = lineMap("a\nb\nc\nd", "a\nx\ny\nz\nd");
  assert.deepEqual([1, 2, 3, 4].map(now), [1, 0, 0, 5]);
  assert.equal(lineMap("a\nb", "a\nb")(2), 2);
  assert.equal(lineMap("a\nb", "a")(2), 0);
});
