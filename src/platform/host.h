/* What the runtime needs from outside: the time, one timer, operations, and a place to report to.
 *
 * In wasm these are the imports of module `awaitc`, under the same names (host_wasm.c); native
 * builds have host_native.c. No function here suspends or calls back into the runtime: the
 * completion of an operation arrives later. The exports are in program_wasm.c;
 * docs/host-interface.md describes both sides for authors of other hosts. */
#ifndef AW_HOST_H
#define AW_HOST_H

#include <stddef.h>
#include <stdint.h>

struct aw_trace_row;
typedef struct aw_bytes aw_bytes;

/* Numbers that both sides know; tools/abi.mjs copies them into web/. */
enum host_abi {
    ABI_VERSION = 3,    /* of the host interface */
    START_MAIN = 1,     /* flag of aw_start: run main */
    START_CALLABLE = 2, /* flag of aw_start: calls may come from outside at any time */
};

/* Milliseconds on the program's clock, with fractions; never goes back. */
double host_now(void);

/* A random number; of a repeatable sequence if the program was given a seed. */
uint64_t host_random(void);

/* Asks for a pump at `deadline_ms` on host_now(), INFINITY for none; replaces the last request. */
void host_arm(double deadline_ms);

/* Starts operation `id` of `kind` ("fetch", "call") with a request of `count` fields
 * (io/message.h), which are read before this returns. The answer is exactly one completion with the
 * same id, later, or none after a cancel. */
void host_op_start(const char *kind, uint64_t id, const aw_bytes *request, size_t count);

/* Gives operation `id` up; a completion that is already under way will be dropped. */
void host_op_cancel(uint64_t id);

/* Answers call `id` from outside (see AW_EXPORT); the bytes are read before this returns. */
void host_reply(double id, int status, const char *data, size_t bytes);

/* Hands one row of the trace over; it is read before this returns. */
void host_trace(const struct aw_trace_row *row);

/* Ends the program: `message` says what broke and what to do. Never returns. */
_Noreturn void host_fatal(int code, const char *message);

/* Ends the program with main's result, after what atexit and stdio have to do. Never returns in
 * wasm; natively it returns and the loop ends. */
void host_exit(int code);

/* Writes one line to standard error: what nobody would see otherwise. */
void host_report(const char *line);

/* Writes out what stdio has buffered, if the program uses stdio at all. */
void host_flush(void);

#endif
