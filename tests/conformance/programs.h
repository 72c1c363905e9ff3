/* Small programs that many scenarios start, the twins of those in python/oracle.py. */
#ifndef PROGRAMS_H
#define PROGRAMS_H

#include "scenario.h"

/* Notes its name and fails with KeyError(name). */
aw_task failing_job(const char *name, aw_ms delay_ms);
aw_task swallowing_job(const char *value);             /* returns `value` when it is cancelled */
aw_task giving(int value);                             /* returns it at once */
aw_task noting(const char *word);                      /* notes it at once */
aw_task awaiting(aw_future future);                    /* awaits, and returns what came */
aw_task outcome_of(aw_future future, const char *name); /* awaits; notes the outcome: "aok=v@1" */
aw_task cleaning_job(aw_ms delay_ms, const char *word);  /* cancelled: sleeps, then notes `word` */
aw_task refusing_job(void);                              /* cancelled: fails with KeyError('k') */

aw_future done_future(int value);
aw_future failed_future(int letter);

void outcome_as(const char *name, int rc); /* outcome, with a name before it */
void pass_turns(int count);                /* lets the loop make so many turns */
void count_turns(int count);               /* notes 1, 2, 3 … one a turn, from the next turn on */
void count_turns_cb(void *count);          /* the same, as a callback */

void limit_enter(aw_timeout *limit, aw_ms delay_ms);
/* Notes "nameTO@1" or "nameok@1"; another failure goes on. */
int limit_exit(aw_timeout *limit, int rc, const char *name);

/* Callbacks: `handle` points to a future, `call` to a struct call_later. */
struct call_later {
    aw_callback *callback;
    void *arg;
};
void note_at_cb(void *text);
void cancel_cb(void *handle);
void set_cb(void *handle); /* to the word v */
void soon_cb(void *call);  /* calls it in the next turn */

#endif
