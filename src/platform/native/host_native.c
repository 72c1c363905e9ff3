/* host.h natively: a virtual or real clock and a main loop, for tests, sanitizers and debuggers.
 *
 * With the virtual clock (the default), time jumps to the next deadline when all tasks wait.
 * Operations go to a handler that a test installs; without one they fail with AW_ENOSYS. */
#define _POSIX_C_SOURCE 200809L
#include "platform/host.h"

#include "awaitc.h"
#include "kernel/core.h"
#include "platform/native/host_native.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

static struct {
    bool is_real;
    double now_ms;      /* virtual */
    double deadline_ms; /* armed; INFINITY if there is none */
    bool has_ended;
    int exit_code;
    host_native_operation *operation;
    host_native_cancel *cancel;
    host_native_reply *reply;
    host_native_row *row;
    host_native_outside *outside;
    double budget_ms; /* of a pump */
    uint32_t steps_max;
    uint32_t pumps; /* so far */
} host = {.deadline_ms = INFINITY, .budget_ms = 1e9};

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

uint64_t host_random(void)
{
    uint64_t number = 0;
    if (getentropy(&number, sizeof number) != 0) number = (uint64_t)real_now();
    return number;
}

void host_arm(double deadline_ms)
{
    host.deadline_ms = deadline_ms;
}

void host_op_start(const char *kind, uint64_t id, const aw_bytes *request, size_t count)
{
    if (host.operation && host.operation(kind, id, request, count)) return;
    operation_complete(id, AW_ENOSYS, (aw_answer){0});
}

void host_op_cancel(uint64_t id)
{
    if (host.cancel) host.cancel(id);
}

void host_reply(double id, int status, const char *data, size_t bytes)
{
    host.reply(id, status, data, bytes); /* only tests call in natively */
}

void host_trace(const struct aw_trace_row *row)
{
    host.row(row);
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

void host_native_on(host_native_operation *operation, host_native_cancel *cancel)
{
    host.operation = operation;
    host.cancel = cancel;
}

void host_native_on_reply(host_native_reply *reply)
{
    host.reply = reply;
}

void host_native_on_row(host_native_row *row)
{
    host.row = row;
    loop.tracing = row ? TRACE_TO_HOST : 0;
}

void host_native_on_outside(host_native_outside *outside)
{
    host.outside = outside;
}

void host_native_pump(double budget_ms, uint32_t steps_max)
{
    host.budget_ms = budget_ms;
    host.steps_max = steps_max;
}

uint32_t host_native_pumps(void)
{
    return host.pumps;
}

void host_native_pass(double ms)
{
    host.now_ms += ms;
}

void host_native_use_real_clock(void)
{
    host.is_real = true;
}

static void wait_until(double deadline_ms)
{
    if (!host.is_real) {
        host.now_ms = deadline_ms;
        return;
    }
    double left = deadline_ms - real_now();
    struct timespec t = {(time_t)(left / 1000), (long)(fmod(left, 1000) * 1e6)};
    if (left > 0) nanosleep(&t, NULL); /* interrupted, it is another pump early */
}

/* The program waits for its deadline or for a call from outside. */
static void host_wait(void)
{
    if (isfinite(host.deadline_ms))
        wait_until(host.deadline_ms);
    else if (host.outside)
        host.outside();
    else
        host_fatal(AW_EDEADLK, "the program waits for the host, and nobody there will answer");
}

int host_native_run(aw_fn *main_fn, const struct host_native_options *options)
{
    if (options->is_real_clock) host_native_use_real_clock();
    loop_init(false);
    if (host.row) loop.tracing = TRACE_TO_HOST;
    if (options->is_debug) aw_set_debug(true);
    if (!finish_start_main(main_fn)) return AW_ENOMEM;
    while (!host.has_ended) {
        host.pumps++;
        if (loop_pump(host.budget_ms, host.steps_max) == PUMP_IDLE) host_wait();
    }
    return host.exit_code;
}
