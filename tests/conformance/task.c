/* Scenarios of tasks: mostly of when a cancellation arrives. */
#include "scenario.h"

static int ta_note_body(void *unused)
{
    note("BODY");
    return 0;
}

SCENARIO("task_cancel_before_start_never_runs", "True False True True")
{
    aw_task t = aw_spawn_here(ta_note_body, NULL, 0, "body", AW_HERE);
    note_bool(aw_cancel(t) == 1);
    note_bool(aw_is_cancelled(t));
    EXPECT_INT(aw_yield(), 0);
    note_bool(aw_is_cancelled(t));
    note_bool(aw_is_done(t));
}

static int ta_survive(void *unused)
{
    if (aw_sleep(10) == AW_ECANCELLED) note("C");
    EXPECT_INT(aw_sleep(1), 0);
    note_at("survived");
    return 0;
}

SCENARIO("task_cancel_twice_one_delivery", "True True 2 C survived@1")
{
    aw_task t = aw_spawn(ta_survive, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    note_bool(aw_cancel(t) == 1);
    note_bool(aw_cancel(t) == 1);
    note("%d", aw_cancelling(t));
    EXPECT_INT(aw_await(t), 0);
}

static int ta_cancel_itself(void *unused)
{
    aw_cancel(aw_self());
    return 12;
}

SCENARIO("task_cancel_at_end", "!CancelledError@0 True")
{
    aw_task t = aw_spawn(ta_cancel_itself, NULL, 0);
    outcome(aw_await(t));
    note_bool(aw_is_cancelled(t));
}

static int ta_give_six(void *unused)
{
    return 6;
}

static int ta_self_cancel_nonblocking(void *arg)
{
    aw_task done = *(aw_task *)arg;
    aw_future f = aw_future_new();
    aw_future_set(f, 5);
    aw_cancel(aw_self());
    note("%d", aw_await(f));
    note("%d", aw_await(done));
    aw_event event = {0};
    aw_event_set(&event);
    note_bool(aw_event_wait(&event) == 0);
    aw_lock lock = {0};
    if (aw_lock_acquire(&lock) == 0) note("lock");
    return aw_yield();
}

SCENARIO("task_cancel_self_then_nonblocking_await", "5 6 True lock !CancelledError@0")
{
    aw_task done = aw_spawn(ta_give_six, NULL, 0);
    EXPECT_INT(aw_await(done), 6);
    outcome(aw_await(aw_go(ta_self_cancel_nonblocking, aw_task, done.id)));
}

static int ta_uncancels(void *unused)
{
    if (aw_sleep(10) == AW_ECANCELLED) {
        note("%d", aw_cancelling(aw_self()));
        for (int i = 0; i < 3; i++) note("%d", aw_uncancel(aw_self()));
    }
    return word("fine");
}

SCENARIO("task_uncancel_counts", "2 1 0 0 ok=fine@0 0")
{
    aw_task t = aw_spawn(ta_uncancels, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t);
    aw_cancel(t);
    outcome(aw_await(t));
    note("%d", aw_cancelling(t));
}

static int ta_await_value(void *arg)
{
    aw_future f = *(aw_future *)arg;
    int rc = aw_await(f);
    if (rc == AW_ECANCELLED) note("C %s", word_of(aw_result(f)));
    return rc;
}

SCENARIO("task_cancel_after_result_before_resume", "True C v !CancelledError@0")
{
    aw_future f = aw_future_new();
    aw_task t = aw_go(ta_await_value, aw_future, f.id);
    EXPECT_INT(aw_yield(), 0);
    aw_future_set(f, word("v"));
    note_bool(aw_cancel(t) == 1);
    outcome(aw_await(t));
}

static int ta_sleep_notes(void *arg)
{
    const char *name = *(const char **)arg;
    int rc = aw_sleep(10);
    if (rc == AW_ECANCELLED) note("%s!C", name);
    return rc;
}

static int ta_await_notes(void *arg)
{
    int rc = aw_await(*(aw_task *)arg);
    if (rc == AW_ECANCELLED) note("outer!C");
    return rc;
}

SCENARIO("task_cancel_propagates_to_awaited_task", "1 1 inner!C outer!C True True")
{
    aw_task inner = aw_go(ta_sleep_notes, const char *, "inner");
    aw_task outer = aw_go(ta_await_notes, aw_task, inner.id);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(outer);
    note("%d %d", aw_cancelling(outer), aw_cancelling(inner));
    EXPECT_INT(aw_wait(&outer, 1, AW_ALL_COMPLETED, AW_FOREVER), 1);
    note_bool(aw_is_cancelled(outer));
    note_bool(aw_is_cancelled(inner));
}

static int ta_swallow_once(void *unused)
{
    if (aw_sleep(10) == AW_ECANCELLED) note("i1");
    return aw_sleep(10);
}

static int ta_await_plain(void *arg)
{
    return aw_await(*(aw_task *)arg);
}

SCENARIO("task_recancel_same_inner_after_swallow", "i1 False True True @0")
{
    aw_task inner = aw_spawn(ta_swallow_once, NULL, 0);
    aw_task outer = aw_go(ta_await_plain, aw_task, inner.id);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(outer);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_yield(), 0);
    note_bool(aw_is_done(outer));
    aw_cancel(outer);
    EXPECT_INT(aw_wait(&outer, 1, AW_ALL_COMPLETED, AW_FOREVER), 1);
    note_bool(aw_is_cancelled(outer));
    note_bool(aw_is_cancelled(inner));
    note_at("%s", "");
}

