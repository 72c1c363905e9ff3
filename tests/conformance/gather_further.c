/* Further scenarios of gather: who ends it, and when. */
#include "programs.h"

/* Notes the results, errors among them by their kind. */
static void gb_told(aw_future gather, int count)
{
    const int *results = aw_data(gather);
    for (int i = 0; i < count; i++)
        note("%s", results[i] < 0 ? exception(results[i]) : word_of(results[i]));
}

static aw_future gb_gather(aw_future a, aw_future b, int flags)
{
    return aw_gather(((aw_future[]){a, b}), 2, flags);
}

/* Cancels it a turn later and notes the outcome. */
static void gb_cancel_and_await(aw_future gather)
{
    pass_turns(1);
    aw_cancel(gather);
    outcome(aw_await(gather));
}

SCENARIO("ga_empty", "True 0")
{
    aw_future g = aw_gather(NULL, 0, 0);
    note_bool(aw_is_done(g));
    note("%d", aw_await(g));
}

SCENARIO("ga_one", "a@1 a")
{
    aw_task a = named_job("a", 1);
    aw_future g = aw_gather(&a, 1, 0);
    EXPECT_INT(aw_await(g), 0);
    gb_told(g, 1);
}

SCENARIO("ga_return_exceptions", "b@1 c@1 a@2 a KeyError('b') c")
{
    aw_task tasks[] = {named_job("a", 2), failing_job("b", 1), named_job("c", 1)};
    aw_future g = aw_gather(tasks, 3, AW_RETURN_ERRORS);
    EXPECT_INT(aw_await(g), 0);
    gb_told(g, 3);
}

SCENARIO("ga_first_error_by_time", "b@1 !KeyError('b')@1 a@2 c@3")
{
    aw_task tasks[] = {failing_job("a", 2), failing_job("b", 1), named_job("c", 3)};
    outcome(aw_await(aw_gather(tasks, 3, 0)));
    EXPECT_INT(aw_sleep(3), 0);
}

SCENARIO("ga_two_errors_same_tick", "a@1 b@1 !KeyError('a')@1")
{
    outcome(aw_await(gb_gather(failing_job("a", 1), failing_job("b", 1), 0)));
}

SCENARIO("ga_cancel_after_error_is_refused", "a@1 !KeyError('a')@1 False 0 b@3")
{
    aw_task b = named_job("b", 3);
    aw_future g = gb_gather(failing_job("a", 1), b, 0);
    outcome(aw_await(g));
    note_bool(aw_cancel(g) == 1);
    note("%d", aw_cancelling(b));
    EXPECT_INT(aw_await(b), word("b"));
}

SCENARIO("ga_cancel_when_done_is_refused", "a@1 False False")
{
    aw_task a = named_job("a", 1);
    aw_future g = aw_gather(&a, 1, 0);
    EXPECT_INT(aw_await(g), 0);
    note_bool(aw_cancel(g) == 1);
    note_bool(aw_is_cancelled(g));
}

/* -- Cancelled --------------------------------------------------------------------------------- */

SCENARIO("ga_cancel_all_swallow", "True !CancelledError@0 False")
{
    aw_future g = gb_gather(swallowing_job("a"), swallowing_job("b"), 0);
    pass_turns(1);
    note_bool(aw_cancel(g) == 1);
    outcome(aw_await(g));
    note_bool(aw_is_cancelled(g));
}

SCENARIO("ga_cancel_one_swallows", "b!C@0 !CancelledError@0")
{
    gb_cancel_and_await(gb_gather(swallowing_job("a"), named_job("b", 5), 0));
}

SCENARIO("ga_cancel_child_fails", "b!C@0 !KeyError('k')@0")
{
    gb_cancel_and_await(gb_gather(refusing_job(), named_job("b", 5), 0));
}

SCENARIO("ga_cancel_when_one_is_done", "a@1 b!C@2 !CancelledError@2")
{
    aw_future g = gb_gather(named_job("a", 1), named_job("b", 5), 0);
    EXPECT_INT(aw_sleep(2), 0);
    aw_cancel(g);
    outcome(aw_await(g));
}

SCENARIO("ga_cancel_before_children_start", "True !CancelledError@0")
{
    aw_future g = gb_gather(named_job("a", 1), named_job("b", 1), 0);
    note_bool(aw_cancel(g) == 1);
    outcome(aw_await(g));
}

SCENARIO("ga_cancel_waits_for_no_cleanup", "b!C@0 !CancelledError@0 clean@2")
{
    gb_cancel_and_await(gb_gather(cleaning_job(2, "clean"), named_job("b", 5), 0));
    EXPECT_INT(aw_sleep(3), 0);
}

SCENARIO("ga_cancelled_child_among_results", "a!C@0 b@1 CancelledError b")
{
    aw_task a = named_job("a", 5);
    aw_future g = gb_gather(a, named_job("b", 1), AW_RETURN_ERRORS);
    pass_turns(1);
    aw_cancel(a);
    EXPECT_INT(aw_await(g), 0);
    gb_told(g, 2);
}

SCENARIO("ga_cancelled_child_cancels_awaiting_task", "a!C@0 !CancelledError@0 True 0")
{
    aw_task a = named_job("a", 5);
    aw_task t = awaiting(aw_gather(&a, 1, 0));
    pass_turns(1);
    aw_cancel(a);
    outcome(aw_await(t));
    note_bool(aw_is_cancelled(t));
    note("%d", aw_cancelling(t));
}

/* -- Of what is done --------------------------------------------------------------------------- */

SCENARIO("ga_done_error_is_there_at_once", "True !KeyError('k')@0 other")
{
    aw_future g = gb_gather(done_future(1), failed_future('k'), 0);
    aw_call_soon(note_cb, "other");
    note_bool(aw_is_done(g));
    outcome(aw_await(g));
    pass_turns(1);
}

