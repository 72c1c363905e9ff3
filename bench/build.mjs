// Builds the programs of the benchmarks and those of the peers into a folder. A peer whose tools
// cannot be had here is left out: peers.json tells why.
import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { amalgamate } from "../tools/amalgamate.mjs";
import { buildKept } from "../tools/kept.mjs";
import { ROOT, has } from "../tools/steps.mjs";
import { buildTax } from "./tax.mjs";

const execute = promisify(execFile);
const BENCH = `${ROOT}bench`;
const LIBRARIES = ["yields", "tasks", "timers", "queues", "sync", "hostcalls", "sleepers"];
/** The programs of bench/programs, in the order in which they are built. */
export const PROGRAMS = [...LIBRARIES, "hello", "quiet", "number"];
const PYODIDE = "314.0.7";
/** Debian's packages of the compilers that are fetched; their tools are used in place. */
const RUST = ["rustc", "libstd-rust-1.63", "libstd-rust-dev-wasm32"];
const GO = ["golang-1.19-go", "golang-1.19-src"];
const BARE = ["--target=wasm32", "-O2", "-nostdlib", "-Wl,--no-entry"];

/** The first line that a command prints. */
async function version(...[command, ...args]) {
  const { stdout } = await execute(command, args);
  return stdout.split("\n")[0].trim();
}

/** Builds awaitc's programs. @param {"emcc" | "embedded"} toolchain @param {string} folder */
export async function buildPrograms(toolchain, folder) {
  const build = async (name, end = "", options = {}) => {
    const sources = [`${BENCH}/programs/${name}.c`];
    const { bytes } = await buildKept(toolchain, { sources, ...options });
    await writeFile(join(folder, `${name}${end}.wasm`), bytes);
  };
  for (const name of PROGRAMS) await build(name);
  await build("yields", "-jspi", { backend: "jspi" });
}

/** awaitc's programs as one native program. */
async function buildNative(folder) {
  const { source, header } = amalgamate();
  await writeFile(join(folder, "awaitc.c"), source);
  await writeFile(join(folder, "awaitc.h"), header);
  const files = LIBRARIES.filter((name) => !["hostcalls", "sleepers"].includes(name));
  const sources = files.map((name) => `${BENCH}/programs/${name}.c`);
  const flags = ["-O2", "-DNDEBUG", "-Dmain=aw_user_main", `-I${folder}`, "-rdynamic"];
  const all = [...flags, `${BENCH}/peers/native.c`, ...sources, join(folder, "awaitc.c")];
  await execute("clang", [...all, "-lm", "-o", join(folder, "native")]);
  return version("clang", "--version");
}

/** The peers on Emscripten's own Asyncify. Its glue needs the libraries of Debian's Node. */
async function buildEmscripten(folder) {
  const env = { ...process.env, NODE_PATH: "/usr/share/nodejs" };
  const flags = ["-O2", "-sASYNCIFY", "-sMODULARIZE", "-sENVIRONMENT=node"];
  const build = (source, name) =>
    execute("emcc", [`${BENCH}/peers/${source}.c`, ...flags, "-o", join(folder, `${name}.js`)], {
      env,
    });
  await build("fiber", "fiber");
  await build("hello", "hello-emscripten");
  return version("emcc", "--version");
}

/** Unpacks Debian packages into a folder, without installing them, while `work` needs them.
 * @template T @param {string} folder @param {string[]} packages
 * @param {(root: string) => Promise<T>} work */