static int ta_raise_cancelled(void *unused)
{
    return AW_ECANCELLED;
}

SCENARIO("task_raises_cancelled_itself", "!CancelledError@0 True 0")
{
    aw_task t = aw_spawn(ta_raise_cancelled, NULL, 0);
    outcome(aw_await(t));
    note_bool(aw_is_cancelled(t));
    note("%d", aw_cancelling(t));
}

static aw_task ta_ring[2];

static int ta_await_next(void *arg)
{
    return aw_await(ta_ring[*(int *)arg]);
}

SCENARIO("task_await_cycle_deadlocks", "!RuntimeError@0 !RuntimeError@0")
{
    ta_ring[0] = aw_go(ta_await_next, int, 1);
    ta_ring[1] = aw_go(ta_await_next, int, 0);
    outcome(aw_await(ta_ring[0]));
    outcome(aw_await(ta_ring[1]));
}

static int ta_fail_k(void *unused)
{
    return aw_fail(KEY_ERROR('k'), "k");
}

SCENARIO("task_cancel_clears_log_flag", "False end")
{
    aw_task t = aw_spawn(ta_fail_k, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    note_bool(aw_cancel(t) == 1);
    EXPECT_INT(aw_release(t), 0);
    note("end");
}

static void ta_note_done(aw_future future, void *text)
{
    (void)future;
    note("%s", (const char *)text);
}

static int ta_wait_w(void *arg)
{
    int rc = aw_await(*(aw_future *)arg);
    note("w");
    return rc;
}

SCENARIO("task_done_callback_vs_waiter_order", "cb1 w cb2 main")
{
    aw_future f = aw_future_new();
    aw_on_done(f, ta_note_done, "cb1");
    aw_task t = aw_go(ta_wait_w, aw_future, f.id);
    EXPECT_INT(aw_yield(), 0);
    aw_on_done(f, ta_note_done, "cb2");
    aw_future_set(f, 1);
    EXPECT_INT(aw_await(t), 1);
    note("main");
}

static int ta_clean_slowly(void *unused)
{
    int rc = aw_sleep(10);
    if (rc < 0) {
        EXPECT_INT(aw_sleep(2), 0);
        note_at("cleaned");
    }
    return rc;
}

SCENARIO("task_cancel_in_finally_runs_async_cleanup", "cleaned@3 !CancelledError@3")
{
    aw_task t = aw_spawn(ta_clean_slowly, NULL, 0);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    outcome(aw_await(t));
}
