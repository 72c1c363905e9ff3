/* Further scenarios of cancellation: when it arrives, at whom, and what may be done about it. */
#include "programs.h"

static int ca_noting(const char *text, int rc)
{
    if (rc == AW_ECANCELLED) note("%s", text);
    return rc;
}

struct ca_delays {
    int count;
    aw_ms delay_ms[3];
};

static int ca_retry(void *arg)
{
    const struct ca_delays *it = arg;
    for (int i = 0; i < it->count; i++)
        if (aw_sleep(it->delay_ms[i]) == AW_ECANCELLED) note_at("C%d", i + 1);
    return word("end");
}

SCENARIO("task_cancel_done_is_refused", "False False 0")
{
    aw_task t = giving(1);
    EXPECT_INT(aw_await(t), 1);
    note_bool(aw_cancel(t) == 1);
    note_bool(aw_is_cancelled(t));
    note("%d", aw_cancelling(t));
}

SCENARIO("task_cancel_swallowed_keeps_count", "ok=v@0 False 1")
{
    aw_task t = swallowing_job("v");
    pass_turns(1);
    aw_cancel(t);
    outcome(aw_await(t));
    note_bool(aw_is_cancelled(t));
    note("%d", aw_cancelling(t));
}

SCENARIO("task_cancel_turned_into_error", "!KeyError('k')@0 False")
{
    aw_task t = refusing_job();
    pass_turns(1);
    aw_cancel(t);
    outcome(aw_await(t));
    note_bool(aw_is_cancelled(t));
}

/* -- By the task itself ------------------------------------------------------------------------ */

static int ca_self_sleep(void *unused)
{
    aw_cancel(aw_self());
    note("on");
    return aw_sleep(5);
}

SCENARIO("task_cancel_self_hits_next_sleep", "on !CancelledError@0")
{
    outcome(aw_await(aw_spawn(ca_self_sleep, NULL, 0)));
}

static int ca_self_await(void *arg)
{
    aw_cancel(aw_self());
    return aw_await(*(aw_future *)arg);
}

SCENARIO("task_cancel_self_cancels_future_it_awaits", "True False !CancelledError@0")
{
    aw_future f = aw_future_new();
    aw_task t = aw_go(ca_self_await, aw_future, f.id);
    pass_turns(1);
    note_bool(aw_is_cancelled(f));
    note_bool(aw_is_done(t));
    outcome(aw_await(t));
}

static int ca_self_fail(void *unused)
{
    aw_cancel(aw_self());
    return aw_fail(KEY_ERROR('k'), "k");
}

SCENARIO("task_cancel_self_then_error", "!KeyError('k')@0 False")
{
    aw_task t = aw_spawn(ca_self_fail, NULL, 0);
    outcome(aw_await(t));
    note_bool(aw_is_cancelled(t));
}

static int ca_self_swallow(void *unused)
{
    aw_cancel(aw_self());
    if (aw_yield() == AW_ECANCELLED) note("C");
    EXPECT_INT(aw_sleep(1), 0);
    note_at("on");
    return aw_cancelling(aw_self());
}

SCENARIO("task_cancel_self_swallow_then_sleep", "C on@1 ok=1@1")
{
    outcome(aw_await(aw_spawn(ca_self_swallow, NULL, 0)));
}

/* -- Taken back -------------------------------------------------------------------------------- */

static int ca_uncancel_self(void *arg)
{
    for (int i = 0; i < *(int *)arg; i++) aw_cancel(aw_self());
    note("%d", aw_uncancel(aw_self()));
    int rc = aw_yield();
    return rc < 0 ? rc : word("v");
}

SCENARIO("task_uncancel_drops_undelivered_request", "0 ok=v@0")
{
    outcome(aw_await(aw_go(ca_uncancel_self, int, 1)));
}

SCENARIO("task_uncancel_one_of_two_keeps_request", "1 !CancelledError@0")
{
    outcome(aw_await(aw_go(ca_uncancel_self, int, 2)));
}

SCENARIO("task_uncancel_before_start_runs", "0 t@1 ok=t@1")
{
    aw_task t = named_job("t", 1);
    aw_cancel(t);
    note("%d", aw_uncancel(t));
    outcome(aw_await(t));
}

SCENARIO("task_uncancel_after_wakeup_is_too_late", "0 t!C@0 !CancelledError@0 0")
{
    aw_task t = named_job("t", 5);
    pass_turns(1);
    aw_cancel(t);
    note("%d", aw_uncancel(t));
    outcome(aw_await(t));
    note("%d", aw_cancelling(t));
}

