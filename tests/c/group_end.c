/* aw_group, at its edges: between the last child's end and the exit's return, cancelled in more
 * than one way, left behind. */
#include "test.h"

static void groupend_too_late(aw_future child, void *arg)
{
    aw_group *group = arg;
    aw_task late = aw_group_spawn(group, forever, NULL, 0);
    EXPECT_HAS(aw_errmsg(), "aw_group_go: the group has ended");
    EXPECT_INT(aw_result(late), AW_ESTATE);
    EXPECT_INT(aw_group_cancel(group), 0);
    note_at("refused");
}

TEST("aw_group_go, aw_group_cancel: after the last task's end, before the exit returns, are refused")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_task t = aw_group_go(&group, job, struct job, 2, "a");
    aw_on_done(t, groupend_too_late, &group);
    EXPECT_INT(aw_group_exit(&group, 3), 3);
    EXPECT_TRACE("a@2 refused@2");
}

TEST("aw_group_spawn_with: with a name only does not begin at once")
{
    aw_group group = {{0}};
    struct job it = {0, "child"};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_task t = aw_group_spawn_with(&group, job, &it, sizeof it, &(aw_task_options){.name = "a"});
    EXPECT_STR(aw_name(t), "a");
    note("body");
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    EXPECT_TRACE("body child@0");
}

TEST("aw_group_cancel: before the entry counts once, and ends the group from the entry on")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_cancel(&group), 1);
    EXPECT_INT(aw_group_cancel(&group), 0);
    EXPECT_INT(aw_group_enter(&group), 0);
    int rc = aw_sleep(5);
    EXPECT_INT(rc, AW_ECANCELLED);
    EXPECT_INT(aw_group_exit(&group, rc), 0);
    EXPECT_INT(aw_now(), 0);
}

static int groupend_fail(void *arg)
{
    int number = *(int *)arg;
    return aw_fail(-number,
                   "task %d failed, and here is a long sentence that says why in many words, so "
                   "that not all of them fit",
                   number);
}

TEST("aw_group_exit: its words are cut when there are many errors; each can be read whole")
{
    aw_group group = {{0}};
    aw_error_info error;
    EXPECT_INT(aw_group_enter(&group), 0);
    for (int i = 1; i <= 6; i++) aw_group_go(&group, groupend_fail, int, i);
    EXPECT_INT(aw_group_exit(&group, 0), AW_EGROUP);
    EXPECT_HAS(aw_errmsg(), "6 errors in a group: task 1 failed, and here");
    EXPECT_INT(aw_group_error_count(&group), 6);
    EXPECT_INT(aw_group_error(&group, 5, &error), 0);
    EXPECT_HAS(error.message, "task 6 failed");
    EXPECT_HAS(error.message, "not all of them fit");
}

TEST("aw_group_exit: after aw_group_cancel an error of the body counts")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    EXPECT_INT(aw_group_cancel(&group), 1);
    EXPECT_INT(aw_yield(), AW_ECANCELLED);
    EXPECT_INT(aw_group_exit(&group, aw_fail(-5, "could not clean up")), AW_EGROUP);
    EXPECT_STR(aw_errmsg(), "1 error in a group: could not clean up [error -5]");
    EXPECT_INT(aw_cancelling(aw_self()), 0);
    EXPECT_INT(aw_yield(), 0);
}

TEST("aw_group_exit: after aw_group_cancel a body that ended well is well, in a cancelled scope too")
{
    aw_scope scope = {{0}};
    aw_group group = {{0}};
    EXPECT_INT(aw_scope_enter(&scope, NULL), 0);
    EXPECT_INT(aw_group_enter(&group), 0);
    EXPECT_INT(aw_group_cancel(&group), 1);
    EXPECT_INT(aw_scope_cancel(&scope, NULL), 1);
    EXPECT_INT(aw_group_exit(&group, 4), 4);
    EXPECT_INT(aw_scope_exit(&scope, aw_yield()), 0);
    EXPECT(aw_scope_has_caught(&scope));
    EXPECT_INT(aw_yield(), 0);
}

static int groupend_cancelled_meanwhile(void *unused)
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    EXPECT_INT(aw_group_cancel(&group), 1);
    EXPECT_INT(aw_cancel(aw_self()), 1);
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    EXPECT_INT(aw_cancelling(aw_self()), 1);
    int rc = aw_yield();
    note_rc(rc);
    return rc;
}

TEST("aw_group_exit: a cancellation from outside that was not delivered is, where the task waits next")
{
    EXPECT_INT(aw_await(aw_spawn(groupend_cancelled_meanwhile, NULL, 0)), AW_ECANCELLED);
    EXPECT_TRACE("!CANCELLED@0");
}

TEST("aw_group_release: does nothing to a group that has not ended, or was released")
{
    aw_group group = {{0}};
    aw_error_info error;
    EXPECT_INT(aw_group_release(&group), 0);
    EXPECT_INT(aw_group_enter(&group), 0);
    EXPECT_INT(aw_group_release(&group), 0);
    aw_group_go(&group, groupend_fail, int, 1);
    EXPECT_INT(aw_group_exit(&group, 0), AW_EGROUP);
    EXPECT_INT(aw_group_error(&group, 0, &error), 0);
    EXPECT_INT(aw_fail(-1, "so that it is not the task's error"), -1);
    EXPECT_INT(aw_group_release(&group), 0);
    EXPECT_INT(aw_group_error(&group, 0, &error), AW_ESTALE);
    EXPECT_INT(aw_group_release(&group), 0);
}

/* In a scope of its own, which it leaves by the book. */
static int groupend_scoped(void *unused)
{
    aw_scope scope = {{0}};
    EXPECT_INT(aw_move_on_after(&scope, 50), 0);
    int rc = aw_scope_exit(&scope, aw_sleep(60));
    EXPECT(!aw_scope_has_caught(&scope));
    note_rc(rc);
    return rc;
}

static int groupend_forget(void *unused)
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_spawn(&group, groupend_scoped, NULL, 0);
    return aw_sleep(1);
}

TEST("aw_group: left open, a task of it is cancelled in its own scopes and leaves them as ever")
{
    expect_report("did not leave the group it entered at tests/c/group_end.c:");
    EXPECT_INT(aw_await(aw_spawn(groupend_forget, NULL, 0)), 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_TRACE("!CANCELLED@1");
    EXPECT_INT(stats_now().timers, 0);
}
