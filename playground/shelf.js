/* The lessons as the page has them: their heads at once, a text, its check and its programs when it is
 * opened. lessonbuild.mjs makes modules of the texts. */

/** @typedef {import("./lessontext.js").Head} Head */
/** @typedef {import("./lessontext.js").Lesson & { language: string, isOutOfDate: boolean }} Text */
/** @typedef {Record<string, import("./lessoncheck.js").Question>} Questions */
/** @typedef {{ name: string, text: Text, questions: Questions, start: string, solution: string }} Lesson */

/** @type {Record<string, Head>} */
const heads = import.meta.glob("./lessons/*/lesson.md", {
  query: "?head",
  import: "default",
  eager: true,
});
/** @type {Record<string, () => Promise<Text>>} */
const texts = /** @type {any} */ (import.meta.glob("./lessons/*/*.md", { import: "default" }));
/** @type {Record<string, () => Promise<Questions>>} */
const checks = /** @type {any} */ (import.meta.glob("./lessons/*/check.js", { import: "default" }));
/** @type {Record<string, () => Promise<string>>} */
const sources = /** @type {any} */ (
  import.meta.glob("./lessons/*/*.c", { query: "?raw", import: "default" })
);

const nameOf = (/** @type {string} */ path) => path.split("/")[2];

/** The lessons in their order. */
export const shelf = Object.keys(heads)
  .sort()
  .map((path) => ({ name: nameOf(path), head: heads[path] }));

/** The text in the first of the languages that there is. @param {string} name
 * @param {readonly string[]} languages */
function textOf(name, languages) {
  const found = languages
    .map((language) => texts[`./lessons/${name}/${language.split("-")[0]}.md`])
    .find((load) => load);
  const isEnglish = languages[0]?.startsWith("en") ?? true;
  return (!isEnglish && found) || texts[`./lessons/${name}/lesson.md`];
}

/** Loads a lesson. @param {string} name @param {readonly string[]} languages
 * @returns {Promise<Lesson>} */
export async function open(name, languages) {
  if (!shelf.some((lesson) => lesson.name === name)) throw new Error(`there is no lesson ${name}`);
  const [text, questions, start, solution] = await Promise.all([
    textOf(name, languages)(),
    checks[`./lessons/${name}/check.js`](),
    sources[`./lessons/${name}/start.c`](),
    sources[`./lessons/${name}/solution.c`](),
  ]);
  return { name, text, questions, start, solution };
}

/**
 * What the page runs and shows of a lesson.
 * @param {Lesson} lesson
 * @param {"start" | "solution"} part
 * @returns {import("./catalog.js").Sample}
 */
export function programOf({ name, text, start, solution }, part) {
  const isStart = part === "start";
  return {
    name: isStart ? name : `${name}-${part}`,
    title: text.title,
    sentence: isStart ? text.sentence : "The solution",
    clock: "virtual",
    source: isStart ? start : solution,
    place: `lessons/${name}`,
    wasm: "lessons.wasm",
    args: [`${name}/${part}`],
  };
}
