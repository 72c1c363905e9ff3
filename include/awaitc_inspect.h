/* awaitc, inspection of a running program: counts, debug mode, dumps, the trace and profiles.
 *
 * No program needs these functions to work. They are for tests, tools and debugging. */
#ifndef AWAITC_INSPECT_H
#define AWAITC_INSPECT_H

#include "awaitc.h"

#ifdef __cplusplus
extern "C" {
#endif

/* -- Counts ------------------------------------------------------------------------------------ */

/* What is alive now, and what has happened. All counts are zero at a clean end. */
typedef struct aw_stats_info {
    uint32_t tasks;       /* not done */
    uint32_t records;     /* futures and tasks whose record is kept */
    uint32_t stacks;      /* C stacks; a task may have none while it is parked */
    uint32_t timers;      /* deadlines set */
    uint32_t waiters;     /* tasks parked */
    uint32_t callbacks;   /* callbacks and handles outstanding */
    uint32_t operations;  /* host operations pending */
    uint64_t bytes;       /* memory in use by the runtime */
    uint64_t turns;       /* loop turns so far */
    uint64_t switches;    /* task resumes so far */
    uint64_t dropped;     /* host completions whose id is unknown, completed or cancelled */
} aw_stats_info;

/* Copies the current counts to `*stats`. */
void aw_stats(aw_stats_info *stats);

/* -- Debug mode -------------------------------------------------------------------------------- */

/* Switches debug mode on or off. Programs built with -g can also be run with AWAITC_DEBUG=1.
 *
 * Debug mode reports the following with a line on standard error and a trace row "lint":
 *
 *     slow-step               a task or callback blocked the loop for 100 ms or more
 *     never-awaited           a task succeeded and its handle was never used
 *     cancellation-swallowed  a task was cancelled and still ended with a value
 *     task-orphaned           main ended while a task was running
 *
 * Each report names the task, the source line and a remedy. Suspends: never.
 * Like: loop.set_debug */
void aw_set_debug(bool is_debug);
bool aw_get_debug(void);

/* Sets how long a step may take in debug mode, in milliseconds.
 * Like: loop.slow_callback_duration */
void aw_set_slow_ms(aw_ms slow_ms);

/* -- Dumps ------------------------------------------------------------------------------------- */

/* The forms of a dump. */
enum aw_dump_format {
    AW_DUMP_TREE,  /* main at the top; below each task what it waits for */
    AW_DUMP_TABLE, /* one line for each task */
    AW_DUMP_GRAPH, /* the current task; below it the tasks that wait for it */
    AW_DUMP_JSON,  /* every task and future that is not done, with the numbers of its waiters */
};

/* Writes which task waits for which to `text`; truncates to `size` - 1 bytes, as snprintf does.
 *
 *   Suspends: never.
 *   Returns:  the length of the whole text, without its NUL; with `size` 0 it writes nothing.
 *   Like:     python -m asyncio pstree, ps; asyncio.format_call_graph */
size_t aw_dump(enum aw_dump_format format, char *text, size_t size);

/* As aw_dump with AW_DUMP_GRAPH, for any future. Like: asyncio.format_call_graph(future) */
size_t aw_dump_graph(aw_future future, char *text, size_t size);

/* -- The trace --------------------------------------------------------------------------------- */

/* The kinds of trace rows: X(NAME, word). docs/host-interface.md describes the columns of each. */
#define AW_TRACE_KINDS(X)                                                                          \
    X(SPAWN, "spawn") X(FUTURE, "future") X(NAME, "name")                                          \
    X(START, "start") X(RESUME, "resume") X(SUSPEND, "suspend") X(WAKE, "wake")                    \
    X(CANCEL, "cancel") X(END, "end")                                                              \
    X(SCOPE_OPEN, "scope-open") X(SCOPE_CLOSE, "scope-close")                                      \
    X(TIMER_SET, "timer-set") X(TIMER_FIRE, "timer-fire") X(TIMER_DROP, "timer-drop")              \
    X(OP_START, "op-start") X(OP_END, "op-end") X(TURN, "turn") X(LINT, "lint")                    \
    X(OUTPUT, "output") X(EXIT, "exit") /* these two are written by the host */

enum aw_trace_kind {
#define AW_TRACE_ENUM(name, word) AW_TRACE_##name,
    AW_TRACE_KINDS(AW_TRACE_ENUM)
#undef AW_TRACE_ENUM
};

/* One row of the trace. Its strings are valid during the call only. */
typedef struct aw_trace_row {
    double t;           /* the program's clock, ms */
    double value;       /* deadline, result or count: see the table */
    uint32_t seq;       /* 1, 2, 3 … */
    uint32_t kind;      /* enum aw_trace_kind */
    uint32_t task;      /* record number of its subject; 0 for the loop */
    uint32_t other;     /* record number of the other party, or 0 */
    const char *reason; /* one word, or NULL */
    const char *at;     /* "main.c:12", or NULL */
    const char *detail; /* free text, or NULL */
} aw_trace_row;

/* Observes one row. It runs outside any task, during the event that the row describes. It may
 * inspect (aw_name, aw_dump, aw_stats) and print, but not spawn, cancel, complete, release or
 * wait. */
typedef void aw_trace_fn(const aw_trace_row *row, void *arg);

/* Calls `hook` for every row from now on, instead of an earlier hook; NULL removes it. The hook
 * does not receive rows that it causes itself. Suspends: never. */
void aw_trace_hook(aw_trace_fn *hook, void *arg);

/* -- Profiles ---------------------------------------------------------------------------------- */

/* Starts to measure where tasks spend their time; resets earlier measurements.
 *
 *   Suspends: never.
 *   Returns:  0; AW_ENOMEM when the live tasks could not be recorded (nothing is measured).
 *   Owns:     the measurements are freed at the next start, or when the program ends.
 *   Like:     cProfile, for tasks */
int aw_profile_start(void);

/* Ends the measurement. Does nothing if there is none. Suspends: never. */
void aw_profile_stop(void);

/* Writes the measurements by task function: tasks, slices, and milliseconds running, ready and
 * waiting; waiting also by reason and source line. `format` is AW_DUMP_TABLE or AW_DUMP_JSON.
 *
 *   Suspends: never.
 *   Returns:  as aw_dump. */
size_t aw_profile(enum aw_dump_format format, char *text, size_t size);

#ifdef __cplusplus
}
#endif

#endif
