/* Scenarios of contexts: what a task and a callback see of task-local values, and since when. */
#include "scenario.h"

static aw_local context_var;

static int context_get(void)
{
    return (int)(intptr_t)aw_local_get(&context_var);
}

static void context_set(int value)
{
    EXPECT_INT(aw_local_set(&context_var, (void *)(intptr_t)value), 0);
}

static int context_five(void *unused)
{
    note("%d", context_get());
    context_set(5);
    note("%d", context_get());
    return 0;
}

SCENARIO("task_context_copied", "1 5 2")
{
    context_set(1);
    aw_task t = aw_spawn(context_five, NULL, 0);
    context_set(2);
    EXPECT_INT(aw_await(t), 0);
    note("%d", context_get());
}

static void context_cb(void *name)
{
    note("%s %d", (const char *)name, context_get());
    context_set(9);
}

static void context_done(aw_future future, void *name)
{
    context_cb(name);
}

SCENARIO("context_of_callbacks", "soon 1 done 3 later 2 main 4")
{
    aw_future f = aw_future_new();
    context_set(1);
    aw_call_soon(context_cb, "soon");
    context_set(2);
    aw_call_later(1, context_cb, "later");
    context_set(3);
    aw_on_done(f, context_done, "done");
    context_set(4);
    aw_future_set(f, 0);
    EXPECT_INT(aw_sleep(3), 0);
    note("main %d", context_get());
}

static void context_second(void *unused)
{
    note("second %d", context_get());
}

static void context_first(void *unused)
{
    context_set(7);
    aw_call_soon(context_second, NULL);
    context_set(8);
}

SCENARIO("context_callback_to_callback", "second 7 main 1")
{
    context_set(1);
    aw_call_soon(context_first, NULL);
    EXPECT_INT(aw_sleep(1), 0);
    note("main %d", context_get());
}

static int context_note_task(void *unused)
{
    note("task %d", context_get());
    context_set(3);
    return 0;
}

static void context_spawn(void *unused)
{
    context_set(2);
    aw_spawn(context_note_task, NULL, 0);
    context_set(4);
}

SCENARIO("context_task_from_callback", "task 2 main 1")
{
    context_set(1);
    aw_call_soon(context_spawn, NULL);
    EXPECT_INT(aw_sleep(1), 0);
    note("main %d", context_get());
}

static int context_twice(void *arg)
{
    int n = *(int *)arg;
    note("%d %d", n, context_get());
    context_set(n);
    EXPECT_INT(aw_yield(), 0);
    note("%d %d", n, context_get());
    return context_get();
}

SCENARIO("context_gather_children", "10 1 20 1 10 10 20 20 [10, 20] 2")
{
    context_set(1);
    aw_task tasks[] = {aw_go(context_twice, int, 10), aw_go(context_twice, int, 20)};
    aw_future both = aw_gather(tasks, 2, 0);
    context_set(2);
    EXPECT_INT(aw_await(both), 0);
    int *results = aw_data(both);
    note("[%d, %d] %d", results[0], results[1], context_get());
}

static int context_eager(void *unused)
{
    note("%d", context_get());
    context_set(5);
    EXPECT_INT(aw_yield(), 0);
    note("%d", context_get());
    return 0;
}

SCENARIO("context_eager", "1 1 5 2")
{
    context_set(1);
    aw_task t = aw_spawn_with(context_eager, NULL, 0, &(aw_task_options){.eager = true});
    note("%d", context_get());
    context_set(2);
    EXPECT_INT(aw_await(t), 0);
    note("%d", context_get());
}

static int context_grandchild(void *unused)
{
    note("g %d", context_get());
    context_set(30);
    return 0;
}

static int context_child(void *unused)
{
    context_set(20);
    EXPECT_INT(aw_await(aw_spawn(context_grandchild, NULL, 0)), 0);
    note("c %d", context_get());
    return 0;
}

SCENARIO("context_grandchild", "g 20 c 20 main 10")
{
    context_set(10);
    EXPECT_INT(aw_await(aw_spawn(context_child, NULL, 0)), 0);
    note("main %d", context_get());
}

SCENARIO("context_reset", "2 1")
{
    context_set(1);
    void *before = aw_local_get(&context_var);
    context_set(2);
    note("%d", context_get());
    EXPECT_INT(aw_local_set(&context_var, before), 0);
    note("%d", context_get());
}
