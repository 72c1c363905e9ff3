/* Timeout scopes and aw_wait_for: whose cancellation it was, and what it becomes. */
#include "test.h"

static int timeout_sleep(aw_ms limit_ms, aw_ms sleep_ms)
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, limit_ms), 0);
    return aw_timeout_exit(&limit, aw_sleep(sleep_ms));
}

TEST("aw_timeout_exit: turns its own cancellation into AW_ETIMEDOUT, and leaves no count")
{
    EXPECT_INT(timeout_sleep(10, 20), AW_ETIMEDOUT);
    EXPECT_STR(aw_errmsg(), "timed out");
    EXPECT_INT(aw_now(), 10);
    EXPECT_INT(aw_cancelling(aw_self()), 0);
    EXPECT_INT(aw_sleep(1), 0);
}

TEST("aw_timeout_exit: in time it gives the body's result and drops the timer")
{
    EXPECT_INT(timeout_sleep(20, 10), 0);
    EXPECT_INT(aw_now(), 10);
    EXPECT_INT(stats_now().timers, 0);
    EXPECT_INT(timeout_sleep(AW_FOREVER, 10), 0);
}

TEST("aw_timeout_enter: of 0 or less strikes at the first suspension, whichever it is")
{
    EXPECT_INT(timeout_sleep(0, 5), AW_ETIMEDOUT);
    EXPECT_INT(timeout_sleep(0, 0), AW_ETIMEDOUT);
    EXPECT_INT(timeout_sleep(-5, 0), AW_ETIMEDOUT);
    EXPECT_INT(timeout_sleep(INT64_MIN, 5), AW_ETIMEDOUT);
    EXPECT_INT(aw_now(), 0);
}

TEST("aw_timeout_enter: of 0 does not strike a body that never suspends")
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 0), 0);
    EXPECT_INT(aw_timeout_exit(&limit, 7), 7);
    EXPECT(!aw_timeout_expired(&limit));
    EXPECT_INT(aw_yield(), 0);
}

TEST("aw_timeout_exit: a body that swallows the cancellation is not timed out, but has expired")
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    EXPECT_INT(aw_sleep(5), AW_ECANCELLED);
    EXPECT_INT(aw_timeout_exit(&limit, 3), 3);
    EXPECT(aw_timeout_expired(&limit));
    EXPECT_INT(aw_cancelling(aw_self()), 0);
    EXPECT_INT(aw_sleep(1), 0);
}

TEST("aw_timeout_exit: another error of the body passes")
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    EXPECT_INT(aw_sleep(5), AW_ECANCELLED);
    EXPECT_INT(aw_timeout_exit(&limit, aw_fail(-3, "other")), -3);
    EXPECT_STR(aw_errmsg(), "other");
}

static int timeout_in_task(void *arg)
{
    int rc = timeout_sleep(*(aw_ms *)arg, 50);
    note_at("%d %d", rc, aw_cancelling(aw_self()));
    return rc;
}

static void timeout_cancel(void *arg)
{
    EXPECT_INT(aw_cancel(*(aw_task *)arg), 1);
}

TEST("aw_timeout_exit: a cancellation from outside in the same turn wins")
{
    aw_task t = aw_go(timeout_in_task, aw_ms, 5);
    EXPECT_INT(aw_yield(), 0);
    aw_call_at(5, timeout_cancel, &t); /* after t's scope has struck, before t runs */
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_TRACE("-1001 1@5");
}

TEST("aw_timeout_exit: two scopes due at once, the inner is cancelled and the outer times out")
{
    aw_timeout outer = {{0}}, inner = {{0}};
    EXPECT_INT(aw_timeout_enter(&outer, 5), 0);
    EXPECT_INT(aw_timeout_enter(&inner, 5), 0);
    int rc = aw_timeout_exit(&inner, aw_sleep(9));
    EXPECT_INT(rc, AW_ECANCELLED);
    EXPECT_INT(aw_timeout_exit(&outer, rc), AW_ETIMEDOUT);
    EXPECT(aw_timeout_expired(&inner) && aw_timeout_expired(&outer));
    EXPECT_INT(aw_cancelling(aw_self()), 0);
}