SCENARIO("ga_done_and_pending", "b@1 b a")
{
    aw_future a = done_future(word("a"));
    aw_future g = gb_gather(named_job("b", 1), a, 0);
    EXPECT_INT(aw_await(g), 0);
    gb_told(g, 2);
}

SCENARIO("ga_done_error_and_pending", "!KeyError('a')@0 1 2 3 b@1")
{
    aw_future a = failed_future('a');
    count_turns(3);
    outcome(aw_await(gb_gather(named_job("b", 1), a, 0)));
    EXPECT_INT(aw_sleep(2), 0);
}

/* -- Turns ------------------------------------------------------------------------------------- */

static int gb_note_got(void *arg)
{
    int rc = aw_await(*(aw_future *)arg);
    note("got");
    return rc;
}

SCENARIO("ga_result_takes_two_turns", "1 got 2 main 3 4 5")
{
    aw_future f = aw_future_new(), g = aw_future_new();
    aw_future both = gb_gather(f, g, 0);
    aw_task t = aw_go(gb_note_got, aw_future, both.id);
    pass_turns(1);
    aw_future_set(f, 1);
    aw_future_set(g, 2);
    count_turns(5);
    EXPECT_INT(aw_await(t), 0);
    note("main");
    pass_turns(2);
}

SCENARIO("ga_error_takes_two_turns", "1 !KeyError('k')@0 2 main 3 4")
{
    aw_future f = aw_future_new(), g = aw_future_new();
    aw_task t = outcome_of(gb_gather(f, g, 0), "");
    pass_turns(1);
    aw_future_fail(f, KEY_ERROR('k'), "k");
    count_turns(4);
    EXPECT_INT(aw_await(t), 0);
    note("main");
    pass_turns(2);
}

SCENARIO("ga_cancel_takes_so_many_turns", "a!C@0 b!C@0 1 2 !CancelledError@0 3 main 4 5")
{
    aw_future g = gb_gather(named_job("a", 5), named_job("b", 5), 0);
    aw_task t = outcome_of(g, "");
    pass_turns(1);
    aw_cancel(g);
    count_turns(5);
    EXPECT_INT(aw_await(t), 0);
    note("main");
    pass_turns(2);
}

/* -- In each other, and shared ----------------------------------------------------------------- */

SCENARIO("ga_nested_cancel", "a!C@0 b!C@0 c!C@0 !CancelledError@0 True")
{
    aw_future inner = gb_gather(named_job("a", 5), named_job("b", 5), 0);
    gb_cancel_and_await(gb_gather(inner, named_job("c", 5), 0));
    note_bool(aw_is_done(inner));
}

SCENARIO("ga_nested_error", "a@1 !KeyError('a')@1 b@2 c@2")
{
    aw_future inner = gb_gather(failing_job("a", 1), named_job("b", 2), 0);
    outcome(aw_await(gb_gather(inner, named_job("c", 2), 0)));
    EXPECT_INT(aw_sleep(2), 0);
}

SCENARIO("ga_shared_child_of_two", "b@1 c@1 a@2 a b a c")
{
    aw_task a = named_job("a", 2);
    aw_future first = gb_gather(a, named_job("b", 1), 0);
    aw_future second = gb_gather(a, named_job("c", 1), 0);
    EXPECT_INT(aw_await(first), 0);
    gb_told(first, 2);
    EXPECT_INT(aw_await(second), 0);
    gb_told(second, 2);
}

SCENARIO("ga_cancel_hits_shared_child", "a!C@0 !CancelledError@0 True")
{
    expect_report("gather");
    aw_task a = named_job("a", 2);
    aw_future first = aw_gather(&a, 1, 0), second = aw_gather(&a, 1, 0);
    pass_turns(1);
    aw_cancel(first);
    outcome(aw_await(second));
    note_bool(aw_is_done(first));
}

SCENARIO("ga_duplicate_gets_one_request", "1 a!C@0 !CancelledError@0")
{
    aw_task a = named_job("a", 2);
    aw_future g = gb_gather(a, a, 0);
    pass_turns(1);
    aw_cancel(g);
    note("%d", aw_cancelling(a));
    outcome(aw_await(g));
}

SCENARIO("ga_two_awaiters_one_cancelled", "a!C@0 other!CancelledError@0 !CancelledError@0")
{
    aw_task a = named_job("a", 2);
    aw_future g = aw_gather(&a, 1, 0);
    aw_task t = awaiting(g), other = outcome_of(g, "other");
    pass_turns(1);
    aw_cancel(t);
    outcome(aw_await(t));
    EXPECT_INT(aw_await(other), 0);
}

SCENARIO("ga_cancel_same_tick_as_last_result", "True 1 !CancelledError@0 True")
{
    aw_future f = aw_future_new();
    aw_future g = aw_gather(&f, 1, 0);
    aw_task t = awaiting(g);
    pass_turns(1);
    aw_future_set(f, 1);
    note_bool(aw_cancel(t) == 1);
    note("%d", aw_cancelling(t));
    outcome(aw_await(t));
    note_bool(aw_is_done(g));
}

/* -- Reports ----------------------------------------------------------------------------------- */

SCENARIO("ga_late_error_is_silent", "a@1 !KeyError('a')@1 b@2 end")
{
    aw_future g = gb_gather(failing_job("a", 1), failing_job("b", 2), 0);
    outcome(aw_await(g));
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT_INT(aw_release(g), 0);
    note("end");
}

SCENARIO("ga_error_nobody_awaits", "a@1 end")
{
    expect_report("gather");
    aw_task a = failing_job("a", 1);
    aw_future g = aw_gather(&a, 1, 0);
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT_INT(aw_release(g), 0);
    note("end");
}
