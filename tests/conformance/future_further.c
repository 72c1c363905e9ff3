/* Further scenarios of futures. */
#include "programs.h"

static void ff_note(aw_future future, void *text)
{
    (void)future;
    note("%s", (const char *)text);
}

SCENARIO("fut_callback_on_done_runs_next_turn", "after c soon end")
{
    aw_on_done(done_future(1), ff_note, "c");
    aw_call_soon(note_cb, "soon");
    note("after");
    pass_turns(1);
    note("end");
}

SCENARIO("fut_remove_takes_all_equal_callbacks", "2 0 other end")
{
    char never[] = "never";
    aw_future f = aw_future_new();
    aw_on_done(f, ff_note, never);
    aw_on_done(f, ff_note, "other");
    aw_on_done(f, ff_note, never);
    note("%d", aw_off_done(f, ff_note, never));
    note("%d", aw_off_done(f, ff_note, never));
    aw_future_set(f, 1);
    pass_turns(1);
    note("end");
}

SCENARIO("fut_remove_after_set_is_too_late", "0 c end")
{
    char text[] = "c";
    aw_future f = aw_future_new();
    aw_on_done(f, ff_note, text);
    aw_future_set(f, 1);
    note("%d", aw_off_done(f, ff_note, text));
    pass_turns(1);
    note("end");
}

SCENARIO("fut_callbacks_queue_behind_what_is_ready", "a c b")
{
    aw_future f = aw_future_new();
    aw_on_done(f, ff_note, "c");
    aw_call_soon(note_cb, "a");
    aw_future_set(f, 1);
    aw_call_soon(note_cb, "b");
    pass_turns(1);
}

static void ff_add_another(aw_future future, void *unused)
{
    note("c1");
    aw_on_done(future, ff_note, "c3");
}

SCENARIO("fut_callback_adds_callback", "c1 c2 1 c3 2 3")
{
    aw_future f = aw_future_new();
    aw_on_done(f, ff_add_another, NULL);
    aw_on_done(f, ff_note, "c2");
    aw_future_set(f, 1);
    count_turns(3);
    pass_turns(3);
}

static void ff_set_another(aw_future future, void *other)
{
    (void)future;
    note("f");
    aw_future_set(*(aw_future *)other, 1);
}

SCENARIO("fut_callback_completes_another", "f 1 g main 2 3")
{
    aw_future f = aw_future_new(), g = aw_future_new();
    aw_on_done(f, ff_set_another, &g);
    aw_on_done(g, ff_note, "g");
    aw_future_set(f, 1);
    count_turns(3);
    EXPECT_INT(aw_await(g), 1);
    note("main");
    pass_turns(1);
}

static void ff_note_cancelled(aw_future future, void *unused)
{
    note("c");
    note_bool(aw_is_cancelled(future));
}

SCENARIO("fut_callbacks_run_when_cancelled", "True c True")
{
    aw_future f = aw_future_new();
    aw_on_done(f, ff_note_cancelled, NULL);
    note_bool(aw_cancel(f) == 1);
    pass_turns(1);
}

SCENARIO("fut_cancel_done_is_refused", "False False 7")
{
    aw_future f = done_future(7);
    note_bool(aw_cancel(f) == 1);
    note_bool(aw_is_cancelled(f));
    note("%d", aw_result(f));
}

SCENARIO("fut_waiters_resume_in_order", "aok=v@0 bok=v@0 cok=v@0")
{
    aw_future f = aw_future_new();
    aw_task tasks[] = {outcome_of(f, "a"), outcome_of(f, "b"), outcome_of(f, "c")};
    pass_turns(1);
    aw_future_set(f, word("v"));
    EXPECT_INT(aw_wait(tasks, 3, AW_ALL_COMPLETED, AW_FOREVER), 3);
}

SCENARIO("fut_error_reaches_all_waiters", "a!KeyError('k')@0 b!KeyError('k')@0")
{
    aw_future f = aw_future_new();
    aw_task tasks[] = {outcome_of(f, "a"), outcome_of(f, "b")};
    pass_turns(1);
    aw_future_fail(f, KEY_ERROR('k'), "k");
    EXPECT_INT(aw_wait(tasks, 2, AW_ALL_COMPLETED, AW_FOREVER), 2);
}

static void ff_set_one(void *handle)
{
    aw_future_set(*(aw_future *)handle, 1);
}

SCENARIO("fut_waiter_resumes_one_turn_after_set", "1 2 ok=1@0 3 main 4")
{
    aw_future f = aw_future_new();
    aw_task t = outcome_of(f, "");
    pass_turns(1);
    count_turns(4);
    aw_call_soon(ff_set_one, &f);
    EXPECT_INT(aw_await(t), 0);
    note("main");
    pass_turns(2);
}

SCENARIO("fut_await_failed_does_not_yield", "!KeyError('k')@0 other")
{
    aw_call_soon(note_cb, "other");
    outcome(aw_await(failed_future('k')));
    pass_turns(1);
}

SCENARIO("fut_await_cancelled_does_not_yield", "!CancelledError@0 0 other")
{
    aw_future f = aw_future_new();
    aw_cancel(f);
    aw_call_soon(note_cb, "other");
    outcome(aw_await(f));
    note("%d", aw_cancelling(aw_self()));
    pass_turns(1);
}

static void ff_set_five(void *handle)
{
    aw_future_set(*(aw_future *)handle, 5);
}

SCENARIO("fut_await_twice_gives_the_same", "5 5")
{
    aw_future f = aw_future_new();
    aw_call_soon(ff_set_five, &f);
    note("%d", aw_await(f));
    note("%d", aw_await(f));
}

SCENARIO("fut_cancel_message", "C stop")
{
    aw_future f = aw_future_new();
    aw_cancel_with(f, "stop");
    if (aw_await(f) == AW_ECANCELLED) note("C %s", aw_errmsg());
}

SCENARIO("fut_exception_never_retrieved", "end")
{
    expect_report("failed and its error was never retrieved");
    EXPECT_INT(aw_release(failed_future('k')), 0);
    note("end");
}

SCENARIO("fut_cancelled_is_never_reported", "end")
{
    aw_future f = aw_future_new();
    aw_cancel(f);
    EXPECT_INT(aw_release(f), 0);
    note("end");
}

SCENARIO("fut_result_marks_error_as_seen", "KeyError('k') end")
{
    aw_future f = failed_future('k');
    note("%s", exception(aw_result(f)));
    EXPECT_INT(aw_release(f), 0);
    note("end");
}

SCENARIO("fut_awaited_error_is_seen", "!KeyError('k')@0 end")
{
    aw_future f = failed_future('k');
    outcome(aw_await(f));
    EXPECT_INT(aw_release(f), 0);
    note("end");
}

SCENARIO("fut_set_result_then_cancel_in_one_turn", "False ok=3@0")
{
    aw_future f = aw_future_new();
    aw_task t = outcome_of(f, "");
    pass_turns(1);
    aw_future_set(f, 3);
    note_bool(aw_cancel(f) == 1);
    EXPECT_INT(aw_await(t), 0);
}

SCENARIO("fut_cancel_then_set_result_is_refused", "InvalidStateError !CancelledError@0")
{
    aw_future f = aw_future_new();
    aw_task t = outcome_of(f, "");
    pass_turns(1);
    aw_cancel(f);
    note("%s", exception(aw_future_set(f, 3)));
    EXPECT_INT(aw_await(t), 0);
}
