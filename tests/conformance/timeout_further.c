/* Further scenarios of timeout scopes: in each other, around other waits, and in races. */
#include "programs.h"

SCENARIO("to_none", "ok@5 False None")
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, AW_FOREVER);
    limit_exit(&limit, aw_sleep(5), "");
    note_bool(aw_timeout_expired(&limit));
    if (aw_timeout_when(&limit) == AW_FOREVER) note("None");
}

SCENARIO("to_in_time", "ok@1 False")
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, 2);
    limit_exit(&limit, aw_sleep(1), "");
    EXPECT_INT(aw_sleep(3), 0);
    note_bool(aw_timeout_expired(&limit));
}

SCENARIO("to_zero_without_await", "body end False 0")
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, 0);
    note("body");
    EXPECT_INT(aw_timeout_exit(&limit, 0), 0);
    pass_turns(2);
    note("end");
    note_bool(aw_timeout_expired(&limit));
    note("%d", aw_cancelling(aw_self()));
}

SCENARIO("to_zero_runs_what_is_ready_first", "a TO@0 end")
{
    aw_call_soon(note_cb, "a");
    aw_timeout limit = {{0}};
    limit_enter(&limit, 0);
    limit_exit(&limit, aw_sleep(5), "");
    note("end");
}

SCENARIO("to_at_deadline", "TO@3 3")
{
    EXPECT_INT(aw_sleep(1), 0);
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter_at(&limit, 3), 0);
    limit_exit(&limit, aw_sleep(10), "");
    note("%d", (int)aw_timeout_when(&limit));
}

SCENARIO("to_at_past_deadline", "TO@5")
{
    EXPECT_INT(aw_sleep(5), 0);
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter_at(&limit, 3), 0);
    limit_exit(&limit, aw_sleep(10), "");
}

SCENARIO("to_body_swallows", "swallowed@1 on@3 end True 0")
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, 1);
    if (aw_sleep(10) == AW_ECANCELLED) note_at("swallowed");
    EXPECT_INT(aw_sleep(2), 0);
    note_at("on");
    EXPECT_INT(aw_timeout_exit(&limit, 0), 0);
    note("end");
    note_bool(aw_timeout_expired(&limit));
    note("%d", aw_cancelling(aw_self()));
}

SCENARIO("to_body_swallows_and_raises_anew", "swallowed TO@2")
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, 1);
    if (aw_sleep(10) == AW_ECANCELLED) note("swallowed");
    EXPECT_INT(aw_sleep(1), 0);
    limit_exit(&limit, AW_ECANCELLED, "");
}

SCENARIO("to_error_in_time", "!KeyError('k')@1 False")
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, 2);
    EXPECT_INT(aw_sleep(1), 0);
    outcome(aw_timeout_exit(&limit, KEY_ERROR('k')));
    note_bool(aw_timeout_expired(&limit));
}

/* -- In each other ----------------------------------------------------------------------------- */

SCENARIO("to_nested_outer_fires", "inner!C@1 False TO@1")
{
    aw_timeout outer = {{0}}, inner = {{0}};
    limit_enter(&outer, 1);
    limit_enter(&inner, 3);
    int rc = aw_timeout_exit(&inner, aw_sleep(10));
    if (rc == AW_ECANCELLED) note_at("inner!C");
    note_bool(aw_timeout_expired(&inner));
    limit_exit(&outer, rc, "");
}

/* Leaves the inner scope with `rc` and the outer with what comes of it. */
static void tu_close_both(aw_timeout *outer, aw_timeout *inner, int rc, bool has_count)
{
    rc = aw_timeout_exit(inner, rc);
    note(rc == AW_ECANCELLED ? "inner!C" : "inner!TO");
    if (has_count) note("%d", aw_cancelling(aw_self()));
    limit_exit(outer, rc, "");
    note_bool(aw_timeout_expired(outer));
    note_bool(aw_timeout_expired(inner));
    note("%d", aw_cancelling(aw_self()));
}

SCENARIO("to_nested_both_same_tick", "inner!C 1 TO@1 True True 0")
{
    aw_timeout outer = {{0}}, inner = {{0}};
    limit_enter(&outer, 1);
    limit_enter(&inner, 1);
    tu_close_both(&outer, &inner, aw_sleep(10), true);
}

SCENARIO("to_nested_both_zero", "inner!C TO@0 True True 0")
{
    aw_timeout outer = {{0}}, inner = {{0}};
    limit_enter(&outer, 0);
    limit_enter(&inner, 0);
    tu_close_both(&outer, &inner, aw_sleep(10), false);
}

SCENARIO("to_nested_inner_zero", "innerTO@0 outerok@0")
{
    aw_timeout outer = {{0}}, inner = {{0}};
    limit_enter(&outer, 5);
    limit_enter(&inner, 0);
    limit_exit(&outer, limit_exit(&inner, aw_sleep(1), "inner"), "outer");
}

