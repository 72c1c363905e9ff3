/* aw_barrier: tasks that go on together. */
#include "base/memory.h"
#include "test.h"

static int barrier_come(void *arg)
{
    int rc = aw_barrier_wait(*(aw_barrier **)arg);
    note_rc(rc);
    return rc == AW_EBROKEN ? 0 : rc;
}
#define barrier_go(barrier) aw_go(barrier_come, aw_barrier *, barrier)

static aw_sync_stats barrier_stats(const aw_barrier *barrier)
{
    aw_sync_stats stats;
    aw_barrier_stats(barrier, &stats);
    return stats;
}

TEST("aw_barrier_wait: lets all go on when the last has come, who goes on first")
{
    aw_barrier barrier = AW_BARRIER(3, .name = "start");
    EXPECT_INT(aw_barrier_parties(&barrier), 3);
    aw_task tasks[] = {barrier_go(&barrier), barrier_go(&barrier)};
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT_INT(aw_barrier_waiting(&barrier), 2);
    uint64_t turns = stats_now().turns;
    EXPECT_INT(aw_barrier_wait(&barrier), 2);
    EXPECT_INT(stats_now().turns, turns);
    EXPECT_INT(aw_barrier_waiting(&barrier), 0);
    EXPECT_TRACE("");
    EXPECT_INT(aw_await(aw_gather(tasks, 2, 0)), 0);
    EXPECT_TRACE("ok=0@2 ok=1@2");
}

TEST("aw_barrier_wait: cancelled while it waits leaves, and the barrier stays whole")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_task t = barrier_go(&barrier);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_cancel(t), 1);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(aw_barrier_waiting(&barrier), 0);
    EXPECT(!aw_barrier_is_broken(&barrier));
    EXPECT_TRACE("!CANCELLED@1");
}

static int barrier_come_at_5(void *arg)
{
    EXPECT_INT(aw_sleep(5), 0);
    return barrier_come(arg);
}

TEST("aw_barrier_wait: timed out in the turn in which the last one comes, it is timed out")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_task late = aw_go(barrier_come_at_5, aw_barrier *, &barrier), t = barrier_go(&barrier);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_wait_for(t, 5), AW_ETIMEDOUT);
    EXPECT_INT(aw_await(late), 1);
    EXPECT_INT(aw_barrier_waiting(&barrier), 0);
    EXPECT(!aw_barrier_is_broken(&barrier));
    EXPECT_TRACE("ok=1@5 !CANCELLED@5");
}

static int barrier_wait_object(void *barrier)
{
    return aw_barrier_wait(barrier);
}

TEST("aw_barrier_wait: without memory to wait says so, and nobody is left at it")
{
    aw_barrier barrier = AW_BARRIER(2);
    wait_without_memory(barrier_wait_object, &barrier);
    EXPECT_INT(aw_barrier_waiting(&barrier), 0);
    EXPECT_INT(barrier_stats(&barrier).waiting, 0);
    EXPECT_INT(barrier_stats(&barrier).acquisitions, 0);
}

TEST("aw_barrier_abort: breaks it for who waits and who comes, until it is reset")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_task t = barrier_go(&barrier);
    EXPECT_INT(aw_sleep(1), 0);
    aw_barrier_abort(&barrier);
    EXPECT(aw_barrier_is_broken(&barrier));
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("!BROKEN@1");
    EXPECT_INT(aw_barrier_wait(&barrier), AW_EBROKEN);
    EXPECT_STR(aw_errmsg(), "aw_barrier_wait: the barrier was aborted; aw_barrier_reset makes it "
                            "whole again");
    aw_barrier_reset(&barrier);
    EXPECT(!aw_barrier_is_broken(&barrier));
    aw_task u = barrier_go(&barrier);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_barrier_wait(&barrier), 1);
    EXPECT_INT(aw_await(u), 0);
    EXPECT_TRACE("ok=0@1");
}

static int barrier_come_in_vain(void *arg)
{
    int rc = aw_barrier_wait(*(aw_barrier **)arg);
    EXPECT_STR(aw_errmsg(), "aw_barrier_wait: the barrier was aborted or reset meanwhile");
    return rc;
}

