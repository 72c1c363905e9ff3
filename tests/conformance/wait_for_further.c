/* Further scenarios of wait_for: races, turns and nesting. */
#include "programs.h"

SCENARIO("wf_no_limit", "a@3 ok=a@3")
{
    outcome(aw_wait_for(named_job("a", 3), AW_FOREVER));
}

SCENARIO("wf_timeout_cancels", "a!C@2 !TimeoutError@2 True 0")
{
    aw_task t = named_job("a", 5);
    outcome(aw_wait_for(t, 2));
    note_bool(aw_is_cancelled(t));
    note("%d", aw_cancelling(aw_self()));
}

SCENARIO("wf_value_on_cancel_goes_first", "ok=r@2")
{
    outcome(aw_wait_for(swallowing_job("r"), 2));
}

static int wg_stubborn(void *unused)
{
    if (aw_sleep(10) == AW_ECANCELLED) note_at("c1");
    EXPECT_INT(aw_sleep(5), 0);
    note_at("a");
    return word("a");
}

SCENARIO("wf_swallows_and_goes_on", "c1@2 a@7 ok=a@7")
{
    outcome(aw_wait_for(aw_spawn(wg_stubborn, NULL, 0), 2));
}

SCENARIO("wf_error_before_limit", "a@1 !KeyError('a')@1")
{
    outcome(aw_wait_for(failing_job("a", 1), 2));
}

SCENARIO("wf_done_does_not_yield", "7 other")
{
    aw_call_soon(note_cb, "other");
    note("%d", aw_wait_for(done_future(7), 1));
    pass_turns(1);
}

/* -- No time at all ---------------------------------------------------------------------------- */

SCENARIO("wf_zero_done", "7 other")
{
    aw_call_soon(note_cb, "other");
    note("%d", aw_wait_for(done_future(7), 0));
    pass_turns(1);
}

SCENARIO("wf_zero_pending_future", "!TimeoutError@0 True")
{
    aw_future f = aw_future_new();
    outcome(aw_wait_for(f, 0));
    note_bool(aw_is_cancelled(f));
}

SCENARIO("wf_negative_started_task", "a!C@0 !TimeoutError@0 True 1 0")
{
    aw_task t = named_job("a", 5);
    pass_turns(1);
    outcome(aw_wait_for(t, -1));
    note_bool(aw_is_cancelled(t));
    note("%d %d", aw_cancelling(t), aw_cancelling(aw_self()));
}

SCENARIO("wf_zero_waits_for_cleanup", "clean@3 !TimeoutError@3")
{
    aw_task t = cleaning_job(3, "clean");
    pass_turns(1);
    outcome(aw_wait_for(t, 0));
}

SCENARIO("wf_zero_gather", "a!C@0 b!C@0 !TimeoutError@0 False !CancelledError@0")
{
    aw_task tasks[] = {named_job("a", 5), named_job("b", 5)};
    pass_turns(1);
    aw_future g = aw_gather(tasks, 2, 0);
    outcome(aw_wait_for(g, 0));
    note_bool(aw_is_cancelled(g));
    outcome(aw_await(g));
}

SCENARIO("wf_negative_gather_error_on_cancel", "a!C@0 !KeyError('k')@0")
{
    aw_task tasks[] = {refusing_job(), named_job("a", 5)};
    pass_turns(1);
    outcome(aw_wait_for(aw_gather(tasks, 2, 0), -1));
}

SCENARIO("wf_zero_error_on_cancel", "!KeyError('k')@0")
{
    aw_task t = refusing_job();
    pass_turns(1);
    outcome(aw_wait_for(t, 0));
}

struct wg_limited {
    aw_future future;
    aw_ms delay_ms;
};

static int wg_wait(void *arg)
{
    const struct wg_limited *it = arg;
    return aw_wait_for(it->future, it->delay_ms);
}

static aw_task wg_waiting(aw_future future, aw_ms delay_ms)
{
    return aw_go(wg_wait, struct wg_limited, future, delay_ms);
}

SCENARIO("wf_zero_cancelled_while_cleaning", "!CancelledError@1 False clean@3 True")
{
    aw_task inner = cleaning_job(3, "clean");
    pass_turns(1);
    aw_task t = wg_waiting(inner, 0);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    outcome(aw_await(t));
    note_bool(aw_is_done(inner));
    EXPECT_INT(aw_sleep(3), 0);
    note_bool(aw_is_cancelled(inner));
}

SCENARIO("wf_zero_takes_so_many_turns", "1 a!C@0 2 3 !TimeoutError@0 4 5")
{
    aw_task t = named_job("a", 5);
    pass_turns(1);
    count_turns(5);
    outcome(aw_wait_for(t, 0));
    pass_turns(2);
}

SCENARIO("wf_timeout_takes_so_many_turns", "1 a!C@1 2 !TimeoutError@1 3 4 5")
{
    aw_task t = named_job("a", 5);
    pass_turns(1);
    aw_call_at(1, count_turns_cb, &(int){5});
    outcome(aw_wait_for(t, 1));
    pass_turns(2);
}

