/* Condition variables: tasks wait, without the lock, to be notified that something has changed.
 *
 * A task that waited holds the lock again afterwards, whether it was cancelled or not. A
 * notification is never lost: a cancelled task passes its notification to the next. Only if there
 * is no memory to wait for the lock does a task continue without it, with AW_ENOMEM. */
#include "awaitc_lowlevel.h"
#include "base/waits.h"

#include <limits.h>

static aw_lock *lock_of(aw_condition *condition)
{
    if (condition->lock) return condition->lock;
    condition->own_.name = condition->name;
    return &condition->own_;
}

int aw_condition_acquire_here(aw_condition *condition, const char *at)
{
    return aw_lock_acquire_here(lock_of(condition), at);
}

int aw_condition_release(aw_condition *condition)
{
    return aw_lock_release(lock_of(condition));
}

bool aw_condition_is_locked(const aw_condition *condition)
{
    return aw_lock_is_locked(condition->lock ? condition->lock : &condition->own_);
}

/* Takes the lock again; `rc` is how the wait ended. Cancellations meanwhile become its result. In a
 * cancelled scope this would never end, so scopes have to wait. */
static int lock_again(aw_lock *lock, int rc, const char *at)
{
    int again;
    aw_scopes_hold();
    while ((again = aw_lock_acquire_here(lock, at)) == AW_ECANCELLED) rc = again;
    aw_scopes_release();
    return again < 0 ? again : rc;
}

static __attribute__((noinline)) int condition_wait_begin(aw_condition *condition, const char *at)
{
    const aw_park_options options = {.reason = WAIT_REASON(condition), .detail = condition->name};
    return aw_wait_queue_begin(&condition->queue_, &options, at);
}

int aw_condition_wait_here(aw_condition *condition, const char *at)
{
    aw_lock *lock = lock_of(condition);
    if (!aw_lock_is_locked(lock))
        return aw_fail_text(AW_ESTATE, "aw_condition_wait: the lock is not locked; call "
                                       "aw_condition_acquire first");
    if (!aw_self().id)
        return aw_fail_text(AW_ENOTASK, "aw_condition_wait: callbacks must not wait: start a task "
                                        "with aw_go instead");
    aw_lock_release(lock);
    int rc = condition_wait_begin(condition, at);
    if (rc == 1) {
        rc = aw_park_switch();
        aw_wait_queue_end();
    }
    if (rc != AW_ENOMEM) rc = lock_again(lock, rc, at);
    if (rc == 0)
        condition->acquisitions_++;
    else
        aw_wait_queue_wake(&condition->queue_, 1, "notify"); /* perhaps it had been notified */
    return rc;
}

int aw_condition_wait_for_here(aw_condition *condition, int (*predicate)(void *arg), void *arg,
                               const char *at)
{
    int result;
    while ((result = predicate(arg)) == 0) {
        int rc = aw_condition_wait_here(condition, at);
        if (rc < 0) return rc;
    }
    return result;
}

int aw_condition_notify(aw_condition *condition, int count)
{
    if (!aw_condition_is_locked(condition))
        return aw_fail_text(AW_ESTATE, "aw_condition_notify: the lock is not locked; call "
                                       "aw_condition_acquire first");
    return aw_wait_queue_wake(&condition->queue_, count, "notify");
}

int aw_condition_notify_all(aw_condition *condition)
{
    return aw_condition_notify(condition, INT_MAX);
}

void aw_condition_stats(const aw_condition *condition, aw_sync_stats *stats)
{
    const aw_lock *lock = condition->lock ? condition->lock : &condition->own_;
    aw_lock_stats(lock, stats);
    stats->waiting = aw_wait_queue_count(&condition->queue_);
    stats->acquisitions = condition->acquisitions_;
    stats->waits = aw_wait_queue_joined(&condition->queue_);
}
