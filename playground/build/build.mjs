/* Builds the page into dist/playground: the samples and lessons to wasm with source maps, what the
 * editor knows of awaitc, then everything else, compressed beside it. Needs Node, npm's packages
 * and build/embedded/system.tar (tools/sysroot.mjs), no other tool. Does again only what would come
 * out differently. */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "vite";
import { hashOf } from "../../toolchain/cache_node.js";
import { writeBinaryen } from "./binaryen.mjs";
import { compress } from "./compress.mjs";
import { buildElement } from "./embedding.mjs";
import { buildPrograms } from "./lessonbuild.mjs";
import { writeHeaders } from "./hosting.mjs";
import { writeLicences } from "./licences.mjs";
import { writeManifest, writeServiceWorker } from "./offline.mjs";
import { writeOpening } from "./opening.mjs";
import { compileAll } from "./programs.mjs";
import { opening } from "../places/catalog.js";
import config from "../vite.config.js";

const at = (/** @type {string} */ path) => new URL(`../../${path}`, import.meta.url);
const made = at("build/playground/");
const dist = at("dist/playground/");
const note = at("build/playground.hash"); // of what dist/ was made from

/** What the page is made of, beside npm's packages. */
const parts = [
  ...["playground/", "web/", "toolchain/", "cli/", "trace/", "include/"],
  ...["build/playground/", "build/locales/", "build/binaryen/"],
];
const files = ["package-lock.json", "LICENSE", "build/embedded/system.tar"];

/** Runs a tool of the project. @param {string} name @param {string} argument */
const tool = (name, argument) =>
  promisify(execFile)(process.execPath, [fileURLToPath(at(`tools/${name}`)), argument]);

/** A hash of all that the page is made of. */
async function contentHash() {
  const inside = parts.map(async (part) => {
    const found = await readdir(at(part), { recursive: true, withFileTypes: true });
    return found.filter((one) => one.isFile()).map((one) => `${one.parentPath}/${one.name}`);
  });
  const paths = [
    ...(await Promise.all(inside)).flat(),
    ...files.map((file) => fileURLToPath(at(file))),
  ];
  const contents = paths.sort().map(async (path) => [path, await readFile(path)]);
  return hashOf(...(await Promise.all(contents)).flat());
}

/** What the page takes as it is. */
async function buildParts() {
  const programs = async () => {
    await compileAll(at("playground/samples/"), new URL("samples/", made));
    await writeOpening(new URL(`samples/${opening}.wasm`, made), new URL("opening.json", made));
    await buildPrograms(new URL("lessons.wasm", made), at("build/lessons/"));
    await tool("declarations.mjs", fileURLToPath(new URL("declarations.json", made)));
    await writeManifest(made);
    await writeBinaryen(at("build/binaryen/"));
  };
  await Promise.all([programs(), tool("words.mjs", "--build")]);
}

/** The page around them. */
async function buildPage() {
  await build({ ...config, logLevel: "warn" });
  await buildElement(config);
  for (const folder of ["./", "assets/", "samples/"]) await compress(new URL(folder, dist));
  await writeLicences(dist);
  await writeHeaders(dist);
  const { page } = await writeServiceWorker(dist);
  const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(2);
  console.log(
    `kept for offline use: ${megabytes(page.sent)} MB (${megabytes(page.bytes)} unpacked)`,
  );
}

console.log("building the samples and lessons");
await buildParts();
const hash = await contentHash();
const known = await readFile(note, "utf8").catch(() => "");
if (hash !== known || !existsSync(new URL("index.html", dist))) {
  console.log("building the page");
  await rm(note, { force: true }); // until it is whole
  await buildPage();
  await writeFile(note, hash);
}
