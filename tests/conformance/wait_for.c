/* Scenarios of wait_for: who wins, and who waits for whose cleanup. */
#include "scenario.h"

SCENARIO("wf_result", "a@1 ok=a@1")
{
    outcome(aw_wait_for(named_job("a", 1), 2));
}

static int wf_clean_three(void *unused)
{
    int rc = aw_sleep(10);
    EXPECT_INT(aw_sleep(3), 0);
    note_at("clean");
    return rc;
}

SCENARIO("wf_waits_for_cleanup", "clean@5 !TimeoutError@5")
{
    outcome(aw_wait_for(aw_spawn(wf_clean_three, NULL, 0), 2));
}

static int wf_fail_on_cancel(void *unused)
{
    int rc = aw_sleep(10);
    return rc == AW_ECANCELLED ? aw_fail(KEY_ERROR('k'), "k") : rc;
}

SCENARIO("wf_inner_raises_on_cancel", "!KeyError('k')@2")
{
    outcome(aw_wait_for(aw_spawn(wf_fail_on_cancel, NULL, 0), 2));
}

static int wf_body(void *unused)
{
    note("BODY");
    return 0;
}

SCENARIO("wf_zero_coro_not_started", "!TimeoutError@0")
{
    outcome(aw_wait_for(aw_spawn(wf_body, NULL, 0), 0));
}

static int wf_swallow_r(void *unused)
{
    return aw_sleep(10) == AW_ECANCELLED ? word("r") : 0;
}

SCENARIO("wf_zero_task_swallows", "ok=r@0")
{
    aw_task t = aw_spawn(wf_swallow_r, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    outcome(aw_wait_for(t, 0));
}

static void wf_set_v(void *arg)
{
    note("set");
    aw_future_set(*(aw_future *)arg, word("v"));
}

SCENARIO("wf_race_result_first_same_tick", "set !TimeoutError@1 v")
{
    aw_future f = aw_future_new();
    aw_call_at(1, wf_set_v, &f);
    outcome(aw_wait_for(f, 1));
    note("%s", word_of(aw_result(f)));
}

static int wf_wait_job_a(void *unused)
{
    return aw_wait_for(named_job("a", 10), 5);
}

SCENARIO("wf_outer_cancel", "a!C@0 !CancelledError@0")
{
    aw_task t = aw_spawn(wf_wait_job_a, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t);
    outcome(aw_await(t));
}

static int wf_self_cancel_then_done(void *unused)
{
    aw_future f = aw_future_new();
    aw_future_set(f, word("v"));
    aw_cancel(aw_self());
    note("got %s", word_of(aw_wait_for(f, 1)));
    return aw_yield();
}

SCENARIO("wf_cancel_self_then_done_future_107547", "got v !CancelledError@0")
{
    outcome(aw_await(aw_spawn(wf_self_cancel_then_done, NULL, 0)));
}

static int wf_swallow_at_two(void *unused)
{
    if (aw_sleep(10) == AW_ECANCELLED) note_at("c1");
    return aw_sleep(10);
}

static int wf_wait_swallower(void *unused)
{
    return aw_wait_for(aw_spawn(wf_swallow_at_two, NULL, 0), 2);
}

SCENARIO("wf_outer_cancel_before_timeout_during_cleanup", "c1@2 !CancelledError@3")
{
    aw_task t = aw_spawn(wf_wait_swallower, NULL, 0);
    EXPECT_INT(aw_sleep(3), 0);
    aw_cancel(t);
    outcome(aw_await(t));
}

SCENARIO("wf_shielded_zero", "!TimeoutError@0 False True a@3")
{
    aw_task t = named_job("a", 3);
    aw_future shield = aw_shield(t);
    outcome(aw_wait_for(shield, 0));
    note_bool(aw_is_done(t));
    note_bool(aw_is_cancelled(shield));
    EXPECT_INT(aw_await(t), word("a"));
}

static int wf_inner_two(void *unused)
{
    return aw_wait_for(aw_go(forever, int, 0), 2);
}

SCENARIO("wf_nested_outer_shorter", "out!TimeoutError@1")
{
    int rc = aw_wait_for(aw_spawn(wf_inner_two, NULL, 0), 1);
    note_at("out!%s", exception(rc));
}
