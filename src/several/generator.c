/* Generators: functions that yield values one by one to the task that asks for them.
 *
 * A generator is an inner task. Its slices run inside the step of the task that asks, so a
 * generator that never waits takes no turn of the loop. When it waits, that task waits for it; a
 * cancellation of the task reaches the generator, and the value that the generator yields or ends
 * with is delivered in the same step. aw_self() inside is the generator's own task:
 * docs/decisions/0008. */
#include "awaitc_lowlevel.h"
#include "base/waits.h"

#include <string.h>

enum closing {
    OPEN,
    CLOSE_ASKED, /* the next yield returns AW_EGENEXIT */
    CLOSE_TOLD,  /* a yield has returned it: the generator cleans up */
    CLOSE_BROKEN /* and yielded all the same */
};

struct generator {
    aw_task self;
    aw_fn *fn;
    size_t item_bytes;
    aw_waiter *paused;   /* while it stands at a yield */
    const void *item;    /* in its frame: what it yields */
    aw_waiter *consumer; /* of the task that waits for it */
    aw_task user;        /* the task that is in next or close */
    enum closing closing;
    bool has_begun;
    bool has_item; /* one that has not been taken */
};

static void generator_orphan(void *inside);

static const aw_record_type generator_type = {.name = "generator", .orphan = generator_orphan};

/* -- Inside ------------------------------------------------------------------------------------ */

/* The task that waits continues in this step; there is none after memory ran out. */
static void wake_consumer(struct generator *generator)
{
    aw_waiter *consumer = generator->consumer;
    generator->consumer = NULL;
    if (consumer) aw_unpark_next(consumer, 0, "yield");
}

static int generator_run(void *inside)
{
    struct generator *generator = inside;
    int rc = generator->fn(aw_data(generator->self));
    if (rc == AW_EGENEXIT && generator->closing != OPEN) rc = 0; /* as it was asked to */
    wake_consumer(generator);
    return rc;
}

static int tell_closed(struct generator *generator)
{
    generator->closing = CLOSE_TOLD;
    return aw_fail_text(AW_EGENEXIT, "aw_generator_yield: closed by its consumer; clean up and "
                                    "return");
}

/* A yield after the end was told. It takes a turn, so that a loop which ignores its result does not
 * stop the program. */
static int refuse(struct generator *generator, const char *at)
{
    generator->closing = CLOSE_BROKEN;
    wake_consumer(generator);
    int rc = aw_yield_here(at);
    if (rc < 0) return rc;
    return aw_fail_text(AW_ESTATE, "aw_generator_yield: yielded after AW_EGENEXIT; a closed "
                                   "generator must clean up and return");
}

static enum aw_abort_result yield_abort(aw_waiter *wait)
{
    (void)wait;
    return AW_ABORT_LATER; /* the yield returns it when the generator is asked for more */
}

int aw_generator_yield_here(const void *item, const char *at)
{
    static const aw_park_options options = {.reason = WAIT_REASON(next)};
    struct generator *generator = aw_inside_of(aw_self(), &generator_type);
    if (!generator || (!item && generator->item_bytes))
        return aw_fail_text(AW_ESTATE, "aw_generator_yield: needs an item, and to be called in a "
                                       "generator's own task");
    if (generator->closing == CLOSE_ASKED) return tell_closed(generator);
    if (generator->closing != OPEN) return refuse(generator, at);
    aw_waiter wait;
    generator->paused = &wait;
    generator->item = item;
    generator->has_item = true;
    wake_consumer(generator);
    int rc = aw_park(&wait, yield_abort, &options, at);
    generator->paused = NULL;
    generator->has_item = false;
    return rc == AW_EGENEXIT ? tell_closed(generator) : rc;
}

/* -- Outside ----------------------------------------------------------------------------------- */

aw_generator aw_generator_new_here(aw_fn *fn, size_t item_bytes, const void *arg, size_t bytes,
                                   const aw_task_options *options, const char *fn_name,
                                   const char *at)
{
    struct generator inside = {.fn = fn, .item_bytes = item_bytes};
    aw_task_parts parts = {
        .inner = &generator_type,
        .inside = &inside,
        .inside_bytes = sizeof inside,
        .arg = arg,
        .bytes = bytes,
    };
    aw_task task = fn ? aw_task_make(generator_run, &parts, options, fn_name, at)
                      : aw_future_failed(AW_EINVAL, "aw_generator_go: needs a function");
    struct generator *generator = aw_inside_of(task, &generator_type);
    if (generator) generator->self = task;
    return (aw_generator){task.id};
}

