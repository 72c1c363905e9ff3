/* Scenarios of timeout scopes with a cancellation from outside, before and after the deadline. */
#include "programs.h"

static int tu_limited_sleep(void *unused)
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, 1);
    return limit_exit(&limit, aw_sleep(10), "");
}

SCENARIO("to_cancel_same_tick_before", "!CancelledError@1 1")
{
    aw_task t;
    aw_call_at(1, cancel_cb, &t);
    t = aw_spawn(tu_limited_sleep, NULL, 0);
    outcome(aw_await(t));
    note("%d", aw_cancelling(t));
}

SCENARIO("to_cancel_same_tick_after", "!CancelledError@1 1")
{
    aw_task t = aw_spawn(tu_limited_sleep, NULL, 0);
    pass_turns(1);
    aw_call_at(1, cancel_cb, &t);
    outcome(aw_await(t));
    note("%d", aw_cancelling(t));
}

/* Sleeps as `name`, noting "name!C@t"; the code goes on. */
static int tu_sleep(const char *name, aw_ms delay_ms)
{
    int rc = aw_sleep(delay_ms);
    note_at(rc == AW_ECANCELLED ? "%s!C" : "%s", name);
    return rc;
}

/* Cancels a task at a time. Notes how it ended, and with how many requests. */
static void tu_cancel_after(aw_task t, aw_ms delay_ms)
{
    EXPECT_INT(aw_sleep(delay_ms), 0);
    aw_cancel(t);
    outcome(aw_await(t));
    note("%d", aw_cancelling(t));
}

static int tu_cleanup_in_scope(void *unused)
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, 2);
    int rc = tu_sleep("a", 10);
    int cleaned = tu_sleep("cleanup", 5);
    note_bool(aw_timeout_expired(&limit));
    note("%d", aw_cancelling(aw_self()));
    return aw_timeout_exit(&limit, cleaned < 0 ? cleaned : rc);
}

SCENARIO("to_cancel_then_expiry_during_cleanup",
         "a!C@1 cleanup!C@2 True 2 !CancelledError@2 1")
{
    aw_task t = aw_spawn(tu_cleanup_in_scope, NULL, 0);
    tu_cancel_after(t, 1);
}

static int tu_long_cleanup(void *unused)
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, 1);
    int rc = tu_sleep("a", 10);
    int cleaned = tu_sleep("cleanup", 5);
    return aw_timeout_exit(&limit, cleaned < 0 ? cleaned : rc);
}

SCENARIO("to_expiry_then_cancel_during_cleanup", "a!C@1 cleanup!C@2 !CancelledError@2 1")
{
    aw_task t = aw_spawn(tu_long_cleanup, NULL, 0);
    tu_cancel_after(t, 2);
}

/* -- With a request that has not been delivered ------------------------------------------------ */

static int tu_cancelled_zero(void *unused)
{
    aw_cancel(aw_self());
    aw_timeout limit = {{0}};
    limit_enter(&limit, 0);
    int rc = limit_exit(&limit, aw_sleep(5), "");
    note_bool(aw_timeout_expired(&limit));
    note("%d", aw_cancelling(aw_self()));
    return rc;
}

SCENARIO("to_zero_with_undelivered_cancel", "True 1 !CancelledError@0")
{
    outcome(aw_await(aw_spawn(tu_cancelled_zero, NULL, 0)));
}

static int tu_cancelled_long(void *unused)
{
    aw_cancel(aw_self());
    aw_timeout limit = {{0}};
    limit_enter(&limit, 5);
    return limit_exit(&limit, aw_sleep(5), "");
}

SCENARIO("to_long_with_undelivered_cancel", "!CancelledError@0 1")
{
    aw_task t = aw_spawn(tu_cancelled_long, NULL, 0);
    outcome(aw_await(t));
    note("%d", aw_cancelling(t));
}

static int tu_uncancels(void *unused)
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, 2);
    if (aw_sleep(10) == AW_ECANCELLED) note_at("C");
    note("%d", aw_uncancel(aw_self()));
    return aw_timeout_exit(&limit, aw_sleep(10));
}

SCENARIO("to_uncancel_inside", "C@1 0 !TimeoutError@2 0")
{
    aw_task t = aw_spawn(tu_uncancels, NULL, 0);
    tu_cancel_after(t, 1);
}
