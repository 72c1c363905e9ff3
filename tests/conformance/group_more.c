/* More scenarios of task groups, observed on CPython 3.13: children of children, several causes at
 * once, and the turns that each step takes. */
#include "group.h"

/* Where a task finds the group it is to start others in. */
struct tg_place {
    aw_group *group;
};

static int tg_start_b(void *arg)
{
    EXPECT_INT(aw_sleep(1), 0);
    note_at("a");
    tg_go(((struct tg_place *)arg)->group, tg_job, "b", 2);
    return 0;
}

SCENARIO("tg_child_spawns_child", "a@1 b@3 end@3")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_go(&group, tg_start_b, struct tg_place, &group);
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    note_at("end");
}

SCENARIO("tg_go_after_abort", "a@1 body!C@1 shutting-down clean@3 EG[KeyError('a')]@3")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_fail, "a", 1);
    tg_go(&group, tg_clean, "clean", 2);
    int rc = tg_body(9);
    if (aw_await(tg_go(&group, tg_job, "c")) == AW_ESTATE) note("shutting-down");
    tg_outcome(&group, aw_group_exit(&group, rc));
}

static void tg_note_other(void *unused)
{
    note("other");
}

SCENARIO("tg_empty_does_not_yield", "end@0 other")
{
    aw_group group = {{0}};
    aw_call_soon(tg_note_other, NULL);
    EXPECT_INT(aw_group_enter(&group), 0);
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    note_at("end");
    EXPECT_INT(aw_yield(), 0);
}

SCENARIO("tg_body_returns_first", "body@0 b@1 a@2 end@2")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_job, "a", 2);
    tg_go(&group, tg_job, "b", 1);
    note_at("body");
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    note_at("end");
}

SCENARIO("tg_body_error_with_children", "a!C@1 clean@3 EG[KeyError('body')]@3 0")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_job, "a", 5);
    tg_go(&group, tg_clean, "clean", 2);
    EXPECT_INT(aw_sleep(1), 0);
    tg_outcome(&group, aw_group_exit(&group, aw_fail(KEY_ERROR('b'), "body")));
    tg_count();
}

SCENARIO("tg_body_and_child_error", "clean@2 EG[KeyError('a'),KeyError('z')]@2 0")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_clean, "clean", 1, 'a');
    EXPECT_INT(aw_sleep(1), 0);
    tg_outcome(&group, aw_group_exit(&group, aw_fail(KEY_ERROR('z'), "z")));
    tg_count();
}

SCENARIO("tg_body_error_after_abort", "a@1 EG[KeyError('a'),KeyError('z')]@1 0")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_fail, "a", 1);
    EXPECT_INT(aw_sleep(9), AW_ECANCELLED);
    tg_outcome(&group, aw_group_exit(&group, aw_fail(KEY_ERROR('z'), "z")));
    tg_count();
}

static int tg_inner_group(void *unused)
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_fail, "i", 1);
    return aw_group_exit(&group, aw_sleep(9));
}

SCENARIO("tg_group_in_child_fails", "i@1 b!C@1 body!C@1 EG[EG[KeyError('i')]]@1 0")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_spawn(&group, tg_inner_group, NULL, 0);
    tg_go(&group, tg_job, "b", 5);
    tg_outcome(&group, aw_group_exit(&group, tg_body(9)));
    tg_count();
}

static void tg_cancel_twice(bool is_body_waiting)
{
    aw_task t = aw_go(tg_clean_parent, bool, is_body_waiting);
    for (int i = 0; i < 2; i++) {
        EXPECT_INT(aw_sleep(1), 0);
        aw_cancel(t);
    }
    outcome(aw_await(t));
    note("%d", aw_cancelling(t));
}

SCENARIO("tg_parent_cancelled_twice", "clean@3 !CancelledError@3 2")
{
    tg_cancel_twice(false);
}

SCENARIO("tg_parent_cancelled_in_body_twice", "clean@3 !CancelledError@3 2")
{
    tg_cancel_twice(true);
}