async function withPackages(folder, packages, work) {
  if (!has("apt-get")) throw new Error("it is fetched from Debian, and there is no apt-get");
  const root = join(folder, "unpacked");
  await mkdir(root, { recursive: true });
  try {
    const options = { cwd: root, timeout: 300_000 };
    const download = () => execute("apt-get", ["download", "-qq", ...packages], options);
    const update = () => execute("apt-get", ["update", "-qq"], options); // needs root
    await download().catch(() => update().then(download));
    for (const file of readdirSync(root).filter((name) => name.endsWith(".deb")))
      await execute("dpkg", ["-x", file, "."], options);
    return await work(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

const buildRust = (folder) =>
  withPackages(folder, RUST, async (root) => {
    const env = { ...process.env, LD_LIBRARY_PATH: `${root}/usr/lib/x86_64-linux-gnu` };
    const flags = ["--edition", "2021", "--crate-type", "cdylib", "-O", "-C", "panic=abort"];
    const target = ["--target", "wasm32-unknown-unknown", "-C", "linker=wasm-ld"];
    const out = ["-C", "linker-flavor=wasm-ld", "-o", join(folder, "futures.wasm")];
    const source = `${BENCH}/peers/futures.rs`;
    const rustc = `${root}/usr/bin/rustc`;
    await execute(rustc, [...flags, ...target, ...out, source], { env });
    return (await execute(rustc, ["--version"], { env })).stdout.trim();
  });

const buildGo = (folder) =>
  withPackages(folder, GO, async (root) => {
    const caches = { GOCACHE: join(root, "cache"), GOPATH: join(root, "path") };
    const target = { GOOS: "js", GOARCH: "wasm", GOROOT: `${root}/usr/lib/go-1.19` };
    const env = { ...process.env, ...target, ...caches, GO111MODULE: "off" };
    const go = `${root}/usr/lib/go-1.19/bin/go`;
    const build = (source, name) =>
      execute(go, ["build", "-o", join(folder, name), `${BENCH}/peers/${source}.go`], { env });
    await build("goroutines", "go.wasm");
    await build("hello", "hello-go.wasm");
    const glue = `${root}/usr/share/go-1.19/misc/wasm/wasm_exec.js`;
    await copyFile(glue, join(folder, "wasm_exec.js"));
    return (await execute(go, ["version"], { env })).stdout.trim();
  });

async function installPyodide(folder) {
  const place = join(folder, "pyodide");
  await mkdir(place, { recursive: true });
  await writeFile(join(place, "package.json"), '{"private":true}');
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", `pyodide@${PYODIDE}`];
  await execute("npm", args, { cwd: place, timeout: 300_000 });
  return `pyodide ${PYODIDE}`;
}

/** A link to the interpreter itself: the first python3 may be a script of a version manager. */
async function findPython(folder) {
  const print = "import sys; print(sys.executable)";
  const { stdout } = await execute("python3", ["-c", print]);
  await rm(join(folder, "cpython"), { force: true });
  await symlink(stdout.trim(), join(folder, "cpython"));
  return version("python3", "--version");
}

/** Compiles a module that has no host. */
const bareBuild = (compiler, source, flags, name) => async (folder) => {
  const files = [`${BENCH}/peers/${source}`, "-o", join(folder, name)];
  await execute(compiler, [...BARE, ...flags, ...files]);
  return version(compiler, "--version");
};

const CPP = ["-std=c++20", "-fno-exceptions", "-fno-rtti"];

/** The files of each peer, the sources that they are made from, and the function that makes them
 * and gives the version of its tools. Without sources they are made each time. */
const PEERS = [
  {
    gives: ["fiber.js", "fiber.wasm", "hello-emscripten.js", "hello-emscripten.wasm"],
    from: ["fiber.c", "hello.c"],
    make: buildEmscripten,
  },
  { gives: ["jspi.wasm"], from: ["jspi.c"], make: bareBuild("clang", "jspi.c", [], "jspi.wasm") },
  {
    gives: ["coroutines.wasm"],
    from: ["coroutines.cpp"],
    make: bareBuild("clang++", "coroutines.cpp", CPP, "coroutines.wasm"),
  },
  { gives: ["futures.wasm"], from: ["futures.rs"], make: buildRust },
  { gives: ["go.wasm", "hello-go.wasm"], from: ["goroutines.go", "hello.go"], make: buildGo },
  { gives: ["pyodide"], from: ["../build.mjs"], make: installPyodide },
  { gives: ["cpython"], from: [], make: findPython },
  { gives: ["native"], from: [], make: buildNative },
  ...["lua", "sqlite"].map((name) => ({
    gives: ["plain", "analysis", "list", "jspi"].map((way) => `${name}-${way}.wasm`),
    from: [],
    make: (folder) => buildTax(name, folder),
  })),
];

const lastChange = (files) => Math.max(...files.map((file) => statSync(file).mtimeMs));

/** Whether a peer is built from its sources as they are. */
function isCurrent(folder, { gives, from }) {
  const files = gives.map((name) => join(folder, name));
  if (from.length === 0 || !files.every(existsSync)) return false;
  const sources = from.map((name) => `${BENCH}/peers/${name}`);
  return files.every((file) => statSync(file).mtimeMs > lastChange(sources));
}

/** Builds the peers. Returns the versions of their tools and, by file, why some are missing.
 * @param {string} folder */
export async function buildPeers(folder) {
  const file = join(folder, "peers.json");
  const known = JSON.parse(await readFile(file, "utf8").catch(() => "{}")).versions ?? {};
  await writeFile(join(folder, "package.json"), '{"private":true}'); // its scripts are CommonJS
  const versions = {};
  const missing = {};
  for (const peer of PEERS) {
    const [name] = peer.gives;
    try {
      versions[name] = isCurrent(folder, peer) ? known[name] : await peer.make(folder);
    } catch (error) {
      const words = String(error.stderr || error.message);
      const [line] = words.trim().split("\n");
      for (const name of peer.gives) {
        missing[name] = `not built: ${line}`;
        await rm(join(folder, name), { recursive: true, force: true });
      }
    }
  }
  await writeFile(file, JSON.stringify({ versions, missing }));
  return { versions, missing };
}
