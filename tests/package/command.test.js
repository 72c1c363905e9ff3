// awaitc from its tarball on a machine that has only Node: creates a project, compiles it, tests
// it.
import assert from "node:assert/strict";
import { mkdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { PROGRAMS } from "./programs.js";
import { ROOT, install, run, scratch } from "./scratch.js";

let folder = "";
/** @type {Record<string, string>} */
let env = {};

/** Runs a command in the project, where PATH has Node, npm and a shell. @param {string} place */
const inside = (place, /** @type {string} */ command, /** @type {string[]} */ ...args) =>
  run(place, command, args, { env, timeout: 300_000 });
const awaitc = (/** @type {string[]} */ ...args) => inside(folder, "npx", "awaitc", ...args);

/** A folder with links to the available commands. */
async function linkCommands() {
  const bin = join(folder, "bin");
  await mkdir(bin);
  const npm = dirname(await realpath(join(dirname(process.execPath), "npm")));
  await symlink(process.execPath, join(bin, "node"));
  await symlink("/bin/sh", join(bin, "sh"));
  for (const name of ["npm", "npx"]) await symlink(join(npm, `${name}-cli.js`), join(bin, name));
  return bin;
}

before(async () => {
  folder = await scratch();
  await writeFile(join(folder, "app.c"), PROGRAMS.files["app.c"]);
  await install(folder, "awaitc");
  const cache = join(folder, "cache");
  env = {
    PATH: await linkCommands(),
    HOME: folder,
    XDG_CACHE_HOME: cache,
    npm_config_offline: "true",
  };
});
after(() => rm(folder, { recursive: true }));

test("awaitc: is a command of the package, and knows its version", async () => {
  const own = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const { code, stdout } = await awaitc("--version");
  assert.deepEqual([code, stdout], [0, `${own.version}\n`]);
});

test("awaitc: has the headers, for other compilers", async () => {
  const script = 'console.log(require.resolve("awaitc/include/awaitc.h"))';
  const { stdout, stderr } = await inside(folder, "node", "--input-type=commonjs", "-e", script);
  assert.match(stdout, /awaitc[/]include[/]awaitc[.]h\n$/, stderr);
});

test("awaitc: without its optional dependencies, says what to install", async () => {
  const { optionalDependencies } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const { code, stderr } = await awaitc("run", "app.c");
  assert.equal(code, 1);
  const names = Object.entries(optionalDependencies).map(([name, version]) => `${name}@${version}`);
  assert.deepEqual(names.length, 2);
  assert(stderr.includes(`npm install --save-dev ${names.join(" ")}`), stderr);
});

test("awaitc run: compiles and runs, with the packages that npm adds", async () => {
  const modules = join(folder, "node_modules");
  // Uses the packages that are installed here; npm would download 200 MB.
  await mkdir(join(modules, "@yowasp"));
  for (const name of ["@yowasp/clang", "binaryen"])
    await symlink(join(ROOT, "node_modules", name), join(modules, name));
  const { code, stdout } = await awaitc("run", "app.c", "--", "there");
  assert.deepEqual([code, stdout], [0, "hello, there\n"]);
});

test("awaitc new: makes a project whose npm test passes, and fails when the program is changed", async () => {
  const made = await awaitc("new", "demo");
  assert.equal(made.code, 0, made.stderr);
  const demo = join(folder, "demo");
  const passed = await inside(demo, "npm", "test");
  assert.equal(passed.code, 0, passed.stdout + passed.stderr);
  assert.match(passed.stdout, /^# pass 1$/m);
  const source = join(demo, "src/main.c");
  const text = await readFile(source, "utf8");
  await writeFile(source, text.replace('"soup", 300', '"soup", 100'));
  const failed = await inside(demo, "npm", "test");
  assert.equal(failed.code, 1);
  assert.match(failed.stdout, /^# fail 1$/m);
});
