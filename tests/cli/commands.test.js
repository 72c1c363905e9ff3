// Tests of check, build, new, serve, doctor, --watch, --deny-net and --stack-bytes as a user runs
// them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readFile, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { launchChromium } from "../chromium.mjs";
import { workspace } from "./command.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const EMBEDDED = "--toolchain=embedded";
const execute = promisify(execFile);
const { awaitc, environment, start, write, path } = await workspace({ isDaemonUsed: true });
const source = (name, body) => write(name, `#include <awaitc.h>\n#include <stdio.h>\n${body}\n`);

describe("check", () => {
  const fixes = (stdout) =>
    JSON.parse(stdout).diagnostics.map(({ file, line, severity, fixIts }) => ({
      at: `${file}:${line} ${severity}`,
      fixes: fixIts.map(({ from, text }) => `${from.line}:${from.column} ${text}`),
    }));

  test("errors of all the sources, with fix-its as data, and exit code 1", async () => {
    await write("sub/a.c", "int a(void) { return 1 }\n");
    await write("b.c", "int main(void) { int unused; return nowhere; }\n");
    for (const toolchain of ["embedded", "emcc"]) {
      const args = ["check", "sub/a.c", "b.c", "--json", `--toolchain=${toolchain}`];
      const { code, stdout, stderr } = await awaitc(args);
      assert.deepEqual([code, stderr], [1, ""]);
      const found = fixes(stdout);
      assert.deepEqual(found[0], { at: "sub/a.c:1 error", fixes: ["1:23 ;"] });
      assert.ok(found.some(({ at }) => at === "b.c:1 error"));
    }
  });

  test("warnings are words on standard error, and exit code 0; nothing is made", async () => {
    await write("warn.c", "int main(void) { int unused; return 0; }\n");
    const before = await readdir(path("."));
    const { code, stdout, stderr } = await awaitc(["check", "warn.c", EMBEDDED]);
    assert.deepEqual([code, stdout], [0, ""]);
    assert.match(stderr, /^warn\.c:1:22: warning: unused variable 'unused'/);
    assert.doesNotMatch(stderr, /fix-it/);
    assert.deepEqual(await readdir(path(".")), before);
  });

  test("a hint says what to do in awaitc; a missing file is a finding; no file is wrong usage", async () => {
    await write("fork.c", "#include <unistd.h>\nint main(void) { return fork(); }\n");
    const { code, stderr } = await awaitc(["check", "fork.c", EMBEDDED]);
    assert.equal(code, 1);
    assert.match(stderr, /\nawaitc: WebAssembly has no processes/);
    const missing = await awaitc(["check", "missing.c", "--json"]);
    const [finding] = JSON.parse(missing.stdout).diagnostics;
    assert.deepEqual(
      [missing.code, finding.file, finding.text],
      [1, "missing.c", "there is no such file"],
    );
    assert.equal((await awaitc(["check"])).code, 2);
  });
});

describe("build", () => {
  test("makes the folder, and the types of what is exported", async () => {
    await source("lib.c", "AW_EXPORT(twice) { (void)reply; return 2 * (json[0] - '0'); }");
    const built = await awaitc(["build", "lib.c", EMBEDDED, "-o", "out/lib.wasm", "--json"]);
    assert.equal(built.code, 0, built.stderr);
    const { files, bytes } = JSON.parse(built.stdout);
    assert.deepEqual(files, ["out/lib.wasm", "out/lib.wasm.d.ts"]);
    assert.equal((await readFile(path("out/lib.wasm"))).length, bytes);
    assert.match(
      await readFile(path("out/lib.wasm.d.ts"), "utf8"),
      /^  twice[(]value[?]: any[)]: any;$/m,
    );
  });

  test("what an earlier build left and this one has not is deleted", async () => {
    await source("plain.c", "int main(void) { return 0; }");
    await write("plain.wasm.map", "{}");
    await write("plain.wasm.d.ts", "// Made by awaitc from plain.wasm\n");
    await write("own.wasm.d.ts", "export type Own = 1;\n"); // written by a user
    assert.equal((await awaitc(["build", "plain.c", EMBEDDED, "-o", "plain.wasm"])).code, 0);
    assert.equal((await awaitc(["build", "plain.c", EMBEDDED, "-o", "own.wasm"])).code, 0);
    assert.match(await readFile(path("own.wasm.d.ts"), "utf8"), /Own = 1/);
    const names = await readdir(path("."));
    assert.deepEqual(
      names.filter((name) => name.startsWith("plain.wasm")),
      ["plain.wasm"],
    );
  });
});

