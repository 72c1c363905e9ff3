/**
 * `awaitc new`: a project that builds and tests with one command each, from template/.
 *
 * The project uses this copy of awaitc. It does not write into a folder that is not empty.
 * @module
 */

import { cp, mkdir, readFile, readdir, rename, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { BuildError } from "../toolchain/diagnostics.js";
import { UsageError } from "./parse.js";
import { manifestOf, readmeOf } from "./project.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
const TEMPLATE = fileURLToPath(new URL("template", import.meta.url));

/** Makes the folder, if it is not there; throws when it has something in it.
 * @param {string} folder */
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

/** Where npm finds this awaitc again: a checkout, the tarball that it was installed from, or the
 * registry.
 * @param {string} folder @param {string} version */
async function sourceOf(folder, version) {
  const from = (/** @type {string} */ path) =>
    `file:${relative(resolve(folder), path).replaceAll(sep, "/")}`;
  if (!ROOT.split(sep).includes("node_modules")) return from(ROOT);
  const list = await readFile(join(ROOT, "../.package-lock.json"), "utf8").catch(() => "{}");
  const tarball = JSON.parse(list).packages?.["node_modules/awaitc"]?.resolved;
  return tarball?.startsWith("file:")
    ? from(resolve(ROOT, "..", tarball.slice("file:".length)))
    : `^${version}`;
}

/** @param {import("./parse.js").Call} call @returns {Promise<number>} exit code */
export async function create({ files }) {
  const [folder, ...others] = files;
  if (folder === undefined || others.length > 0)
    throw new UsageError("awaitc new: name one folder", "new");
  await makeEmpty(folder);
  const { version, engines } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const name = basename(resolve(folder));
  const manifest = manifestOf({ name, engines, awaitc: await sourceOf(folder, version) });
  await cp(TEMPLATE, folder, { recursive: true });
  await rename(join(folder, "gitignore"), join(folder, ".gitignore")); // npm leaves out dotted ones
  const readme = join(folder, "README.md");
  await writeFile(readme, readmeOf(await readFile(readme, "utf8"), name));
  await writeFile(join(folder, "package.json"), manifest);
  const quoted = /[^\w./-]/.test(folder) ? `'${folder.replaceAll("'", "'\\''")}'` : folder;
  console.log(`made ${folder}. Next:\n\n  cd ${quoted}\n  npm install\n  npm start\n  npm test`);
  return 0;
}
