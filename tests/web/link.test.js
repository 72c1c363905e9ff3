// Tests links to programs: every written link can be read, whatever the texts are, and a foreign
// link is either read completely or refused with a message.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { deltaOf, withDelta } from "../../playground/places/delta.js";
import { linkMax, readLink, sharedOf, writeLink } from "../../playground/places/link.js";
import { LinkError, printOf } from "../../playground/places/linkcodec.js";

/** @type {import("../../playground/places/link.js").Shared} */
const plain = {
  text: "",
  clock: "virtual",
  isDebug: true,
  axis: "time",
  seed: null,
  knobs: {},
  head: null,
  lane: null,
  view: null,
  allLinks: true,
};
const SAMPLES = new URL("../../playground/samples/", import.meta.url);

/** A seeded sequence of numbers from 0 to 1 (Mulberry32). @param {number} seed */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A text with a few kinds of lines, many of them equal. @param {() => number} random */
function textFrom(random) {
  const lines = ["", "}", "\tint x;\r", "über 🎈", "</script>", '"\\"', "  aw_sleep(5);  "];
  const count = Math.floor(random() * 12);
  return Array.from({ length: count }, () => lines[Math.floor(random() * lines.length)]).join("\n");
}

/** A fragment with this payload, compressed. @param {unknown} said @param {string} [place]
 * @param {number} [version] */
function linkOf(said, place = "shield", version = 2) {
  const text = typeof said === "string" ? said : JSON.stringify(said);
  return `v${version}.${place}.${deflateRawSync(text).toString("base64url")}`;
}

/** The text of every sample, and of every lesson's start and solution. */
async function programs() {
  const parents = [SAMPLES, new URL("../lessons/", SAMPLES)];
  const lists = parents.map((parent) => readdir(parent, { recursive: true, withFileTypes: true }));
  const files = (await Promise.all(lists)).flat().filter(({ name }) => name.endsWith(".c"));
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), "utf8")));
}

/** @param {string} link @param {string} [original] */
async function opened(link, original = "") {
  const { said } = await readLink(link);
  return sharedOf(said, original);
}

/** @param {string} link @param {RegExp} message @param {string} [original] */
const refused = (link, message, original) =>
  assert.rejects(opened(link, original), (error) => {
    assert.ok(error instanceof LinkError, `${error}`);
    assert.match(error.message, message);
    return true;
  });

test("deltaOf: the other text can be made of it, for 2,000 pairs", () => {
  const random = randomOf(1);
  for (let i = 0; i < 2000; i++) {
    const [a, b] = [textFrom(random), textFrom(random)];
    assert.equal(withDelta(a, JSON.parse(JSON.stringify(deltaOf(a, b)))), b);
  }
});

test("deltaOf: texts with nothing in common are replaced as a whole, and at once", () => {
  const [a, b] = ["a", "b"].map((name) => Array.from({ length: 100_000 }, (_, i) => name + i));
  const began = process.cpuUsage();
  const [hunk, ...more] = deltaOf(a.join("\n"), b.join("\n"));
  assert.ok(process.cpuUsage(began).user < 5_000_000);
  assert.deepEqual([hunk.slice(0, 3), hunk.length, more], [[0, 100_000, "b0"], 100_002, []]);
});

test("deltaOf: of 10,000 lines, only those that are different", () => {
  const before = Array.from({ length: 10_000 }, (_, i) => `line ${i}`);
  const after = before.toSpliced(9000, 2, "last").toSpliced(100, 0, "first");
  assert.deepEqual(deltaOf(before.join("\n"), after.join("\n")), [
    [100, 0, "first"],
    [8900, 2, "last"],
  ]);
});

test("withDelta: nothing, for hunks that do not fit", () => {
  for (const hunks of [
    null,
    {},
    "x",
    [1],
    [[]],
    [[0]],
    [[-1, 0]],
    [[0, 1.5]],
    [[0, 3]],
    [[1e300, 0]],
    [[0, 0, 1]],
    [[0, 0, { toString: 1 }]],
    [
      [2, 0],
      [1, 0],
    ],
  ])
    assert.equal(withDelta("a\nb", hunks), null, JSON.stringify(hunks));
});

