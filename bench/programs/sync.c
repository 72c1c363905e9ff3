/* Locks, semaphores and events: what needs no wait, what is handed over, what wakes many. */
#include "numbers.h"
#include <awaitc.h>

enum { WAITERS_MAX = 10000 };

static aw_lock lock;
static aw_semaphore semaphore = AW_SEMAPHORE(1);
static aw_event event;

/* [count]: acquires a free lock and releases it. */
AW_EXPORT(lock_free)
{
    int rc = 0;
    for (int left = number(json, 0); left > 0 && rc == 0; left--) {
        rc = aw_lock_acquire(&lock);
        if (rc == 0) rc = aw_lock_release(&lock);
    }
    return rc;
}

/* [count]: the same with a semaphore. */
AW_EXPORT(semaphore_free)
{
    int rc = 0;
    for (int left = number(json, 0); left > 0 && rc == 0; left--) {
        rc = aw_semaphore_acquire(&semaphore);
        if (rc == 0) rc = aw_semaphore_release(&semaphore);
    }
    return rc;
}

/* [count]: waits for an event that is set. */
AW_EXPORT(event_set)
{
    int rc = 0;
    aw_event_set(&event);
    for (int left = number(json, 0); left > 0 && rc == 0; left--) rc = aw_event_wait(&event);
    aw_event_clear(&event);
    return rc;
}

static int hold(void *arg)
{
    int rc = 0;
    for (int left = *(int *)arg; left > 0 && rc == 0; left--) {
        rc = aw_lock_acquire(&lock);
        if (rc == 0) rc = aw_yield();
        if (rc == 0) rc = aw_lock_release(&lock);
    }
    return rc;
}

/* [count]: two tasks hold a lock in turn, each over a yield, `count` times each. */
AW_EXPORT(lock_handed)
{
    int count = number(json, 0);
    aw_task pair[] = {aw_go(hold, int, count), aw_go(hold, int, count)};
    return aw_await(aw_gather(pair, 2, 0));
}

static int listen(void *arg)
{
    int rc = 0;
    for (int left = *(int *)arg; left > 0 && rc == 0; left--) rc = aw_event_wait(&event);
    return rc;
}

/* [waiters, rounds]: an event wakes all its waiters. */
AW_EXPORT(broadcast)
{
    static aw_task tasks[WAITERS_MAX];
    int waiters = number(json, 0), rounds = number(json, 1);
    for (int i = 0; i < waiters; i++) tasks[i] = aw_go(listen, int, rounds);
    aw_future all = aw_gather(tasks, waiters, 0);
    for (int rc = 0; !aw_is_done(all);) {
        rc = aw_yield();
        if (rc < 0) return rc;
        aw_event_set(&event);
        aw_event_clear(&event);
    }
    int rc = aw_await(all);
    aw_release(all);
    for (int i = 0; i < waiters; i++) aw_release(tasks[i]);
    return rc;
}