/* Begins a next or close. Returns 1, 0 when the generator is over, or what is wrong. */
static int generator_enter(aw_generator handle, const char *function, struct generator **found)
{
    aw_task task = {handle.id};
    aw_task self = aw_self();
    struct generator *generator = aw_inside_of(task, &generator_type);
    if (!generator) return handle.id >> 32 ? 0 : aw_check_all(&task, 1, function);
    if (!self.id)
        return aw_fail_text(AW_ENOTASK, "aw_generator: callbacks must not wait: start a task with "
                                        "aw_go");
    if (generator->user.id || self.id == task.id)
        return aw_fail_text(AW_EBUSY, "aw_generator: another call is waiting in this generator; "
                                      "one task at a time may ask it");
    generator->user = self;
    aw_keep(task);
    *found = generator;
    return 1;
}

static int generator_leave(struct generator *generator, int rc)
{
    aw_task task = generator->self;
    generator->user = (aw_task){0};
    if (aw_is_done(task) || generator->closing == CLOSE_BROKEN) aw_detach(task);
    aw_unkeep(task);
    return rc;
}

/* How it ended: 0, or its error, which counts as seen. */
static int outcome(struct generator *generator, const char *at)
{
    int rc = aw_await_here(generator->self, at);
    return rc > 0 ? 0 : rc;
}

/* Lets it go on until it has yielded or ended; its yield returns `result`. */
static int advance(struct generator *generator, int result, const char *at)
{
    aw_waiter *paused = generator->paused;
    if (!generator->has_begun) {
        generator->has_begun = true;
        aw_inner_start(generator->self);
    } else if (paused && !generator->has_item) {
        generator->paused = NULL;
        aw_inner_resume(paused, result);
    }
    while (!generator->has_item && !aw_is_done(generator->self) &&
           generator->closing != CLOSE_BROKEN) {
        aw_waiter wait;
        generator->consumer = &wait;
        int rc = aw_inner_park(generator->self, &wait, WAIT_REASON(generator), at);
        generator->consumer = NULL;
        if (rc < 0) return rc;
    }
    aw_inner_give_back(generator->self);
    return 0;
}

int aw_generator_next_here(aw_generator handle, void *item, const char *at)
{
    struct generator *generator;
    int rc = generator_enter(handle, "aw_generator_next", &generator);
    if (rc <= 0) return rc;
    if (generator->closing != OPEN) return generator_leave(generator, 0);
    rc = advance(generator, 0, at);
    if (rc < 0) return generator_leave(generator, rc);
    if (!generator->has_item) return generator_leave(generator, outcome(generator, at));
    if (item) memcpy(item, generator->item, generator->item_bytes);
    generator->has_item = false;
    return generator_leave(generator, 1);
}

/* A function that was never called has nothing to clean up. */
static void end_unbegun(struct generator *generator)
{
    generator->has_begun = true;
    aw_cancel_here(generator->self, NULL);
    aw_inner_start(generator->self);
}

int aw_generator_close_here(aw_generator handle, const char *at)
{
    struct generator *generator;
    int rc = generator_enter(handle, "aw_generator_close", &generator);
    if (rc <= 0) return rc;
    if (!generator->has_begun) {
        end_unbegun(generator);
        return generator_leave(generator, 0);
    }
    if (generator->closing == OPEN) generator->closing = CLOSE_ASKED;
    generator->has_item = false;
    rc = advance(generator, AW_EGENEXIT, at);
    if (rc == 0 && generator->closing == CLOSE_BROKEN)
        rc = aw_fail_text(AW_ESTATE, "aw_generator_close: the generator yielded after AW_EGENEXIT "
                                     "and is left to itself; it must clean up and return");
    else if (rc == 0)
        rc = outcome(generator, at);
    return generator_leave(generator, rc);
}

/* Its owner has ended: it closes by itself, unless another task is using it, whose it becomes. */
static void generator_orphan(void *inside)
{
    struct generator *generator = inside;
    aw_waiter *paused = generator->paused;
    if (aw_is_done(generator->self)) return;
    if (generator->user.id) {
        aw_adopt(generator->self, generator->user);
    } else if (!generator->has_begun) {
        end_unbegun(generator);
    } else if (generator->closing == OPEN) {
        generator->closing = CLOSE_ASKED;
        generator->has_item = false;
        generator->paused = NULL;
        if (paused) aw_unpark(paused, AW_EGENEXIT, "close");
    }
}
