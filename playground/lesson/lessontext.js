/* Reads a lesson's text: a front matter, then sections under fixed headings, to plain data. The
 * page makes elements of it, so no text ever becomes markup.
 *
 *     ---
 *     title: Start first, wait later
 *     sentence: What one learns, in a line.
 *     minutes: 6
 *     asyncio: asyncio.create_task, await task
 *     translates: 0123456789ab       (translations only: revisionOf the lesson.md translated)
 *     ---
 *     What to read first: paragraphs, lists, code.
 *     ## Predict      a question, a list of answers (`- [x]` is right), then why
 *     ## Change       what to do to the program
 *     ## Check        `- name: goal`, below it the advice for when it does not hold
 *     ## Hints        a list; each says more than the one before
 *     ## Explain      what has happened
 *     ## In CPython   the same there
 *
 * The headings are keys and stay English. Knows paragraphs, lists, fenced code, `code`, **strong**,
 * *emphasis* and [links](…); anything else is text. Throws, with the line, where something is
 * amiss. */

/** @typedef {{ kind: "text" | "code" | "strong" | "em" | "link", text: string, href?: string }}
 *   Span */
/**
 * @typedef {{ kind: "paragraph", spans: Span[] }
 *   | { kind: "list", isOrdered: boolean, items: Span[][] }
 *   | { kind: "code", language: string, text: string }} Block
 */
/** @typedef {{ text: Span[], isRight: boolean }} Option */
/** @typedef {{ title: string, sentence: string, minutes: number, asyncio: string[],
 *   translates: string }} Head */
/**
 * @typedef {Head & { read: Block[], question: Block[], options: Option[], answer: Block[],
 *   change: Block[], goals: import("./lessoncheck.js").Goal[], hints: Span[][], explain: Block[],
 *   python: Block[] }} Lesson
 */

const headings = ["Predict", "Change", "Check", "Hints", "Explain", "In CPython"];

/** @param {string} text @returns {Head} */
export function headOf(text) {
  const found = /^---\n([^]*?)\n---\n/.exec(text);
  if (!found) throw new Error("a lesson begins with a front matter between two lines of ---");
  const pairs = found[1].split("\n").map((line) => {
    const [, name, value] = /^(\w+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (!name) throw new Error(`front matter: "${line}" is not "name: value"`);
    return [name, value];
  });
  /** @type {Record<string, string>} */
  const {
    title,
    sentence,
    minutes,
    asyncio,
    translates = "",
    ...others
  } = Object.fromEntries(pairs);
  const missing = Object.entries({ title, sentence, minutes, asyncio }).find(([, value]) => !value);
  if (missing) throw new Error(`front matter: "${missing[0]}" is missing`);
  const [other] = Object.keys(others);
  if (other) throw new Error(`front matter: nothing is called "${other}"`);
  const names = asyncio.split(/,\s*/);
  return { title, sentence, minutes: Number(minutes), asyncio: names, translates };
}

/** @param {string} text @returns {Span[]} */
function spansOf(text) {
  /** @type {Span[]} */
  const spans = [];
  const pattern =
    /`(?<code>[^`]+)`|\*\*(?<strong>[^*]+)\*\*|\*(?<em>[^*]+)\*|\[(?<link>[^\]]+)\]\((?<href>[^)\s]+)\)/g;
  let end = 0;
  /** @param {string} plain */
  const add = (plain) => plain && spans.push({ kind: "text", text: plain });
  for (const match of text.matchAll(pattern)) {
    add(text.slice(end, match.index));
    end = match.index + match[0].length;
    const { href, ...kinds } = /** @type {Record<string, string>} */ (match.groups);
    const [kind, words] = Object.entries(kinds).find(([, value]) => value !== undefined) ?? [];
    if (href && !/^https:\/\//.test(href)) throw new Error(`a link to ${href}: https only`);
    const span = { kind: /** @type {Span["kind"]} */ (kind), text: words ?? "" };
    spans.push(href ? { ...span, href } : span);
  }
  add(text.slice(end));
  return spans;
}

const bullet = /^(?:-|\d+\.) /;

/** @param {string} text @returns {Block[]} */
function blocksOf(text) {
  /** @type {Block[]} */
  const blocks = [];
  const pattern = /^```(\w*)\n([^]*?)^```$|((?:^(?!```).+\n?)+)/gm;
  for (const [, language, code, prose] of text.matchAll(pattern)) {
    if (prose === undefined) blocks.push({ kind: "code", language, text: code.trimEnd() });
    else if (bullet.test(prose)) blocks.push(listOf(prose));
    else blocks.push({ kind: "paragraph", spans: spansOf(oneLine(prose)) });
  }
  return blocks;
}

