/* Runs many tests natively, each in a forked process: the start of a program under AddressSanitizer
 * takes longer than most tests. */
#define _POSIX_C_SOURCE 200809L
#include "../test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TEST_SECONDS = 180 }; /* a test that takes longer hangs; enough for a busy machine */

/* What forking and reading back need; without it no test can be judged. */
static void must(bool holds, const char *what)
{
    if (holds) return;
    perror(what);
    abort();
}

static void copy(FILE *from)
{
    char part[4096];
    rewind(from);
    for (size_t bytes; (bytes = fread(part, 1, sizeof part, from)) > 0;)
        must(fwrite(part, 1, bytes, stdout) == bytes, "write");
}

static long length_of(FILE *file)
{
    must(fseek(file, 0, SEEK_END) == 0, "seek");
    return ftell(file);
}

/* Tells how the child ended: exit code, signal, the lengths of its outputs, and the outputs. */
static void tell_end(pid_t child, FILE *out, FILE *err)
{
    int status;
    while (waitpid(child, &status, 0) < 0) must(errno == EINTR, "waitpid");
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    printf("%d %d %ld %ld\n", code, signal, length_of(out), length_of(err));
    copy(out);
    copy(err);
    fflush(stdout);
}

/* In a child. Its exit must not move the parent's position in the input. */
static void redirect(FILE *out, FILE *err)
{
    int nothing = open("/dev/null", O_RDONLY);
    must(nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0, "/dev/null");
    must(dup2(fileno(out), STDOUT_FILENO) >= 0, "standard output");
    must(dup2(fileno(err), STDERR_FILENO) >= 0, "standard error");
    close(nothing);
    fclose(out);
    fclose(err);
}

bool test_fork(char *line, size_t size)
{
    while (fgets(line, (int)size, stdin)) {
        line[strcspn(line, "\n")] = 0;
        FILE *out = tmpfile();
        FILE *err = tmpfile();
        must(out && err, "tmpfile");
        pid_t child = fork();
        must(child >= 0, "fork");
        if (child == 0) {
            redirect(out, err);
            alarm(TEST_SECONDS);
            return true;
        }
        tell_end(child, out, err);
        fclose(out);
        fclose(err);
    }
    return false;
}
