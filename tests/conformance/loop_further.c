/* Further scenarios of the loop: what runs in which turn. */
#include "programs.h"

static void lo_note_a_soon_c(void *unused)
{
    note("a");
    aw_call_soon(note_cb, "c");
}

SCENARIO("loop_soon_from_callback_runs_next_turn", "a b main c")
{
    aw_call_soon(lo_note_a_soon_c, NULL);
    aw_call_soon(note_cb, "b");
    pass_turns(1);
    note("main");
    pass_turns(1);
}

SCENARIO("loop_soon_chain_does_not_starve_timer", "1 timer 2 3 4")
{
    count_turns(4);
    aw_call_later(0, note_cb, "timer");
    EXPECT_INT(aw_sleep(1), 0);
}

SCENARIO("loop_timers_by_deadline", "a@1 b@2 c@3")
{
    aw_call_later(3, note_at_cb, "c");
    aw_call_later(1, note_at_cb, "a");
    aw_call_later(2, note_at_cb, "b");
    EXPECT_INT(aw_sleep(4), 0);
}

SCENARIO("loop_negative_delay_before_zero", "soon neg zero")
{
    aw_call_later(0, note_cb, "zero");
    aw_call_later(-1, note_cb, "neg");
    aw_call_soon(note_cb, "soon");
    EXPECT_INT(aw_sleep(1), 0);
}

SCENARIO("loop_equal_deadline_2", "a b")
{
    aw_call_at(1, note_cb, "a");
    aw_call_at(1, note_cb, "b");
    EXPECT_INT(aw_sleep(2), 0);
}

SCENARIO("loop_handle_cancel_twice", "end")
{
    aw_handle handle = aw_call_soon(note_cb, "never");
    EXPECT_INT(aw_handle_cancel(handle), 1);
    EXPECT_INT(aw_handle_cancel(handle), 0);
    pass_turns(1);
    note("end");
}

SCENARIO("loop_handle_cancel_after_run", "a end")
{
    aw_handle handle = aw_call_soon(note_cb, "a");
    pass_turns(1);
    EXPECT_INT(aw_handle_cancel(handle), 0);
    note("end");
}

static void lo_cancel_and_run(void *handle)
{
    EXPECT_INT(aw_handle_cancel(*(aw_handle *)handle), 0);
    note("ran");
}

SCENARIO("loop_callback_cancels_itself", "ran end")
{
    aw_handle handle;
    handle = aw_call_soon(lo_cancel_and_run, &handle);
    pass_turns(1);
    note("end");
}

SCENARIO("loop_timer_cancelled_before_due", "end@3")
{
    aw_handle_cancel(aw_call_later(2, note_cb, "never"));
    EXPECT_INT(aw_sleep(3), 0);
    note_at("end");
}

static void lo_timer_and_soon(void *unused)
{
    note("a");
    aw_call_later(0, note_cb, "timer");
    aw_call_soon(note_cb, "soon");
}

SCENARIO("loop_timer_at_zero_from_callback", "a b soon timer")
{
    aw_call_soon(lo_timer_and_soon, NULL);
    aw_call_soon(note_cb, "b");
    EXPECT_INT(aw_sleep(1), 0);
}

static void lo_two_timers(void *unused)
{
    note_at("a");
    aw_call_later(1, note_at_cb, "b");
    aw_call_later(0, note_at_cb, "now");
}

SCENARIO("loop_timer_from_timer", "a@1 now@1 b@2")
{
    aw_call_later(1, lo_two_timers, NULL);
    EXPECT_INT(aw_sleep(3), 0);
}

SCENARIO("loop_timer_in_the_past", "soon@5 later@5 late@5")
{
    EXPECT_INT(aw_sleep(5), 0);
    aw_call_at(2, note_at_cb, "late");
    aw_call_at(1, note_at_cb, "later");
    aw_call_soon(note_at_cb, "soon");
    EXPECT_INT(aw_sleep(1), 0);
}

SCENARIO("loop_sleep_goes_on_a_turn_after_its_timer", "timer@1 task@1 soon@1")
{
    named_job("task", 1);
    pass_turns(1);
    aw_call_at(1, note_at_cb, "timer");
    aw_call_at(1, soon_cb, &(struct call_later){note_at_cb, "soon"});
    EXPECT_INT(aw_sleep(2), 0);
}

SCENARIO("loop_soon_before_task_woken_by_timer", "soon@1 task@1")
{
    aw_call_at(1, soon_cb, &(struct call_later){note_at_cb, "soon"});
    named_job("task", 1);
    EXPECT_INT(aw_sleep(2), 0);
}

static int lo_yield_thrice(void *arg)
{
    for (int i = 1; i <= 3; i++) {
        note("%s%d", *(const char **)arg, i);
        EXPECT_INT(aw_yield(), 0);
    }
    return 0;
}

SCENARIO("loop_yield_takes_one_turn", "a1 b1 a2 b2 a3 b3")
{
    aw_task tasks[] = {aw_go(lo_yield_thrice, const char *, "a"),
                       aw_go(lo_yield_thrice, const char *, "b")};
    EXPECT_INT(aw_await(aw_gather(tasks, 2, 0)), 0);
}

SCENARIO("loop_sleep_negative_is_a_yield", "soon main@0 timer")
{
    aw_call_soon(note_cb, "soon");
    aw_call_later(0, note_cb, "timer");
    EXPECT_INT(aw_sleep(-1), 0);
    note_at("main");
    EXPECT_INT(aw_sleep(0), 0);
}

static void lo_note_whether_no_task(void *unused)
{
    note_bool(aw_self().id == 0);
}

SCENARIO("loop_no_current_task_in_callback", "True False")
{
    aw_call_soon(lo_note_whether_no_task, NULL);
    pass_turns(1);
    lo_note_whether_no_task(NULL);
}

SCENARIO("loop_task_and_callbacks_in_order", "x y t@0")
{
    aw_call_soon(note_cb, "x");
    aw_task t = named_job("t", -1);
    aw_call_soon(note_cb, "y");
    EXPECT_INT(aw_await(t), word("t"));
}
