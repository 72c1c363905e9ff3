/* aw_semaphore: permits, and who gets them. */
#include "base/memory.h"
#include "test.h"

#include <limits.h>

static aw_semaphore semaphore_static = AW_SEMAPHORE(2);
static aw_semaphore semaphore_named = AW_BOUNDED_SEMAPHORE(2, .name = "slots");

struct semaphore_user {
    const char *name;
    aw_semaphore *semaphore;
    aw_ms hold_ms;
};

static int semaphore_use(void *arg)
{
    const struct semaphore_user *it = arg;
    int rc = aw_semaphore_acquire(it->semaphore);
    if (rc < 0) {
        note_at("%s:%d", it->name, rc);
        return rc;
    }
    note_at("+%s", it->name);
    rc = aw_sleep(it->hold_ms);
    EXPECT_INT(aw_semaphore_release(it->semaphore), 0);
    return rc;
}
#define semaphore_go(...) aw_go(semaphore_use, struct semaphore_user, __VA_ARGS__)

static aw_sync_stats semaphore_stats(const aw_semaphore *semaphore)
{
    aw_sync_stats stats;
    aw_semaphore_stats(semaphore, &stats);
    return stats;
}

TEST("AW_SEMAPHORE: makes a semaphore at file scope, with a name if wanted")
{
    EXPECT_INT(aw_semaphore_value(&semaphore_static), 2);
    EXPECT_INT(semaphore_stats(&semaphore_static).limit, 0);
    EXPECT_INT(aw_semaphore_value(&semaphore_named), 2);
    EXPECT_INT(semaphore_stats(&semaphore_named).limit, 2);
    EXPECT_STR(semaphore_named.name, "slots");
}

TEST("aw_semaphore_acquire: lets as many through as there are permits, in order of arrival")
{
    aw_semaphore semaphore = AW_SEMAPHORE(2);
    aw_task tasks[] = {semaphore_go("a", &semaphore, 3), semaphore_go("b", &semaphore, 1),
                       semaphore_go("c", &semaphore, 1), semaphore_go("d", &semaphore, 1)};
    EXPECT_INT(aw_await(aw_gather(tasks, 4, 0)), 0);
    EXPECT_TRACE("+a@0 +b@0 +c@1 +d@2");
    EXPECT_INT(aw_semaphore_value(&semaphore), 2);
}

TEST("aw_semaphore_acquire: of a free permit takes it without suspending, in a callback too")
{
    aw_semaphore semaphore = AW_SEMAPHORE(1);
    uint64_t turns = stats_now().turns;
    EXPECT(!aw_semaphore_is_locked(&semaphore));
    EXPECT_INT(aw_semaphore_acquire(&semaphore), 0);
    EXPECT_INT(stats_now().turns, turns);
    EXPECT(aw_semaphore_is_locked(&semaphore));
    EXPECT_INT(aw_semaphore_value(&semaphore), 0);
    EXPECT_INT(aw_semaphore_release(&semaphore), 0);
}

static void semaphore_in_callback(void *arg)
{
    aw_semaphore *semaphore = arg;
    EXPECT_INT(aw_semaphore_acquire(semaphore), 0);
    EXPECT_INT(aw_semaphore_acquire(semaphore), AW_ENOTASK);
    EXPECT_HAS(aw_errmsg(), "callbacks must not wait");
    EXPECT_INT(aw_semaphore_release(semaphore), 0);
}

TEST("aw_semaphore_acquire: in a callback that would have to wait is a named error")
{
    aw_semaphore semaphore = AW_SEMAPHORE(1);
    aw_call_soon(semaphore_in_callback, &semaphore);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(semaphore_stats(&semaphore).waiting, 0);
    EXPECT_INT(aw_semaphore_value(&semaphore), 1);
}

TEST("aw_semaphore_release: gives more than were taken, unless it is bounded")
{
    aw_semaphore semaphore = {0}, bounded = AW_BOUNDED_SEMAPHORE(1);
    EXPECT(aw_semaphore_is_locked(&semaphore));
    EXPECT_INT(aw_semaphore_release(&semaphore), 0);
    EXPECT_INT(aw_semaphore_value(&semaphore), 1);
    EXPECT_INT(aw_semaphore_acquire(&bounded), 0);
    EXPECT_INT(aw_semaphore_release(&bounded), 0);
    EXPECT_INT(aw_semaphore_release(&bounded), AW_EINVAL);
    EXPECT_STR(aw_errmsg(), "aw_semaphore_release: released more often than acquired; release "
                            "once for each aw_semaphore_acquire that gave 0");
    EXPECT_INT(aw_semaphore_value(&bounded), 1);
}