SCENARIO("to_nested_outer_earlier_inner_overdue", "inner!C@2 TO@2 0")
{
    aw_timeout outer = {{0}}, inner = {{0}};
    limit_enter(&outer, 1);
    limit_enter(&inner, 2);
    int rc = aw_sleep(10);
    int cleaned = aw_sleep(5);
    rc = aw_timeout_exit(&inner, cleaned < 0 ? cleaned : rc);
    note_at(rc == AW_ECANCELLED ? "inner!C" : "inner!TO");
    limit_exit(&outer, rc, "");
    note("%d", aw_cancelling(aw_self()));
}

/* -- Moved ------------------------------------------------------------------------------------- */

SCENARIO("to_reschedule_none", "ok@5 None")
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, 1);
    EXPECT_INT(aw_timeout_reschedule(&limit, AW_FOREVER), 0);
    limit_exit(&limit, aw_sleep(5), "");
    if (aw_timeout_when(&limit) == AW_FOREVER) note("None");
}

SCENARIO("to_reschedule_earlier", "TO@1")
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, 10);
    EXPECT_INT(aw_timeout_reschedule(&limit, 1), 0);
    limit_exit(&limit, aw_sleep(5), "");
}

SCENARIO("to_reschedule_twice", "TO@3")
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, 10);
    EXPECT_INT(aw_timeout_reschedule(&limit, 1), 0);
    EXPECT_INT(aw_timeout_reschedule(&limit, 3), 0);
    limit_exit(&limit, aw_sleep(5), "");
}

SCENARIO("to_reschedule_when_expired", "C@1 RuntimeError True")
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, 1);
    if (aw_sleep(5) == AW_ECANCELLED) note_at("C");
    if (aw_timeout_reschedule(&limit, 9) == AW_ESTATE) note("RuntimeError");
    EXPECT_INT(aw_timeout_exit(&limit, 0), 0);
    note_bool(aw_timeout_expired(&limit));
}

SCENARIO("to_two_after_another", "firstTO@1 secondTO@2 0")
{
    aw_timeout first = {{0}}, second = {{0}};
    limit_enter(&first, 1);
    limit_exit(&first, aw_sleep(10), "first");
    limit_enter(&second, 1);
    limit_exit(&second, aw_sleep(10), "second");
    note("%d", aw_cancelling(aw_self()));
}

/* -- Around other waits ------------------------------------------------------------------------ */

SCENARIO("to_body_ends_at_deadline", "TO@1 True")
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, 1);
    limit_exit(&limit, aw_sleep(1), "");
    note_bool(aw_timeout_expired(&limit));
}

static void tu_set_one(void *handle)
{
    aw_future_set(*(aw_future *)handle, 1);
}

SCENARIO("to_body_ends_at_deadline_by_earlier_timer", "TO@1 1")
{
    aw_future f = aw_future_new();
    aw_call_at(1, tu_set_one, &f);
    aw_timeout limit = {{0}};
    limit_enter(&limit, 1);
    limit_exit(&limit, aw_await(f), "");
    note("%d", aw_result(f));
}

SCENARIO("to_wait_for_inside", "a!C@1 TO@1 True")
{
    aw_task t = named_job("a", 9);
    aw_timeout limit = {{0}};
    limit_enter(&limit, 1);
    limit_exit(&limit, aw_wait_for(t, 5), "");
    note_bool(aw_is_cancelled(t));
}

SCENARIO("to_wait_for_inside_same_limit", "a!C@1 TO@1 True 0")
{
    aw_task t = named_job("a", 9);
    aw_timeout limit = {{0}};
    limit_enter(&limit, 1);
    limit_exit(&limit, aw_wait_for(t, 1), "");
    note_bool(aw_is_cancelled(t));
    note("%d", aw_cancelling(aw_self()));
}

SCENARIO("to_gather_inside", "a!C@1 b!C@1 TO@1")
{
    aw_task tasks[] = {named_job("a", 5), named_job("b", 5)};
    aw_timeout limit = {{0}};
    limit_enter(&limit, 1);
    limit_exit(&limit, aw_await(aw_gather(tasks, 2, 0)), "");
}

SCENARIO("to_wait_inside", "TO@1 a@3")
{
    aw_task a = named_job("a", 3);
    aw_timeout limit = {{0}};
    limit_enter(&limit, 1);
    limit_exit(&limit, aw_wait(&a, 1, AW_ALL_COMPLETED, AW_FOREVER), "");
    EXPECT_INT(aw_await(a), word("a"));
}

SCENARIO("to_shield_inside", "TO@1 a@3 ok=a@3")
{
    aw_task a = named_job("a", 3);
    aw_timeout limit = {{0}};
    limit_enter(&limit, 1);
    limit_exit(&limit, aw_await(aw_shield(a)), "");
    outcome(aw_await(a));
}

SCENARIO("to_awaited_task_cleans_up", "clean@3 TO@3")
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, 1);
    limit_exit(&limit, aw_await(cleaning_job(2, "clean")), "");
}

SCENARIO("to_awaited_task_swallows", "ok@1 True 0")
{
    aw_timeout limit = {{0}};
    limit_enter(&limit, 1);
    limit_exit(&limit, aw_await(swallowing_job("v")), "");
    note_bool(aw_timeout_expired(&limit));
    note("%d", aw_cancelling(aw_self()));
}
