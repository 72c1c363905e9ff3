/**
 * `awaitc new`: a project that builds and tests with one command each, from template/.
 *
 * Decides where the project gets awaitc from: from where this awaitc is. Never writes into a folder that
 * has something in it.
 * @module
 */

import { cp, mkdir, readFile, readdir, rename, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { BuildError } from "../toolchain/diagnostics.js";
import { UsageError } from "./parse.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");
const TEMPLATE = fileURLToPath(new URL("template", import.meta.url));

/** Makes the folder, if it is not there; throws when it has something in it. @param {string} folder */
async function makeEmpty(folder) {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    const why = code === "EEXIST" || code === "ENOTDIR" ? "there is a file of that name" : message;
    throw new BuildError(`awaitc new ${folder}: ${why}`);
  }
  const [found] = await readdir(folder);
  if (found !== undefined)
    throw new BuildError(
      `awaitc new ${folder}: the folder is not empty (it has ${found}); name another`,
    );
}

/** What npm may call a package, made of a folder's name. @param {string} name */
function packageName(name) {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9._~-]+/g, "-")
      .replace(/^[._-]+|-+$/g, "") || "program"
  );
}

/** Where npm finds this awaitc again: a checkout, the tarball that it was installed from, or the registry.
 * @param {string} folder @param {string} version */
async function sourceOf(folder, version) {
  const from = (/** @type {string} */ path) =>
    `file:${relative(resolve(folder), path).replaceAll(sep, "/")}`;
  if (!ROOT.split(sep).includes("node_modules")) return from(ROOT);
  const list = await readFile(join(ROOT, "../.package-lock.json"), "utf8").catch(() => "{}");
  const tarball = JSON.parse(list).packages?.["node_modules/awaitc"]?.resolved;
  return tarball?.startsWith("file:")
    ? from(resolve(ROOT, "../..", tarball.slice("file:".length)))
    : `^${version}`;
}

/** @param {string} folder */
async function manifest(folder) {
  const own = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  return {
    name: packageName(basename(resolve(folder))),
    version: "0.1.0",
    private: true,
    type: "module",
    scripts: {
      start: "awaitc run src/main.c",
      dev: "awaitc run --watch src/main.c",
      serve: "awaitc serve --watch src/main.c",
      build: "awaitc build src/main.c -g -o build/main.wasm",
      pretest: "npm run --silent build",
      test: "node --test",
    },
    engines: own.engines,
    devDependencies: { awaitc: await sourceOf(folder, own.version) },
  };
}

/** @param {import("./parse.js").Call} call @returns {Promise<number>} exit code */
export async function create({ files }) {
  const [folder, ...others] = files;
  if (folder === undefined || others.length > 0)
    throw new UsageError("awaitc new: name one folder", "new");
  await makeEmpty(folder);
  const text = await manifest(folder);
  await cp(TEMPLATE, folder, { recursive: true });
  await rename(join(folder, "gitignore"), join(folder, ".gitignore")); // npm leaves out dotted ones
  const readme = join(folder, "README.md");
  const about = await readFile(readme, "utf8");
  await writeFile(
    readme,
    about.replace("NAME", () => text.name),
  );
  await writeFile(join(folder, "package.json"), `${JSON.stringify(text, undefined, 2)}\n`);
  const place = /[^\w./-]/.test(folder) ? `'${folder.replaceAll("'", "'\\''")}'` : folder;
  console.log(`made ${folder}. Next:\n\n  cd ${place}\n  npm install\n  npm start\n  npm test`);
  return 0;
}
