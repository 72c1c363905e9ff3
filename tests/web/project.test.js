// Tests the download of the page's program as a project from the template of `awaitc new`.
// tests/e2e/share.test.js runs such a project.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { projectOf } from "../../playground/places/project.js";

const place = new URL("../../cli/template/", import.meta.url);
const read = (/** @type {string} */ path) => readFile(new URL(path, place), "utf8");
const template = {
  "README.md": await read("README.md"),
  gitignore: await read("gitignore"),
  "test/main.test.js": await read("test/main.test.js"),
};
const own = { version: "1.2.3", engines: { node: ">=20" } };

test("projectOf: the test has what was printed, under its seed and knobs", () => {
  const ran = { code: 3, seed: 7, env: { LIMIT: "4" }, printed: 'a "$&"\n' };
  const files = projectOf({ name: "My race", text: "int main;", ran }, template, own);
  const { "package.json": manifest, "test/main.test.js": text } = files;
  assert.deepEqual(Object.keys(files).length, 5);
  assert.equal(JSON.parse(manifest).name, "my-race");
  assert.equal(JSON.parse(manifest).devDependencies.awaitc, "^1.2.3");
  assert.match(files["README.md"], /^# my-race\n/);
  assert.equal(files["src/main.c"], "int main;");
  assert.match(text, /clock: "virtual", seed: 7, env: \{"LIMIT":"4"\}, stdout/);
  assert.match(text, /run\(\), 3\);/);
  assert.ok(text.includes('assert.equal(printed, "a \\"$&\\"\\n");'));
  assert.doesNotMatch(text, /bread/);
});

test("projectOf: of a program that has not come to an end, only that it does", () => {
  const { "test/main.test.js": text } = projectOf(
    { name: "x", text: "", ran: null },
    template,
    own,
  );
  assert.match(text, /run\(\), 0\);/);
  assert.doesNotMatch(text, /printed,|bread/);
});
