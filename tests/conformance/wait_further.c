/* Further scenarios of shield and wait. */
#include "programs.h"

SCENARIO("sh_passes_result", "in@1 ok=in@1")
{
    outcome(aw_await(aw_shield(named_job("in", 1))));
}

SCENARIO("sh_passes_error", "i@1 !KeyError('i')@1")
{
    outcome(aw_await(aw_shield(failing_job("i", 1))));
}

SCENARIO("sh_inner_cancelled", "in!C@0 !CancelledError@0 True 0")
{
    aw_task inner = named_job("in", 5);
    aw_future shield = aw_shield(inner);
    pass_turns(1);
    aw_cancel(inner);
    outcome(aw_await(shield));
    note_bool(aw_is_cancelled(shield));
    note("%d", aw_cancelling(aw_self()));
}

SCENARIO("sh_of_done_is_inner", "True 1 other")
{
    aw_future f = done_future(1);
    aw_call_soon(note_cb, "other");
    note_bool(aw_shield(f).id == f.id);
    note("%d", aw_await(aw_shield(f)));
    pass_turns(1);
}

SCENARIO("sh_two_shields_one_cancelled", "True True False in@2 ok=in@2")
{
    aw_task inner = named_job("in", 2);
    aw_future a = aw_shield(inner), b = aw_shield(inner);
    pass_turns(1);
    note_bool(aw_cancel(a) == 1);
    note_bool(aw_is_cancelled(a));
    note_bool(aw_is_done(b));
    outcome(aw_await(b));
}

static void wx_set_one(void *handle)
{
    aw_future_set(*(aw_future *)handle, 1);
}

SCENARIO("sh_result_takes_so_many_turns", "1 ok=1@0 2 main 3 4")
{
    aw_future f = aw_future_new();
    aw_task t = outcome_of(aw_shield(f), "");
    pass_turns(1);
    wx_set_one(&f);
    count_turns(4);
    EXPECT_INT(aw_await(t), 0);
    note("main");
    pass_turns(2);
}

SCENARIO("sh_waiter_cancelled_counts", "!CancelledError@0 True 1 0 in@2")
{
    aw_task inner = named_job("in", 2);
    aw_future shield = aw_shield(inner);
    aw_task t = awaiting(shield);
    pass_turns(1);
    aw_cancel(t);
    outcome(aw_await(t));
    note_bool(aw_is_cancelled(shield));
    note("%d %d", aw_cancelling(t), aw_cancelling(inner));
    EXPECT_INT(aw_await(inner), word("in"));
}

SCENARIO("sh_cancelled_then_inner_cancelled", "in!C@0 !CancelledError@0 True")
{
    aw_task inner = named_job("in", 2);
    aw_future shield = aw_shield(inner);
    pass_turns(1);
    aw_cancel(shield);
    aw_cancel(inner);
    outcome(aw_await(inner));
    note_bool(aw_is_cancelled(shield));
}

SCENARIO("sh_cancel_same_tick_as_result", "True !CancelledError@0 v")
{
    aw_future f = aw_future_new();
    aw_future shield = aw_shield(f);
    pass_turns(1);
    set_cb(&f);
    note_bool(aw_cancel(shield) == 1);
    outcome(aw_await(shield));
    note("%s", word_of(aw_result(f)));
}

SCENARIO("sh_of_shield", "in@1 ok=in@1")
{
    outcome(aw_await(aw_shield(aw_shield(named_job("in", 1)))));
}

static int wx_shield_then_await(void *arg)
{
    aw_task inner = *(aw_task *)arg;
    if (aw_await(aw_shield(inner)) == AW_ECANCELLED) note_at("C");
    return aw_await(inner);
}

SCENARIO("sh_task_goes_on_after_waiter", "C@1 in@3 ok=in@3")
{
    aw_task inner = named_job("in", 3);
    aw_task t = aw_go(wx_shield_then_await, aw_task, inner.id);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    outcome(aw_await(t));
}

/* -- Wait -------------------------------------------------------------------------------------- */

static int wx_wait(const aw_future *futures, int count, enum aw_wait_mode mode)
{
    return aw_wait(futures, count, mode, AW_FOREVER);
}

SCENARIO("wa_all_completed", "b@1 a@2 2 0 @2")
{
    aw_task tasks[] = {named_job("a", 2), named_job("b", 1)};
    int done = wx_wait(tasks, 2, AW_ALL_COMPLETED);
    note("%d %d", done, 2 - done);
    note_at("%s", "");
}

SCENARIO("wa_done_yields_once", "other 2")
{
    aw_call_soon(note_cb, "other");
    aw_future futures[] = {done_future(1), done_future(2)};
    note("%d", wx_wait(futures, 2, AW_ALL_COMPLETED));
}

SCENARIO("wa_done_takes_so_many_turns", "1 2 main 3 4")
{
    count_turns(4);
    aw_future f = done_future(1);
    EXPECT_INT(wx_wait(&f, 1, AW_ALL_COMPLETED), 1);
    note("main");
    pass_turns(2);
}