test("writeLink: what is read is what was written, for 300 of them", async () => {
  const random = randomOf(2);
  for (let i = 0; i < 300; i++) {
    const original = textFrom(random);
    /** @type {import("../../playground/places/link.js").Shared} */
    const shared = {
      text: random() < 0.2 ? original : textFrom(random),
      clock: random() < 0.5 ? "virtual" : "tenth",
      isDebug: random() < 0.5,
      axis: random() < 0.5 ? "time" : "steps",
      seed: random() < 0.5 ? null : Math.floor(random() * 2 ** 32),
      knobs: random() < 0.5 ? {} : { LIMIT: String(i), BUG: "spin-lock" },
      head: random() < 0.5 ? null : Math.floor(random() * 200_000),
      lane: random() < 0.5 ? null : Math.floor(random() * 100),
      view: random() < 0.5 ? null : { from: i / 8, to: i + 0.125 },
      allLinks: random() < 0.5,
    };
    const link = await writeLink("lessons/05-gather", original, shared);
    assert.match(link, /^v2\.lessons\/05-gather\.[\w-]+$/);
    const { place } = await readLink(link);
    assert.equal(place, "lessons/05-gather");
    assert.deepEqual(await opened(link, original), { ...shared, isStale: false });
  }
});

test("writeLink: an edit in three places of any program takes less than 2,000 characters", async (t) => {
  const lengths = [];
  for (const original of await programs()) {
    const lines = original.split("\n");
    for (const share of [0.2, 0.5, 0.8])
      lines.splice(
        Math.floor(lines.length * share),
        1,
        "    int rc = aw_sleep(1234);",
        "    // why?",
      );
    const moment = {
      seed: 2 ** 32 - 1,
      head: 123_456,
      lane: 12,
      view: { from: 0.123, to: 4567.89 },
    };
    const shared = { ...plain, ...moment, text: lines.join("\n") };
    const link = await writeLink("lessons/14-debugging", original, shared);
    lengths.push(link.length);
    assert.equal((await opened(link, "another sample by now")).text, shared.text);
  }
  lengths.sort((a, b) => a - b);
  const [middle, most] = [lengths[lengths.length >> 1], lengths[lengths.length - 1]];
  t.diagnostic(
    `fragments of ${lengths.length} programs: half to ${middle}, all to ${most} characters`,
  );
  assert.ok(most < 1900, `${most}`); // leaves 100 for the address
});

test("writeLink: of a program too long for that, only what is changed", async () => {
  const random = randomOf(5);
  const original = Array.from({ length: 400 }, () => `x = ${random()};`).join("\n");
  const link = await writeLink("shield", original, { ...plain, text: `${original}\n// why?` });
  assert.ok(link.length < 1900);
  assert.equal((await opened(link, original)).text, `${original}\n// why?`);
  await refused(link, /what it changes in this program, and the program has changed/, "other");
  const whole = await writeLink("shield", "other", { ...plain, text: original });
  assert.ok(whole.length > 1900);
  assert.equal((await opened(whole, "")).text, original);
});

test("writeLink: refuses a program that needs a longer link than is read", async () => {
  const random = randomOf(3);
  const text = Array.from({ length: 40_000 }, () => String.fromCharCode(33 + random() * 90)).join(
    "",
  );
  await assert.rejects(writeLink("shield", "", { ...plain, text }), /at most 16,000 characters/);
  const long = { ...plain, text: "x".repeat(70_000) };
  await assert.rejects(writeLink("shield", "", long), /at most 16,000 characters/);
});

test("readLink: refuses what is too long, before and after it is inflated", async () => {
  await refused(`v1.shield.${"A".repeat(linkMax)}`, /more than 16,000 are not read/);
  const bomb = linkOf(`"${"x".repeat(8_000_000)}"`);
  assert.ok(bomb.length <= linkMax);
  await refused(bomb, /holds more than 64 KB/);
});

test("readLink: refuses other versions by their number", async () => {
  await refused("v3.shield.abc", /version 3; this page reads up to version 2/);
  await refused("v0", /version 0/);
  await refused(`v${"9".repeat(5000)}.a.b`, /version 999999999;/);
});

test("readLink: refuses what is damaged", async () => {
  const whole = linkOf({ clock: "virtual", axis: "time", of: 1, edit: [] });
  for (const link of [
    "v1",
    "v2",
    "v2.",
    "v2.shield",
    "v1.shield.",
    "v2.shield.!!!",
    "v2.shield.A",
    "v2.shield.AAAA",
    "v2.<script>.AAAA",
    "v2.../../x.AAAA",
    `v1.${"a".repeat(100)}.AAAA`,
    whole.slice(0, -4),
    linkOf("{"),
    linkOf("null"),
    linkOf("[]"),
    linkOf('"text"'),
    linkOf(""),
    linkOf({ clock: "virtual", axis: "time", text: 5 }),
    linkOf({ clock: "virtual", axis: "time", text: ["x"] }),
    `v1.shield.${deflateRawSync(Buffer.from([0x22, 0xff, 0xfe, 0x22])).toString("base64url")}`,
  ])
    await refused(link, /^The link is damaged/);
});

