/* Tests where in a run a source line is executed. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { callEnd, lineMap } from "../../playground/editor/findings.js";
import { highlightText, slicesAtLine } from "../../playground/trace/lines.js";
import { cut, family, traceOf } from "./traces.js";

/** @param {string} rows @param {number} line */
function highlightsAt(rows, line) {
  const highlights = slicesAtLine(traceOf(rows), line);
  return [...highlights].map(([{ name }, slices]) =>
    [name, ...slices.map(({ state }) => state)].join(" "),
  );
}

test("slicesAtLine: tasks created there and who spawned them, waits, and who cancelled", () => {
  assert.deepEqual(highlightsAt(family, 9), ["main running", "soup created", "rice created"]);
  assert.deepEqual(highlightsAt(family, 11), ["main running awaiting"]);
  assert.deepEqual(highlightsAt(family, 4), ["soup sleeping"]);
  assert.deepEqual(highlightsAt(cut, 21), ["main running awaiting"]);
  assert.deepEqual([highlightsAt(family, 1), highlightsAt(family, 0)], [[], []]);
});

test("slicesAtLine: each of 20,000 waits at a line once, also while the last is open", () => {
  const waits = Array.from({ length: 20_000 }, (_, i) => [
    `${i} suspend 1 0 ${i + 1} sleep dir/m.c:12`,
    `${i + 1} wake 1 0 0 timer`,
    `${i + 1} resume 1`,
  ]).flat();
  const trace = traceOf(
    ["0 spawn 1 0 0 main - main", "0 start 1", ...waits.slice(0, -2)].join("\n"),
  );
  const [slices] = slicesAtLine(trace, 12).values();
  assert.equal(new Set(slices).size, 20_000);
  assert.equal(slices.length, 20_000);
  assert.ok(slices.every(({ state }) => state === "sleeping"));
  assert.deepEqual(slicesAtLine(trace, 2), new Map());
});

test("highlightText: counts tasks and slices; says so of a line that was changed since the run", () => {
  const [ran, now] = ["a\nb\nc\nd", "new\na\nB\nc\nd"];
  const then = lineMap(now, ran);
  const trace = traceOf(family.replaceAll("m.c:9", "m.c:4"));
  /** @param {number} line */
  const said = (line) =>
    highlightText(
      { line, ran: then(line), ranTo: then(line), isSaid: true },
      slicesAtLine(trace, then(line)),
    );
  assert.equal(said(5), "Line 5: 3 tasks, 4 slices.");
  assert.equal(said(3), "Line 3 has been changed since the run.");
  assert.equal(said(4), "Line 4: no task was created there or waited there.");
});

test("callEnd: a call over several lines has the slices of its last one", () => {
  const text = 'a = go(f); // (\nb = go_with("(",\n  f, (int)c\n);\nreturn a;\nf(';
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6].map((line) => callEnd(text, line)),
    [1, 4, 3, 4, 5, 6],
  );
  const highlights = slicesAtLine(traceOf(family), 8, 10);
  assert.deepEqual(
    [...highlights.keys()].map(({ name }) => name),
    ["main", "soup", "rice"],
  );
});
