/* The rows of the trace: one schema for the timeline, --trace, tests and other readers.
 *
 * Decides the kinds and the layout; docs/host-interface.md says what each column means, and
 * tools/abi.mjs reads both lists below. Rows are plain values: their strings live for the call. */
#ifndef AW_TRACE_H
#define AW_TRACE_H

#include <stdint.h>

#define TRACE_KINDS(X)                                                                          \
    X(SPAWN, "spawn")                                                                           \
    X(FUTURE, "future")                                                                         \
    X(NAME, "name")                                                                             \
    X(START, "start") X(RESUME, "resume") X(SUSPEND, "suspend") X(WAKE, "wake")                 \
        X(CANCEL, "cancel") X(END, "end") X(SCOPE_OPEN, "scope-open")                           \
            X(SCOPE_CLOSE, "scope-close") X(TIMER_SET, "timer-set") X(TIMER_FIRE, "timer-fire") \
                X(TIMER_DROP, "timer-drop") X(OP_START, "op-start") X(OP_END, "op-end")         \
                    X(TURN, "turn") X(LINT, "lint") X(OUTPUT, "output")                         \
                        X(EXIT, "exit") /* these two are written by the host */

enum trace_kind {
#define TRACE_ENUM(name, word) TRACE_##name,
    TRACE_KINDS(TRACE_ENUM)
#undef TRACE_ENUM
};

struct trace_row {
    double t;           /* program clock, ms */
    double value;       /* deadline, result or count: see the table */
    uint32_t seq;       /* 1, 2, 3 … */
    uint32_t kind;      /* enum trace_kind */
    uint32_t task;      /* record number it is about; 0: the loop */
    uint32_t other;     /* record number of the other party, or 0 */
    const char *reason; /* one word, or NULL */
    const char *at;     /* "main.c:12", or NULL */
    const char *detail; /* free text, or NULL */
};

/* Who is running, for error messages; exported by aw_where. */
struct where {
    uint32_t task;           /* record number, 0: no task */
    const char *name;        /* its name, or NULL */
    const char *at;          /* the last call site it noted, or NULL */
    int32_t fault;           /* the code of what made the program trap, 0: nothing known */
    const char *fault_words; /* its message, or NULL */
};

#endif
