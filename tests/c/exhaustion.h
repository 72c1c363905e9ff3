/* Uses of primitives for exhaustion.c, which runs each with every one of its allocations failing.
 *
 *     EXHAUST("sleep")
 *     {
 *         NEED(aw_sleep(1), 0);
 *         return 0;
 *     }
 *
 * A use runs in a task of its own and gives 0, or AW_ENOMEM when one of its calls had no memory.
 * What it shares with other tasks is static and set up again: they may end later than a use that
 * gives up. */
#ifndef EXHAUSTION_H
#define EXHAUSTION_H

#include "test.h"

struct exhaust_use {
    const char *name;
    int (*run)(void);
    size_t stack_bytes; /* 0: default */
    struct exhaust_use *next;
};

void exhaust_add(struct exhaust_use *use);

#define EXHAUST(...) EXHAUST_(__COUNTER__, __VA_ARGS__) /* name, .stack_bytes = … */
#define EXHAUST_(n, ...) EXHAUST__(n, __VA_ARGS__)
#define EXHAUST__(n, ...)                                                                    \
    static int exhaust_run_##n(void);                                                        \
    static struct exhaust_use exhaust_##n = {.run = exhaust_run_##n, .name = __VA_ARGS__};   \
    __attribute__((constructor)) static void exhaust_add_##n(void) { exhaust_add(&exhaust_##n); } \
    static int exhaust_run_##n(void)

/* A child that had no memory says so by a value: nobody may be left to look at an error. */
enum { FINE = 7, NO_MEMORY = 12 };

/* What a child gives for `rc`. */
static inline int exhaust_child_result(int rc)
{
    return rc == AW_ENOMEM ? NO_MEMORY : rc < 0 ? rc : FINE;
}

/* Gives up when there was no memory; anything else has to be as expected. */
#define NEED(rc, expected)                                           \
    do {                                                             \
        int rc_ = (rc);                                              \
        if (rc_ == AW_ENOMEM || rc_ == NO_MEMORY) return AW_ENOMEM;  \
        EXPECT_INT(rc_, expected);                                   \
    } while (0)

#endif
