/* Scenarios of cancellation through tasks that await each other. */
#include "programs.h"

static int ca_outer_counts(void *arg)
{
    int value = aw_await(*(aw_task *)arg);
    note("%s %d", word_of(value), aw_cancelling(aw_self()));
    return value;
}

SCENARIO("task_cancel_inner_swallows_outer_goes_on", "v 1 False 1")
{
    aw_task inner = swallowing_job("v");
    aw_task outer = aw_go(ca_outer_counts, aw_task, inner.id);
    pass_turns(1);
    aw_cancel(outer);
    EXPECT_INT(aw_await(outer), word("v"));
    note_bool(aw_is_cancelled(outer));
    note("%d", aw_cancelling(inner));
}

SCENARIO("task_cancel_inner_fails_outer_gets_error", "!KeyError('k')@0 False")
{
    aw_task outer = awaiting(refusing_job());
    pass_turns(1);
    aw_cancel(outer);
    outcome(aw_await(outer));
    note_bool(aw_is_cancelled(outer));
}

static int ca_level(void *arg)
{
    int depth = *(int *)arg;
    int rc = depth > 0 ? aw_await(aw_go(ca_level, int, depth - 1)) : aw_sleep(10);
    note("level%d", depth);
    return rc;
}

SCENARIO("task_cancel_unwinds_one_level_a_turn", "level0 1 level1 2 level2 3 !CancelledError@0 4 5")
{
    aw_task t = aw_go(ca_level, int, 2);
    pass_turns(3);
    aw_cancel(t);
    count_turns(5);
    outcome(aw_await(t));
    pass_turns(1);
}

static int ca_yield_v(void *unused)
{
    EXPECT_INT(aw_yield(), 0);
    return word("v");
}

static int ca_outer_looks(void *arg)
{
    aw_task inner = *(aw_task *)arg;
    int rc = aw_await(inner);
    if (rc == AW_ECANCELLED) note("C %s", word_of(aw_result(inner)));
    return rc;
}

SCENARIO("task_cancel_after_inner_done_before_resume", "True True C v !CancelledError@0")
{
    aw_task inner = aw_spawn(ca_yield_v, NULL, 0);
    aw_task outer = aw_go(ca_outer_looks, aw_task, inner.id);
    pass_turns(2);
    note_bool(aw_is_done(inner));
    note_bool(aw_cancel(outer) == 1);
    outcome(aw_await(outer));
}

struct ca_waiter {
    const char *name;
    aw_task on;
};

static int ca_wait_counting(void *arg)
{
    const struct ca_waiter *it = arg;
    int rc = aw_await(it->on);
    if (rc == AW_ECANCELLED) note("%s %d", it->name, aw_cancelling(aw_self()));
    return rc;
}

SCENARIO("task_cancel_one_waiter_of_shared_task", "shared!C@0 a 1 b 0 True 1")
{
    aw_task shared = named_job("shared", 5);
    aw_task tasks[] = {aw_go(ca_wait_counting, struct ca_waiter, "a", shared),
                       aw_go(ca_wait_counting, struct ca_waiter, "b", shared)};
    pass_turns(1);
    aw_cancel(tasks[0]);
    EXPECT_INT(aw_wait(tasks, 2, AW_ALL_COMPLETED, AW_FOREVER), 2);
    note_bool(aw_is_cancelled(shared));
    note("%d", aw_cancelling(shared));
}

SCENARIO("task_cancel_awaited_task_directly", "inner!C@0 outer 0 !CancelledError@0 True 0")
{
    aw_task inner = named_job("inner", 5);
    aw_task outer = aw_go(ca_wait_counting, struct ca_waiter, "outer", inner);
    pass_turns(1);
    aw_cancel(inner);
    outcome(aw_await(outer));
    note_bool(aw_is_cancelled(outer));
    note("%d", aw_cancelling(outer));
}

static int ca_creator(void *arg)
{
    **(aw_task **)arg = named_job("child", 2);
    aw_detach(**(aw_task **)arg);
    int rc = aw_sleep(5);
    note_at(rc < 0 ? "parent!C" : "parent");
    return rc;
}

SCENARIO("task_cancel_creator_leaves_child", "parent!C@1 !CancelledError@1 child@2 ok=child@2")
{
    aw_task child;
    aw_task t = aw_go(ca_creator, aw_task *, &child);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    outcome(aw_await(t));
    outcome(aw_await(child));
}

static int ca_await_by_pointer(void *arg)
{
    return aw_await(**(aw_task **)arg);
}

SCENARIO("task_cancel_new_task_whose_waiter_waits", "!CancelledError@0 True 0")
{
    aw_task inner;
    aw_task t = aw_go(ca_await_by_pointer, aw_task *, &inner);
    inner = named_job("inner", 1);
    aw_cancel(inner);
    outcome(aw_await(t));
    note_bool(aw_is_cancelled(t));
    note("%d", aw_cancelling(t));
}

static void ca_cancel_other(aw_future future, void *other)
{
    (void)future;
    note_bool(aw_cancel(*(aw_task *)other) == 1);
}

SCENARIO("task_cancel_from_done_callback", "True t!C@0 !CancelledError@0")
{
    aw_task t = named_job("t", 5);
    aw_future f = aw_future_new();
    aw_on_done(f, ca_cancel_other, &t);
    pass_turns(1);
    aw_future_set(f, 1);
    outcome(aw_await(t));
}

static int ca_await_twice(void *arg)
{
    aw_future f = *(aw_future *)arg;
    int rc = aw_await(f);
    if (rc == AW_ECANCELLED) note("C");
    else note("%d", rc);
    return aw_await(f);
}

static void ca_set_four(void *handle)
{
    aw_future_set(*(aw_future *)handle, 4);
}

SCENARIO("task_cancel_while_ready_with_result", "C ok=4@0")
{
    aw_future f = aw_future_new();
    aw_task t = aw_go(ca_await_twice, aw_future, f.id);
    pass_turns(1);
    aw_call_soon(ca_set_four, &f);
    aw_call_soon(cancel_cb, &t);
    outcome(aw_await(t));
}

static int ca_middle(void *arg)
{
    if (aw_await(*(aw_task *)arg) == AW_ECANCELLED) note("middle");
    return word("m");
}

SCENARIO("task_cancel_two_levels_of_swallowing", "inner!C@0 middle ok=m@0 True 1 1")
{
    aw_task inner = named_job("inner", 5);
    aw_task middle = aw_go(ca_middle, aw_task, inner.id);
    aw_task outer = awaiting(middle);
    pass_turns(1);
    aw_cancel(outer);
    outcome(aw_await(outer));
    note_bool(aw_is_cancelled(inner));
    note("%d %d", aw_cancelling(middle), aw_cancelling(outer));
}
