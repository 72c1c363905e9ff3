/* What the scenarios share: the notation of their traces. A millisecond here is a second there.
 *
 * A word as a value: `return word("fine")`, printed by `outcome` as "ok=fine@0". KeyError('k') is
 * the program's own code KEY_ERROR('k'). */
#ifndef SCENARIO_H
#define SCENARIO_H

#include "test.h"

#define KEY_ERROR(letter) (-(letter))

int word(const char *text); /* the value that stands for a word; small numbers stand for themselves */
const char *word_of(int value);
void outcome(int rc);            /* "ok=a@1" or "!TimeoutError@1": what a wait brought, and when */
void note_bool(bool value);      /* "True", "False" */
const char *exception(int code); /* asyncio's word: "CancelledError" */
void note_cb(void *text);        /* a callback that notes its argument */

/* A task that sleeps, then notes its name with the time and returns it; "a!C@1" when cancelled. */
aw_task named_job(const char *name, aw_ms delay_ms);

#endif
