/* aw_event: who is woken, and when. */
#include "base/memory.h"
#include "test.h"

static int event_wait_on(void *arg)
{
    int rc = aw_event_wait(*(aw_event **)arg);
    note_rc(rc);
    return rc;
}

TEST("aw_event_wait: of a set event goes on without suspending, in a callback too")
{
    aw_event event = {0};
    aw_event_set(&event);
    uint64_t turns = stats_now().turns;
    EXPECT_INT(aw_event_wait(&event), 0);
    EXPECT_INT(stats_now().turns, turns);
    EXPECT(aw_event_is_set(&event));
    aw_event_clear(&event);
    EXPECT(!aw_event_is_set(&event));
}

static void event_in_callback(void *arg)
{
    aw_event *event = arg;
    EXPECT_INT(aw_event_wait(event), AW_ENOTASK);
    EXPECT_HAS(aw_errmsg(), "callbacks must not wait");
    aw_event_set(event);
    EXPECT_INT(aw_event_wait(event), 0);
}

TEST("aw_event_wait: in a callback that would have to wait is a named error, and leaves no trace")
{
    aw_event event = {0};
    aw_call_soon(event_in_callback, &event);
    EXPECT_INT(aw_event_wait(&event), 0);
    aw_sync_stats stats;
    aw_event_stats(&event, &stats);
    EXPECT_INT(stats.waiting, 0);
}

TEST("aw_event_set: wakes all who wait, one turn later, and those that come later too")
{
    aw_event event = {0};
    aw_task tasks[] = {aw_go(event_wait_on, aw_event *, &event),
                       aw_go(event_wait_on, aw_event *, &event)};
    EXPECT_INT(aw_sleep(3), 0);
    uint64_t turns = stats_now().turns;
    aw_event_set(&event);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(stats_now().turns - turns, 1);
    EXPECT_TRACE("ok=0@3 ok=0@3");
    EXPECT_INT(aw_await(aw_gather(tasks, 2, 0)), 0);
    EXPECT_INT(aw_event_wait(&event), 0);
}

TEST("aw_event_wait: cancelled while it waits leaves the others waiting")
{
    aw_event event = {0};
    aw_task a = aw_go(event_wait_on, aw_event *, &event);
    aw_task b = aw_go(event_wait_on, aw_event *, &event);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_cancel(a), 1);
    EXPECT_INT(aw_await(a), AW_ECANCELLED);
    aw_sync_stats stats;
    aw_event_stats(&event, &stats);
    EXPECT_INT(stats.waiting, 1);
    EXPECT_INT(aw_cancel(b), 1);
    EXPECT_INT(aw_await(b), AW_ECANCELLED);
    EXPECT_TRACE("!CANCELLED@0 !CANCELLED@0");
}

static void event_set_now(void *event)
{
    aw_event_set(event);
}

TEST("aw_event_wait: timed out in the turn in which the event is set, it is timed out")
{
    aw_event event = {0};
    aw_call_later(5, event_set_now, &event);
    EXPECT_INT(aw_wait_for(aw_go(event_wait_on, aw_event *, &event), 5), AW_ETIMEDOUT);
    EXPECT(aw_event_is_set(&event));
    EXPECT_TRACE("!CANCELLED@5");
}

static int event_wait_object(void *event)
{
    return aw_event_wait(event);
}

TEST("aw_event_wait: without memory to wait says so, and nobody is left in line")
{
    aw_event event = {0};
    wait_without_memory(event_wait_object, &event);
    aw_sync_stats stats;
    aw_event_stats(&event, &stats);
    EXPECT_INT(stats.waiting, 0);
    EXPECT_INT(stats.acquisitions, 0);
}

TEST("aw_event_stats: counts who waits, who got through and who had to wait")
{
    aw_event event = {.name = "ready"};
    aw_task t = aw_go(event_wait_on, aw_event *, &event);
    EXPECT_INT(aw_yield(), 0);
    aw_sync_stats stats;
    aw_event_stats(&event, &stats);
    EXPECT_INT(stats.waiting, 1);
    EXPECT_INT(stats.value, 0);
    EXPECT_INT(stats.acquisitions, 0);
    aw_event_set(&event);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_event_wait(&event), 0);
    aw_event_stats(&event, &stats);
    EXPECT_INT(stats.waiting, 0);
    EXPECT_INT(stats.value, 1);
    EXPECT_INT(stats.limit, 0);
    EXPECT_INT(stats.acquisitions, 2);
    EXPECT_INT(stats.waits, 1);
    EXPECT_TRACE("ok=0@0");
}

TEST("aw_event_wait: for what nobody sets is a deadlock that names the event")
{
    aw_event event = {.name = "ready"};
    expect_fatal("AW_EDEADLK", "main waits for event ready at tests/c/event.c:");
    EXPECT_INT(aw_event_wait(&event), 0);
}

enum { EVENT_CROWD = 300 };

static int event_crowd_member(void *arg)
{
    return aw_event_wait(*(aw_event **)arg);
}

TEST("aw_event_set: reaches everybody in a crowd of which many gave up in the same turn")
{
    aw_event event = {0};
    aw_task tasks[EVENT_CROWD];
    for (int i = 0; i < EVENT_CROWD; i++)
        tasks[i] = aw_go(event_crowd_member, aw_event *, &event);
    EXPECT_INT(aw_yield(), 0);
    for (int i = EVENT_CROWD - 1; i >= 0; i--)
        if (i % 7 != 3) aw_cancel(tasks[i]);
    aw_event_set(&event);
    EXPECT_INT(aw_wait(tasks, EVENT_CROWD, AW_ALL_COMPLETED, AW_FOREVER), EVENT_CROWD);
    for (int i = 0; i < EVENT_CROWD; i++)
        EXPECT_INT(aw_result(tasks[i]), i % 7 == 3 ? 0 : AW_ECANCELLED);
}