TEST("aw_semaphore_release: of the most permits there can be is refused")
{
    aw_semaphore semaphore = AW_SEMAPHORE(INT_MAX - 1);
    EXPECT_INT(aw_semaphore_release(&semaphore), 0);
    EXPECT_INT(aw_semaphore_value(&semaphore), INT_MAX);
    EXPECT_INT(aw_semaphore_release(&semaphore), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "aw_semaphore_release: it has 2147483647 permits");
    EXPECT_INT(aw_semaphore_value(&semaphore), INT_MAX);
    aw_semaphore full = AW_SEMAPHORE(INT_MAX);
    EXPECT_INT(aw_semaphore_release(&full), AW_EINVAL);
}

TEST("AW_SEMAPHORE: of a negative number is an error at the first use")
{
    aw_semaphore semaphore = AW_SEMAPHORE(-1), bounded = AW_BOUNDED_SEMAPHORE(-1);
    EXPECT_INT(aw_semaphore_acquire(&semaphore), AW_EINVAL);
    EXPECT_STR(aw_errmsg(), "aw_semaphore: made with less than 0 permits; give AW_SEMAPHORE or "
                            "AW_BOUNDED_SEMAPHORE 0 or more");
    EXPECT_INT(aw_semaphore_release(&semaphore), AW_EINVAL);
    EXPECT_INT(aw_semaphore_release(&bounded), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "less than 0 permits");
}

TEST("aw_semaphore_acquire: cancelled while it waits leaves the line, and takes no permit")
{
    aw_semaphore semaphore = AW_SEMAPHORE(0);
    aw_task a = semaphore_go("a", &semaphore, 0), b = semaphore_go("b", &semaphore, 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_cancel(a), 1);
    EXPECT_INT(aw_await(a), AW_ECANCELLED);
    EXPECT_INT(semaphore_stats(&semaphore).waiting, 1);
    EXPECT_INT(aw_semaphore_release(&semaphore), 0);
    EXPECT_INT(aw_await(b), 0);
    EXPECT_TRACE("a:-1001@1 +b@1");
    EXPECT_INT(aw_semaphore_value(&semaphore), 1);
}

TEST("aw_semaphore_acquire: timed out in the turn of the release, the permit goes to the next")
{
    aw_semaphore semaphore = AW_SEMAPHORE(1);
    aw_task holder = semaphore_go("h", &semaphore, 5);
    EXPECT_INT(aw_yield(), 0);
    aw_task a = semaphore_go("a", &semaphore, 0), b = semaphore_go("b", &semaphore, 0);
    EXPECT_INT(aw_wait_for(a, 5), AW_ETIMEDOUT);
    EXPECT_INT(aw_await(aw_gather(((aw_task[]){holder, b}), 2, 0)), 0);
    EXPECT_TRACE("+h@0 a:-1001@5 +b@5");
    EXPECT_INT(aw_semaphore_value(&semaphore), 1);
}

static int semaphore_acquire_object(void *semaphore)
{
    return aw_semaphore_acquire(semaphore);
}

TEST("aw_semaphore_acquire: without memory to wait says so, and takes no permit")
{
    aw_semaphore semaphore = AW_SEMAPHORE(0);
    wait_without_memory(semaphore_acquire_object, &semaphore);
    aw_sync_stats stats = semaphore_stats(&semaphore);
    EXPECT_INT(stats.waiting, 0);
    EXPECT_INT(stats.value, 0);
    EXPECT_INT(stats.acquisitions, 0);
}

TEST("aw_semaphore_stats: count who waits, who got a permit and who had to wait")
{
    aw_semaphore semaphore = AW_BOUNDED_SEMAPHORE(1);
    aw_task a = semaphore_go("a", &semaphore, 2), b = semaphore_go("b", &semaphore, 2);
    EXPECT_INT(aw_sleep(1), 0);
    aw_sync_stats stats = semaphore_stats(&semaphore);
    EXPECT_INT(stats.waiting, 1);
    EXPECT_INT(stats.value, 0);
    EXPECT_INT(stats.limit, 1);
    EXPECT_INT(aw_await(aw_gather(((aw_task[]){a, b}), 2, 0)), 0);
    stats = semaphore_stats(&semaphore);
    EXPECT_INT(stats.waiting, 0);
    EXPECT_INT(stats.value, 1);
    EXPECT_INT(stats.acquisitions, 2);
    EXPECT_INT(stats.waits, 1);
    EXPECT_TRACE("+a@0 +b@2");
}

TEST("aw_semaphore_acquire: of what nobody gives is a deadlock that names the semaphore")
{
    aw_semaphore semaphore = AW_SEMAPHORE(0, .name = "slots");
    expect_fatal("AW_EDEADLK", "main waits for semaphore slots at tests/c/semaphore.c:");
    EXPECT_INT(aw_semaphore_acquire(&semaphore), 0);
}