SCENARIO("task_uncancel_floor", "0 0 0")
{
    note("%d", aw_cancelling(aw_self()));
    note("%d", aw_uncancel(aw_self()));
    note("%d", aw_cancelling(aw_self()));
}

/* -- When it arrives --------------------------------------------------------------------------- */

static int ca_yield(void *unused)
{
    return ca_noting("C", aw_yield());
}

SCENARIO("task_cancel_yielding_task", "C !CancelledError@0")
{
    aw_task t = aw_spawn(ca_yield, NULL, 0);
    pass_turns(1);
    aw_cancel(t);
    outcome(aw_await(t));
}

SCENARIO("task_cancel_two_in_order", "b!C@0 a!C@0")
{
    aw_task tasks[] = {named_job("a", 5), named_job("b", 5)};
    pass_turns(1);
    aw_cancel(tasks[1]);
    aw_cancel(tasks[0]);
    EXPECT_INT(aw_wait(tasks, 2, AW_ALL_COMPLETED, AW_FOREVER), 2);
}

SCENARIO("task_cancel_queues_behind_what_is_ready", "x t!C@0 y !CancelledError@0")
{
    aw_task t = named_job("t", 5);
    pass_turns(1);
    aw_call_soon(note_cb, "x");
    aw_cancel(t);
    aw_call_soon(note_cb, "y");
    outcome(aw_await(t));
}

SCENARIO("task_cancel_by_timer_before_its_own", "t!C@1 !CancelledError@1")
{
    aw_task t;
    aw_call_at(1, cancel_cb, &t);
    t = named_job("t", 1);
    outcome(aw_await(t));
}

SCENARIO("task_cancel_by_timer_after_its_own", "t!C@1 !CancelledError@1")
{
    aw_task t = named_job("t", 1);
    pass_turns(1);
    aw_call_at(1, cancel_cb, &t);
    outcome(aw_await(t));
}

SCENARIO("task_cancel_a_turn_after_its_timer", "t@1 ok=t@1")
{
    aw_task t = named_job("t", 1);
    pass_turns(1);
    aw_call_at(1, soon_cb, &(struct call_later){cancel_cb, &t});
    outcome(aw_await(t));
}

SCENARIO("task_cancel_again_after_swallow", "C1@1 C2@2 ok=end@12 2")
{
    aw_task t = aw_go(ca_retry, struct ca_delays, 3, {10, 10, 10});
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    outcome(aw_await(t));
    note("%d", aw_cancelling(t));
}

static int ca_slow_cleanup(void *unused)
{
    int rc = aw_sleep(10);
    note_at("cleanup");
    int cleaned = aw_sleep(5);
    note_at(cleaned < 0 ? "slow!C" : "slow");
    return cleaned < 0 ? cleaned : rc;
}

SCENARIO("task_cancel_interrupts_cleanup", "cleanup@1 slow!C@2 !CancelledError@2")
{
    aw_task t = aw_spawn(ca_slow_cleanup, NULL, 0);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    outcome(aw_await(t));
}

/* -- Messages ---------------------------------------------------------------------------------- */

static int ca_sleep_words(void *arg)
{
    int rc = aw_sleep(*(int *)arg);
    if (rc == AW_ECANCELLED) note("C %s", aw_errmsg());
    return rc;
}

SCENARIO("task_cancel_message_reaches_task_and_awaiter", "C stop main stop")
{
    aw_task t = aw_go(ca_sleep_words, int, 10);
    pass_turns(1);
    aw_cancel_with(t, "stop");
    if (aw_await(t) == AW_ECANCELLED) note("main %s", aw_errmsg());
}

SCENARIO("task_cancel_last_message_counts", "C two")
{
    aw_task t = aw_go(ca_sleep_words, int, 0);
    pass_turns(1);
    aw_cancel_with(t, "one");
    aw_cancel_with(t, "two");
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
}

/* -- Reports ----------------------------------------------------------------------------------- */

SCENARIO("task_cancel_is_no_error_to_report", "t!C@0 end")
{
    aw_task t = named_job("t", 5);
    pass_turns(1);
    aw_cancel(t);
    pass_turns(2);
    EXPECT_INT(aw_release(t), 0);
    note("end");
}

SCENARIO("task_error_in_cancelled_task_is_reported", "end")
{
    expect_report("failed and its error was never retrieved");
    aw_task t = refusing_job();
    pass_turns(1);
    aw_cancel(t);
    pass_turns(2);
    EXPECT_INT(aw_release(t), 0);
    note("end");
}