SCENARIO("wa_first_completed_done_already", "1 2 main 1 1 3 4 b@1")
{
    count_turns(4);
    aw_future futures[] = {done_future(1), named_job("b", 1)};
    int done = wx_wait(futures, 2, AW_FIRST_COMPLETED);
    note("main %d %d", done, 2 - done);
    EXPECT_INT(aw_await(futures[1]), word("b"));
}

static int wx_wait_for_one(void *arg)
{
    return wx_wait(arg, 1, AW_ALL_COMPLETED);
}

SCENARIO("wa_end_takes_so_many_turns", "1 2 main 3 4 5")
{
    aw_future f = aw_future_new();
    aw_task t = aw_go(wx_wait_for_one, aw_future, f.id);
    pass_turns(1);
    wx_set_one(&f);
    count_turns(5);
    EXPECT_INT(aw_await(t), 1);
    note("main");
    pass_turns(2);
}

SCENARIO("wa_first_exception_without_error", "a@1 b@2 2 @2")
{
    aw_task tasks[] = {named_job("a", 1), named_job("b", 2)};
    note("%d", wx_wait(tasks, 2, AW_FIRST_ERROR));
    note_at("%s", "");
}

SCENARIO("wa_first_exception_ignores_cancelled", "a!C@1 b@2 2 @2")
{
    aw_task tasks[] = {named_job("a", 5), named_job("b", 2)};
    aw_call_later(1, cancel_cb, &tasks[0]);
    note("%d", wx_wait(tasks, 2, AW_FIRST_ERROR));
    note_at("%s", "");
}

SCENARIO("wa_first_completed_counts_cancelled", "a!C@1 1 True @1 b@2")
{
    aw_task tasks[] = {named_job("a", 5), named_job("b", 2)};
    aw_call_later(1, cancel_cb, &tasks[0]);
    note("%d", wx_wait(tasks, 2, AW_FIRST_COMPLETED));
    note_bool(aw_is_cancelled(tasks[0]));
    note_at("%s", "");
    EXPECT_INT(aw_await(tasks[1]), word("b"));
}

SCENARIO("wa_first_completed_two_at_once", "a@1 b@1 2 1 c@2")
{
    aw_task tasks[] = {named_job("a", 1), named_job("b", 1), named_job("c", 2)};
    int done = wx_wait(tasks, 3, AW_FIRST_COMPLETED);
    note("%d %d", done, 3 - done);
    EXPECT_INT(aw_await(tasks[2]), word("c"));
}

SCENARIO("wa_timeout_with_some_done", "a@1 1 1 @2 b@3")
{
    aw_task tasks[] = {named_job("a", 1), named_job("b", 3)};
    int done = aw_wait(tasks, 2, AW_ALL_COMPLETED, 2);
    note("%d %d", done, 2 - done);
    note_at("%s", "");
    EXPECT_INT(aw_await(tasks[1]), word("b"));
}

SCENARIO("wa_timeout_zero", "b@0 1 1 @0 a@1")
{
    aw_task tasks[] = {named_job("a", 1), named_job("b", 0)};
    int done = aw_wait(tasks, 2, AW_ALL_COMPLETED, 0);
    note("%d %d", done, 2 - done);
    note_at("%s", "");
    EXPECT_INT(wx_wait(tasks, 2, AW_ALL_COMPLETED), 2);
}

SCENARIO("wa_timeout_same_tick_as_end", "a@1 1 0 @1")
{
    aw_task a = named_job("a", 1);
    pass_turns(1);
    int done = aw_wait(&a, 1, AW_ALL_COMPLETED, 1);
    note("%d %d", done, 1 - done);
    note_at("%s", "");
    EXPECT_INT(aw_await(a), word("a"));
}

SCENARIO("wa_errors_are_not_raised", "a@1 1 !KeyError('a')@1")
{
    aw_task t = failing_job("a", 1);
    note("%d", wx_wait(&t, 1, AW_ALL_COMPLETED));
    outcome(aw_await(t));
}

SCENARIO("wa_cancel_same_tick_as_end", "!CancelledError@0")
{
    aw_future f = aw_future_new();
    aw_task t = aw_go(wx_wait_for_one, aw_future, f.id);
    pass_turns(1);
    wx_set_one(&f);
    aw_cancel(t);
    outcome(aw_await(t));
}

static int wx_wait_five(void *arg)
{
    return aw_wait(arg, 1, AW_ALL_COMPLETED, 5);
}

SCENARIO("wa_two_wait_for_one", "a@1 @1")
{
    aw_task a = named_job("a", 1);
    aw_task tasks[] = {aw_go(wx_wait_for_one, aw_future, a.id),
                       aw_go(wx_wait_five, aw_future, a.id)};
    EXPECT_INT(wx_wait(tasks, 2, AW_ALL_COMPLETED), 2);
    note_at("%s", "");
}
