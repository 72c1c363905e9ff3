/* Scenarios of task groups: those of the list, and the four of CPython 3.15 from its text. */
#include "group.h"

SCENARIO("to_taskgroup_inside", "a!C@1 b!C@1 TimeoutError@1 0")
{
    aw_timeout limit = {{0}};
    aw_group group = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_job, "a", 5);
    tg_go(&group, tg_job, "b", 5);
    if (aw_timeout_exit(&limit, aw_group_exit(&group, 0)) == AW_ETIMEDOUT) note_at("TimeoutError");
    tg_count();
}

SCENARIO("tg_child_error_aborts", "a@1 b!C@1 body!C 1 EG[KeyError('a')]@1 0")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_fail, "a", 1);
    tg_go(&group, tg_job, "b", 5);
    int rc = aw_sleep(9);
    if (rc == AW_ECANCELLED) note("body!C");
    tg_count();
    tg_outcome(&group, aw_group_exit(&group, rc));
    tg_count();
}

SCENARIO("tg_body_error_before_children_start", "EG[KeyError('body')]")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_job, "a", 0);
    if (aw_group_exit(&group, aw_fail(KEY_ERROR('b'), "body")) == AW_EGROUP)
        note("%s", tg_errors(&group));
}

static int tg_cancel_self(void *arg)
{
    aw_sleep(1) < 0 ? note("?") : (void)aw_cancel(aw_self());
    return tg_job(arg);
}

SCENARIO("tg_child_self_cancel_does_not_abort", "a!C@1 b@2 True b @2")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_task a = tg_go(&group, tg_cancel_self, "a", 5), b = tg_go(&group, tg_job, "b", 2);
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    note_bool(aw_is_cancelled(a));
    if (aw_result(b) == 0) note("b");
    note_at("");
}

SCENARIO("tg_parent_cancel_child_cleanup_waits", "clean@3 !CancelledError@3")
{
    aw_task t = aw_go(tg_clean_parent, bool, false);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    outcome(aw_await(t));
}

static int tg_raise_on_cancel(void *arg)
{
    const struct tg_task *it = arg;
    return aw_sleep(99) < 0 ? aw_fail(KEY_ERROR(it->letter), "%c", it->letter) : 0;
}

static int tg_raise_parent(void *unused)
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_raise_on_cancel, .letter = 'k');
    if (aw_group_exit(&group, 0) == AW_EGROUP) note("EG");
    tg_count();
    note("after");
    return aw_sleep(1);
}

SCENARIO("tg_parent_cancel_child_raises", "EG 1 after !CancelledError@1")
{
    aw_task t = aw_spawn(tg_raise_parent, NULL, 0);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    outcome(aw_await(t));
}

static int tg_fail_with_value_error(void *arg)
{
    int rc = tg_job(arg);
    return rc < 0 ? rc : aw_fail(AW_EINVAL, "b");
}

SCENARIO("tg_two_errors_same_tick", "a@1 b@1 EG[KeyError('a'),ValueError(b)]")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_fail, "a", 1);
    tg_go(&group, tg_fail_with_value_error, "b", 1);
    if (aw_group_exit(&group, 0) == AW_EGROUP) note("%s", tg_errors(&group));
}

SCENARIO("tg_body_swallows_abort_cancel", "a@1 swallow more more@2 EG[KeyError('a')] 0")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_fail, "a", 1);
    if (aw_sleep(9) == AW_ECANCELLED) note("swallow");
    note("more");
    EXPECT_INT(aw_sleep(1), 0);
    note_at("more");
    if (aw_group_exit(&group, 0) == AW_EGROUP) note("%s", tg_errors(&group));
    tg_count();
}

SCENARIO("tg_nested_inner_error", "i@1 o!C@1 EG[EG[KeyError('i')]]@1")
{
    aw_group outer = {{0}}, inner = {{0}};
    EXPECT_INT(aw_group_enter(&outer), 0);
    tg_go(&outer, tg_job, "o", 5);
    EXPECT_INT(aw_group_enter(&inner), 0);
    tg_go(&inner, tg_fail, "i", 1);
    int rc = aw_group_exit(&inner, 0);
    tg_outcome(&outer, aw_group_exit(&outer, rc));
}

