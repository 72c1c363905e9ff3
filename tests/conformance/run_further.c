/* Further scenarios of the end of a program, and of eager tasks. */
#include "programs.h"

PROGRAM("run_leftover_is_cancelled", "bg!C@0")
{
    named_job("bg", 10);
    pass_turns(1);
    expect_exit('r');
    return 'r';
}

static int rf_stubborn(void *unused)
{
    if (aw_sleep(10) == AW_ECANCELLED) note_at("swallowed");
    EXPECT_INT(aw_sleep(3), 0);
    note_at("on");
    return 0;
}

PROGRAM("run_leftover_that_swallows_goes_on", "swallowed@0 on@3")
{
    aw_spawn(rf_stubborn, NULL, 0);
    pass_turns(1);
    expect_exit('r');
    return 'r';
}

PROGRAM("run_leftover_that_fails_is_reported", "")
{
    expect_report("failed and its error was never retrieved");
    refusing_job();
    pass_turns(1);
    expect_exit('r');
    return 'r';
}

PROGRAM("run_timer_left_never_fires", "")
{
    aw_call_later(5, note_cb, "never");
    expect_exit('r');
    return 'r';
}

PROGRAM("run_soon_before_the_end_runs", "soon")
{
    aw_call_soon(note_cb, "soon");
    expect_exit('r');
    return 'r';
}

PROGRAM("run_soon_chain_at_the_end", "1 2 3 4 5")
{
    count_turns(1000);
    expect_exit('r');
    return 'r';
}

static int rf_outer(void *arg)
{
    int rc = aw_await(*(aw_task *)arg);
    note_at("outer");
    return rc;
}

PROGRAM("run_leftover_chain_unwinds", "inner!C@0 outer@0")
{
    aw_task inner = named_job("inner", 10);
    aw_go(rf_outer, aw_task, inner.id);
    pass_turns(1);
    expect_exit('r');
    return 'r';
}

static void rf_note_cancelled(aw_future future, void *unused)
{
    note("cb");
    note_bool(aw_is_cancelled(future));
}

PROGRAM("run_leftover_done_callback_runs", "bg!C@0 cb True")
{
    aw_on_done(named_job("bg", 10), rf_note_cancelled, NULL);
    pass_turns(1);
    expect_exit('r');
    return 'r';
}

static void rf_make_late(void *unused)
{
    named_job("late", 0);
}

PROGRAM("run_task_made_by_last_callback_never_runs", "")
{
    aw_call_soon(rf_make_late, NULL);
    expect_exit('r');
    return 'r';
}

static int rf_count_to_nine(void *unused)
{
    for (int i = 0; i < 9; i++) {
        note("%d", i);
        int rc = aw_yield();
        if (rc < 0) return rc;
    }
    return 0;
}

PROGRAM("run_leftover_ready_at_the_end", "0 1")
{
    aw_spawn(rf_count_to_nine, NULL, 0);
    pass_turns(1);
    expect_exit('r');
    return 'r';
}

static int rf_clean_with_limit(void *unused)
{
    int rc = aw_sleep(10);
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 2), 0);
    if (aw_timeout_exit(&limit, forever(NULL)) == AW_ETIMEDOUT) note_at("TO");
    return rc;
}

PROGRAM("run_leftover_timeout_in_cleanup", "TO@2")
{
    aw_spawn(rf_clean_with_limit, NULL, 0);
    pass_turns(1);
    expect_exit('r');
    return 'r';
}

PROGRAM("run_main_cancels_itself", "")
{
    expect_report("main was cancelled");
    expect_exit(1);
    aw_cancel(aw_self());
    return aw_sleep(1);
}

/* -- Eager tasks ------------------------------------------------------------------------------- */

static aw_task eager(aw_fn *fn, int value)
{
    return aw_spawn_with(fn, &value, sizeof value, &(aw_task_options){.eager = true});
}

static int ea_in_on(void *unused)
{
    note("in");
    EXPECT_INT(aw_yield(), 0);
    note("on");
    return 0;
}

SCENARIO("eager_runs_to_first_block", "in out on")
{
    aw_task t = eager(ea_in_on, 0);
    note("out");
    EXPECT_INT(aw_await(t), 0);
}