SCENARIO("tg_child_cancelled_from_outside", "a!C@1 body@2 b@3 end@3 True")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_task a = tg_go(&group, tg_job, "a", 5);
    tg_go(&group, tg_job, "b", 3);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(a);
    EXPECT_INT(aw_sleep(1), 0);
    note_at("body");
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    note_at("end");
    note_bool(aw_is_cancelled(a));
}

/* A group that fails at 1, then a wait. */
static int tg_fail_then_wait(void *arg)
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_fail, "a", 1);
    if (*(bool *)arg) tg_go(&group, tg_clean, "clean", 3);
    tg_outcome(&group, aw_group_exit(&group, aw_sleep(9)));
    tg_count();
    int rc = aw_sleep(1);
    if (rc == AW_ECANCELLED) note_at("after!C");
    return rc;
}

SCENARIO("tg_cancel_parent_while_aborting",
         "a@1 clean@4 EG[KeyError('a')]@4 1 after!C@4 !CancelledError@4 1")
{
    aw_task t = aw_go(tg_fail_then_wait, bool, true);
    EXPECT_INT(aw_sleep(2), 0);
    aw_cancel(t);
    outcome(aw_await(t));
    note("%d", aw_cancelling(t));
}

SCENARIO("tg_error_and_cancel_same_tick",
         "a@1 EG[KeyError('a')]@1 1 after!C@1 !CancelledError@1 1")
{
    aw_task t = aw_go(tg_fail_then_wait, bool, false);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    outcome(aw_await(t));
    note("%d", aw_cancelling(t));
}

static int tg_body_cancelled(void *arg)
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_job, "a", 5);
    if (*(bool *)arg) {
        EXPECT_INT(aw_sleep(1), 0);
        return aw_group_exit(&group, AW_ECANCELLED);
    }
    aw_cancel(aw_self());
    note_at("body");
    return aw_group_exit(&group, 0);
}

SCENARIO("tg_body_cancels_itself", "body@0 a!C@0 !CancelledError@0 1")
{
    aw_task t = aw_go(tg_body_cancelled, bool, false);
    outcome(aw_await(t));
    note("%d", aw_cancelling(t));
}

SCENARIO("tg_body_raises_cancelled", "a!C@1 !CancelledError@1 0")
{
    aw_task t = aw_go(tg_body_cancelled, bool, true);
    outcome(aw_await(t));
    note("%d", aw_cancelling(t));
}

static int tg_swallow(void *unused)
{
    EXPECT_INT(aw_sleep(9), AW_ECANCELLED);
    note_at("sw");
    EXPECT_INT(aw_sleep(2), 0);
    note_at("sw-end");
    return 0;
}

SCENARIO("tg_child_swallows_abort", "a@1 sw@1 sw-end@3 EG[KeyError('a')]@3 0")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_spawn(&group, tg_swallow, NULL, 0);
    tg_go(&group, tg_fail, "a", 1);
    tg_outcome(&group, aw_group_exit(&group, 0));
    tg_count();
}

SCENARIO("tg_await_child_in_body_fails", "a@1 body!C@1 b!C@1 EG[KeyError('a')]@1 0")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_task a = tg_go(&group, tg_fail, "a", 1);
    tg_go(&group, tg_job, "b", 3);
    int rc = aw_await(a);
    if (rc == AW_ECANCELLED) note_at("body!C");
    tg_outcome(&group, aw_group_exit(&group, rc));
    tg_count();
}

static int tg_level(void *arg)
{
    int level = *(int *)arg;
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    if (level > 0) aw_group_go(&group, tg_level, int, level - 1);
    else tg_go(&group, tg_fail, "x", 1);
    return aw_group_exit(&group, 0);
}

SCENARIO("tg_three_levels", "x@1 EG[EG[EG[KeyError('x')]]]@1 0")
{
    aw_task t = aw_go(tg_level, int, 2);
    aw_error_info error;
    char words[100] = "";
    EXPECT_INT(aw_await(t), AW_EGROUP);
    EXPECT_INT(aw_error(t, &error), 0);
    tg_describe(words, sizeof words, &error);
    note_at("%s", words);
    tg_count();
}