test("readLink: damage anywhere gives a program or a sentence, in 500 tries", async () => {
  const random = randomOf(4);
  const text = await readFile(new URL("shield.c", SAMPLES), "utf8");
  const whole = await writeLink("shield", text, { ...plain, text: text.replace("save", "keep") });
  for (let i = 0; i < 500; i++) {
    const at = Math.floor(random() * whole.length);
    const char = String.fromCharCode(32 + Math.floor(random() * 95));
    const link = whole.slice(0, at) + char + whole.slice(at + (random() < 0.5 ? 1 : 0));
    await opened(link, text).catch((error) => assert.ok(error instanceof LinkError, `${error}`));
  }
});

test("sharedOf: refuses what is not of its kind, in every field", async () => {
  const good = { clock: "real", axis: "time" };
  const script = "<img src=x onerror=alert(1)>";
  await refused(linkOf({ ...good, clock: script }), /wrong about the clock/);
  await refused(linkOf({ ...good, clock: "toString" }), /wrong about the clock/);
  await refused(linkOf({ ...good, axis: script }), /wrong about the axis/);
  for (const value of [script, -1, 1.5, 2 ** 40, true, null, {}, [0]]) {
    await refused(linkOf({ ...good, seed: value }), /wrong about the seed/);
    await refused(linkOf({ ...good, head: value }), /wrong about the playhead/);
    await refused(linkOf({ ...good, lane: value }), /wrong about the task/);
    await refused(linkOf({ ...good, debug: value }), /wrong about debug mode/);
    await refused(linkOf({ ...good, links: value }), /wrong about the arrows/);
  }
  for (const value of [script, 5, null, [], [1], [2, 1], [-1, 1], [0, 1, 2], [0, "1"], [0, 1e300]])
    await refused(linkOf({ ...good, view: value }), /wrong about the zoom/);
  const long = "x".repeat(25);
  for (const value of [script, 5, null, [], { LIMIT: 1 }, { A: script }, { a: "1" }, { A: long }])
    await refused(linkOf({ ...good, knobs: value }), /wrong about the knobs/);
  await refused(linkOf({ ...good, of: printOf("a"), edit: script }), /damaged/, "a");
  await refused(linkOf('{"__proto__":{"clock":"real","axis":"time"}}'), /wrong about the clock/);
});

test("sharedOf: reads links of version 1, and refuses their edits of another text", async () => {
  const said = {
    of: printOf("old\n"),
    edit: [[1, 0, "new"]],
    clock: "virtual",
    debug: 1,
    axis: "time",
  };
  const link = linkOf({ ...said, head: 7 }, "shield", 1);
  const shared = { ...plain, text: "old\nnew\n", head: 7, isStale: false };
  assert.deepEqual(await opened(link, "old\n"), shared);
  await refused(link, /what it changes in this program, and the program has changed/, "other\n");
});

test("readLink: opens a link of version 2 that holds only what is changed, made in 2026", async () => {
  const line = (/** @type {number} */ i) => `int line_${i} = ${(i * 7919) % 1009};`;
  const lines = Array.from({ length: 400 }, (_, i) => line(i));
  const { place, said } = await readLink(
    "v2.hello-sleep.FcVBCsIwEAXQq4S_HmiGGk1GPEnJojajDtYW2lQF8e7i27wP5guEY-t9SLyLhGGchzsET1vq1o8g" +
      "FD1vVwgT-retEFR7KAiraoEcCFqsQrquJSbYVF292VLcyYXgj8jUcdoT_4-JPKFp3KQv5Pz9AQ",
  );
  assert.deepEqual([place, said.edit], ["hello-sleep", editOf2026]);
  const edited = [...lines];
  edited.splice(390, 0, "// new");
  edited.splice(200, 1);
  edited[3] = edited[3].replace("int line_3", "int third");
  assert.equal(sharedOf(said, lines.join("\n")).text, edited.join("\n"));
  assert.deepEqual(deltaOf(lines.join("\n"), edited.join("\n")), editOf2026);
});

const editOf2026 = [
  [3, 1, "int third = 550;"],
  [196, 1],
  [189, 0, "// new"],
];

test("sharedOf: tells that an unedited program was another one", async () => {
  const link = await writeLink("shield", "old\n", { ...plain, text: "old\n" });
  assert.equal((await opened(link, "old\n")).isStale, false);
  assert.deepEqual(await opened(link, "other\n"), { ...plain, text: "other\n", isStale: true });
});

test("sharedOf: refuses an edit that makes too long a text of a short link", async () => {
  const lines = Array.from({ length: 10 }, () => "x".repeat(6000));
  const link = linkOf({ clock: "real", axis: "time", of: printOf("a"), edit: [[0, 0, ...lines]] });
  assert.equal((await opened(link, "a")).text.length, 60_011);
  const original = "y".repeat(10_000);
  const more = linkOf({
    clock: "real",
    axis: "time",
    of: printOf(original),
    edit: [[0, 0, ...lines]],
  });
  await refused(more, /damaged/, original);
});