/* -- Races ------------------------------------------------------------------------------------- */

static void wg_look(void *handle)
{
    note("set");
    note_bool(aw_is_done(*(aw_future *)handle));
}

static void wg_look_at_one(void *handle)
{
    aw_call_at(1, wg_look, handle);
}

SCENARIO("wf_race_limit_first_same_tick", "set True !TimeoutError@1 True")
{
    aw_future f = aw_future_new();
    aw_call_later(0, wg_look_at_one, &f);
    outcome(aw_wait_for(f, 1));
    note_bool(aw_is_cancelled(f));
}

SCENARIO("wf_race_task_timer_first_same_tick", "a!C@1 !TimeoutError@1 True")
{
    aw_task t = named_job("a", 1);
    pass_turns(1);
    outcome(aw_wait_for(t, 1));
    note_bool(aw_is_cancelled(t));
}

SCENARIO("wf_race_result_a_turn_before", "soon@1 ok=v@1")
{
    aw_future f = aw_future_new();
    aw_call_at(1, set_cb, &f);
    aw_task t = wg_waiting(f, 2);
    aw_call_at(1, soon_cb, &(struct call_later){note_at_cb, "soon"});
    outcome(aw_await(t));
}

SCENARIO("wf_race_result_then_cancel_same_tick", "!CancelledError@0 v")
{
    aw_future f = aw_future_new();
    aw_task t = wg_waiting(f, 5);
    pass_turns(1);
    aw_future_set(f, word("v"));
    aw_cancel(t);
    outcome(aw_await(t));
    note("%s", word_of(aw_result(f)));
}

SCENARIO("wf_outer_cancel_same_tick_as_limit", "a!C@1 !CancelledError@1")
{
    aw_task t = wg_waiting(named_job("a", 5), 1);
    pass_turns(2);
    aw_call_at(1, cancel_cb, &t);
    outcome(aw_await(t));
}

SCENARIO("wf_outer_cancel_just_before_limit", "a!C@1 !CancelledError@1 True 1")
{
    aw_task t;
    aw_call_at(1, cancel_cb, &t);
    t = wg_waiting(named_job("a", 5), 1);
    outcome(aw_await(t));
    note_bool(aw_is_cancelled(t));
    note("%d", aw_cancelling(t));
}

SCENARIO("wf_outer_cancel_swallowed_by_inner", "ok=r@0 1")
{
    aw_task t = wg_waiting(swallowing_job("r"), 5);
    pass_turns(2);
    aw_cancel(t);
    outcome(aw_await(t));
    note("%d", aw_cancelling(t));
}

/* -- In each other, and of other waits --------------------------------------------------------- */

static int wg_inner(void *unused)
{
    outcome_as("in", aw_wait_for(named_job("a", 10), 1));
    return word("on");
}

SCENARIO("wf_nested_inner_shorter", "a!C@1 in!TimeoutError@1 outok=on@1")
{
    outcome_as("out", aw_wait_for(aw_spawn(wg_inner, NULL, 0), 2));
}

SCENARIO("wf_nested_same_limit", "a!C@1 in!CancelledError@1 outok=on@1")
{
    outcome_as("out", aw_wait_for(aw_spawn(wg_inner, NULL, 0), 1));
}

SCENARIO("wf_shield_keeps_task", "!TimeoutError@1 a@3 ok=a@3")
{
    aw_task t = named_job("a", 3);
    outcome(aw_wait_for(aw_shield(t), 1));
    outcome(aw_await(t));
}

SCENARIO("wf_gather", "a@1 b!C@2 !TimeoutError@2")
{
    aw_task tasks[] = {named_job("a", 1), named_job("b", 5)};
    outcome(aw_wait_for(aw_gather(tasks, 2, 0), 2));
}

SCENARIO("wf_twice_on_one_future", "!TimeoutError@1 !CancelledError@1")
{
    aw_future f = aw_future_new();
    outcome(aw_wait_for(f, 1));
    outcome(aw_wait_for(f, 1));
}

SCENARIO("wf_again_after_shielded_timeout", "!TimeoutError@1 !TimeoutError@2 a@3 ok=a@3")
{
    aw_task t = named_job("a", 3);
    outcome(aw_wait_for(aw_shield(t), 1));
    outcome(aw_wait_for(aw_shield(t), 1));
    outcome(aw_wait_for(aw_shield(t), 5));
}

SCENARIO("wf_inner_cancelled_by_someone_else", "a!C@1 !CancelledError@1 True 0")
{
    aw_task inner = named_job("a", 5);
    aw_call_later(1, cancel_cb, &inner);
    aw_task t = wg_waiting(inner, 3);
    outcome(aw_await(t));
    note_bool(aw_is_cancelled(t));
    note("%d", aw_cancelling(t));
}
