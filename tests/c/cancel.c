/* Cancellation of tasks: when it arrives, how often, and what becomes of it. */
#include "test.h"

static int cancel_body(void *unused)
{
    note("ran");
    return 0;
}

TEST("aw_cancel: before the start the task never runs, and is done a turn later")
{
    aw_task t = aw_spawn(cancel_body, NULL, 0);
    EXPECT_INT(aw_cancel(t), 1);
    EXPECT(!aw_is_done(t));
    EXPECT_INT(aw_yield(), 0);
    EXPECT(aw_is_cancelled(t));
    EXPECT_INT(aw_cancel(t), 0);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
}

static int cancel_count_deliveries(void *unused)
{
    int count = 0;
    for (int i = 0; i < 4; i++) count += aw_sleep(1) == AW_ECANCELLED;
    return count;
}

TEST("aw_cancel: several requests before delivery are delivered once")
{
    aw_task t = aw_spawn(cancel_count_deliveries, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    for (int i = 0; i < 3; i++) EXPECT_INT(aw_cancel(t), 1);
    EXPECT_INT(aw_cancelling(t), 3);
    EXPECT_INT(aw_await(t), 1);
    EXPECT_INT(aw_cancelling(t), 3);
}

TEST("aw_cancel: tasks are woken in the order in which they were cancelled")
{
    aw_task a = go_job(9, "a"), b = go_job(9, "b"), c = go_job(9, "c");
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(c);
    aw_cancel(a);
    aw_cancel(b);
    EXPECT_INT(aw_wait(((aw_task[]){a, b, c}), 3, AW_ALL_COMPLETED, AW_FOREVER), 3);
    EXPECT_TRACE("c!C@0 a!C@0 b!C@0");
}

static int cancel_self_and_wait(void *arg)
{
    aw_cancel(aw_self());
    int rc = *(bool *)arg ? aw_sleep(5) : aw_yield();
    note_at("%d", rc);
    return 1;
}

TEST("aw_cancel: of oneself arrives at the next suspension, and may be swallowed")
{
    EXPECT_INT(aw_await(aw_go(cancel_self_and_wait, bool, true)), 1);
    EXPECT_INT(aw_await(aw_go(cancel_self_and_wait, bool, false)), 1);
    EXPECT_TRACE("-1001@0 -1001@0");
}

static int cancel_self_and_return(void *unused)
{
    aw_cancel(aw_self());
    return 12;
}

TEST("aw_cancel: that is still undelivered at the end makes the task cancelled")
{
    aw_task t = aw_spawn(cancel_self_and_return, NULL, 0);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT(aw_is_cancelled(t));
    EXPECT_INT(aw_uncancel(aw_self()), 0);
}

static int cancel_self_and_fail(void *unused)
{
    aw_cancel(aw_self());
    return aw_fail(-4, "failed");
}

/* In CPython an exception wins over must_cancel: see Task.__step_run_and_handle_result. */
TEST("aw_cancel: that is still undelivered when the task fails leaves the failure")
{
    aw_task t = aw_spawn(cancel_self_and_fail, NULL, 0);
    EXPECT_INT(aw_await(t), -4);
    EXPECT(!aw_is_cancelled(t));
}

static int cancel_and_fail(void *unused)
{
    int rc = aw_sleep(9);
    return rc == AW_ECANCELLED ? aw_fail(-4, "cleanup failed") : rc;
}

TEST("aw_cancel: a task that fails in its cleanup has failed, not been cancelled")
{
    aw_task t = aw_spawn(cancel_and_fail, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t);
    EXPECT_INT(aw_await(t), -4);
    EXPECT_STR(aw_errmsg(), "cleanup failed");
}

TEST("aw_cancel_with: the words arrive with the code, for the task and for its awaiter")
{
    aw_task t = aw_spawn(forever, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    char words[] = "shop is closing";
    aw_cancel_with(t, words);
    words[0] = 'S';
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_STR(aw_errmsg(), "shop is closing");
}

static int cancel_note_words(void *arg)
{
    aw_task inner = *(aw_task *)arg;
    int rc = inner.id ? aw_await(inner) : aw_sleep(9);
    note("%d:%s", rc, aw_errmsg());
    return rc;
}

TEST("aw_cancel_with: the words reach every task of a chain, the innermost first")
{
    aw_task inner = aw_go(cancel_note_words, aw_task, 0);
    aw_task middle = aw_go(cancel_note_words, aw_task, inner.id);
    aw_task outer = aw_go(cancel_note_words, aw_task, middle.id);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel_with(outer, "m");
    EXPECT_INT(aw_cancelling(inner), 1);
    EXPECT_INT(aw_cancelling(middle), 1);
    EXPECT_INT(aw_await(outer), AW_ECANCELLED);
    EXPECT_TRACE("-1001:m -1001:m -1001:m");
}

TEST("aw_cancel_with: before the start the words arrive at the awaiter")
{
    aw_task t = aw_spawn(cancel_body, NULL, 0);
    aw_cancel_with(t, "too late");
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_STR(aw_errmsg(), "too late");
}

TEST("aw_cancel: without words arrives with who asked, and where")
{
    aw_task t = aw_spawn(forever, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_HAS(aw_errmsg(), "cancelled by main at tests/c/cancel.c:");
}

static int cancel_chain(void *arg)
{
    int depth = *(int *)arg;
    if (depth == 0) return aw_sleep(9);
    return aw_await(aw_go(cancel_chain, int, depth - 1));
}

TEST("aw_cancel: goes down a chain of a thousand tasks, and unwinds a turn for each")
{
    aw_task t = aw_go(cancel_chain, int, 1000);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(stats_now().waiters, 1001);
    uint64_t turns = stats_now().turns;
    EXPECT_INT(aw_cancel(t), 1);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(stats_now().turns - turns, 1002);
}

static int cancel_swallow(void *unused)
{
    EXPECT_INT(aw_sleep(9), AW_ECANCELLED);
    return 5;
}

static int cancel_await(void *arg)
{
    int rc = aw_await(*(aw_task *)arg);
    note("%d %d", rc, aw_cancelling(aw_self()));
    return rc;
}

TEST("aw_cancel: swallowed by the inner task, the outer one goes on with its result")
{
    aw_task inner = aw_spawn(cancel_swallow, NULL, 0);
    aw_task outer = aw_go(cancel_await, aw_task, inner.id);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(outer);
    EXPECT_INT(aw_await(outer), 5);
    EXPECT_TRACE("5 1");
}

static aw_task cancel_outer;

static int cancel_from_inside(void *unused)
{
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_cancel(cancel_outer), 1); /* comes back to this task, which is running */
    note("%d", aw_cancelling(aw_self()));
    return aw_sleep(1);
}

TEST("aw_cancel: of the task that waits for this one arrives here")
{
    aw_task inner = aw_spawn(cancel_from_inside, NULL, 0);
    cancel_outer = aw_go(cancel_await, aw_task, inner.id);
    EXPECT_INT(aw_await(cancel_outer), AW_ECANCELLED);
    EXPECT(aw_is_cancelled(inner));
    EXPECT_TRACE("1 -1001 1");
}

TEST("aw_uncancel: stops at 0, and drops an undelivered request")
{
    aw_task t = aw_spawn(cancel_count_deliveries, NULL, 0);
    EXPECT_INT(aw_uncancel(t), 0);
    aw_task self = aw_self();
    aw_cancel(self);
    aw_cancel(self);
    EXPECT_INT(aw_uncancel(self), 1);
    EXPECT_INT(aw_uncancel(self), 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_await(t), 0);
}

TEST("aw_uncancel: above 0 leaves an undelivered request")
{
    aw_task self = aw_self();
    aw_cancel(self);
    aw_cancel(self);
    EXPECT_INT(aw_uncancel(self), 1);
    EXPECT_INT(aw_yield(), AW_ECANCELLED);
    EXPECT_INT(aw_uncancel(self), 0);
}

TEST("aw_cancel: what does not suspend does not deliver it")
{
    aw_future f = aw_future_new();
    aw_future_set(f, 3);
    aw_cancel(aw_self());
    EXPECT_INT(aw_await(f), 3);
    EXPECT_INT(aw_wait_for(f, 5), 3);
    EXPECT_INT(aw_await(aw_gather(&f, 1, 0)), 0);
    EXPECT_INT(aw_sleep(1), AW_ECANCELLED);
    EXPECT_INT(aw_now(), 0);
    EXPECT_INT(aw_uncancel(aw_self()), 0);
}

TEST("aw_cancel: of a task that waits for a future cancels the future, and all its waiters")
{
    aw_future f = aw_future_new();
    aw_task a = aw_go(cancel_await, aw_task, f.id), b = aw_go(cancel_await, aw_task, f.id);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(a);
    EXPECT(aw_is_cancelled(f));
    EXPECT_INT(aw_wait(((aw_task[]){a, b}), 2, AW_ALL_COMPLETED, AW_FOREVER), 2);
    EXPECT_TRACE("-1001 1 -1001 0");
}

static int cancel_after_error(void *unused)
{
    aw_fail(-3, "something else");
    return AW_ECANCELLED;
}

TEST("aw_await: of a task that ends as cancelled after another error does not give that one's words")
{
    EXPECT_INT(aw_await(aw_spawn(cancel_after_error, NULL, 0)), AW_ECANCELLED);
    EXPECT(!strstr(aw_errmsg(), "something else"));
}

static void cancel_await_outside(void *arg)
{
    EXPECT_INT(aw_await(*(aw_future *)arg), AW_ECANCELLED);
    note("told");
}

TEST("aw_await: of a cancelled future in a callback tells so without waiting")
{
    aw_future f = aw_future_new();
    aw_cancel(f);
    aw_call_soon(cancel_await_outside, &f);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_TRACE("told");
}
