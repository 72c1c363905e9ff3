// Tests the packed packages: their contents, their sizes, and that package linters find no problem.
import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { LIMIT_BYTES, filesOf, runtimeOf, tableOf } from "../../tools/pack.mjs";
import { declare } from "../../toolchain/declare.js";
import { buildPrograms } from "./programs.js";
import { prepare, project, run } from "./scratch.js";

let tarballs = { awaitc: "", runtime: "" };
/** @type {Record<string, Uint8Array>} */
let files = {};
/** @param {Record<string, Uint8Array>} of */
const manifestOf = (of) => JSON.parse(new TextDecoder().decode(of["package.json"]));

before(async () => {
  tarballs = await prepare();
  files = filesOf(tarballs.awaitc);
});

test("awaitc's tarball: carries what the runtime imports, and no tests, sources or builds", () => {
  const later = "web/operations/fetch.js";
  assert(runtimeOf(files).includes(later), "parts that are loaded later count too");
  const wanted = [
    /^web\/(index|(host|operations|platforms)\/\w+)\.js$/,
    /^(cli|toolchain|trace)\/\w+\.js$/,
    /^cli\/(completion|page|template)\//,
    /^build\/(types\/index\.d\.ts|embedded\/system\.tar\.br)$/,
    /^cmake\/[\w/]+\.cmake$/,
    /^include\/\w+\.h$/,
    /^docs\/[\w-]+\.md$/,
    /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  ];
  const strange = Object.keys(files).filter((path) => !wanted.some((form) => form.test(path)));
  assert.deepEqual(strange, []);
});

test("the runtime's tarball: is what awaitc exports, within its budget", (t) => {
  for (const line of tableOf(tarballs.awaitc).split("\n")) t.diagnostic(line);
  const bytes = readFileSync(tarballs.runtime).length;
  t.diagnostic(`the runtime alone: ${bytes} B packed`);
  assert(bytes <= LIMIT_BYTES, `${bytes} B packed, limit ${LIMIT_BYTES} B`);
  const alone = filesOf(tarballs.runtime);
  assert.deepEqual(runtimeOf(alone), runtimeOf(files));
  for (const path of runtimeOf(alone)) assert.deepEqual(alone[path], files[path], path);
  assert.deepEqual(manifestOf(alone).exports["."], manifestOf(files).exports["."]);
});

test("package.json: nothing is needed, and no scripts are run by installing", () => {
  for (const tarball of Object.values(tarballs)) {
    const data = manifestOf(filesOf(tarball));
    assert.equal(data.dependencies, undefined);
    for (const name of ["preinstall", "install", "postinstall", "prepare"])
      assert.equal(data.scripts?.[name], undefined, name);
    assert.equal(data.sideEffects, false);
    assert.equal(data.license, "MIT");
  }
  assert.equal(manifestOf(filesOf(tarballs.runtime)).optionalDependencies, undefined);
});

test("package.json: types come first and default last, and every target is packed", () => {
  const order = ["types", "workerd", "node", "browser", "default"];
  for (const tarball of Object.values(tarballs)) {
    const packed = filesOf(tarball);
    const data = manifestOf(packed);
    assert.deepEqual(Object.keys(data.exports["."]), order);
    const entries = [data.types, ...Object.values(data.bin ?? {}), ...Object.values(data.exports)];
    const targets = entries
      .flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values(entry)))
      .filter((target) => !target.includes("*"));
    for (const target of targets) assert(packed[target.replace("./", "")], target);
  }
});

test("publint: has nothing to say", async () => {
  const folder = await project();
  for (const tarball of Object.values(tarballs)) {
    const { code, stdout, stderr } = await run(folder, "publint", ["run", tarball, "--strict"]);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /All good/);
  }
  await rm(folder, { recursive: true });
});

test("are the types wrong: no, for modules", async () => {
  const folder = await project();
  // The command line is run and not imported; headers are not JavaScript.
  const args = [tarballs.awaitc, "--profile", "esm-only", "--format", "json"];
  const { code, stdout, stderr } = await run(folder, "attw", [
    ...args,
    ...["--exclude-entrypoints", "./cli", "./include/*"],
  ]);
  await rm(folder, { recursive: true });
  assert.equal(code, 0, stdout + stderr);
  // A CommonJS file has to use `await import`, or a Node whose require loads modules. This is
  // intended.
  const { CJSResolvesToESM, ...problems } = JSON.parse(stdout).problems;
  assert.deepEqual(problems, {});
});

