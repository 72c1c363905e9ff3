/* Running a program natively; see host_native.c. */
#ifndef AW_HOST_NATIVE_H
#define AW_HOST_NATIVE_H

#include "awaitc.h"

#include <stdbool.h>

struct aw_trace_row;

enum { HOST_NATIVE_FATAL = 97 }; /* exit code of a program that could not go on */

struct host_native_options {
    bool is_real_clock;
    bool is_debug; /* aw_set_debug */
};

/* Takes an operation (true), to complete it later with operation_complete; false: AW_ENOSYS. */
typedef bool host_native_operation(const char *kind, uint64_t id, const aw_bytes *request,
                                   size_t count);
typedef void host_native_cancel(uint64_t id);
typedef void host_native_row(const struct aw_trace_row *row);

/* Installs a test's handlers; each may be NULL. */
void host_native_on(host_native_operation *operation, host_native_cancel *cancel);

/* Hands the answers of calls from outside (export.h) to `reply`. */
typedef void host_native_reply(double id, int status, const char *data, size_t bytes);
void host_native_on_reply(host_native_reply *reply);

/* Hands the rows of the trace to `row`; NULL switches the trace off. */
void host_native_on_row(host_native_row *row);

/* When the program waits for neither a deadline nor a task, `outside` is called: it completes what
 * the program waits for, or calls in (export.h). With NULL, such a program ends with AW_EDEADLK. */
typedef void host_native_outside(void);
void host_native_on_outside(host_native_outside *outside);

/* Limits the time and steps of a pump (no limit for 0); counts the pumps since the start. */
void host_native_pump(double budget_ms, uint32_t steps_max);
uint32_t host_native_pumps(void);

/* Lets time pass on the virtual clock while the program runs, as slow work does. */
void host_native_pass(double ms);

/* From now on the clock is the machine's instead of a virtual one. */
void host_native_use_real_clock(void);

/* Runs `main_fn` as the main task to the end of the program; its exit code. */
int host_native_run(aw_fn *main_fn, const struct host_native_options *options);

#endif
