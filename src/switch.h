/* Coroutines with a stack of their own: four verbs and one helper, one file per backend.
 *
 * A context is made, resumed until it finishes, and freed. `switch_suspend` returns to the matching
 * `switch_resume` and comes back when the context is resumed again. Guaranteed by every backend:
 *   - a context's C stack is its own, so addresses of its locals stay valid while it is parked;
 *   - overflow of its stack is found, named and never run past (host_fatal);
 *   - resume may nest (an eager task), suspend leaves the innermost context.
 * Only loop.c resumes and only park.c suspends; nothing above knows how switching works. */
#ifndef AW_SWITCH_H
#define AW_SWITCH_H

#include <stdbool.h>
#include <stddef.h>

struct switch_context;

/* A context that will run `entry(arg)` on a stack of `stack_bytes`; NULL: no memory. */
struct switch_context *switch_new(void (*entry)(void *arg), void *arg, size_t stack_bytes);

/* Frees a context that is not running. A parked one is dropped where it stands. */
void switch_free(struct switch_context *context);

/* Runs the context until it suspends (false) or its entry returns (true). */
bool switch_resume(struct switch_context *context);

/* Parks the running context. False: it was not parked, because there was no memory to keep its
 * frames; it goes on at once. */
bool switch_suspend(void);

/* Once, before anything else. */
void switch_init(void);

/* Calls `fn(arg)` on the big system stack; it must not suspend. For work whose frames would not fit
 * on a small task's stack, such as printing a float. */
void switch_on_system_stack(void (*fn)(void *arg), void *arg);

#endif
