/* Scenarios of the loop: order within a turn, timers, handles. */
#include "scenario.h"

SCENARIO("loop_fifo", "a b c end")
{
    aw_call_soon(note_cb, "a");
    aw_call_soon(note_cb, "b");
    aw_call_soon(note_cb, "c");
    EXPECT_INT(aw_yield(), 0);
    note("end");
}

SCENARIO("loop_soon_before_due_timer", "soon timer")
{
    aw_call_later(0, note_cb, "timer");
    aw_call_soon(note_cb, "soon");
    EXPECT_INT(aw_sleep(1), 0);
}

SCENARIO("loop_equal_deadline_3", "a b c")
{
    aw_call_at(1, note_cb, "a");
    aw_call_at(1, note_cb, "b");
    aw_call_at(1, note_cb, "c");
    EXPECT_INT(aw_sleep(2), 0);
}

static aw_handle loop_victim;

static void loop_cancel_victim(void *unused)
{
    note("a");
    note_bool(aw_handle_cancel(loop_victim) == 1);
}

SCENARIO("loop_handle_cancel_same_iter", "a True")
{
    aw_call_soon(loop_cancel_victim, NULL);
    loop_victim = aw_call_soon(note_cb, "b");
    EXPECT_INT(aw_sleep(1), 0);
}

static void loop_a_cancels_victim(void *unused)
{
    note("a");
    aw_handle_cancel(loop_victim);
}

SCENARIO("loop_due_timer_cancel_by_earlier_due_timer", "a end")
{
    EXPECT_INT(aw_sleep(3), 0);
    aw_call_at(1, loop_a_cancels_victim, NULL);
    loop_victim = aw_call_at(2, note_cb, "b");
    EXPECT_INT(aw_sleep(1), 0);
    note("end");
}

SCENARIO("loop_sleep_order_and_negative", "neg@0 zero@0 one@1 two@2")
{
    aw_task tasks[] = {named_job("two", 2), named_job("one", 1), named_job("neg", -5),
                       named_job("zero", 0)};
    EXPECT_INT(aw_await(aw_gather(tasks, 4, 0)), 0);
}
