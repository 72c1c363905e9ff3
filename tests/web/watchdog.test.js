/* Tests when the page asks about a blocked program or ends it, and the limit of a program's
 * memory. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { withMemoryMax } from "../../playground/run/memorymax.js";
import { Watchdog, askMs, hiddenMs } from "../../playground/run/watchdog.js";
import { assemble } from "./programs.js";

test("look: asks after a while, again when twice that was waited, and not of one that answers", () => {
  const dog = new Watchdog();
  assert.equal(dog.look(true, false, 100), "calm");
  assert.equal(dog.look(true, false, 99 + askMs), "calm");
  assert.equal(dog.look(true, false, 100 + askMs), "ask");
  dog.wait(100 + askMs);
  assert.equal(dog.look(true, false, 99 + 3 * askMs), "calm");
  assert.equal(dog.look(true, false, 100 + 3 * askMs), "ask");
  assert.equal(dog.look(false, false, 101 + 3 * askMs), "calm");
  assert.equal(dog.look(true, false, 102 + 3 * askMs), "calm");
});

test("look: ends a program that is blocked where nobody sees it, and only there", () => {
  const dog = new Watchdog();
  dog.look(true, false, 0);
  dog.wait(5000);
  assert.equal(dog.look(true, true, 6000), "calm");
  assert.equal(dog.look(true, false, 6000 + hiddenMs), "ask"); // the page is visible again
  assert.equal(dog.look(true, true, 7000 + hiddenMs), "ask");
  assert.equal(dog.look(true, true, 7000 + 2 * hiddenMs), "end");
  const free = new Watchdog();
  assert.equal(free.look(false, true, 0), "calm");
  assert.equal(free.look(false, true, 10 * hiddenMs), "calm");
});

/** The maximum number of pages of a module's memory. @param {Uint8Array} bytes */
async function pagesOf(bytes) {
  const { instance } = await WebAssembly.instantiate(/** @type {BufferSource} */ (bytes));
  const memory = /** @type {WebAssembly.Memory} */ (instance.exports.memory);
  let pages = memory.buffer.byteLength / 65536;
  for (; pages < 1000; pages++)
    try {
      memory.grow(1);
    } catch {
      break;
    }
  return pages;
}

test("withMemoryMax: limits the memory of a module, and changes nothing else", async () => {
  const module = (/** @type {string} */ limits) =>
    assemble(`(module (memory (export "memory") ${limits}) (func (export "answer") (result i32)
      (i32.const 42)) (data (i32.const 0) "text"))`);
  const max = 200 * 65536;
  assert.equal(await pagesOf(withMemoryMax(module("3 65536"), max)), 200);
  assert.equal(await pagesOf(withMemoryMax(module("3"), max)), 200);
  assert.equal(await pagesOf(withMemoryMax(module("3 150"), max)), 150);
  assert.equal(await pagesOf(withMemoryMax(module("300 65536"), max)), 300); // it could not start
  const { instance } = await WebAssembly.instantiate(withMemoryMax(module("3"), max));
  const { answer, memory } = /** @type {any} */ (instance.exports);
  assert.equal(answer(), 42);
  assert.equal(String.fromCharCode(...new Uint8Array(memory.buffer, 0, 4)), "text");
});

test("withMemoryMax: of a file that was cut, changes the memory section if that is whole", () => {
  const whole = assemble('(module (memory (export "memory") 1))');
  const changed = withMemoryMax(whole, 65536 * 9);
  const end = 8 + 5; // the header; the section's kind, size, count, flag and pages
  for (let length = 0; length < whole.length; length++) {
    const part = whole.slice(0, length);
    const expected = length < end ? part : changed.slice(0, length + 1); // one number more
    assert.deepEqual(withMemoryMax(part, 65536 * 9), expected, `${length} bytes`);
  }
});

test("withMemoryMax: leaves alone what is no module, or has no memory", () => {
  const text = new TextEncoder().encode("<!doctype html>");
  assert.equal(withMemoryMax(text, 65536), text);
  const none = assemble("(module)");
  assert.equal(withMemoryMax(none, 65536), none);
});
