// @awaitc/compiler from its tarball beside awaitc's: compiles where there is no emcc and no repository.
import assert from "node:assert/strict";
import { mkdir, readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { packCompiler } from "../../tools/pack.mjs";
import { buildSystem } from "../../tools/sysroot.mjs";
import { PROGRAMS } from "./programs.js";
import { ROOT, prepare, project, run } from "./scratch.js";

const read = async (/** @type {string} */ name) =>
  JSON.parse(await readFile(join(ROOT, name), "utf8"));
let folder = "";

/** Runs awaitc in the project, without any emcc. @param {...string} args */
const awaitc = (...args) =>
  run(folder, process.execPath, [join(folder, "node_modules/awaitc/web/cli/awaitc.js"), ...args], {
    env: { PATH: "/nowhere", XDG_CACHE_HOME: folder },
  });

before(async () => {
  await prepare();
  await buildSystem();
  folder = await project(PROGRAMS.files);
});
after(() => rm(folder, { recursive: true }));

test("@awaitc/compiler: brings what this repository builds with, and its awaitc", async () => {
  const [own, compiler] = await Promise.all([read("package.json"), read("compiler/package.json")]);
  assert.equal(compiler.version, own.version);
  assert.equal(own.peerDependencies["@awaitc/compiler"], own.version);
  assert.equal(own.peerDependenciesMeta["@awaitc/compiler"].optional, true);
  const { "@yowasp/clang": clang, binaryen } = own.devDependencies;
  assert.deepEqual(compiler.dependencies, {
    "@yowasp/clang": clang,
    awaitc: own.version,
    binaryen,
  });
});

test("awaitc: without a compiler, says what to install", async () => {
  const { code, stderr } = await awaitc("run", "app.c");
  assert.equal(code, 1);
  assert.match(
    stderr,
    /the embedded compiler is not installed: npm install --save-dev @awaitc\/compiler/,
  );
});

test("awaitc: with @awaitc/compiler, compiles and runs", async () => {
  const modules = join(folder, "node_modules");
  const tarball = await packCompiler();
  await mkdir(join(modules, "@awaitc/compiler"), { recursive: true });
  const unpacked = await run(folder, "tar", [
    "-xzf",
    tarball,
    "-C",
    "node_modules/@awaitc/compiler",
    "--strip-components=1",
  ]);
  assert.equal(unpacked.code, 0, unpacked.stderr);
  // What npm would download, 200 MB of it, is here already.
  await mkdir(join(modules, "@yowasp"));
  for (const name of ["@yowasp/clang", "binaryen"])
    await symlink(join(ROOT, "node_modules", name), join(modules, name));
  assert.deepEqual(await awaitc("run", "app.c", "--", "there"), {
    code: 0,
    stdout: "hello, there\n",
    stderr: "",
  });
  const own = join(modules, "@awaitc/compiler/awaitc.js");
  const env = { PATH: "/nowhere", XDG_CACHE_HOME: folder };
  const again = await run(folder, process.execPath, [own, "run", "app.c"], { env });
  assert.deepEqual(again, { code: 0, stdout: "hello, world\n", stderr: "" });
});
