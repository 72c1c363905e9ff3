/* aw_lock: who gets it, and who is said to hold it. */
#include "base/memory.h"
#include "test.h"

struct lock_user {
    const char *name;
    aw_lock *lock;
    aw_ms hold_ms;
};

static int lock_use(void *arg)
{
    const struct lock_user *it = arg;
    int rc = aw_lock_acquire(it->lock);
    if (rc < 0) {
        note_at("%s:%d", it->name, rc);
        return rc;
    }
    note_at("+%s", it->name);
    rc = aw_sleep(it->hold_ms);
    EXPECT_INT(aw_lock_release(it->lock), 0);
    return rc;
}
#define lock_go(...) aw_go(lock_use, struct lock_user, __VA_ARGS__)

static aw_sync_stats lock_stats(const aw_lock *lock)
{
    aw_sync_stats stats;
    aw_lock_stats(lock, &stats);
    return stats;
}

TEST("aw_lock_acquire: is granted in order of arrival")
{
    aw_lock lock = {0};
    aw_task tasks[] = {lock_go("a", &lock, 3), lock_go("b", &lock, 2), lock_go("c", &lock, 1)};
    EXPECT_INT(aw_await(aw_gather(tasks, 3, 0)), 0);
    EXPECT_TRACE("+a@0 +b@3 +c@5");
    EXPECT(!aw_lock_is_locked(&lock));
}

TEST("aw_lock_acquire: of a free lock takes it without suspending")
{
    aw_lock lock = {0};
    uint64_t turns = stats_now().turns;
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    EXPECT_INT(stats_now().turns, turns);
    EXPECT(aw_lock_is_locked(&lock));
    EXPECT_INT(aw_lock_release(&lock), 0);
}

TEST("aw_lock_acquire: cancelled while it waits leaves the line, and the next gets the lock")
{
    aw_lock lock = {0};
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    aw_task a = lock_go("a", &lock, 0), b = lock_go("b", &lock, 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_cancel(a), 1);
    EXPECT_INT(aw_await(a), AW_ECANCELLED);
    EXPECT_INT(lock_stats(&lock).waiting, 1);
    EXPECT_INT(aw_lock_release(&lock), 0);
    EXPECT_INT(aw_await(b), 0);
    EXPECT_TRACE("a:-1001@1 +b@1");
}

TEST("aw_lock_acquire: timed out in the turn of the release, the lock goes to the next")
{
    aw_lock lock = {0};
    aw_task holder = lock_go("h", &lock, 5);
    EXPECT_INT(aw_yield(), 0);
    aw_task a = lock_go("a", &lock, 0), b = lock_go("b", &lock, 0);
    EXPECT_INT(aw_wait_for(a, 5), AW_ETIMEDOUT);
    EXPECT_INT(aw_await(holder), 0);
    EXPECT_INT(aw_await(b), 0);
    EXPECT_TRACE("+h@0 a:-1001@5 +b@5");
}

static int lock_acquire_object(void *lock)
{
    return aw_lock_acquire(lock);
}

TEST("aw_lock_acquire: without memory to wait says so, and the lock stays whose it was")
{
    aw_lock lock = {0};
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    wait_without_memory(lock_acquire_object, &lock);
    EXPECT_INT(lock_stats(&lock).waiting, 0);
    EXPECT_INT(lock_stats(&lock).acquisitions, 1);
    EXPECT_INT(lock_stats(&lock).holder.id, aw_self().id);
    EXPECT_INT(aw_lock_release(&lock), 0);
}

TEST("aw_lock_release: of a free lock is an error that says what to do")
{
    aw_lock lock = {0};
    EXPECT_INT(aw_lock_release(&lock), AW_ESTATE);
    EXPECT_STR(aw_errmsg(), "aw_lock_release: the lock is not locked; release it once for each "
                            "aw_lock_acquire that gave 0");
}

static int lock_release_for(void *arg)
{
    return aw_lock_release(*(aw_lock **)arg);
}

TEST("aw_lock_release: may be called by another task")
{
    aw_lock lock = {0};
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    aw_go(lock_release_for, aw_lock *, &lock);
    EXPECT_INT(aw_lock_acquire(&lock), 0); /* a second time: waits for that one */
    EXPECT_INT(aw_lock_release(&lock), 0);
}