TEST("aw_barrier_reset: who waits gets AW_EBROKEN and its words, and who comes next is counted")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_task t = aw_go(barrier_come_in_vain, aw_barrier *, &barrier);
    EXPECT_INT(aw_yield(), 0);
    aw_barrier_reset(&barrier);
    EXPECT(!aw_barrier_is_broken(&barrier));
    aw_task u = barrier_go(&barrier);
    EXPECT_INT(aw_await(t), AW_EBROKEN);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_barrier_waiting(&barrier), 1);
    EXPECT_INT(aw_barrier_wait(&barrier), 1);
    EXPECT_INT(aw_await(u), 0);
    EXPECT_TRACE("ok=0@0");
}

TEST("AW_BARRIER: for less than one task is an error at the first use")
{
    aw_barrier none = AW_BARRIER(0), zeroed = {0};
    EXPECT_INT(aw_barrier_wait(&none), AW_EINVAL);
    EXPECT_STR(aw_errmsg(),
               "aw_barrier_wait: made for less than 1 task; give AW_BARRIER 1 or more");
    EXPECT_INT(aw_barrier_wait(&zeroed), AW_EINVAL);
}

static void barrier_in_callback(void *arg)
{
    EXPECT_INT(aw_barrier_wait(arg), AW_ENOTASK);
    EXPECT_HAS(aw_errmsg(), "callbacks must not wait");
}

TEST("aw_barrier_wait: in a callback that would have to wait is a named error, and is not counted")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_call_soon(barrier_in_callback, &barrier);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_barrier_waiting(&barrier), 0);
}

TEST("aw_barrier_stats: count who waits, who is there and who went on")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_task t = barrier_go(&barrier);
    EXPECT_INT(aw_yield(), 0);
    aw_sync_stats stats = barrier_stats(&barrier);
    EXPECT_INT(stats.waiting, 1);
    EXPECT_INT(stats.value, 1);
    EXPECT_INT(stats.limit, 2);
    EXPECT_INT(aw_barrier_wait(&barrier), 1);
    EXPECT_INT(aw_await(t), 0);
    stats = barrier_stats(&barrier);
    EXPECT_INT(stats.waiting, 0);
    EXPECT_INT(stats.value, 0);
    EXPECT_INT(stats.acquisitions, 2);
    EXPECT_INT(stats.waits, 1);
    EXPECT_TRACE("ok=0@0");
}

TEST("aw_barrier_wait: to which not all come is a deadlock that names the barrier")
{
    aw_barrier barrier = AW_BARRIER(2, .name = "start");
    expect_fatal("AW_EDEADLK", "main waits for barrier start at tests/c/barrier.c:");
    EXPECT_INT(aw_barrier_wait(&barrier), 0);
}

TEST("aw_barrier_wait: who comes during a reset waits until it is over, and then for the others")
{
    aw_barrier barrier = AW_BARRIER(2);
    barrier_go(&barrier);
    EXPECT_INT(aw_yield(), 0);
    aw_barrier_reset(&barrier);
    aw_task b = barrier_go(&barrier);
    EXPECT_INT(aw_barrier_wait(&barrier), 1);
    EXPECT_INT(aw_await(b), 0);
    EXPECT_TRACE("!BROKEN@0 ok=0@0");
}

static int barrier_come_back(void *arg)
{
    aw_barrier *barrier = *(aw_barrier **)arg;
    EXPECT_INT(aw_barrier_wait(barrier), 1);
    aw_cancel(aw_self());
    return barrier_come(arg);
}

TEST("aw_barrier_wait: cancelled while others are still leaving is not counted")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_task a = barrier_go(&barrier);
    aw_task t = aw_go(barrier_come_back, aw_barrier *, &barrier);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(aw_await(a), 0);
    EXPECT_TRACE("ok=0@0 !CANCELLED@0");
    EXPECT(!aw_barrier_is_broken(&barrier));
    EXPECT_INT(aw_barrier_waiting(&barrier), 0);
}