SCENARIO("tg_errors_in_order_of_end",
         "c@1 b@2 a@3 EG[KeyError('c'),KeyError('b'),KeyError('a')]@3")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_clean, "a", 2, 'a');
    tg_go(&group, tg_clean, "b", 1, 'b');
    tg_go(&group, tg_fail, "c", 1);
    tg_outcome(&group, aw_group_exit(&group, 0));
}

SCENARIO("tg_timeout_inside_body", "TO@1 a@3 end@3")
{
    aw_group group = {{0}};
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_job, "a", 3);
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    if (aw_timeout_exit(&limit, aw_sleep(5)) == AW_ETIMEDOUT) note_at("TO");
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    note_at("end");
}

/* Notes the number of each turn. */
static int tg_turns(void *arg)
{
    for (int i = 0; i < *(int *)arg; i++) {
        note("%d", i);
        EXPECT_INT(aw_yield(), 0);
    }
    return 0;
}

static int tg_yield(void *unused)
{
    return aw_yield();
}

SCENARIO("tg_exit_takes_two_turns", "body 0 1 2 3 end 4 5 6")
{
    aw_task t = aw_go(tg_turns, int, 7);
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_spawn(&group, tg_yield, NULL, 0);
    note("body");
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    note("end");
    EXPECT_INT(aw_await(t), 0);
}

static int tg_wait_and_note(void *unused)
{
    int rc = aw_sleep(5);
    if (rc == AW_ECANCELLED) note("c!C");
    return rc;
}

static int tg_note_and_fail(void *unused)
{
    note("f");
    return aw_fail(KEY_ERROR('f'), "f");
}

SCENARIO("tg_abort_turns", "0 f 1 2 c!C body!C 3 4 EG[KeyError('f')] 5 6 7")
{
    aw_task t = aw_go(tg_turns, int, 8);
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_spawn(&group, tg_wait_and_note, NULL, 0);
    aw_group_spawn(&group, tg_note_and_fail, NULL, 0);
    int rc = aw_sleep(9);
    if (rc == AW_ECANCELLED) note("body!C");
    if (aw_group_exit(&group, rc) == AW_EGROUP) note("%s", tg_errors(&group));
    EXPECT_INT(aw_await(t), 0);
}

static int tg_hold_group(void *arg)
{
    aw_group *group = *(aw_group **)arg;
    EXPECT_INT(aw_group_enter(group), 0);
    tg_go(group, tg_job, "a", 5);
    int rc = aw_group_exit(group, 0);
    tg_outcome(group, rc);
    return 0;
}

SCENARIO("tg_child_from_outside_while_waiting", "out@1 x@2 a!C@2 EG[KeyError('x')]@2")
{
    static aw_group group;
    aw_task t = aw_go(tg_hold_group, aw_group *, &group);
    EXPECT_INT(aw_sleep(1), 0);
    tg_go(&group, tg_fail, "x", 1);
    note_at("out");
    EXPECT_INT(aw_await(t), 0);
}

SCENARIO("tg_eager_fails_at_once", "f on a!C@0 body!C@0 EG[KeyError('f')]@0 0")
{
    const aw_task_options eager = {.eager = true};
    aw_group group = {{0}};
    struct tg_task a = {"a", 5};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_spawn_with(&group, tg_job, &a, sizeof a, &eager);
    aw_group_spawn_with(&group, tg_note_and_fail, NULL, 0, &eager);
    note("on");
    tg_outcome(&group, aw_group_exit(&group, tg_body(9)));
    tg_count();
}

SCENARIO("tg_cancel_in_nested_body", "o@1 clean@3 inner!C@3 EG[KeyError('o')]@3 0")
{
    aw_group outer = {{0}}, inner = {{0}};
    EXPECT_INT(aw_group_enter(&outer), 0);
    tg_go(&outer, tg_fail, "o", 1);
    EXPECT_INT(aw_group_enter(&inner), 0);
    tg_go(&inner, tg_clean, "clean", 2);
    int rc = aw_group_exit(&inner, aw_sleep(9));
    if (rc == AW_ECANCELLED) note_at("inner!C");
    tg_outcome(&outer, aw_group_exit(&outer, rc));
    tg_count();
}