describe("new", () => {
  test("a project that runs and tests by npm's commands, without emcc", async () => {
    assert.equal((await awaitc(["new", "my app"])).code, 0);
    const text = JSON.parse(await readFile(path("my app/package.json"), "utf8"));
    assert.equal(text.name, "my-app");
    assert.ok(text.devDependencies.awaitc.startsWith("file:"));
    assert.deepEqual((await readdir(path("my app"))).sort(), [
      ".gitignore",
      "README.md",
      "package.json",
      "src",
      "test",
    ]);
    // Links the packages as `npm install` would, without the network.
    await mkdir(path("my app/node_modules/.bin"), { recursive: true });
    await symlink(ROOT, path("my app/node_modules/awaitc"));
    await symlink(`${ROOT}cli/awaitc.js`, path("my app/node_modules/.bin/awaitc"));
    const folders = process.env.PATH.split(":");
    const has = await Promise.all(
      folders.map((folder) =>
        readdir(folder).then(
          (names) => names.includes("emcc"),
          () => false,
        ),
      ),
    );
    await mkdir(path("tools"), { recursive: true });
    for (const name of ["node", "npm", "sh", "env"])
      await symlink(
        (await execute("sh", ["-c", `command -v ${name}`])).stdout.trim(),
        path(`tools/${name}`),
      );
    const PATH = [path("tools"), ...folders.filter((_, i) => !has[i])].join(":");
    const env = environment({ PATH });
    delete env.NODE_TEST_CONTEXT; // its test runs are its own
    const npm = (...args) => execute("npm", args, { cwd: path("my app"), env });
    const started = await npm("start", "--silent", "--", "--clock=virtual");
    assert.equal(started.stdout, "bread is ready at 200\nsoup is ready at 300\n");
    assert.match((await npm("test")).stdout, /pass 1\n/);
    const main = path("my app/src/main.c");
    const shallow = await readFile(main, "utf8");
    const deep =
      "static int down(int n) { return n ? down(n - 1) + (int)(aw_now() < 0) : 0; }\n" +
      "static int deep(void *arg) { (void)arg; return down(30000); }\n";
    const options = "&(aw_task_options){.stack_bytes = 4 << 20}";
    const call = `    if (aw_await(aw_spawn_with(deep, NULL, 0, ${options}))) return 2;\n`;
    await writeFile(main, shallow.replace("int main(void)\n{\n", `${deep}$&${call}`));
    assert.match((await npm("test")).stdout, /pass 1\n/); // calls as deep as a native program's
    await writeFile(main, shallow.replace("return rc < 0;", "return 1;"));
    await assert.rejects(npm("test"), ({ code, stdout }) => code === 1 && /fail 1\n/.test(stdout));
  });

  test("refuses a folder that is not empty, and a file", async () => {
    await write("full/thing", "");
    const { code, stderr } = await awaitc(["new", "full"]);
    assert.equal(code, 1);
    assert.match(stderr, /^awaitc: awaitc new full: the folder is not empty \(it has thing\)/);
    assert.deepEqual(await readdir(path("full")), ["thing"]);
    assert.match((await awaitc(["new", "full/thing"])).stderr, /there is a file of that name/);
    assert.equal((await awaitc(["new"])).code, 2);
  });
});

