/* Tests the knobs that a program's text declares, and which values of them are accepted. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { knobsMax, knobsOf, movedOf, valuesOf } from "../../playground/run/knobs.js";

const text = `/* knob LIMIT 1..6 = 2: downloads at once */
/* knob BUG blocked|dead-lock = blocked: the fault */
int main(void) { /* knob COLD -10..-1 = -3: degrees */ }`;

test("knobsOf: ranges and choices, in the order of the text", () => {
  const short = knobsOf(text).map(({ name, words, value, from, to, choices }) =>
    [name, words, value, from, to, ...choices].join(" "),
  );
  assert.deepEqual(short, [
    "LIMIT downloads at once 2 1 6",
    "BUG the fault blocked 0 0 blocked dead-lock",
    "COLD degrees -3 -10 -1",
  ]);
});

test("knobsOf: passes over what makes no sense", () => {
  for (const wrong of [
    "knob LIMIT 1..6 = 7: over",
    "knob LIMIT 1..6 = two: no number",
    "knob LIMIT one = one: nothing to choose",
    "knob LIMIT a|<b> = a: no word",
    "knob limit 1..6 = 2: lower case",
    "knob AWAITC_DEBUG 0..1 = 1: the runtime's own",
    "knob LIMIT 1..6: nothing at first",
  ])
    assert.deepEqual(knobsOf(`/* ${wrong} */`), [], wrong);
  const many = Array.from({ length: 20 }, (_, i) => `/* knob K${i} 0..9 = 0: k */`).join("\n");
  assert.equal(knobsOf(many).length, knobsMax);
  assert.equal(knobsOf("/* knob A 1..2 = 1: x */ /* knob A 1..9 = 9: y */")[0].value, "1");
});

test("valuesOf: as they were set, where that is allowed; movedOf: those only", () => {
  const set = { LIMIT: "6", BUG: "other", COLD: "-3", PATH: "/", toString: "1" };
  const values = valuesOf(knobsOf(text), set);
  assert.deepEqual(values, { LIMIT: "6", BUG: "blocked", COLD: "-3" });
  assert.deepEqual(movedOf(text, values), { LIMIT: "6" });
  assert.deepEqual(movedOf(text, {}), {});
});
