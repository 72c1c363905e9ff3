// Runs the command line in a separate folder for tests: real processes with their own cache and
// temporary files.
import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

export const CLI = fileURLToPath(new URL("../../cli/awaitc.js", import.meta.url));
const LIMIT_MS = 300_000; // a machine that others use too is slow

/** A folder that is deleted after the tests of the file.
 * @param {{ isDaemonUsed?: boolean }} [options] isDaemonUsed: one process keeps the embedded
 *   compiler for all commands of the file, because starting it takes ten times as long as a
 *   compilation. daemon.test.js tests that the results are the same without it. It ends when the
 *   folder is deleted. */
export async function workspace({ isDaemonUsed = false } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "awaitc-cli-"));
  const temporary = join(folder, ".tmp");
  await mkdir(temporary);
  const children = new Set();
  after(async () => {
    for (const child of children) child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });
  const environment = (env) => ({
    ...process.env,
    XDG_CACHE_HOME: join(folder, ".cache"),
    TMPDIR: temporary,
    ...(isDaemonUsed ? { AWAITC_DAEMON: "1", CI: "" } : { AWAITC_DAEMON: "0" }),
    ...env,
  });
  return {
    folder,
    environment,
    path: (name) => join(folder, name),

    /** The temporary files that commands have left. */
    leftovers: () => readdir(temporary),

    /** Runs the command line. Returns its exit code and its output. */
    awaitc: (args, { env = {}, cwd = folder } = {}) =>
      new Promise((done) => {
        const options = { cwd, timeout: LIMIT_MS, env: environment(env) };
        execFile(process.execPath, [CLI, ...args], options, (error, stdout, stderr) =>
          done({ code: error ? error.code : 0, stdout, stderr }),
        );
      }),

    /** Starts the command line. `until` waits for a text that follows the texts it has already
     * waited for. */
    start(args) {
      const child = spawn(process.execPath, [CLI, ...args], {
        cwd: folder,
        env: environment({}),
        stdio: ["ignore", "pipe", "pipe"],
      });
      children.add(child);
      let text = "";
      let tell = () => {};
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (chunk) => {
          text += chunk;
          tell();
        });
      const until = (pattern) =>
        new Promise((done, failed) => {
          const late = () => failed(new Error(`no ${pattern} in ${JSON.stringify(text)}`));
          const timer = setTimeout(late, LIMIT_MS);
          tell = () => {
            const found = pattern.exec(text);
            if (!found) return;
            clearTimeout(timer);
            tell = () => {};
            text = text.slice(found.index + found[0].length);
            done(found);
          };
          child.on("exit", () => (tell(), late()));
          tell();
        });
      return { child, until };
    },

    /** Writes a file. Returns its name. */
    async write(name, text) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
      return name;
    },
  };
}
