/* Semaphores: a number of permits. A permit that is released while tasks wait belongs to the first
 * of them at once, before that task runs, so no later task can take it. */
#include "awaitc_lowlevel.h"
#include "base/waits.h"

#include <limits.h>

static int semaphore_check(const aw_semaphore *semaphore)
{
    if (semaphore->initial_ >= 0) return 0;
    return aw_fail_text(AW_EINVAL, "aw_semaphore: made with less than 0 permits; give "
                                   "AW_SEMAPHORE or AW_BOUNDED_SEMAPHORE 0 or more");
}

static __attribute__((noinline)) int semaphore_wait_begin(aw_semaphore *semaphore, const char *at)
{
    const aw_park_options options = {.reason = WAIT_REASON(semaphore), .detail = semaphore->name};
    int rc = semaphore_check(semaphore);
    return rc < 0 ? rc : aw_wait_queue_begin(&semaphore->queue_, &options, at);
}

static __attribute__((noinline)) int semaphore_wait(aw_semaphore *semaphore, const char *at)
{
    int rc = semaphore_wait_begin(semaphore, at);
    if (rc != 1) return rc;
    rc = aw_park_switch();
    bool was_woken = aw_wait_queue_end();
    if (rc == 0)
        semaphore->acquisitions_++;
    else if (was_woken)
        semaphore->taken_--;
    /* Others may have come meanwhile and queued although there were permits. */
    semaphore->taken_ +=
        aw_wait_queue_wake(&semaphore->queue_, aw_semaphore_value(semaphore), "release");
    return rc;
}

int aw_semaphore_acquire_here(aw_semaphore *semaphore, const char *at)
{
    if (aw_semaphore_is_locked(semaphore)) return semaphore_wait(semaphore, at);
    semaphore->taken_++;
    semaphore->acquisitions_++;
    return 0;
}

int aw_semaphore_release(aw_semaphore *semaphore)
{
    int rc = semaphore_check(semaphore);
    if (rc < 0) return rc;
    if (semaphore->is_bounded_ && semaphore->taken_ <= 0)
        return aw_fail_text(AW_EINVAL, "aw_semaphore_release: released more often than acquired; "
                                       "release once for each aw_semaphore_acquire that gave 0");
    if (aw_semaphore_value(semaphore) == INT_MAX)
        return aw_fail_text(AW_EINVAL, "aw_semaphore_release: it has 2147483647 permits, which is "
                                       "the most; release as often as acquired");
    semaphore->taken_ += aw_wait_queue_wake(&semaphore->queue_, 1, "release") - 1;
    return 0;
}

bool aw_semaphore_is_locked(const aw_semaphore *semaphore)
{
    return semaphore->taken_ >= semaphore->initial_ || aw_wait_queue_count(&semaphore->queue_) > 0;
}

int aw_semaphore_value(const aw_semaphore *semaphore)
{
    return semaphore->initial_ - semaphore->taken_;
}

void aw_semaphore_stats(const aw_semaphore *semaphore, aw_sync_stats *stats)
{
    *stats = (aw_sync_stats){
        .waiting = aw_wait_queue_count(&semaphore->queue_),
        .value = aw_semaphore_value(semaphore),
        .limit = semaphore->is_bounded_ ? semaphore->initial_ : 0,
        .acquisitions = semaphore->acquisitions_,
        .waits = aw_wait_queue_joined(&semaphore->queue_),
    };
}