static int ea_fail(void *unused)
{
    return aw_fail(KEY_ERROR('k'), "k");
}

SCENARIO("eager_fails_synchronously", "True !KeyError('k')@0")
{
    aw_task t = eager(ea_fail, 0);
    note_bool(aw_is_done(t));
    outcome(aw_await(t));
}

static aw_task ea_main;

static int ea_who(void *unused)
{
    note_bool(aw_self().id == ea_main.id);
    return aw_yield();
}

SCENARIO("eager_current_task_is_restored", "False True")
{
    ea_main = aw_self();
    aw_task t = eager(ea_who, 0);
    note_bool(aw_self().id == ea_main.id);
    EXPECT_INT(aw_await(t), 0);
}

static int ea_inner(void *unused)
{
    note("inner");
    EXPECT_INT(aw_yield(), 0);
    note("inner on");
    return 0;
}

static int ea_outer(void *unused)
{
    note("outer");
    aw_task t = eager(ea_inner, 0);
    note("outer on");
    return aw_await(t);
}

SCENARIO("eager_nested", "outer inner outer on inner on")
{
    EXPECT_INT(aw_await(eager(ea_outer, 0)), 0);
}

static int ea_give(void *arg)
{
    return *(int *)arg;
}

static void ea_note_result(aw_future future, void *unused)
{
    note("cb %s", word_of(aw_result(future)));
}

SCENARIO("eager_done_callback_runs_next_turn", "main cb v soon")
{
    aw_task t = eager(ea_give, word("v"));
    aw_on_done(t, ea_note_result, NULL);
    aw_call_soon(note_cb, "soon");
    note("main");
    pass_turns(1);
}

SCENARIO("eager_await_done_does_not_yield", "v other")
{
    aw_call_soon(note_cb, "other");
    note("%s", word_of(aw_await(eager(ea_give, word("v")))));
    pass_turns(1);
}

static int ea_yield_a(void *unused)
{
    EXPECT_INT(aw_yield(), 0);
    note("a");
    return 0;
}

static int ea_yield_b(void *unused)
{
    EXPECT_INT(aw_yield(), 0);
    note("b");
    return 0;
}

SCENARIO("eager_blocked_goes_on_in_order", "x a y b")
{
    aw_call_soon(note_cb, "x");
    aw_task a = eager(ea_yield_a, 0);
    aw_task b = aw_spawn(ea_yield_b, NULL, 0);
    aw_call_soon(note_cb, "y");
    EXPECT_INT(aw_wait(((aw_task[]){a, b}), 2, AW_ALL_COMPLETED, AW_FOREVER), 2);
}

static int ea_cancel_then_give(void *unused)
{
    aw_cancel(aw_self());
    return 5;
}

SCENARIO("eager_cancels_itself_then_returns", "True !CancelledError@0 True")
{
    aw_task t = eager(ea_cancel_then_give, 0);
    note_bool(aw_is_done(t));
    outcome(aw_await(t));
    note_bool(aw_is_cancelled(t));
}

static int ea_cancel_then_sleep(void *unused)
{
    aw_cancel(aw_self());
    return aw_sleep(5);
}

SCENARIO("eager_cancels_itself_then_blocks", "False !CancelledError@0")
{
    aw_task t = eager(ea_cancel_then_sleep, 0);
    note_bool(aw_is_done(t));
    outcome(aw_await(t));
}

SCENARIO("eager_in_gather", "True [1, 2]")
{
    aw_task tasks[] = {eager(ea_give, 1), eager(ea_give, 2)};
    aw_future g = aw_gather(tasks, 2, 0);
    note_bool(aw_is_done(g));
    EXPECT_INT(aw_await(g), 0);
    const int *results = aw_data(g);
    note("[%d, %d]", results[0], results[1]);
}

static int ea_limit(void *unused)
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    if (aw_timeout_exit(&limit, aw_sleep(5)) == AW_ETIMEDOUT) note_at("TO");
    return 0;
}

SCENARIO("eager_times_out_itself", "TO@1")
{
    EXPECT_INT(aw_await(eager(ea_limit, 0)), 0);
}