/** @param {string} text */
const oneLine = (text) => text.trim().replace(/\s*\n\s*/g, " ");

/** The items of a list, each on one line. @param {string} text */
function itemsOf(text) {
  return text
    .split(/^(?=(?:-|\d+\.) )/m)
    .filter((item) => item.trim())
    .map((item) => item.trimEnd().replace(bullet, ""));
}

/** @param {string} text @returns {Block} */
function listOf(text) {
  const items = itemsOf(text).map((item) => spansOf(oneLine(item)));
  return { kind: "list", isOrdered: /^\d/.test(text), items };
}

/** The list of a section, and what stands before and after it. @param {string} text */
function around(text) {
  const found = /((?:^- .*\n(?:^ +.*\n)*)+)/m.exec(`${text}\n`);
  if (!found) throw new Error("a list is missing");
  const after = text.slice(found.index + found[0].length);
  return { before: text.slice(0, found.index), list: found[0], after };
}

/** @param {string} text */
function predictOf(text) {
  const { before, list, after } = around(text);
  const options = itemsOf(list).map((item) => {
    const [, mark, words] = /^\[([ x])\] ([^]*)$/.exec(item) ?? [];
    if (!words) throw new Error(`Predict: "${item}" begins with neither [ ] nor [x]`);
    return { text: spansOf(oneLine(words)), isRight: mark === "x" };
  });
  if (options.filter(({ isRight }) => isRight).length !== 1) {
    throw new Error("Predict: one of the answers is right, marked by [x]");
  }
  return { question: blocksOf(before), options, answer: blocksOf(after) };
}

/** @param {string} text @returns {import("./lessoncheck.js").Goal[]} */
function goalsOf(text) {
  return itemsOf(around(text).list).map((item) => {
    const [first, ...rest] = item.split("\n");
    const [, name, goal] = /^(\w+): (.+)$/.exec(first) ?? [];
    const advice = oneLine(rest.join("\n"));
    if (!goal || !advice) throw new Error(`Check: "${item}" is not "name: goal" and advice`);
    return { name, goal, advice };
  });
}

/** @param {string} text @returns {Lesson} */
export function lessonOf(text) {
  const head = headOf(text);
  const body = text.replace(/^---\n[^]*?\n---\n/, "");
  const [read, ...rest] = body.split(/^## /m);
  /** @type {Record<string, string>} */
  const sections = {};
  for (const section of rest) {
    const end = section.indexOf("\n");
    sections[section.slice(0, end).trim()] = section.slice(end + 1);
  }
  const found = Object.keys(sections);
  if (String(found) !== String(headings)) {
    throw new Error(`the headings are ${headings.join(", ")}; found ${found.join(", ")}`);
  }
  return {
    ...head,
    read: blocksOf(read),
    ...predictOf(sections.Predict),
    change: blocksOf(sections.Change),
    goals: goalsOf(sections.Check),
    hints: itemsOf(sections.Hints).map((item) => spansOf(oneLine(item))),
    explain: blocksOf(sections.Explain),
    python: blocksOf(sections["In CPython"]),
  };
}
