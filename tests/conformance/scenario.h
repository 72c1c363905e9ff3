/* What the scenarios share: the notation of their traces. A millisecond here is a second there.
 *
 * A word as a value: `return word("fine")`, printed by `outcome` as "ok=fine@0". KeyError('k') is
 * the program's own code KEY_ERROR('k'). */
#ifndef SCENARIO_H
#define SCENARIO_H

#include "test.h"

#define KEY_ERROR(letter) (-(letter))

/* The value that stands for a word; small numbers stand for themselves. */
int word(const char *text);
const char *word_of(int value);
void outcome(int rc);            /* "ok=a@1" or "!TimeoutError@1": what a wait brought, and when */
void note_bool(bool value);      /* "True", "False" */
const char *exception(int code); /* asyncio's word: "CancelledError" */
void note_cb(void *text);        /* a callback that notes its argument */

/* A task that sleeps, then notes its name with the time and returns it; "a!C@1" when cancelled. */
aw_task named_job(const char *name, aw_ms delay_ms);

/* The argument of a task with a name and what it works on. */
struct worker {
    const char *name; /* NULL: notes nothing */
    void *object;
};
#define go_worker(fn, object, name) aw_go(fn, struct worker, name, object)

/* Notes how a wait ended: the name, or "a!C" when cancelled. */
void note_end(const char *name, int rc);

/* A task that notes t1, t2 … up to `count`, one a turn: what stands between is of one turn. */
aw_task ticks(int count);

#endif