test("the types: hold for a program in TypeScript, and refuse mistakes", async () => {
  const folder = await project({
    "good.ts": `
      import { AwaitcError, load, type LoadOptions, type Program } from "awaitc";
      import type { Events, ExposedFunction, Source, Stats, TraceRow } from "awaitc";
      const options: LoadOptions = { clock: "virtual", stdout: (text) => text.length };
      const program: Program = await load(new URL("./app.wasm", import.meta.url), options);
      const code: number = await program.expose({ ask: async (value) => value }).run(["-v"]);
      const stop = program.on("exit", (code) => code.toFixed());
      try {
        await program.call("twice", code, { signal: AbortSignal.timeout(5) });
      } catch (error) {
        if (error instanceof AwaitcError && error.code === "AW_ECANCELLED") stop();
      }
      const stats: Stats = program.stats();
      const row: TraceRow | undefined = program.trace[stats.tasks];
      const ask: ExposedFunction = (value, { signal }) => signal.aborted || [value, row?.at];
      const source: Source | Events["stdout"] = "app.wasm";
      using other = await load(source);
      other.expose({ ask });`,
    "bad.ts": `
      import { load } from "awaitc";
      // @ts-expect-error no such clock
      await load("app.wasm", { clock: "fast" });
      // @ts-expect-error no source
      const program = await load(undefined);
      // @ts-expect-error of what is inside
      type Memory = import("awaitc").Memory;
      // @ts-expect-error a type alone: load makes programs
      new (await import("awaitc")).Program();
      // @ts-expect-error no such event
      program.on("end", () => {});
      // @ts-expect-error the exit code is a number
      program.on("exit", (code: string) => code);`,
  });
  await accepts(folder, ["good.ts", "bad.ts"]);
  await rm(folder, { recursive: true });
});

test("the types: know the functions of a program that was declared", async () => {
  const { "library.wasm": bytes } = await buildPrograms();
  const folder = await project({
    "library.wasm.d.ts": String(declare(bytes, "library.wasm")),
    "typed.ts": `
      import { load, type Program } from "awaitc";
      import type { Exported, Functions } from "./library.wasm.js";
      interface Library extends Functions {
        twice(n: number): number;
      }
      const library: Program<Library> = await load<Library>("library.wasm");
      const four: number = await library.call("twice", 2, { signal: AbortSignal.timeout(9) });
      await library.call("wait", { any: four });
      const names: ("twice" | "wait")[] = library.exports;
      // @ts-expect-error no such function
      await library.call("thrice", 2);
      // @ts-expect-error it takes a number
      await library.call("twice", "2");
      // @ts-expect-error it answers with a number
      const text: string = await library.call("twice", 2);
      const plain = (await load("library.wasm")) as Exported;
      await plain.call("twice", { any: plain.hasMain });
      // @ts-expect-error no such function
      await plain.call("thrice");
      export { names, text };`,
  });
  await accepts(folder, ["typed.ts"]);
  await rm(folder, { recursive: true });
});

/** Checks both ways in which projects resolve types.
 * @param {string} folder @param {string[]} files */
async function accepts(folder, files) {
  const common = {
    noEmit: true,
    strict: true,
    target: "es2022",
    lib: ["es2023", "dom"],
    types: [],
  };
  for (const way of ["nodenext", "bundler"]) {
    const module = way === "bundler" ? "esnext" : way;
    const compilerOptions = {
      ...common,

      module,
      moduleResolution: way,
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
    const { code, stdout } = await run(folder, "tsc", ["-p", "."]);
    assert.equal(code, 0, `${way}\n${stdout}`);
  }
}

test("the runtime: is there for require, and knows its own package.json", async () => {
  const folder = await project({
    "run.cjs": `
      const { load, AwaitcError } = require("awaitc");
      console.log(typeof load, AwaitcError.name, require("awaitc/package.json").name);`,
  });
  const { stdout, stderr } = await run(folder, process.execPath, ["run.cjs"]);
  await rm(folder, { recursive: true });
  assert.match(stderr, /^(?!.*Error)/s);
  assert.equal(stdout, "function AwaitcError @awaitc/runtime\n");
});