TEST("aw_timeout_exit: the outer scope first, the inner passes its cancellation on")
{
    aw_timeout outer = {{0}}, inner = {{0}};
    EXPECT_INT(aw_timeout_enter(&outer, 5), 0);
    EXPECT_INT(aw_timeout_enter(&inner, 7), 0);
    int rc = aw_timeout_exit(&inner, aw_sleep(9));
    EXPECT_INT(rc, AW_ECANCELLED);
    EXPECT(!aw_timeout_expired(&inner));
    EXPECT_INT(aw_timeout_exit(&outer, rc), AW_ETIMEDOUT);
}

static int timeout_zero_after_cancel(void *unused)
{
    aw_cancel(aw_self());
    return timeout_sleep(0, 5);
}

TEST("aw_timeout_enter: with an undelivered cancellation delivers that, not its own")
{
    aw_task t = aw_spawn(timeout_zero_after_cancel, NULL, 0);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(aw_cancelling(t), 1);
}

TEST("aw_timeout_reschedule: moves, disables and hastens an entered scope")
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 5), 0);
    EXPECT_INT(aw_timeout_when(&limit), 5);
    EXPECT_INT(aw_timeout_reschedule(&limit, AW_FOREVER), 0);
    EXPECT_INT(aw_timeout_when(&limit), AW_FOREVER);
    EXPECT_INT(stats_now().timers, 0);
    EXPECT_INT(aw_sleep(9), 0);
    EXPECT_INT(aw_timeout_reschedule(&limit, 12), 0);
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT_INT(aw_timeout_reschedule(&limit, 3), 0); /* past: at the next turn */
    EXPECT_INT(aw_timeout_exit(&limit, aw_yield()), AW_ETIMEDOUT);
    EXPECT_INT(aw_now(), 11);
}

TEST("aw_timeout_reschedule: of a scope that has struck is refused")
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    int rc = aw_sleep(5);
    EXPECT_INT(aw_timeout_reschedule(&limit, 10), AW_ESTATE);
    EXPECT_INT(aw_timeout_exit(&limit, rc), AW_ETIMEDOUT);
}

TEST("aw_timeout_enter: twice, or exiting what was not entered, is a named error")
{
    aw_timeout limit = {{0}}, other = {{0}};
    EXPECT_INT(aw_timeout_exit(&other, 0), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "has not been entered");
    EXPECT_INT(aw_timeout_enter(&limit, 5), 0);
    EXPECT_INT(aw_timeout_enter(&limit, 5), AW_ESTATE);
    EXPECT_INT(aw_timeout_exit(&limit, 0), 0);
    EXPECT_INT(aw_timeout_exit(&limit, 0), AW_ESTATE);
    EXPECT_INT(aw_timeout_enter(&limit, 5), AW_ESTATE);
    EXPECT_INT(stats_now().timers, 0);
}

TEST("aw_timeout_enter_at: takes a deadline")
{
    EXPECT_INT(aw_sleep(3), 0);
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter_at(&limit, 5), 0);
    EXPECT_INT(aw_timeout_exit(&limit, aw_sleep(9)), AW_ETIMEDOUT);
    EXPECT_INT(aw_now(), 5);
}

/* -- aw_wait_for ------------------------------------------------------------------------------- */

TEST("aw_wait_for: in time gives the result, late cancels and gives AW_ETIMEDOUT")
{
    EXPECT_INT(aw_wait_for(go_job(5, "in", 3), 10), 3);
    EXPECT_INT(aw_wait_for(go_job(5, "forever", 4), AW_FOREVER), 4);
    aw_task late = go_job(20, "late");
    EXPECT_INT(aw_wait_for(late, 10), AW_ETIMEDOUT);
    EXPECT(aw_is_cancelled(late));
    EXPECT_TRACE("in@5 forever@10 late!C@20");
}

TEST("aw_wait_for: deadline and result in the same turn, the deadline wins and the value stays")
{
    aw_task t = go_job(10, "t", 5);
    EXPECT_INT(aw_wait_for(t, 10), AW_ETIMEDOUT);
    EXPECT(aw_is_done(t));
    EXPECT_TRACE("t!C@10");
    aw_future f = aw_future_new();
    EXPECT_INT(aw_wait_for(f, 3), AW_ETIMEDOUT);
    EXPECT(aw_is_cancelled(f));
}

static int timeout_clean(void *arg)
{
    int rc = aw_sleep(50);
    EXPECT_INT(aw_sleep(5), 0);
    int value = *(int *)arg;
    return value ? value : rc;
}

