/* Groups that are misused or left open, and groups without memory. */
#include "base/memory.h"
#include "test.h"

static int group_exit_other(void *arg)
{
    return aw_group_exit(*(aw_group **)arg, 0);
}

TEST("aw_group_exit: before the entry, after the exit, by another task: named errors")
{
    aw_group group = {{0}};
    aw_error_info error;
    EXPECT_INT(aw_group_exit(&group, 0), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "has not been entered");
    EXPECT_INT(aw_group_exit(&group, -8), -8); /* says why it was not */
    EXPECT_INT(aw_group_error_count(&group), AW_ESTATE);
    EXPECT_INT(aw_group_enter(&group), 0);
    EXPECT_INT(aw_group_enter(&group), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "has already been entered");
    EXPECT_INT(aw_group_error(&group, 0, &error), AW_ESTATE);
    EXPECT_INT(aw_await(aw_go(group_exit_other, aw_group *, &group)), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "only the task that entered it");
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    EXPECT_INT(aw_group_exit(&group, 0), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "has ended already");
    EXPECT_INT(aw_group_error(&group, 0, &error), AW_EINVAL);
}

static void group_in_callback(void *unused)
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), AW_ENOTASK);
    EXPECT_HAS(aw_errmsg(), "a group needs a task");
}

TEST("aw_group_enter: in a callback is a named error")
{
    aw_call_soon(group_in_callback, NULL);
    EXPECT_INT(aw_yield(), 0);
}

static int group_left_open(void *arg)
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_go(&group, job, struct job, 50, "a");
    aw_group_go(&group, job, struct job, 1, "b");
    return *(bool *)arg ? aw_sleep(5) : 2;
}

TEST("aw_group: left open by a task that ends is reported, and its tasks are cancelled")
{
    expect_report("did not leave the group it entered at tests/c/group_misuse.c:");
    EXPECT_INT(aw_await(aw_go(group_left_open, bool, true)), 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_TRACE("b@1 a!C@5");
    EXPECT_INT(stats_now().records, 2);
}

TEST("aw_group: left open inside a scope is reported when that is left, and nothing dangles")
{
    aw_scope scope = {{0}};
    EXPECT_INT(aw_move_on_after(&scope, 3), 0);
    EXPECT_INT(group_left_open(&(bool){true}), AW_ECANCELLED);
    expect_report("main did not leave the group it entered at tests/c/group_misuse.c:");
    EXPECT_INT(aw_scope_exit(&scope, AW_ECANCELLED), 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_TRACE("b@1 a!C@3");
}

/* -- Memory ------------------------------------------------------------------------------------ */

TEST("aw_group_enter, aw_group_go: without memory say so, and the exit passes that on")
{
    aw_group group = {{0}}, other = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    memory_fail(1, 1);
    aw_task t = aw_group_go(&group, job, struct job, 1, NULL, 1);
    int rc = aw_group_enter(&other);
    memory_fail(0, 0);
    EXPECT_INT(aw_await(t), AW_ENOMEM);
    EXPECT_INT(rc, AW_ENOMEM);
    EXPECT_INT(aw_group_exit(&other, rc), AW_ENOMEM);
    EXPECT_INT(aw_group_exit(&group, 0), 0);
}

static int group_fail_without_memory(void *unused)
{
    memory_fail(1, 1);
    return -5;
}

TEST("aw_group_exit: needs no memory when tasks fail")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    EXPECT_INT(aw_fail(-1, "so that there is a record"), -1);
    aw_group_go(&group, job, struct job, 0, NULL, 1);
    aw_group_spawn(&group, group_fail_without_memory, NULL, 0);
    int rc = aw_group_exit(&group, 0);
    memory_fail(0, 0);
    EXPECT_INT(rc, AW_EGROUP);
    EXPECT_STR(aw_errmsg(), "1 error in a group: failed [error -5]");
}
