/* Chooses the page's language: `?lang=`, else the reader's choice, else the first of the browser's
 * languages that has a catalogue, else English.
 *
 * The catalogue is loaded before the first module that has texts, so `msg` can be called anywhere,
 * even for constants. Changing the language reloads the page. English loads nothing.
 * ../tools/words.mjs makes the catalogues; see also "To add words" in CONTRIBUTING.md. */

import { remember, remembered } from "./remembered.js";
import { shown } from "./words.js";

const key = "language";
const english = shown.language;

/** @type {Record<string, () => Promise<{ templates: any }>>} */
const catalogues = /** @type {any} */ (import.meta.glob("../../build/locales/*.js"));
const moduleOf = (/** @type {string} */ language) => `../../build/locales/${language}.js`;

/** The languages one may choose, English first. Others than these, en-XA, have to be asked for. */
export const languages = [
  english,
  ...Object.keys(catalogues).flatMap((path) => /\/(\w+)\.js$/.exec(path)?.[1] ?? []),
];

/** What a language calls itself. @param {string} language */
export function nameOf(language) {
  return new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
}

/** The language to show: the first that the page has; `de` for `de-AT` too. */
function wanted() {
  const asked = new URLSearchParams(location.search).get("lang");
  if (asked !== null && moduleOf(asked) in catalogues) return asked;
  const found = [asked, remembered(key), ...navigator.languages].map(
    (name) => name?.split("-")[0] ?? "",
  );
  return found.find((name) => languages.includes(name)) ?? english;
}

/** Makes `msg` speak the reader's language; to be awaited before anything that has words. */
export async function speak() {
  const language = wanted();
  document.documentElement.lang = language;
  if (language === english) return;
  const [{ configureLocalization }, catalogue] = await Promise.all([
    import("@lit/localize/init/runtime.js"),
    catalogues[moduleOf(language)](),
  ]);
  const loadLocale = async () => catalogue;
  const { setLocale } = configureLocalization({
    ...{ sourceLocale: english, targetLocales: [language], loadLocale },
  });
  await setLocale(language);
  shown.language = language;
}

/** Loads the page in another language, which is kept if it may be. @param {string} language */
export function chooseLanguage(language) {
  const url = new URL(location.href);
  url.searchParams.delete("lang");
  if (!remember(key, language)) url.searchParams.set("lang", language);
  if (url.href === location.href) location.reload();
  else location.replace(url);
}
