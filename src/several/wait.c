/* aw_wait: waits until enough of several futures are done. It cancels nothing and retrieves no
 * errors. */
#include "awaitc_lowlevel.h"
#include "base/list.h"
#include "base/memory.h"
#include "base/waits.h"

struct wait_watch {
    aw_watch watch;
    struct waiting *waiting;
};

/* Lives in the waiter's frame; the watches in a block of their own. */
struct waiting {
    aw_waiter wait;
    aw_timer timer;
    struct wait_watch *watches;
    const aw_future *futures;
    int count;
    int left; /* not ended, or ended and not yet told */
    enum aw_wait_mode mode;
};

static void waiting_stop(struct waiting *waiting)
{
    aw_timer_drop(&waiting->timer);
    for (int i = 0; i < waiting->count; i++) aw_watch_drop(&waiting->watches[i].watch);
}

static void waiting_wake(struct waiting *waiting, const char *by)
{
    waiting_stop(waiting);
    aw_unpark(&waiting->wait, 0, by);
}

static void waiting_ended(aw_watch *watch)
{
    struct wait_watch *one = container_of(watch, struct wait_watch, watch);
    struct waiting *waiting = one->waiting;
    aw_future future = waiting->futures[one - waiting->watches];
    waiting->left--;
    bool is_error = aw_peek(future) < 0 && !aw_is_cancelled(future);
    if (waiting->left == 0 || waiting->mode == AW_FIRST_COMPLETED ||
        (waiting->mode == AW_FIRST_ERROR && is_error))
        waiting_wake(waiting, "done");
}

static void waiting_timed_out(aw_timer *timer)
{
    waiting_wake(container_of(timer, struct waiting, timer), "timer");
}

static enum aw_abort_result waiting_abort(aw_waiter *wait)
{
    waiting_stop(container_of(wait, struct waiting, wait));
    return AW_ABORT_DONE;
}

int aw_wait_here(const aw_future *futures, int count, enum aw_wait_mode mode, aw_ms delay_ms,
                 const char *at)
{
    if (count <= 0 || !futures || mode > AW_FIRST_ERROR)
        return aw_fail_text(AW_EINVAL, "aw_wait: needs at least one future to wait for, and a "
                                       "known mode");
    int rc = aw_check_all(futures, count, "aw_wait");
    if (rc < 0) return rc;
    size_t bytes = (size_t)count * sizeof(struct wait_watch);
    struct waiting waiting = {.watches = memory_take(bytes),
                              .futures = futures,
                              .count = count,
                              .left = count,
                              .mode = mode};
    if (!waiting.watches) return aw_fail_text(AW_ENOMEM, "aw_wait: no memory for so many futures");
    for (int i = 0; i < count; i++) {
        waiting.watches[i].waiting = &waiting;
        aw_watch_add(futures[i], &waiting.watches[i].watch, waiting_ended, aw_self());
    }
    if (delay_ms != AW_FOREVER)
        aw_timer_set(&waiting.timer, aw_deadline_us(delay_ms), waiting_timed_out, "wait");
    rc = aw_park(&waiting.wait, waiting_abort, &(aw_park_options){.reason = WAIT_REASON(wait)}, at);
    memory_give(waiting.watches, bytes);
    if (rc < 0) return rc;
    int done = 0;
    for (int i = 0; i < count; i++) done += aw_is_done(futures[i]);
    return done;
}
