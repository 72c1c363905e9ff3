/* Scopes: what a task has entered and not left yet: a timeout, a cancel scope, a group.
 *
 * A scope is not in the frame that entered it (docs/decisions/0007), so one that is never left is
 * found at the task's end, and no timer reaches a frame that is gone. The scopes of a task form a
 * chain, the innermost first; behind those of a group's task come the ones around the group. */
#ifndef AW_SCOPE_H
#define AW_SCOPE_H

#include "kernel/core.h"

struct scope;

/* A kind of scope. */
struct scope_type {
    const char *word;                     /* "timeout", "scope", "group" */
    const char *exit;                     /* the function that leaves it, for the report */
    void (*abandon)(struct scope *scope); /* it was taken off its task without that; frees it */
};

struct scope {
    const struct scope_type *type;
    struct scope *outer; /* the next one out: of this task, or of the group it is in; or NULL */
    struct task *task;   /* who entered it */
    struct list members; /* of a group: its tasks that have not ended, in order of creation */
    aw_timer timer;      /* set while it has a deadline to come */
    int64_t deadline_us; /* AW_FOREVER if it has none */
    struct cause cause;  /* of a cancelled cancel scope, with its message in `reason` */
    char reason[WORDS_NAME];
    const char *at;    /* where it was entered */
    uint32_t number;   /* in the trace */
    uint16_t cancels;  /* delivered to the task before it entered */
    bool has_fired;    /* its deadline has passed */
    bool is_cancelled; /* a cancel scope: everything inside that would suspend is cancelled */
    bool is_shielded;  /* a cancel scope: those around it do not reach inside */
};

/* A task in a group, linked in the `members` of its scope. */
struct member {
    struct list link;
    struct task *task;
    struct member *next_reached; /* while a cancellation spreads */
};

/* Its type, deadline, shield and site are set. */
void scope_open(struct scope *scope, const char *name);
void scope_unwind(struct scope *scope); /* reports what was not left inside; before it is left */
void scope_close(struct scope *scope, int rc, const char *detail); /* the innermost one */
bool scope_is_reached(const struct scope *scope);          /* by a cancelled one, itself included */
void scope_attach(struct task *task, struct scope *scope); /* a new task to a group's */
void scope_detach(struct task *task, const struct scope *scope); /* and those around that */
struct scope *scope_find(uint64_t task, uint32_t number);        /* NULL if it is not open */

/* Sets the task's bit by its chain; a wait under way is given up if it has just been reached. What
 * has been woken already keeps its result. */
void scope_refresh(struct task *task);
/* Tells everything inside `scope`, the outer tasks first, that it was cancelled. */
void scope_spread(struct scope *scope);

#endif