TEST("aw_wait_for: waits for the cleanup, and what that brings goes first")
{
    EXPECT_INT(aw_wait_for(aw_go(timeout_clean, int, 0), 10), AW_ETIMEDOUT);
    EXPECT_INT(aw_now(), 15);
    EXPECT_INT(aw_wait_for(aw_go(timeout_clean, int, 6), 10), 6);
    EXPECT_INT(aw_wait_for(aw_go(timeout_clean, int, -6), 10), -6);
    EXPECT_INT(aw_cancelling(aw_self()), 0);
}

TEST("aw_wait_for: of 0 takes a result that is there, else cancels and waits for the end")
{
    aw_task done = go_job(0, NULL, 2);
    EXPECT_INT(aw_await(done), 2);
    EXPECT_INT(aw_wait_for(done, 0), 2);
    aw_task t = aw_go(timeout_clean, int, 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_wait_for(t, -1), AW_ETIMEDOUT);
    EXPECT_INT(aw_now(), 5);
    aw_task u = aw_go(timeout_clean, int, 8);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_wait_for(u, 0), 8);
    aw_future f = aw_future_new();
    EXPECT_INT(aw_wait_for(f, 0), AW_ETIMEDOUT);
    EXPECT(aw_is_cancelled(f));
}

static int timeout_wait_zero(void *arg)
{
    int rc = aw_wait_for(*(aw_task *)arg, 0);
    note_at("%d", rc);
    return rc;
}

TEST("aw_wait_for: of 0 that is cancelled while it waits for the cleanup is cancelled")
{
    aw_task t = aw_go(timeout_clean, int, 0);
    EXPECT_INT(aw_yield(), 0);
    aw_task u = aw_go(timeout_wait_zero, aw_task, t.id);
    EXPECT_INT(aw_sleep(2), 0);
    aw_cancel(u);
    EXPECT_INT(aw_await(u), AW_ECANCELLED);
    EXPECT_TRACE("-1001@2");
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
}

static int timeout_wait_for(void *arg)
{
    return aw_wait_for(*(aw_task *)arg, 50);
}

TEST("aw_wait_for: cancelled while it waits cancels what it waits for")
{
    aw_task t = go_job(20, "t");
    aw_task u = aw_go(timeout_wait_for, aw_task, t.id);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(u);
    EXPECT_INT(aw_await(u), AW_ECANCELLED);
    EXPECT_TRACE("t!C@1");
    EXPECT_INT(stats_now().timers, 0);
}

TEST("aw_wait_for: of a shield leaves the inner task alone")
{
    aw_task t = go_job(20, "t", 1);
    EXPECT_INT(aw_wait_for(aw_shield(t), 5), AW_ETIMEDOUT);
    EXPECT_INT(aw_now(), 5);
    EXPECT_INT(aw_await(t), 1);
    EXPECT_TRACE("t@20");
}

static aw_timeout timeout_left;

static void timeout_outside(void *arg)
{
    aw_future f = *(aw_future *)arg;
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 5), AW_ENOTASK);
    EXPECT_INT(aw_wait_for(f, 5), AW_ENOTASK);
    EXPECT_INT(aw_wait_for(f, 0), AW_ENOTASK);
    EXPECT_INT(aw_timeout_exit(&timeout_left, 3), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "only the task that entered it");
}

static int timeout_exit_of_main(void *unused)
{
    return aw_timeout_exit(&timeout_left, 3);
}

TEST("aw_timeout_exit: by another task is refused, and the scope stays open")
{
    EXPECT_INT(aw_timeout_enter(&timeout_left, 5), 0);
    EXPECT_INT(aw_await(aw_spawn(timeout_exit_of_main, NULL, 0)), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "aw_timeout_exit: only the task that entered it");
    EXPECT_INT(aw_timeout_exit(&timeout_left, aw_sleep(10)), AW_ETIMEDOUT);
}

TEST("aw_timeout_exit: in a callback is refused, as entering is")
{
    aw_future f = aw_future_new();
    EXPECT_INT(aw_timeout_enter(&timeout_left, 5), 0);
    aw_call_soon(timeout_outside, &f);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_timeout_exit(&timeout_left, 3), 3);
    aw_cancel(f);
}

TEST("aw_wait_for: no time at all for a detached future that the cancellation ends")
{
    aw_future f = aw_future_new();
    EXPECT_INT(aw_detach(f), 0);
    EXPECT_INT(aw_wait_for(f, 0), AW_ETIMEDOUT);
    EXPECT_INT(aw_result(f), AW_ESTALE);
}
