/* aw_scope: whom a cancelled scope reaches, and what is said of one that is gone. */
#include "test.h"

static int reach_yield(void *arg)
{
    aw_scope *scope = *(aw_scope **)arg;
    EXPECT_INT(aw_scope_enter(scope, NULL), 0);
    int rc = aw_yield();
    note_rc(rc);
    return aw_scope_exit(scope, rc);
}

TEST("aw_scope_cancel: reaches a task that lets others run")
{
    aw_scope scope = {{0}};
    aw_task t = aw_go(reach_yield, aw_scope *, &scope);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_scope_cancel(&scope, NULL), 1);
    EXPECT_INT(aw_await(t), 0);
    EXPECT(aw_scope_has_caught(&scope));
    EXPECT_TRACE("!CANCELLED@0");
}

static int reach_cancel(void *arg)
{
    return aw_scope_cancel(*(aw_scope **)arg, NULL);
}

static int reach_four(void *unused)
{
    return 4;
}

TEST("aw_scope_cancel: in the turn in which a group's task has ended leaves that alone")
{
    aw_scope scope = {{0}};
    aw_group group = {{0}};
    aw_cause cause;
    EXPECT_INT(aw_scope_enter(&scope, NULL), 0);
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_task a = aw_group_spawn(&group, reach_four, NULL, 0);
    aw_task b = aw_go(reach_cancel, aw_scope *, &scope);
    aw_task c = aw_group_go(&group, job, struct job, 5);
    EXPECT_INT(aw_scope_exit(&scope, aw_group_exit(&group, 0)), 0);
    EXPECT_INT(aw_result(a), 4);
    EXPECT_INT(aw_result(b), 1);
    EXPECT_INT(aw_cancel_cause(a, &cause), 0);
    EXPECT_INT(aw_cancel_cause(c, &cause), 1);
    EXPECT_STR(cause.kind, "scope");
    EXPECT_INT(aw_now(), 0);
}

/* Leaves the outermost of its scopes first. */
static int reach_wrong_order(void *unused)
{
    aw_scope outer = {{0}}, inner = {{0}};
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_scope_enter(&outer, NULL), 0);
    EXPECT_INT(aw_scope_enter(&inner, NULL), 0);
    EXPECT_INT(aw_timeout_enter(&limit, 5), 0);
    EXPECT_INT(aw_scope_exit(&outer, 0), 0);
    EXPECT_INT(aw_scope_cancel(&inner, NULL), 0);
    EXPECT(!aw_scope_is_cancelled(&inner));
    EXPECT(!aw_timeout_expired(&limit));
    EXPECT_INT(aw_scope_exit(&inner, 0), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "leave scopes in the reverse order");
    return aw_sleep(9);
}

TEST("aw_scope: that is gone cannot be cancelled any more, in a group's task too")
{
    aw_group group = {{0}};
    expect_report("Task-2 did not leave the timeout it entered at tests/c/scope_reach.c:");
    expect_report("Task-2 did not leave the scope it entered at tests/c/scope_reach.c:");
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_spawn(&group, reach_wrong_order, NULL, 0);
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    EXPECT_INT(aw_now(), 9);
}

TEST("aw_scope: of AW_FOREVER has no deadline and no timer")
{
    aw_scope a = {{0}}, b = {{0}}, c = {{0}};
    EXPECT_INT(aw_scope_enter(&a, &(aw_scope_options){.delay_ms = AW_FOREVER}), 0);
    EXPECT_INT(aw_move_on_after(&b, AW_FOREVER), 0);
    EXPECT_INT(aw_fail_after(&c, AW_FOREVER), 0);
    EXPECT_INT(stats_now().timers, 0);
    EXPECT_INT(aw_effective_deadline(), AW_FOREVER);
    EXPECT_INT(aw_sleep(100000), 0);
    EXPECT_INT(aw_scope_exit(&c, 0), 0);
    EXPECT_INT(aw_scope_exit(&b, 0), 0);
    EXPECT_INT(aw_scope_exit(&a, 0), 0);
}

TEST("aw_scope_cancel: before the entry, without a reason, says only that it was cancelled")
{
    aw_scope scope = {{0}};
    EXPECT_INT(aw_scope_cancel(&scope, NULL), 1);
    EXPECT_INT(aw_scope_enter(&scope, &(aw_scope_options){.is_failing = true}), 0);
    EXPECT_INT(aw_scope_exit(&scope, aw_yield()), AW_ETIMEDOUT);
    EXPECT_STR(aw_errmsg(), "cancelled");
}

static int scope_stubborn(void *arg)
{
    for (int i = 0; i < *(int *)arg; i++)
        if (aw_sleep(20) == AW_ECANCELLED) note_at("no");
    return 0;
}

TEST("aw_scope: children of a group inside are cancelled level-triggered, and never outlive it")
{
    aw_scope scope = {{0}};
    aw_group group = {{0}};
    EXPECT_INT(aw_move_on_after(&scope, 5), 0);
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_task a = aw_group_go(&group, scope_stubborn, int, 3);
    aw_task b = aw_group_go(&group, job, struct job, 50, "b");
    int rc = aw_group_exit(&group, 0);
    EXPECT_INT(rc, AW_ECANCELLED);
    EXPECT(aw_is_done(a) && aw_is_cancelled(b));
    EXPECT_INT(aw_cancelling(a), 0);
    EXPECT_INT(aw_scope_exit(&scope, rc), 0);
    EXPECT_TRACE("no@5 b!C@5 no@5 no@5");
    EXPECT_INT(aw_now(), 5);
}

static int scope_clean_shielded(void *unused)
{
    aw_scope scope = {{0}};
    int rc = aw_sleep(50);
    EXPECT_INT(aw_scope_enter(&scope, &(aw_scope_options){.is_shielded = true}), 0);
    EXPECT_INT(aw_scope_exit(&scope, aw_sleep(5)), 0);
    note_at("clean");
    return rc;
}

TEST("aw_scope: a child's shielded cleanup is waited for, without a busy loop")
{
    aw_scope scope = {{0}};
    aw_group group = {{0}};
    EXPECT_INT(aw_move_on_after(&scope, 5), 0);
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_spawn(&group, scope_clean_shielded, NULL, 0);
    uint64_t turns = stats_now().turns;
    int rc = aw_group_exit(&group, aw_sleep(9));
    EXPECT(stats_now().turns - turns < 10);
    EXPECT_INT(aw_scope_exit(&scope, rc), 0);
    EXPECT_INT(aw_now(), 10);
    EXPECT_TRACE("clean@10");
}

static int scope_group_in_child(void *arg)
{
    aw_group group = {{0}};
    aw_scope shield = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_go(&group, job, struct job, 50, "deep");
    EXPECT_INT(aw_scope_enter(&shield, &(aw_scope_options){.is_shielded = true}), 0);
    int rc = aw_scope_exit(&shield, aw_sleep(8));
    note_at("%d", rc);
    return aw_group_exit(&group, rc);
}

TEST("aw_scope_cancel: reaches groups in groups, also past a shielded body")
{
    aw_scope scope = {{0}};
    aw_group group = {{0}};
    EXPECT_INT(aw_move_on_after(&scope, 5), 0);
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_spawn(&group, scope_group_in_child, NULL, 0);
    int rc = aw_group_exit(&group, 0);
    EXPECT_INT(aw_scope_exit(&scope, rc), 0);
    EXPECT_TRACE("deep!C@5 0@8");
}
