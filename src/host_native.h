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
typedef bool host_native_operation(const char *kind, double id, const void *data, size_t bytes);
typedef void host_native_cancel(double id);
typedef void host_native_row(const struct aw_trace_row *row);

/* Installs a test's handlers; each may be NULL. */
void host_native_on(host_native_operation *operation, host_native_cancel *cancel,
                    host_native_row *row);

/* Runs `main_fn` as the main task to the end of the program; its exit code. */
int host_native_run(aw_fn *main_fn, const struct host_native_options *options);

#endif
