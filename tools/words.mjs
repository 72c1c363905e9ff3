// The page's translations. Collects the texts in msg(…) of playground/ into the catalogues
// playground/locales/LANGUAGE.xlf, and generates modules from them in build/locales/ for the page.
// The English texts are in the code. It also generates en-XA, in which every text in msg(…) is in
// brackets; a text without brackets is not translatable.
//
//   npm run words              adds new texts, removes unused ones, prints the untranslated ones
//   npm run words -- --check   fails if the catalogues do not match the code
//   npm run words -- --build   generates the modules; playground/build/build.mjs calls it
import { readFileSync, readdirSync, statSync } from "node:fs";
import { readConfigFileAndWriteSchema } from "@lit/localize-tools/lib/config.js";
import { RuntimeLitLocalizer } from "@lit/localize-tools/lib/modes/runtime.js";
import { ROOT } from "./steps.mjs";

const PSEUDO = "en-XA";
const config = readConfigFileAndWriteSchema(`${ROOT}playground/lit-localize.json`);
const languages = [...config.targetLocales];
const catalogueOf = (language) => `${ROOT}playground/locales/${language}.xlf`;

/** @param {string} file */
const writtenAt = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** How many texts of each catalogue have no translation. @param {RuntimeLitLocalizer} localizer */
function untranslated(localizer) {
  const { messages } = localizer.extractSourceMessages();
  const { translations } = localizer.readTranslationsSync();
  return languages.map((language) => {
    const known = new Set(translations.get(language)?.map(({ name }) => name));
    const missing = messages.filter(({ name }) => !known.has(name));
    return { language, count: missing.length, of: messages.length };
  });
}

/** Reads the texts in the code; throws if one cannot be translated. */
function extract() {
  const localizer = new RuntimeLitLocalizer({ ...config, targetLocales: languages });
  const { errors } = localizer.extractSourceMessages();
  if (errors.length > 0) {
    const words = errors.map(({ file, messageText }) => `${file?.fileName}: ${messageText}`);
    throw new Error(`words: ${words.join("\n")}`);
  }
  return localizer;
}

/** The problems of the catalogues, as sentences. */
function checkWords() {
  const localizer = extract();
  const { messages } = localizer.extractSourceMessages();
  const problems = localizer.validateTranslations().errors.map(String);
  for (const language of languages) {
    const text = readFileSync(catalogueOf(language), "utf8");
    const there = new Set([...text.matchAll(/<trans-unit id="([\w-]+)"/g)].map(([, id]) => id));
    for (const { name, contents, file } of messages)
      if (!there.delete(name))
        problems.push(`${language}: "${contents.join("")}" of ${file.fileName} is not in it`);
    for (const id of there) problems.push(`${language}: ${id} is in it, but not in the code`);
  }
  return { problems, untranslated: untranslated(localizer) };
}

/** Generates the modules of the page, unless they are newer than the texts. */
async function buildWords() {
  const folder = `${ROOT}playground/`;
  const sources = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".js"));
  const from = [...sources.map((name) => folder + name), ...languages.map(catalogueOf)];
  const made = [...languages, PSEUDO].map((language) => `${ROOT}build/locales/${language}.js`);
  if (Math.min(...made.map(writtenAt)) > Math.max(...from.map(writtenAt))) return;
  const localizer = extract();
  const { messages } = localizer.extractSourceMessages();
  const { translations } = localizer.readTranslationsSync();
  for (const language of languages) {
    const known = translations.get(language) ?? [];
    const names = new Set(known.map(({ name }) => name));
    const english = messages.filter(({ name }) => !names.has(name));
    translations.set(language, [...known, ...english]);
  }
  const bracketed = messages.map(({ name, contents }) => ({
    name,
    contents: ["[", ...contents, "]"],
  }));
  translations.set(PSEUDO, bracketed);
  localizer.config.targetLocales = [...languages, PSEUDO];
  await localizer.build();
}

/** @param {boolean} isCheck changes nothing */
async function takeWords(isCheck) {
  if (!isCheck) await extract().writeInterchangeFiles();
  const { problems, untranslated: left } = checkWords();
  for (const problem of problems) console.error(`words: ${problem}; npm run words`);
  if (problems.length > 0) process.exitCode = 1;
  for (const { language, count, of } of left)
    console.log(`words: ${language}: ${of - count} of ${of} texts are translated`);
}

const [wanted] = process.argv.slice(2);
if (wanted === "--build") await buildWords();
else await takeWords(wanted === "--check");