describe("run --watch", () => {
  const says = (word, more = "") =>
    source(
      "watched.c",
      `#include "part.h"
int main(void) { puts("${word}" PART); fflush(stdout); ${more} return 0; }`,
    );

  test("a save of a source or a header ends the program and runs the new one", async () => {
    await write("part.h", '#define PART " a"\n');
    await says("one");
    const { until, child } = start(["run", "--watch", "watched.c", EMBEDDED]);
    await until(/one a\n/);
    await until(/watched\.c ended with 0; waiting/);
    await write("part.h", '#define PART " b"\n');
    await until(/one b\n/);
    await says("endless", "for (volatile int i = 0;; i++) {}");
    await until(/endless b\n/);
    await source("watched.c", "int main(void) { return nowhere; }");
    await until(/watched\.c:3:\d+: error[^]*not built; waiting for a change/);
    await says("asleep", "(void)!aw_sleep(1e9);");
    await until(/asleep b\n/);
    // Editors replace the file by another one.
    await source(
      "watched.new",
      '#include "part.h"\nint main(void) { puts("two" PART); return 3; }',
    );
    await rename(path("watched.new"), path("watched.c"));
    await until(/two b\n/);
    await until(/ended with 3/);
    child.kill();
  });
});

describe("run", () => {
  test("--deny-net: a fetch fails with AW_ENOSYS and its words, before anything is sent", async () => {
    await source(
      "net.c",
      "int main(void) { aw_response r = {0}; " +
        'int rc = aw_fetch("http://127.0.0.1:9/", NULL, &r);\n' +
        'printf("%d %s\\n", rc == AW_ENOSYS, aw_errmsg()); return 0; }',
    );
    const { stdout } = await awaitc(["run", "net.c", EMBEDDED, "--deny-net"]);
    assert.equal(stdout, "1 fetch of http://127.0.0.1:9/: the network is denied (--deny-net)\n");
  });

  test("--stack-bytes: tasks that ask for none have as many, with either toolchain", async () => {
    await source(
      "stack.c",
      "#include <string.h>\nstatic char *volatile place;\n" +
        "static int deep(void *arg) { (void)arg; char room[40000]; place = room;\n" +
        "    memset(place, 1, sizeof room); return room[0] + room[39999]; }\n" +
        "int main(void) { return aw_await(aw_spawn(deep, NULL, 0)); }",
    );
    for (const toolchain of ["embedded", "emcc"]) {
      const run = (...args) => awaitc(["run", "stack.c", `--toolchain=${toolchain}`, ...args]);
      const small = await run();
      assert.equal(small.code, 1);
      assert.match(small.stderr, /stack overflow: [^]* of 16384 bytes[^]*Task-2/);
      assert.deepEqual(await run("--stack-bytes=65536"), { code: 2, stdout: "", stderr: "" });
    }
    assert.match((await awaitc(["run", "stack.c", "--stack-bytes=9"])).stderr, /must be 512 to/);
    for (const option of ["--stack-bytes=999", "--backend=jspi"])
      assert.match((await awaitc(["run", "x.wasm", option])).stderr, /compiled in/);
    const asked = ["build", "stack.c", "-o", "s.wasm", "--backend=jspi", "--why"];
    assert.match((await awaitc(asked)).stderr, /--why: with --backend=jspi every function may/);
  });

  test("-D: defines a macro", async () => {
    await write("define.c", "int main(void) { return VALUE; }");
    assert.equal((await awaitc(["run", "define.c", EMBEDDED, "-DVALUE=7"])).code, 7);
  });
});

