/* Writes licences.html: the licences of everything in the built page.
 *
 * The bundler reports which npm packages it used. Only what no npm package declares is listed by
 * hand. */

import { readFile, readdir, writeFile } from "node:fs/promises";

const modules = new URL("../../node_modules/", import.meta.url);
/** Names of the packages that have come into a bundle. @type {Set<string>} */
const bundled = new Set(["binaryen"]); // whose file is taken as it is

/** What is inside of `@yowasp/clang` and of the libraries that programs are linked with. */
const exception = `---- LLVM Exceptions to the Apache 2.0 License ----

As an exception, if, as a result of your compiling your source code, portions of this Software are
embedded into an Object form of such source code, you may redistribute such embedded portions in
such Object form without complying with the conditions of Sections 4(a), 4(b) and 4(d) of the
License.

In addition, if you combine or link compiled forms of this Software with software that is licensed
under the GPLv2 ("Combined Software") and if a court of competent jurisdiction determines that the
patent provision (Section 3), the indemnity provision (Section 9) or other Section of the License
conflicts with the conditions of the GPLv2, you may retroactively and prospectively choose to deem
waived or otherwise exclude such Section(s) of the License, but only in their entirety and only with
respect to the Combined Software.`;
const clangParts = "LLVM: clang, lld, compiler-rt, clang-format";
const musl = "musl Copyright © 2005-2020 Rich Felker, et al.";

/** A Vite plugin for each of the bundles. @returns {import("vite").Plugin} */
export function noteLicences() {
  return {
    name: "note-licences",
    generateBundle(_options, bundle) {
      for (const part of Object.values(bundle)) {
        const ids = part.type === "chunk" ? part.moduleIds : [];
        for (const id of ids) {
          const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(id)?.[1];
          if (name) bundled.add(name);
        }
      }
    },
  };
}

/** @param {string} text */
const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** @param {string} title @param {string} licence @param {string} text */
const section = (title, licence, text) =>
  `<section><h2>${escaped(title)}</h2><p>${escaped(licence)}</p>${
    text ? `<details><summary>Its text</summary><pre>${escaped(text)}</pre></details>` : ""
  }</section>`;

/** @param {string} name of a package */
async function sectionOf(name) {
  const folder = new URL(`${name}/`, modules);
  const { version, license } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
  const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
  const text = file ? await readFile(new URL(file, folder), "utf8") : "";
  return section(`${name} ${version}`, license, text);
}

/** Writes licences.html, when all is bundled. @param {URL} folder of built files */
export async function writeLicences(folder) {
  const index = await readFile(new URL("index.html", folder), "utf8");
  const policy = /<meta http-equiv[^>]*>/.exec(index)?.[0] ?? "";
  const style = /<link rel="stylesheet"[^>]*>/.exec(index)?.[0] ?? "";
  const icon = /<link rel="icon"[^>]*>/.exec(index)?.[0] ?? "";
  const own = await readFile(new URL("../../LICENSE", import.meta.url), "utf8");
  const apache = await readFile(new URL("binaryen/LICENSE", modules), "utf8");
  const sections = [
    section("awaitc", "MIT", own),
    section(clangParts, "Apache-2.0 WITH LLVM-exception", `${apache}\n${exception}`),
    section("wasi-libc, with musl", "MIT", own.replace(/^Copyright.*$/m, musl)),
    ...(await Promise.all([...bundled].sort().map(sectionOf))),
  ];
  await writeFile(
    new URL("licences.html", folder),
    `<!doctype html>
<html lang="en">
<head>
${policy}
<meta charset="utf-8" />
<title>awaitc playground: licences</title>
<meta name="viewport" content="width=device-width, initial-scale=1" />
${icon}
${style}
</head>
<body class="licences">
<main>
<h1>Licences</h1>
<p>What the page is made of. <a href="./">Back to the playground</a></p>
${sections.join("\n")}
</main>
</body>
</html>
`,
  );
}
