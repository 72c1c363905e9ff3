/* Further scenarios of tasks: when they start, and how results climb. */
#include "programs.h"

SCENARIO("task_starts_next_turn_in_order", "main a b c end")
{
    noting("a");
    noting("b");
    noting("c");
    note("main");
    pass_turns(1);
    note("end");
}

static int tf_make_c(void *unused)
{
    note("a");
    aw_detach(noting("c"));
    return 0;
}

SCENARIO("task_created_by_task_starts_later", "a b main c")
{
    aw_spawn(tf_make_c, NULL, 0);
    noting("b");
    pass_turns(1);
    note("main");
    pass_turns(1);
}

SCENARIO("task_await_done_does_not_yield", "6 other")
{
    aw_task t = giving(6);
    pass_turns(1);
    aw_call_soon(note_cb, "other");
    note("%d", aw_await(t));
    pass_turns(1);
}

SCENARIO("task_await_new_task_takes_two_turns", "1 2 v 3 4")
{
    count_turns(4);
    note("%s", word_of(aw_await(giving(word("v")))));
    pass_turns(2);
}

struct tf_level {
    int depth;
    aw_future leaf;
};

static int tf_climb(void *arg)
{
    const struct tf_level *it = arg;
    if (it->depth == 0) return aw_await(it->leaf);
    int rc = aw_await(aw_go(tf_climb, struct tf_level, it->depth - 1, it->leaf));
    note("level%d", it->depth);
    return rc;
}

SCENARIO("task_result_climbs_one_level_a_turn", "1 2 level1 3 level2 4 level3 5 v 6")
{
    aw_future f = aw_future_new();
    aw_task t = aw_go(tf_climb, struct tf_level, 3, f);
    pass_turns(4);
    count_turns(6);
    aw_future_set(f, word("v"));
    note("%s", word_of(aw_await(t)));
    pass_turns(1);
}

static int tf_note_each(void *arg)
{
    const struct tf_level *it = arg;
    int rc = aw_await(it->depth > 0 ? aw_go(tf_note_each, struct tf_level, it->depth - 1, it->leaf)
                                    : it->leaf);
    note("level%d", it->depth);
    return rc;
}

SCENARIO("task_error_climbs_one_level_a_turn", "1 level0 2 level1 3 level2 4 !KeyError('k')@0 5")
{
    aw_future f = aw_future_new();
    aw_task t = aw_go(tf_note_each, struct tf_level, 2, f);
    pass_turns(3);
    count_turns(5);
    aw_future_fail(f, KEY_ERROR('k'), "k");
    outcome(aw_await(t));
    pass_turns(1);
}

static int tf_soon_then_seven(void *unused)
{
    aw_call_soon(note_cb, "soon");
    return 7;
}

static void tf_note_result(aw_future future, void *unused)
{
    note("cb %d", aw_result(future));
}

SCENARIO("task_done_callback_a_turn_after_end", "1 soon cb 7 2 3")
{
    aw_task t = aw_spawn(tf_soon_then_seven, NULL, 0);
    aw_on_done(t, tf_note_result, NULL);
    count_turns(3);
    pass_turns(3);
}

SCENARIO("task_two_waiters_resume_in_order", "t@1 aok=t@1 bok=t@1")
{
    aw_task t = named_job("t", 1);
    aw_task tasks[] = {outcome_of(t, "a"), outcome_of(t, "b")};
    EXPECT_INT(aw_wait(tasks, 2, AW_ALL_COMPLETED, AW_FOREVER), 2);
}

SCENARIO("task_failed_twice_awaited", "t@1 !KeyError('t')@1 !KeyError('t')@1")
{
    aw_task t = failing_job("t", 1);
    outcome(aw_await(t));
    outcome(aw_await(t));
}

static int tf_await_itself(void *unused)
{
    return aw_await(aw_self());
}

SCENARIO("task_await_itself", "!RuntimeError@0")
{
    outcome(aw_await(aw_spawn(tf_await_itself, NULL, 0)));
}

SCENARIO("task_exception_never_retrieved", "t@0 end")
{
    expect_report("failed and its error was never retrieved");
    aw_task t = failing_job("t", 0);
    pass_turns(2);
    EXPECT_INT(aw_release(t), 0);
    note("end");
}

SCENARIO("task_exception_retrieved_by_wait_is_not", "t@1 end")
{
    expect_report("failed and its error was never retrieved");
    aw_task t = failing_job("t", 1);
    EXPECT_INT(aw_wait(&t, 1, AW_ALL_COMPLETED, AW_FOREVER), 1);
    EXPECT_INT(aw_release(t), 0);
    note("end");
}

SCENARIO("task_set_result_is_refused", "refused t@1 ok=t@1")
{
    aw_task t = named_job("t", 1);
    if (aw_future_set(t, 1) == AW_ESTATE) note("refused");
    outcome(aw_await(t));
}

SCENARIO("task_all_tasks_counts_what_is_not_done", "3 a@1 2 b@2 1")
{
    aw_task a = named_job("a", 1), b = named_job("b", 2);
    note("%d", aw_all_tasks(NULL, 0));
    EXPECT_INT(aw_await(a), word("a"));
    note("%d", aw_all_tasks(NULL, 0));
    EXPECT_INT(aw_await(b), word("b"));
    note("%d", aw_all_tasks(NULL, 0));
}

static int tf_note_own_name(void *unused)
{
    note("%s", aw_name(aw_self()));
    return 0;
}

SCENARIO("task_name_given_and_changed", "worker renamed renamed")
{
    aw_task t = aw_spawn_with(tf_note_own_name, NULL, 0, &(aw_task_options){.name = "worker"});
    note("%s", aw_name(t));
    EXPECT_INT(aw_set_name(t, "renamed"), 0);
    EXPECT_INT(aw_await(t), 0);
    note("%s", aw_name(t));
}

static int tf_parent(void *unused)
{
    named_job("child", 2);
    EXPECT_INT(aw_sleep(1), 0);
    note_at("parent");
    return 0;
}

SCENARIO("task_outlives_its_creator", "parent@1 child@2")
{
    EXPECT_INT(aw_await(aw_spawn(tf_parent, NULL, 0)), 0);
    EXPECT_INT(aw_sleep(2), 0);
}

static int tf_sleep_up(void *unused)
{
    for (int i = 0; i < 3; i++) {
        EXPECT_INT(aw_sleep(i), 0);
        note_at("%d", i);
    }
    return 0;
}

SCENARIO("task_many_sleeps_add_up", "0@0 1@1 2@3")
{
    EXPECT_INT(aw_await(aw_spawn(tf_sleep_up, NULL, 0)), 0);
}
