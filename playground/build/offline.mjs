/* Makes the page installable and usable offline: writes its manifest, and sw.js with the list of
 * files that it keeps.
 *
 * There are two lists: the page's files, kept at the first visit, and the compiler's, kept only
 * when the reader asks (offline.js). Each file is listed with its hash, so a cache holds the files
 * of exactly one build. See sw.js. */

import { createHash } from "node:crypto";
import { copyFile, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { minify } from "vite";

const icons = ["icon-192.png", "icon-512.png", "icon-maskable.png"];

/** Files of assets/ that only the compiler needs, beside all that are larger than any of the
 * page. */
const compilerNames = /^assets\/(llvm\.core|clang-format|system-|binaryen-)/;
const pageBytesMax = 1 << 20;
/** What others load, or nobody does at the page. */
const unlisted = /(\.br|^sw\.js|^awaitc-playground\.js|^licences\.html)$|^\.|^_headers$/;

/**
 * Address beside sw.js, hash as in `integrity`, bytes, and bytes as they are sent compressed.
 * @typedef {{ path: string, integrity: string, bytes: number, sent: number }} File
 */
/** @typedef {{ version: string, files: File[] }} Compiler */
/** @typedef {{ version: string, page: File[], compiler: Compiler }} Build */
/** What the page says of sizes. @typedef {{ bytes: number, sent: number }} Size */
/** What is in offline.json. @typedef {{ page: Size, compiler: Compiler & Size }} Facts */

const manifest = {
  name: "awaitc playground",
  short_name: "awaitc",
  description: "Run C programs that wait, and watch their tasks over time.",
  id: "./",
  start_url: "./",
  scope: "./",
  display: "standalone",
  background_color: "#f3f4f5",
  theme_color: "#14785f",
  icons: icons.map((src) => ({
    src,
    sizes: src === "icon-192.png" ? "192x192" : "512x512",
    type: "image/png",
    purpose: src === "icon-maskable.png" ? "maskable" : "any",
  })),
};

/** Writes the manifest and its icons where they are taken from as they are. @param {URL} folder */
export async function writeManifest(folder) {
  await writeFile(new URL("manifest.webmanifest", folder), JSON.stringify(manifest));
  for (const icon of icons)
    await copyFile(new URL(`../icons/${icon}`, import.meta.url), new URL(icon, folder));
}

/** @param {URL} folder @param {string} path @returns {Promise<File>} */
async function fileOf(folder, path) {
  const bytes = await readFile(new URL(path, folder));
  const hash = createHash("sha256").update(bytes).digest("base64");
  const sent = await stat(new URL(`${path}.br`, folder)).catch(() => null);
  return {
    path: path === "index.html" ? "./" : path, // its other name may lead here
    integrity: `sha256-${hash}`,
    bytes: bytes.length,
    sent: sent?.size ?? bytes.length,
  };
}

/** @param {readonly File[]} files */
const versionOf = (files) =>
  createHash("sha256")
    .update(files.map(({ path, integrity }) => `${path} ${integrity}`).join("\n"))
    .digest("hex")
    .slice(0, 12);

/** The list of a folder of built files. @param {URL} folder @returns {Promise<Build>} */
async function listBuild(folder) {
  const found = await readdir(fileURLToPath(folder), { recursive: true, withFileTypes: true });
  const nameOf = (/** @type {string} */ path) => relative(fileURLToPath(folder), path);
  const paths = found
    .filter((entry) => entry.isFile())
    .map((entry) => nameOf(join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .filter((path) => !unlisted.test(path))
    .sort();
  const files = await Promise.all(paths.map((path) => fileOf(folder, path)));
  const isCompiler = (/** @type {File} */ { path, bytes }) =>
    compilerNames.test(path) || bytes > pageBytesMax;
  const page = files.filter((file) => !isCompiler(file));
  const compiler = files.filter(isCompiler);
  return {
    version: versionOf(page),
    page,
    compiler: { version: versionOf(compiler), files: compiler },
  };
}

/** @param {readonly File[]} files @returns {Size} */
function sizeOf(files) {
  const sum = (/** @type {(file: File) => number} */ pick) =>
    files.reduce((all, file) => all + pick(file), 0);
  return { bytes: sum(({ bytes }) => bytes), sent: sum(({ sent }) => sent) };
}

/** Writes offline.json, and sw.js with the list in it. @param {URL} folder of built files
 * @returns {Promise<Facts>} */
export async function writeServiceWorker(folder) {
  const { page, compiler } = await listBuild(folder);
  const facts = { page: sizeOf(page), compiler: { ...compiler, ...sizeOf(compiler.files) } };
  await writeFile(new URL("offline.json", folder), JSON.stringify(facts));
  const list = await listBuild(folder);
  const text = await readFile(new URL("../sw.js", import.meta.url), "utf8");
  const { code } = await minify("sw.js", text);
  await writeFile(new URL("sw.js", folder), `self.build = ${JSON.stringify(list)};\n${code}`);
  return facts;
}
