/* The lessons as the page loads them: the front matter of all at once; a lesson's text, check and
 * programs when it is opened. lessonbuild.mjs makes modules of the texts. */

import { msg, shown, str } from "../common/words.js";

/** @typedef {import("./lessontext.js").Head} Head */
/** @typedef {import("./lessontext.js").Lesson & { language: string, isOutOfDate: boolean }} Text */
/** @typedef {Record<string, import("./lessoncheck.js").Question>} Questions */
/** @typedef {{ name: string, text: Text, questions: Questions, start: string, solution: string }}
 *   Lesson */

/** @type {Record<string, Head>} */
const heads = import.meta.glob("../lessons/*/lesson.md", {
  query: "?head",
  import: "default",
  eager: true,
});
/** @type {Record<string, () => Promise<Head>>} */
const otherHeads = /** @type {any} */ (
  import.meta.glob("../lessons/*/[a-z][a-z].md", { query: "?head", import: "default" })
);
/** @type {Record<string, () => Promise<Text>>} */
const texts = /** @type {any} */ (import.meta.glob("../lessons/*/*.md", { import: "default" }));
/** @type {Record<string, () => Promise<Questions>>} */
const checks = /** @type {any} */ (
  import.meta.glob("../lessons/*/check.js", { import: "default" })
);
/** @type {Record<string, () => Promise<string>>} */
const sources = /** @type {any} */ (
  import.meta.glob("../lessons/*/*.c", { query: "?raw", import: "default" })
);

const nameOf = (/** @type {string} */ path) => path.split("/")[2];

/** The lessons in their order, in the language shown where they are translated. */
export const shelf = await Promise.all(
  Object.keys(heads)
    .sort()
    .map(async (path) => {
      const other = otherHeads[path.replace("lesson.md", `${shown.language}.md`)];
      return { name: nameOf(path), head: (await other?.()) ?? heads[path] };
    }),
);

/** Loads a lesson, in the language shown if it is translated. @param {string} name
 * @returns {Promise<Lesson>} */
export async function open(name) {
  if (!shelf.some((lesson) => lesson.name === name))
    throw new Error(msg(str`there is no lesson ${name}`));
  const english = texts[`../lessons/${name}/lesson.md`];
  const [text, questions, start, solution] = await Promise.all([
    (texts[`../lessons/${name}/${shown.language}.md`] ?? english)(),
    checks[`../lessons/${name}/check.js`](),
    sources[`../lessons/${name}/start.c`](),
    sources[`../lessons/${name}/solution.c`](),
  ]);
  return { name, text, questions, start, solution };
}

/**
 * What the page runs and shows of a lesson.
 * @param {Lesson} lesson
 * @param {"start" | "solution"} part
 * @returns {import("../places/catalog.js").Sample}
 */
export function programOf({ name, text, start, solution }, part) {
  const isStart = part === "start";
  return {
    name: isStart ? name : `${name}-${part}`,
    title: text.title,
    sentence: isStart ? text.sentence : msg("The solution"),
    source: isStart ? start : solution,
    place: `lessons/${name}`,
    wasm: "lessons.wasm",
    args: [`${name}/${part}`],
  };
}
