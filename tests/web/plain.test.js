// Tests the cleaning of program output and names: no invisible characters, none that reverse other
// text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { plain } from "../../playground/run/plain.js";

test("plain: text of any language, tabs and newlines stay as they are", () => {
  const text = "naïve 世界 שלום 👩‍🔧\n\tnext";
  assert.equal(plain(text), text);
});

test("plain: control characters are seen, and move nothing", () => {
  assert.equal(plain("\x1b[31mred\0\x7f\r"), "␛[31mred␀␡␍");
  assert.equal(plain("a\r\nb"), "a\nb");
});

test("plain: what turns text round is taken out", () => {
  assert.equal(plain("\u202edlrow\u2066\u2069\x85\u2028"), "\ufffddlrow\ufffd\ufffd\ufffd\ufffd");
});
