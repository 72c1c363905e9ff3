/* Limiters: a number of permits, and a record of which task holds one. A released permit is handed
 * to the first waiting task, as with semaphores. Permits are hashed by task into a few buckets, so
 * that a task's permit is found quickly. */
#include "awaitc_lowlevel.h"
#include "base/waits.h"

enum { LIMITER_BUCKETS = sizeof((aw_limiter *)0)->held_ / sizeof(aw_permit *) };

/* Where the permit of `task` hangs: the link is NULL if it holds none. */
static aw_permit **held_by(aw_limiter *limiter, aw_task task)
{
    aw_permit **link = &limiter->held_[task.id % LIMITER_BUCKETS];
    while (*link && (*link)->borrower_.id != task.id) link = &(*link)->next_;
    return link;
}

/* Hands what is free over to those that wait. */
static void hand_over(aw_limiter *limiter)
{
    int free = limiter->total_ - limiter->lent_;
    limiter->lent_ += aw_wait_queue_wake(&limiter->queue_, free, "release");
}

static __attribute__((noinline)) int limiter_wait_begin(aw_limiter *limiter, const char *at)
{
    if (limiter->total_ < 0)
        return aw_fail_text(AW_EINVAL, "aw_limiter_acquire: made with less than 0 permits; give "
                                       "AW_LIMITER 0 or more");
    const aw_park_options options = {.reason = WAIT_REASON(limiter), .detail = limiter->name};
    return aw_wait_queue_begin(&limiter->queue_, &options, at);
}

static __attribute__((noinline)) int limiter_wait(aw_limiter *limiter, const char *at)
{
    int rc = limiter_wait_begin(limiter, at);
    if (rc != 1) return rc;
    rc = aw_park_switch();
    bool was_woken = aw_wait_queue_end();
    if (rc < 0 && was_woken) limiter->lent_--;
    hand_over(limiter);
    return rc;
}

int aw_limiter_acquire_here(aw_limiter *limiter, aw_permit *permit, const char *at)
{
    aw_task task = aw_self();
    if (!task.id)
        return aw_fail_text(AW_ENOTASK, "aw_limiter_acquire: only a task can borrow; start one "
                                        "with aw_go");
    if (*held_by(limiter, task))
        return aw_fail_text(AW_ESTATE, "aw_limiter_acquire: the task holds a permit of this "
                                       "limiter; aw_limiter_release it first");
    if (limiter->lent_ < limiter->total_ && aw_wait_queue_count(&limiter->queue_) == 0) {
        limiter->lent_++;
    } else {
        int rc = limiter_wait(limiter, at);
        if (rc < 0) return rc;
    }
    *permit = (aw_permit){.borrower_ = task};
    *held_by(limiter, task) = permit;
    limiter->acquisitions_++;
    return 0;
}

int aw_limiter_release(aw_limiter *limiter)
{
    aw_permit **link = held_by(limiter, aw_self());
    if (!*link)
        return aw_fail_text(AW_ESTATE, "aw_limiter_release: the task holds no permit of this "
                                       "limiter; the one that acquired it has to release it");
    *link = (*link)->next_;
    limiter->lent_--;
    hand_over(limiter);
    return 0;
}

int aw_limiter_set_total(aw_limiter *limiter, int total)
{
    if (total < 0) return aw_fail_text(AW_EINVAL, "aw_limiter_set_total: needs 0 or more permits");
    limiter->total_ = total;
    hand_over(limiter);
    return 0;
}

void aw_limiter_stats(const aw_limiter *limiter, aw_sync_stats *stats)
{
    *stats = (aw_sync_stats){
        .waiting = aw_wait_queue_count(&limiter->queue_),
        .value = limiter->lent_,
        .limit = limiter->total_,
        .acquisitions = limiter->acquisitions_,
        .waits = aw_wait_queue_joined(&limiter->queue_),
    };
}