describe("doctor", () => {
  test("--json: each thing with its use and a remedy; exit code 0 with a whole toolchain", async () => {
    const { code, stdout } = await awaitc(["doctor", "--json"]);
    const { works, toolchains, findings } = JSON.parse(stdout);
    assert.deepEqual([code, works, toolchains], [0, true, { embedded: true, emcc: true }]);
    for (const { name, use, remedy, found } of findings)
      assert.ok(name && use && remedy && found, name);
  });

  test("what is missing is named with its remedy; exit code 1 when no toolchain is whole", async () => {
    await write("not-a-folder", "");
    const env = { PATH: "/nowhere", XDG_CACHE_HOME: path("not-a-folder") };
    const some = await awaitc(["doctor"], { env });
    assert.equal(some.code, 0);
    assert.match(some.stdout, /✗ emcc +not on PATH\n.*\n +→ apt-get install emscripten/);
    assert.match(some.stdout, /✗ cache /);
    // A copy of the modules without packages and without the results of npm run build.
    await write("copy/here", "");
    const parts = ["web", "cli", "toolchain", "trace", "package.json"];
    await execute("cp", ["-r", ...parts.map((part) => ROOT + part), path("copy")]);
    const cli = path("copy/cli/awaitc.js");
    const none = await execute(process.execPath, [cli, "doctor"], { env }).catch((error) => error);
    assert.equal(none.code, 1);
    assert.match(none.stdout, /✗ clang +not installed\n.*\n +→ npm install @yowasp\/clang/);
    assert.match(none.stdout, /awaitc does not work here/);
  });
});

describe("serve", () => {
  /** GET with a custom host name. */
  const get = (url, name, headers = {}) =>
    new Promise((done, failed) => {
      request(new URL(name, url), { headers }, async (response) => {
        let text = "";
        for await (const chunk of response.setEncoding("latin1")) text += chunk;
        done({ code: response.statusCode, headers: response.headers, text });
      })
        .on("error", failed)
        .end();
    });
  let url = "";
  let server;

  before(async () => {
    await source("page.c", 'int main(void) { puts("<b>served</b>"); return 4; }');
    server = start(["serve", "--watch", "page.c", EMBEDDED, "--port=0", "--", "x"]);
    [, url] = await server.until(/^awaitc serve: (http:\/\/127\.0\.0\.1:\d+\/)\n/m);
  });

  test("a page without inline scripts, a strict policy, and nothing but its own files", async () => {
    const { code, headers, text } = await get(url, "/");
    assert.equal(code, 200);
    const policy = headers["content-security-policy"];
    assert.match(
      policy,
      /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'/,
    );
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/);
    assert.doesNotMatch(text, /<script(?![^>]* src=)|<style|style=|\son\w+=/);
    for (const [, name] of text.matchAll(/(?:src|href)="([\w/.]+)"/g))
      assert.equal((await get(url, name)).code, 200, name);
    for (const name of ["/page.c", "/../page.c", "/%2e%2e/package.json", "/cli/serve.js"])
      assert.equal((await get(url, name)).code, 404, name);
    assert.equal((await get(url, "/", { Host: "evil.example" })).code, 403);
    const state = JSON.parse((await get(url, "state.json")).text);
    assert.deepEqual([state.name, state.args, state.number], ["page", ["x"], 1]);
    assert.equal((await get(url, "program.wasm")).headers["content-type"], "application/wasm");
  });

  test("runs in a browser: output as text; a save loads again; errors are shown", async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const problems = [];
      page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      page.on("pageerror", (error) => problems.push(error.message));
      const shows = (words, status) =>
        page.waitForFunction(
          ([text, end]) =>
            document.querySelector("#output")?.textContent?.includes(text) &&
            document.querySelector("#status")?.textContent === end,
          [words, status],
          { timeout: 60_000 },
        );
      await page.goto(url);
      await shows("<b>served</b>\n", "ended with 4");
      await source("page.c", "int main(void) { return nowhere; }");
      await shows("use of undeclared identifier 'nowhere'", "not built");
      await source("page.c", 'int main(void) { puts("again"); return aw_await(aw_future_new()); }');
      await shows("main waits for future at page.c:3", "failed");
      assert.deepEqual(problems, []);
    } finally {
      await browser.close();
    }
  });

  test("a port that is taken is said", async () => {
    const { port } = new URL(url);
    const { code, stderr } = await awaitc(["serve", "page.c", EMBEDDED, `--port=${port}`]);
    assert.equal(code, 1);
    assert.match(stderr, /is taken; give another with --port\n$/);
    server.child.kill();
    await rm(path("page.c"));
  });
});
