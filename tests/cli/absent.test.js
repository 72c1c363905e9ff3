// Calls of files and processes, which a host does not have: they link, they fail, and check says
// so.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { ABSENT } from "../../toolchain/absent.js";
import { workspace } from "./command.js";

const { awaitc, write } = await workspace({ isDaemonUsed: true });

/** A call of each function that always fails; the result tells by being negative. */
const absentCalls = {
  accept: "accept(0, 0, 0)",
  access: 'access("a", 0)',
  bind: "bind(0, &address, 0)",
  chdir: 'chdir("a")',
  chmod: 'chmod("a", 0)',
  chown: 'chown("a", 0, 0)',
  connect: "connect(0, &address, 0)",
  creat: 'creat("a", 0)',
  dup: "dup(0)",
  dup2: "dup2(0, 9)",
  faccessat: 'faccessat(0, "a", 0, 0)',
  fchdir: "fchdir(0)",
  fchmod: "fchmod(0, 0)",
  fcntl: "fcntl(0, F_GETFL)",
  fdatasync: "fdatasync(0)",
  fopen: '-!fopen("a", "r")',
  fork: "fork()",
  freopen: '-!freopen("a", "r", stdin)',
  fstat: "fstat(0, &status)",
  fstatat: 'fstatat(0, "a", &status, 0)',
  fsync: "fsync(0)",
  ftruncate: "ftruncate(0, 0)",
  futimens: "futimens(0, 0)",
  getcwd: "-!getcwd(text, 9)",
  getpeername: "getpeername(0, &address, &length)",
  getsockname: "getsockname(0, &address, &length)",
  getsockopt: "getsockopt(0, 0, 0, 0, &length)",
  ioctl: "ioctl(0, FIONREAD, &number)",
  link: 'link("a", "b")',
  listen: "listen(0, 1)",
  lstat: 'lstat("a", &status)',
  mkdir: 'mkdir("a", 0)',
  mkdirat: 'mkdirat(0, "a", 0)',
  mkdtemp: "-!mkdtemp(name)",
  mkfifo: 'mkfifo("a", 0)',
  mkstemp: "mkstemp(name)",
  open: 'open("a", 0)',
  openat: 'openat(AT_FDCWD, "a", 0)',
  opendir: '-!opendir("a")',
  pipe: "pipe(pair)",
  poll: "poll(&descriptor, 1, 0)",
  popen: '-!popen("a", "r")',
  pread: "(int)pread(0, text, 1, 0)",
  pwrite: "(int)pwrite(0, text, 1, 0)",
  readlink: '(int)readlink("a", text, 9)',
  realpath: '-!realpath("a", NULL)',
  recv: "(int)recv(0, text, 9, 0)",
  recvfrom: "(int)recvfrom(0, text, 9, 0, &address, &length)",
  recvmsg: "(int)recvmsg(0, &message, 0)",
  remove: 'remove("a")',
  rename: 'rename("a", "b")',
  renameat: 'renameat(0, "a", 0, "b")',
  rmdir: 'rmdir("a")',
  scandir: 'scandir("a", 0, 0, 0)',
  select: "select(1, &set, 0, 0, &time)",
  send: "(int)send(0, text, 9, 0)",
  sendmsg: "(int)sendmsg(0, &message, 0)",
  sendto: "(int)sendto(0, text, 9, 0, &address, 0)",
  shutdown: "shutdown(0, 0)",
  socket: "socket(AF_INET, SOCK_STREAM, 0)",
  socketpair: "socketpair(AF_UNIX, SOCK_STREAM, 0, pair)",
  stat: 'stat("a", &status)',
  statvfs: 'statvfs("a", &system_)',
  symlink: 'symlink("a", "b")',
  system: 'system("a")',
  tmpfile: "-!tmpfile()",
  truncate: 'truncate("a", 0)',
  unlink: 'unlink("a")',
  unlinkat: 'unlinkat(0, "a", 0)',
  utime: 'utime("a", 0)',
  utimensat: 'utimensat(0, "a", 0, 0)',
};

