/* host.h natively: a virtual or real clock and a main loop, for tests, sanitizers and debuggers.
 *
 * With the virtual clock (the default) time jumps to the next deadline while everything waits.
 * Operations reach a handler that a test installs; without one they fail with AW_ENOSYS. */
#define _POSIX_C_SOURCE 200809L
#include "host.h"

#include "awaitc.h"
#include "core.h"
#include "host_native.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static struct {
    bool is_real;
    double now_ms;      /* virtual */
    double deadline_ms; /* armed; INFINITY: none */
    bool has_ended;
    int exit_code;
    host_native_operation *operation;
    host_native_cancel *cancel;
    host_native_row *row;
} host = {.deadline_ms = INFINITY};

static double real_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6;
}

double host_now(void)
{
    return host.is_real ? real_now() : host.now_ms;
}

void host_arm(double deadline_ms)
{
    host.deadline_ms = deadline_ms;
}

void host_op_start(const char *kind, double id, const void *data, size_t bytes)
{
    if (host.operation && host.operation(kind, id, data, bytes)) return;
    operation_complete(id, AW_ENOSYS, NULL, 0);
}

void host_op_cancel(double id)
{
    if (host.cancel) host.cancel(id);
}

void host_reply(double id, int status, const char *data, size_t bytes)
{
    (void)id, (void)status, (void)data, (void)bytes; /* nobody calls in natively */
}

void host_trace(const struct aw_trace_row *row)
{
    if (host.row) host.row(row);
}

_Noreturn void host_fatal(int code, const char *message)
{
    fflush(NULL);
    fprintf(stderr, "awaitc: %s [%s]\n", message, aw_errname(code));
    exit(HOST_NATIVE_FATAL);
}

void host_exit(int code)
{
    host.exit_code = code;
    host.has_ended = true;
}

void host_report(const char *line)
{
    fflush(NULL);
    fprintf(stderr, "awaitc: %s\n", line);
}

void host_flush(void)
{
    fflush(NULL);
}

void host_native_on(host_native_operation *operation, host_native_cancel *cancel,
                    host_native_row *row)
{
    host.operation = operation;
    host.cancel = cancel;
    host.row = row;
    loop.tracing = row ? TRACE_TO_HOST : 0;
}

static void wait_until(double deadline_ms)
{
    if (!host.is_real) {
        if (deadline_ms > host.now_ms) host.now_ms = deadline_ms;
        return;
    }
    double left = deadline_ms - real_now();
    struct timespec t = {(time_t)(left / 1000), (long)(fmod(left, 1000) * 1e6)};
    while (left > 0 && nanosleep(&t, &t) == -1 && errno == EINTR) continue;
}

int host_native_run(aw_fn *main_fn, const struct host_native_options *options)
{
    host.is_real = options && options->is_real_clock;
    host.now_ms = 0;
    host.deadline_ms = INFINITY;
    host.has_ended = false;
    loop_init(false);
    if (host.row) loop.tracing = TRACE_TO_HOST;
    if (options && options->is_debug) aw_set_debug(true);
    if (!task_start_main(main_fn)) return AW_ENOMEM;
    while (!host.has_ended) {
        int rc = loop_pump(1e9, 0);
        if (rc == PUMP_IDLE && isfinite(host.deadline_ms)) wait_until(host.deadline_ms);
    }
    return host.exit_code;
}
