/* Locks: one task at a time, in order of arrival. A released lock is free until the task that was
 * woken runs. That task need not check again, because no other task can overtake it. */
#include "awaitc_lowlevel.h"
#include "base/waits.h"

static void lock_take(aw_lock *lock)
{
    lock->is_locked_ = true;
    lock->holder_ = aw_self();
    lock->acquisitions_++;
}

/* Apart: its options are not on the C stack while the task waits. So in the files beside. */
static __attribute__((noinline)) int lock_wait_begin(aw_lock *lock, const char *at)
{
    const aw_park_options options = {
        .reason = WAIT_REASON(lock), .detail = lock->name, .holder = &lock->holder_};
    return aw_wait_queue_begin(&lock->queue_, &options, at);
}

static __attribute__((noinline)) int lock_wait(aw_lock *lock, const char *at)
{
    int rc = lock_wait_begin(lock, at);
    if (rc == 1) {
        rc = aw_park_switch();
        aw_wait_queue_end();
    }
    if (rc == 0)
        lock_take(lock);
    else if (!lock->is_locked_)
        aw_wait_queue_wake_head(&lock->queue_, "release");
    return rc;
}

int aw_lock_acquire_here(aw_lock *lock, const char *at)
{
    if (lock->is_locked_ || aw_wait_queue_count(&lock->queue_) > 0) return lock_wait(lock, at);
    lock_take(lock);
    return 0;
}

int aw_lock_release(aw_lock *lock)
{
    if (!lock->is_locked_)
        return aw_fail_text(AW_ESTATE, "aw_lock_release: the lock is not locked; release it once "
                                       "for each aw_lock_acquire that gave 0");
    lock->is_locked_ = false;
    lock->holder_ = (aw_task){0};
    aw_wait_queue_wake_head(&lock->queue_, "release");
    return 0;
}

bool aw_lock_is_locked(const aw_lock *lock)
{
    return lock->is_locked_;
}

void aw_lock_stats(const aw_lock *lock, aw_sync_stats *stats)
{
    *stats = (aw_sync_stats){
        .waiting = aw_wait_queue_count(&lock->queue_),
        .value = lock->is_locked_,
        .limit = 1,
        .holder = lock->holder_,
        .acquisitions = lock->acquisitions_,
        .waits = aw_wait_queue_joined(&lock->queue_),
    };
}