/** A program that makes the calls and prints the error of each. @param {string[]} names */
function absentProgram(names) {
  const headers =
    "dirent errno fcntl poll stdio stdlib string sys/ioctl sys/select sys/socket sys/stat " +
    "sys/statvfs unistd utime";
  const lines = names.map(
    (name) =>
      `    errno = 0; rc = ${absentCalls[name]}; ` +
      `printf("${name} %s\\n", rc >= 0 ? "works" : errno == ENOSYS ? "ENOSYS" : ` +
      'errno == ENOENT ? "ENOENT" : errno == EPERM ? "EPERM" : strerror(errno));',
  );
  return `#define _GNU_SOURCE
${headers.replace(/\S+/g, "#include <$&.h>\n")}
int main(void)
{
    int rc, number = 0, pair[2] = {number, 0};
    char text[9] = "", name[] = "/tmp/aXXXXXX";
    struct stat status;
    struct statvfs system_;
    struct sockaddr address = {0};
    socklen_t length = sizeof address;
    struct msghdr message = {0};
    struct pollfd descriptor = {pair[1], POLLIN, name[0] && text[0]};
    struct timeval time = {0, 0};
    fd_set set;
    FD_ZERO(&set);
    FD_SET(0, &set);
${lines.join("\n")}
    int used = (int)sizeof status + (int)sizeof system_ + descriptor.revents + (int)time.tv_sec +
        (int)length + message.msg_flags + address.sa_data[0];
    return used > 0 ? 0 : 1;
}
`;
}

for (const [libc, toolchain] of [
  ["emcc", "emcc"],
  ["wasi", "embedded"],
])
  test(`${toolchain}: check names the calls that always fail, with the error they give`, async () => {
    const fails = ABSENT[libc].flatMap(([error, absent, names]) =>
      names.split(" ").map((name) => ({ name, error, absent })),
    );
    const program = absentProgram(fails.map(({ name }) => name));
    const file = await write("absent.c", program);
    const { stdout, stderr } = await awaitc(["run", file, `--toolchain=${toolchain}`]);
    assert.equal(stdout, fails.map(({ name, error }) => `${name} ${error}\n`).join(""), stderr);
    const args = ["check", file, "--json", `--toolchain=${toolchain}`];
    const { code, stdout: json } = await awaitc(args);
    const { diagnostics } = JSON.parse(json);
    const texts = fails.map(
      (one) => `${one.name} will fail with ${one.error}: no ${one.absent} here`,
    );
    assert.deepEqual([code, diagnostics.map(({ text }) => text)], [0, texts]);
    const lines = program.split("\n");
    for (const { line, column, text } of diagnostics)
      assert.ok(lines[line - 1].slice(column - 1).startsWith(`${text.split(" ")[0]}(`), text);
  });

test("check: a call in words, or one that works, is no finding; a warning has its place", async () => {
  const works = await write(
    "works.c",
    "#include <stdio.h>\n#include <unistd.h>\n/* unlink(name) */\n" +
      'int main(void) { puts("rename("); return isatty(0); }\n',
  );
  const fails = await write(
    "fails.c",
    '#include <unistd.h>\n/* unlink(name) */\nint main(void) { return unlink("a"); }\n',
  );
  for (const [toolchain, error] of [
    ["emcc", "ENOSYS"],
    ["embedded", "ENOENT"],
  ]) {
    const tool = `--toolchain=${toolchain}`;
    assert.equal((await awaitc(["check", works, tool])).stderr, "");
    const { code, stderr } = await awaitc(["check", fails, tool]);
    const words = `fails.c:3:25: warning: unlink will fail with ${error}: no files here\n`;
    assert.deepEqual([code, stderr], [0, words]);
  }
});

test("emcc: there is one user, and raise calls the handler", async () => {
  const file = await write(
    "user.c",
    `#include <signal.h>
#include <stdio.h>
#include <unistd.h>
static void handle(int number) { printf("handled %d\\n", number == SIGUSR1); }
int main(void)
{
    signal(SIGUSR1, handle);
    raise(SIGUSR1);
    printf("%d %d %d %d\\n", (int)getuid(), (int)geteuid(), (int)getgid(), (int)getegid());
    return 0;
}
`,
  );
  const { code, stdout, stderr } = await awaitc(["run", file, "--toolchain=emcc"]);
  assert.deepEqual([code, stdout, stderr], [0, "handled 1\n0 0 0 0\n", ""]);
});