static void lock_in_callback(void *arg)
{
    aw_lock *lock = arg;
    EXPECT_INT(aw_lock_acquire(lock), 0);
    EXPECT_INT(lock_stats(lock).holder.id, 0);
    EXPECT_INT(aw_lock_acquire(lock), AW_ENOTASK);
    EXPECT_HAS(aw_errmsg(), "callbacks must not wait");
    EXPECT_INT(aw_lock_release(lock), 0);
}

TEST("aw_lock_acquire: in a callback takes a free lock, and must not wait for another")
{
    aw_lock lock = {0};
    aw_call_soon(lock_in_callback, &lock);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(lock_stats(&lock).waiting, 0);
}

TEST("aw_lock_stats: tell the holder, who waits and how often")
{
    aw_lock lock = {0};
    aw_task a = lock_go("a", &lock, 2), b = lock_go("b", &lock, 2);
    EXPECT_INT(aw_sleep(1), 0);
    aw_sync_stats stats = lock_stats(&lock);
    EXPECT_INT(stats.holder.id, a.id);
    EXPECT_INT(stats.waiting, 1);
    EXPECT_INT(stats.value, 1);
    EXPECT_INT(stats.limit, 1);
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT_INT(lock_stats(&lock).holder.id, b.id);
    EXPECT_INT(aw_await(b), 0);
    stats = lock_stats(&lock);
    EXPECT_INT(stats.holder.id, 0);
    EXPECT_INT(stats.value, 0);
    EXPECT_INT(stats.waiting, 0);
    EXPECT_INT(stats.acquisitions, 2);
    EXPECT_INT(stats.waits, 1);
    EXPECT_TRACE("+a@0 +b@2");
}

/* -- Deadlocks --------------------------------------------------------------------------------- */

static int lock_hold_for_ever(void *arg)
{
    EXPECT_INT(aw_lock_acquire(*(aw_lock **)arg), 0);
    return forever(NULL);
}

TEST("aw_lock_acquire: of a lock that is never released is a deadlock that names lock and holder")
{
    aw_lock db = {.name = "db"}, *arg = &db;
    aw_spawn_with(lock_hold_for_ever, &arg, sizeof arg, &(aw_task_options){.name = "producer"});
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_set_name(aw_self(), "consumer"), 0);
    expect_fatal("AW_EDEADLK",
                 "\n  consumer waits for lock db, held by producer, at tests/c/lock.c:");
    EXPECT_INT(aw_lock_acquire(&db), 0);
}

TEST("aw_lock_acquire: a second time by the same task is a deadlock that says so")
{
    aw_lock lock = {0};
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    expect_fatal("AW_EDEADLK", "main waits for lock, held by itself, at tests/c/lock.c:");
    EXPECT_INT(aw_lock_acquire(&lock), 0);
}

TEST("aw_lock_acquire: of a lock whose holder has ended is a deadlock that says so")
{
    aw_lock db = {.name = "db"}, *arg = &db;
    aw_task holder = aw_spawn_with(lock_hold_for_ever, &arg, sizeof arg,
                                   &(aw_task_options){.name = "producer"});
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(holder);
    expect_fatal("AW_EDEADLK", "main waits for lock db, held by producer (which has ended), at");
    EXPECT_INT(aw_lock_acquire(&db), 0);
}

TEST("aw_lock_acquire: of a lock whose holder's record is gone is a deadlock that says so")
{
    aw_lock db = {.name = "db"};
    aw_task holder = aw_go(lock_hold_for_ever, aw_lock *, &db);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(holder);
    EXPECT_INT(aw_await(holder), AW_ECANCELLED);
    EXPECT_INT(aw_release(holder), 0);
    expect_fatal("AW_EDEADLK", "main waits for lock db, held by a task that is gone, at");
    EXPECT_INT(aw_lock_acquire(&db), 0);
}

static void lock_in_passing(void *lock)
{
    EXPECT_INT(aw_lock_acquire(lock), 0);
}

TEST("aw_lock_acquire: of a lock taken in a callback is a deadlock that names no holder")
{
    aw_lock lock = {.name = "jobs"};
    expect_fatal("AW_EDEADLK", "main waits for lock jobs at tests/c/lock.c:");
    aw_call_soon(lock_in_passing, &lock);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_lock_acquire(&lock), 0);
}
