/* Coroutines with a stack of their own: four verbs and one helper, one file per backend.
 *
 * A context is made, resumed until it finishes, and freed. `aw_switch_suspend` returns to the
 * matching `switch_resume` and comes back when the context is resumed again. Guaranteed by every
 * backend:
 *   - a context's C stack is its own, so addresses of its locals stay valid while it is parked; one
 *     that has nothing on it is the context's only while it runs, if the backend can do that;
 *   - overflow of its stack is found, named and never run past (host_fatal);
 *   - resume may nest (an eager task), suspend leaves the innermost context.
 * Only run.c resumes and only park.c suspends; nothing above knows how switching works. */
#ifndef AW_SWITCH_H
#define AW_SWITCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A context; part of its owner's record. The fields are the backend's. */
struct switch_context {
    uint64_t __attribute__((may_alias)) private_[11];
};

/* Makes `context` ready to run `entry(arg)` on a stack of `stack_bytes`. One that `keeps_stack` has
 * it from now to its end. Any other may be resumed inside a running one only right after it was
 * made, or if switch_can_resume. False if there is no memory, or for another reason:
 * switch_refusal. */
bool switch_new(struct switch_context *context, int (*entry)(void *arg), void *arg,
                size_t stack_bytes, bool keeps_stack);

/* Why no context can be made now, whatever its size, as a message; NULL if none is known. */
const char *switch_refusal(void);

/* Frees what a context has, when it has finished or never ran. */
void switch_free(struct switch_context *context);

enum switch_outcome {
    SWITCH_PARKED,    /* it suspended */
    SWITCH_FINISHED,  /* its entry returned: switch_result */
    SWITCH_NO_MEMORY, /* it suspended, but there is no memory for its frames, or for a stack that
                       * another context will need: resume it again at once */
};

/* Runs the context; in it, aw_switch_suspend returns `value`. */
enum switch_outcome switch_resume(struct switch_context *context, int value);

/* What the entry of a finished context returned. */
int switch_result(const struct switch_context *context);

/* Whether others may run on top of the running context, as calls on the engine's stack: it is
 * shallow, and can still park afterwards. And whether another can be resumed so, now. */
bool switch_can_nest(const struct switch_context *context);
bool switch_can_resume(struct switch_context *context);

/* The next aw_switch_suspend of the running context returns `value`, and does not switch. */
void switch_skip(int value);

/* The C stacks there are, with those that are kept ready. */
struct switch_usage {
    uint32_t stacks;
    uint64_t bytes;
};
const struct switch_usage *switch_stacks(void);

/* Parks the running context; returns the value of the resume. Outside a context it ends the program
 * with a message. Named as public, because aw_yield() is a macro over it. */
int aw_switch_suspend(void);

/* Whether frames are being unwound or rewound right now: only the backend may run then. */
bool switch_is_moving(void);

/* Why a trap stopped the program: an error code (0 for a mere trap) and words (NULL if unknown). */
int switch_fault(const char **words);

/* Stops the program by a trap; `words` say why. For wasm only. */
_Noreturn void switch_stop(const char *words);

/* Once, before anything else. */
void switch_init(void);

/* Calls `fn(arg)` on the big system stack; it must not suspend. For work whose frames would not fit
 * on a small task's stack, such as printing a float. */
void switch_on_system_stack(void (*fn)(void *arg), void *arg);

#endif
