/* host.h in wasm: imports of module `awaitc`, under the names that docs/host-interface.md lists. */
#include "platform/host.h"
#include "platform/wasm/wasm_abi.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

HOST("now") double import_now(void);
HOST("arm") void import_arm(double deadline_ms);
HOST("reply") void import_reply(double id, int status, const char *data, size_t bytes);
HOST("trace") void import_trace(const struct aw_trace_row *row);
HOST("fatal") _Noreturn void import_fatal(int code, const char *message);

/* WASI's fd_write, so that a line can be written without stdio. */
struct io_vector {
    const char *data;
    size_t bytes;
};
WASI("fd_write")
int import_fd_write(int fd, const struct io_vector *vectors, size_t count, size_t *written);
WASI("random_get") int import_random_get(void *data, size_t bytes);

/* Only there in programs that use stdio. */
__attribute__((weak)) int fflush(FILE *stream);

double host_now(void)
{
    return import_now();
}

uint64_t host_random(void)
{
    uint64_t number = 0;
    import_random_get(&number, sizeof number);
    return number;
}

void host_arm(double deadline_ms)
{
    import_arm(deadline_ms);
}

void host_reply(double id, int status, const char *data, size_t bytes)
{
    import_reply(id, status, data, bytes);
}

void host_trace(const struct aw_trace_row *row)
{
    import_trace(row);
}

_Noreturn void host_fatal(int code, const char *message)
{
    import_fatal(code, message);
}

void host_exit(int code)
{
    exit(code); /* atexit, stdio, then WASI's proc_exit */
}

void host_report(const char *line)
{
    host_flush();
    struct io_vector vectors[] = {{"awaitc: ", 8}, {line, strlen(line)}, {"\n", 1}};
    size_t written;
    import_fd_write(2, vectors, 3, &written);
}

void host_flush(void)
{
    if (fflush) fflush(NULL);
}
