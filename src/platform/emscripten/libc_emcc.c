/* What Emscripten's libc leaves to its JavaScript, which awaitc does not use. A program that only
 * contains a call of files or sockets must link; the call fails with ENOSYS, as in wasi-libc. Each
 * is weak, for versions of Emscripten that have it, and only what a program uses is linked. */
#include <errno.h>
#include <stdlib.h>

__attribute__((weak)) int system(const char *command)
{
    if (!command) return 0; /* there is no shell */
    errno = ENOSYS;
    return -1;
}

#define FAILS(name, ...)                                                                           \
    long __syscall_##name(__VA_ARGS__);                                                            \
    __attribute__((weak)) long __syscall_##name(__VA_ARGS__)                                       \
    {                                                                                              \
        return -ENOSYS;                                                                            \
    }
#define FAILS_1(name) FAILS(name, long a)
#define FAILS_2(name) FAILS(name, long a, long b)
#define FAILS_3(name) FAILS(name, long a, long b, long c)
#define FAILS_4(name) FAILS(name, long a, long b, long c, long d)
#define FAILS_5(name) FAILS(name, long a, long b, long c, long d, long e)
#define FAILS_6(name) FAILS(name, long a, long b, long c, long d, long e, long f)

FAILS_1(chdir)
FAILS_1(dup)
FAILS_1(fchdir)
FAILS_1(fdatasync)
FAILS_1(pipe)
FAILS_1(rmdir)
FAILS_1(unlink)

FAILS_2(access)
FAILS_2(chmod)
FAILS_2(fchmod)
FAILS_2(fstat64)
FAILS_2(getcwd)
FAILS_2(link)
FAILS_2(lstat64)
FAILS_2(mkdir)
FAILS_2(pipe2)
FAILS_2(rename)
FAILS_2(stat64)
FAILS_2(symlink)

FAILS_3(chown32)
FAILS_3(dup3)
FAILS_3(fchown32)
FAILS_3(fstatfs64)
FAILS_3(ftruncate64)
FAILS_3(getdents64)
FAILS_3(lchown32)
FAILS_3(mkdirat)
FAILS_3(mknod)
FAILS_3(poll)
FAILS_3(readlink)
FAILS_3(statfs64)
FAILS_3(symlinkat)
FAILS_3(truncate64)
FAILS_3(unlinkat)

FAILS(fchmodat, long a, long b, long c, ...)
FAILS(openat, long a, long b, long c, ...)

FAILS_4(faccessat)
FAILS_4(fstatat64)
FAILS_4(mknodat)
FAILS_4(readlinkat)
FAILS_4(renameat)
FAILS_4(utimensat)

FAILS_5(_newselect)
FAILS_5(fchownat)
FAILS_5(linkat)

FAILS_6(accept4)
FAILS_6(bind)
FAILS_6(connect)
FAILS_6(fadvise64_64)
FAILS_6(fallocate)
FAILS_6(getpeername)
FAILS_6(getsockname)
FAILS_6(getsockopt)
FAILS_6(listen)
FAILS_6(recvfrom)
FAILS_6(recvmsg)
FAILS_6(sendmsg)
FAILS_6(sendto)
FAILS_6(shutdown)
FAILS_6(socket)
FAILS_6(socketpair)

/* There is one user, 0, as in later versions of Emscripten. */
#define GIVES_0(name)                                                                              \
    long __syscall_##name(void);                                                                   \
    __attribute__((weak)) long __syscall_##name(void)                                              \
    {                                                                                              \
        return 0;                                                                                  \
    }
GIVES_0(getegid32)
GIVES_0(geteuid32)
GIVES_0(getgid32)
GIVES_0(getuid32)

/* Calls a signal's handler, for raise. */
void __call_sighandler(void (*handler)(int), int sig);
__attribute__((weak)) void __call_sighandler(void (*handler)(int), int sig)
{
    handler(sig);
}
