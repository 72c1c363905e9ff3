/* Parts of the runtime that only some programs link (docs/decisions/0005).
 *
 * The kernel calls them upwards, so this is the only place where it names what is above it. They
 * are weak: without the part, a test such as `if (local_share)` is a constant of the link, and
 * costs nothing. A program links a part by using what it offers: aw_local_set links local.c. */
#ifndef AW_PARTS_H
#define AW_PARTS_H

#include "kernel/core.h"

#define AW_PART __attribute__((weak))

/* await.c: the wait of aw_await for `future` gave `rc`; what aw_await returns */
AW_PART int await_end(struct future *future, int rc);

/* spawn.c: the current task has parked or yielded; its switch may not be needed */
AW_PART void run_before_switch(struct task *task);

/* scope.c: the task has ended; reports and leaves the scopes it is still in */
AW_PART void scope_abandon_all(struct task *task);

/* local.c: the current values, for a task or callback to come; and the end of that */
AW_PART struct locals *local_share(void);
AW_PART void local_drop(struct locals *locals);

/* ondone.c: nothing will complete `future` any more, so its callbacks are dropped */
AW_PART void ondone_drop_all(struct future *future);

/* callback.c: the program ends; drops what was asked for later */
AW_PART void callback_drop_all(void);

/* inspect/debug.c, called in debug mode only */
AW_PART void debug_environment(void); /* at the start: switches it on if AWAITC_DEBUG is set */
AW_PART void debug_before(const struct entry *entry);
AW_PART void debug_after(void);
AW_PART void debug_ended(const struct task *task, enum future_state state);
AW_PART void debug_record_goes(const struct future *future);
AW_PART void debug_orphans(void);

/* inspect/dump.c: since when the task waits, in ms; nothing else shows that */
AW_PART int64_t dump_since(const struct task *task);

/* inspect/hook.c, inspect/profile.c: who else gets the rows of the trace */
AW_PART void hook_row(const aw_trace_row *row);
AW_PART void profile_row(const aw_trace_row *row);
AW_PART void profile_forget(void); /* at the end of the program */

#endif
