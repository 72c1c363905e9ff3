/* Builds the lessons: their programs, and their texts as modules of the page. Used by Node and
 * Vite.
 *
 * All starts and solutions are one WebAssembly module, whose main runs the program it is given by
 * name (`NN-name/start`). It is linked and transformed once instead of twenty-eight times, and the
 * page loads one file. lessontext.js reads the texts. */

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { compile } from "./programs.mjs";
import { headOf, lessonOf } from "../lesson/lessontext.js";

export const lessons = new URL("../lessons/", import.meta.url);

/** The lessons' names, in their order. */
export async function lessonNames() {
  const names = await readdir(lessons);
  return names.filter((name) => /^\d\d-/.test(name)).sort();
}

/** What a translation notes of the text it was made from. @param {string} text */
export function revisionOf(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** Writes a file, unless that is what stands in it. @param {URL} file @param {string} text */
async function keep(file, text) {
  const found = await readFile(file, "utf8").catch(() => "");
  if (found !== text) await writeFile(file, text);
}

/** A program as it is told to main, the file its lines name, and its text.
 * @typedef {{ name: string, file: string, text: string }} Program */

/** The starts and solutions of all lessons. @returns {Promise<Program[]>} */
async function lessonPrograms() {
  const programs = [];
  for (const name of await lessonNames()) {
    for (const part of ["start", "solution"]) {
      const text = await readFile(new URL(`${name}/${part}.c`, lessons), "utf8");
      const file = part === "start" ? `${name}.c` : `${name}-${part}.c`;
      programs.push({ name: `${name}/${part}`, file, text });
    }
  }
  return programs;
}

/**
 * Builds many programs as one; nothing happens if that has been done since they were changed.
 * @param {URL} out
 * @param {URL} folder for the sources as they are compiled
 * @param {readonly Program[]} [programs] default: those of the lessons
 */
export async function buildPrograms(out, folder, programs) {
  await mkdir(folder, { recursive: true });
  await mkdir(new URL(".", out), { recursive: true });
  const sources = [];
  const branches = [];
  for (const { name, file, text } of programs ?? (await lessonPrograms())) {
    const entry = `main_${name}`.replace(/\W/g, "_");
    const source = new URL(`${name.replace("/", "-")}.c`, folder);
    await keep(source, `#define main ${entry}\n#line 1 "${file}"\n${text}`);
    sources.push(source);
    branches.push(`    int ${entry}(void);
    if (strcmp(argv[1], "${name}") == 0) return ${entry}();\n`);
  }
  const main = new URL("main.c", folder);
  const choice = `    if (argc < 2) return 99;\n${branches.join("")}    return 99;\n`;
  await keep(main, `#include <string.h>\n\nint main(int argc, char **argv)\n{\n${choice}}\n`);
  await compile([...sources, main], out);
}

/** The module of a lesson's text in one language. @param {string} file */
async function moduleOf(file) {
  const text = await readFile(file, "utf8");
  const english = await readFile(join(dirname(file), "lesson.md"), "utf8");
  const lesson = lessonOf(text);
  const isOutOfDate = lesson.translates !== "" && lesson.translates !== revisionOf(english);
  return { ...lesson, language: basename(file, ".md").replace("lesson", "en"), isOutOfDate };
}

/** Lets the page import a text as data, and with `?head` only what a list shows.
 * @returns {import("vite").Plugin} */
export function lessonTexts() {
  return {
    name: "lesson-texts",
    enforce: "pre",
    async load(id) {
      const [file, query] = id.split("?");
      if (!/\/lessons\/[^/]+\/\w+\.md$/.test(file) || !(await stat(file)).isFile()) return null;
      this.addWatchFile(file);
      const data = query === "head" ? headOf(await readFile(file, "utf8")) : await moduleOf(file);
      return { code: `export default ${JSON.stringify(data)};`, moduleType: "js" };
    },
  };
}