static int tg_fail_now(void *arg)
{
    return aw_fail(KEY_ERROR(*(int *)arg), "now");
}

SCENARIO("tg_nested_both_error_same_tick", "inner-EG outer-EG 0")
{
    aw_group outer = {{0}}, inner = {{0}};
    EXPECT_INT(aw_group_enter(&outer), 0);
    EXPECT_INT(aw_group_enter(&inner), 0);
    aw_group_go(&outer, tg_fail_now, int, 'o');
    aw_group_go(&inner, tg_fail_now, int, 'i');
    if (aw_group_exit(&inner, 0) == AW_EGROUP) note("inner-EG");
    if (aw_group_exit(&outer, 0) == AW_EGROUP) note("outer-EG");
    tg_count();
}

SCENARIO("tg_misuse",
         "aw_group_go: the group has not been entered; call aw_group_enter first; "
         "aw_group_go: the group has ended; start tasks before aw_group_exit has returned; "
         "aw_group_enter: the group has already been entered; zero one for each use;")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_await(tg_go(&group, tg_job, "a")), AW_ESTATE);
    note("%s;", aw_errmsg());
    EXPECT_INT(aw_group_enter(&group), 0);
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    EXPECT_INT(aw_await(tg_go(&group, tg_job, "a")), AW_ESTATE);
    note("%s;", aw_errmsg());
    EXPECT_INT(aw_group_enter(&group), AW_ESTATE);
    note("%s;", aw_errmsg());
}

SCENARIO("tg_cancelling_level_preserved", "a@0 0 ok")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_fail, "a", 0);
    EXPECT_INT(aw_group_exit(&group, 0), AW_EGROUP);
    tg_count();
    if (aw_sleep(1) == 0) note("ok");
}

static int tg_divide_on_cancel(void *unused)
{
    return aw_sleep(99) < 0 ? aw_fail(-1, "division by zero") : 0;
}

SCENARIO("tg_timeout_and_child_error_in_cleanup",
         "EG[ZeroDivisionError(division by zero)] 0 ok")
{
    aw_timeout limit = {{0}};
    aw_group group = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_spawn(&group, tg_divide_on_cancel, NULL, 0);
    if (aw_timeout_exit(&limit, aw_group_exit(&group, aw_sleep(9))) == AW_EGROUP)
        note("%s", tg_errors(&group));
    tg_count();
    if (aw_sleep(1) == 0) note("ok");
}

static int tg_swallow_earlier(void *unused)
{
    if (aw_sleep(9) == AW_ECANCELLED) note("swallowed");
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_go(&group, tg_fail_now, int, 'k');
    if (aw_group_exit(&group, 0) == AW_EGROUP) note("EG");
    tg_count();
    int rc = aw_sleep(1);
    if (rc == 0) note("alive");
    return rc;
}

SCENARIO("tg_error_after_earlier_swallowed_cancel", "swallowed EG 1 !CancelledError@1")
{
    aw_task t = aw_spawn(tg_swallow_earlier, NULL, 0);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    outcome(aw_await(t));
}

/* -- CPython 3.15 ------------------------------------------------------------------------------ */

SCENARIO("tg_cancel_clean_exit", "a!C@0 ok=0@0 0")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_job, "a", 5);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_group_cancel(&group), 1);
    tg_outcome(&group, aw_group_exit(&group, aw_sleep(9)));
    tg_count();
}

SCENARIO("tg_cancel_before_enter", "body!C@0 ok=0@0 0")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_cancel(&group), 1);
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_outcome(&group, aw_group_exit(&group, tg_body(9)));
    tg_count();
}

SCENARIO("tg_cancel_then_outer_timeout", "body!C@0 clean@2 !TimeoutError@2 0")
{
    aw_timeout limit = {{0}};
    aw_group group = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_clean, "clean", 2);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_group_cancel(&group), 1);
    outcome(aw_timeout_exit(&limit, aw_group_exit(&group, tg_body(9))));
    tg_count();
}

SCENARIO("tg_cancel_keeps_errors", "EG[KeyError('k')]@0 0")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_raise_on_cancel, .letter = 'k');
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_group_cancel(&group), 1);
    tg_outcome(&group, aw_group_exit(&group, 0));
    tg_count();
}
