/* Barriers: a number of tasks that wait for each other, round after round.
 *
 * A barrier is FILLING until all parties have arrived, then DRAINING until the last of them has
 * run; tasks that arrive meanwhile wait until it is FILLING again. RESETTING drains it with an
 * error. BROKEN lasts until a reset.
 *
 * asyncio builds a barrier on a condition. The condition's lock is never held across a wait, so one
 * wait queue is enough here. One visible effect of the condition is kept: a task that gives up
 * wakes the first of the others, which checks again and queues at the end. */
#include "awaitc_lowlevel.h"
#include "base/waits.h"

#include <limits.h>

enum barrier_state { FILLING, DRAINING, RESETTING, BROKEN };

static void wake_all(aw_barrier *barrier)
{
    aw_wait_queue_wake(&barrier->queue_, INT_MAX, "barrier");
}

static __attribute__((noinline)) int barrier_wait_begin(aw_barrier *barrier, const char *at)
{
    const aw_park_options options = {.reason = WAIT_REASON(barrier), .detail = barrier->name};
    return aw_wait_queue_begin(&barrier->queue_, &options, at);
}

/* Waits while the state is one of two. */
static int wait_while(aw_barrier *barrier, int state, int or_state, const char *at)
{
    while (barrier->state_ == state || barrier->state_ == or_state) {
        int rc = barrier_wait_begin(barrier, at);
        if (rc == 1) {
            rc = aw_park_switch();
            aw_wait_queue_end();
        }
        if (rc < 0) { /* as a condition: the wake-up that it may have had goes to another task */
            aw_wait_queue_wake(&barrier->queue_, 1, "barrier");
            return rc;
        }
    }
    return 0;
}

/* The caller has come as number `index` and waits for the rest. */
static int meet(aw_barrier *barrier, int index, const char *at)
{
    if (index + 1 == barrier->parties_) {
        barrier->state_ = DRAINING;
        wake_all(barrier);
        return index;
    }
    int rc = wait_while(barrier, FILLING, FILLING, at);
    if (rc < 0) return rc;
    if (barrier->state_ != DRAINING) /* the wait ended without the last arrival */
        return aw_fail_text(AW_EBROKEN, "aw_barrier_wait: the barrier was aborted or reset "
                                        "meanwhile");
    return index;
}

int aw_barrier_wait_here(aw_barrier *barrier, const char *at)
{
    if (barrier->parties_ < 1)
        return aw_fail_text(AW_EINVAL, "aw_barrier_wait: made for less than 1 task; give "
                                       "AW_BARRIER 1 or more");
    int rc = wait_while(barrier, DRAINING, RESETTING, at);
    if (rc < 0) return rc;
    if (barrier->state_ == BROKEN)
        return aw_fail_text(AW_EBROKEN, "aw_barrier_wait: the barrier was aborted; "
                                        "aw_barrier_reset makes it whole again");
    rc = meet(barrier, barrier->count_++, at);
    if (rc >= 0) barrier->acquisitions_++;
    if (--barrier->count_ > 0) return rc;
    /* The last to leave opens the next round, for the tasks that arrived during this one. */
    if (barrier->state_ != BROKEN) barrier->state_ = FILLING;
    wake_all(barrier);
    return rc;
}

void aw_barrier_reset(aw_barrier *barrier)
{
    barrier->state_ = barrier->count_ > 0 ? RESETTING : FILLING;
    wake_all(barrier);
}

void aw_barrier_abort(aw_barrier *barrier)
{
    barrier->state_ = BROKEN;
    wake_all(barrier);
}

bool aw_barrier_is_broken(const aw_barrier *barrier)
{
    return barrier->state_ == BROKEN;
}

int aw_barrier_parties(const aw_barrier *barrier)
{
    return barrier->parties_;
}

int aw_barrier_waiting(const aw_barrier *barrier)
{
    return barrier->state_ == FILLING ? barrier->count_ : 0;
}

void aw_barrier_stats(const aw_barrier *barrier, aw_sync_stats *stats)
{
    *stats = (aw_sync_stats){
        .waiting = aw_wait_queue_count(&barrier->queue_),
        .value = barrier->count_,
        .limit = barrier->parties_,
        .acquisitions = barrier->acquisitions_,
        .waits = aw_wait_queue_joined(&barrier->queue_),
    };
}
