/* Who cancelled whom, and why. */
#include "test.h"

static aw_cause cause_of(aw_task task)
{
    aw_cause cause = {0};
    EXPECT_INT(aw_cancel_cause(task, &cause), 1);
    return cause;
}

TEST("aw_cancel_cause: nobody, a task with and without words, a callback")
{
    aw_cause cause = {.kind = "untouched"};
    aw_task t = aw_spawn(forever, NULL, 0);
    EXPECT_INT(aw_cancel_cause(t, &cause), 0);
    EXPECT_STR(cause.kind, "untouched");
    EXPECT_INT(aw_cancel_cause((aw_task){0}, &cause), AW_ESTALE);
    aw_cancel_with(t, "stop it");
    cause = cause_of(t);
    EXPECT_STR(cause.kind, "cancel");
    EXPECT_STR(cause.by, "main");
    EXPECT_STR(cause.message, "stop it");
    EXPECT_HAS(cause.at, "tests/c/cause.c:");
    aw_cancel(t);
    EXPECT_HAS(cause_of(t).message, "cancelled by main at tests/c/cause.c:");
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_STR(cause_of(t).kind, "cancel");
}

static int cause_cancel(void *arg)
{
    return aw_cancel(*(aw_task *)arg);
}

TEST("aw_cancel_cause: of a task whose record has gone keeps its number")
{
    aw_task t = aw_spawn(forever, NULL, 0);
    aw_task by = aw_go(cause_cancel, aw_task, t.id);
    aw_set_name(by, "killer");
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_STR(cause_of(t).by, "killer");
    EXPECT_INT(aw_release(by), 0);
    EXPECT_STR(cause_of(t).by, "Task-3");
}

TEST("aw_cancel_cause: timeouts, scopes and gathers say what and where they are")
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    EXPECT_INT(aw_sleep(5), AW_ECANCELLED);
    EXPECT_HAS(aw_errmsg(), "cancelled by the timeout at tests/c/cause.c:");
    EXPECT_INT(aw_timeout_exit(&limit, AW_ECANCELLED), AW_ETIMEDOUT);
    EXPECT_STR(cause_of(aw_self()).kind, "timeout");
    aw_scope scope = {{0}}, other = {{0}};
    EXPECT_INT(aw_move_on_after(&scope, 1), 0);
    EXPECT_INT(aw_sleep(5), AW_ECANCELLED);
    EXPECT_HAS(aw_errmsg(), "cancelled by the scope at tests/c/cause.c:");
    EXPECT_INT(aw_scope_exit(&scope, AW_ECANCELLED), 0);
    EXPECT_INT(aw_scope_enter(&other, NULL), 0);
    aw_scope_cancel(&other, NULL);
    EXPECT_INT(aw_sleep(5), AW_ECANCELLED);
    EXPECT_HAS(aw_errmsg(), ", because of main");
    EXPECT_INT(aw_scope_exit(&other, AW_ECANCELLED), 0);
    aw_task t = aw_spawn(forever, NULL, 0);
    aw_future g = aw_gather(&t, 1, 0);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(g);
    EXPECT_INT(aw_await(g), AW_ECANCELLED);
    EXPECT_STR(cause_of(t).kind, "gather");
    EXPECT_HAS(cause_of(t).at, "tests/c/cause.c:");
}

static int cause_await(void *arg)
{
    return aw_await(*(aw_task *)arg);
}

TEST("aw_cancel_cause: goes down to the task that is awaited")
{
    aw_task inner = aw_spawn(forever, NULL, 0);
    aw_task outer = aw_go(cause_await, aw_task, inner.id);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_wait_for(outer, 1), AW_ETIMEDOUT);
    EXPECT_STR(cause_of(inner).kind, "timeout");
    EXPECT_STR(cause_of(outer).kind, "timeout");
}
