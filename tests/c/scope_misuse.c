/* Scopes that are misused, and those that are never left. */
#include "base/memory.h"
#include "test.h"

static int scope_exit_of_main(void *arg)
{
    return aw_scope_exit(*(aw_scope **)arg, 0);
}

TEST("aw_scope: twice, before the entry, after the exit, by another task: named errors")
{
    aw_scope scope = {{0}};
    EXPECT_INT(aw_scope_exit(&scope, 0), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "has not been entered");
    EXPECT_INT(aw_scope_exit(&scope, -4), -4); /* says why it was not */
    EXPECT_INT(aw_scope_reschedule(&scope, 4), AW_ESTATE);
    EXPECT_INT(aw_scope_enter(&scope, NULL), 0);
    EXPECT_INT(aw_scope_enter(&scope, NULL), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "has already been entered");
    EXPECT_INT(aw_await(aw_go(scope_exit_of_main, aw_scope *, &scope)), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "only the task that entered it");
    EXPECT_INT(aw_scope_exit(&scope, 0), 0);
    EXPECT_INT(aw_scope_exit(&scope, 0), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "has been left");
    EXPECT_INT(aw_scope_enter(&scope, NULL), AW_ESTATE);
}

static void scope_in_callback(void *unused)
{
    aw_scope scope = {{0}};
    EXPECT_INT(aw_scope_enter(&scope, NULL), AW_ENOTASK);
    EXPECT_HAS(aw_errmsg(), "scopes need a task");
    EXPECT_INT(aw_effective_deadline(), AW_FOREVER);
}

TEST("aw_scope_enter: in a callback is a named error")
{
    aw_call_soon(scope_in_callback, NULL);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_effective_deadline(), AW_FOREVER);
}

TEST("aw_scope_enter: without memory says so, and the exit passes that on")
{
    aw_scope scope = {{0}};
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_fail(-1, "so that there is a record"), -1);
    memory_fail(2, 0);
    EXPECT_INT(aw_timeout_enter(&limit, 5), 0);
    EXPECT_INT(aw_scope_enter(&scope, NULL), AW_ENOMEM);
    EXPECT_INT(aw_scope_exit(&scope, AW_ENOMEM), AW_ENOMEM);
    EXPECT_STR(aw_errmsg(), "aw_scope_enter: no memory for a scope");
    EXPECT_INT(aw_timeout_exit(&limit, 0), 0);
}

static int scope_forgetful(void *unused)
{
    aw_timeout limit = {{0}};
    aw_scope scope = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 5), 0);
    EXPECT_INT(aw_move_on_after(&scope, 7), 0);
    return 3;
}

/* Writes over the frames that scope_forgetful left. */
static int scope_overwrite(void)
{
    volatile char bytes[800];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)0xa5;
    return bytes[5];
}

TEST("aw_scope: a task that ends in its scopes is reported, and their timers are dropped")
{
    expect_report("Task-2 did not leave the scope it entered at tests/c/scope_misuse.c:");
    expect_report("Task-2 did not leave the timeout it entered at tests/c/scope_misuse.c:");
    EXPECT_INT(aw_await(aw_spawn(scope_forgetful, NULL, 0)), 3);
    EXPECT_INT(stats_now().timers, 0);
    EXPECT_INT(aw_sleep(20), 0);
}

TEST("aw_scope: left open by a function, is reported when the next one around it is left")
{
    aw_scope scope = {{0}};
    EXPECT_INT(aw_scope_enter(&scope, NULL), 0);
    EXPECT_INT(scope_forgetful(NULL), 3);
    EXPECT(scope_overwrite() != 0);
    EXPECT_INT(stats_now().timers, 2);
    expect_report("main did not leave the scope it entered at tests/c/scope_misuse.c:");
    expect_report("main did not leave the timeout it entered at tests/c/scope_misuse.c:");
    EXPECT_INT(aw_scope_exit(&scope, 0), 0);
    EXPECT_INT(stats_now().timers, 0);
    EXPECT_INT(aw_sleep(20), 0);
}

TEST("aw_scope: left open by a function, its timeout strikes without touching a dead frame")
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 30), 0);
    EXPECT_INT(scope_forgetful(NULL), 3);
    EXPECT(scope_overwrite() != 0);
    EXPECT_INT(aw_sleep(20), AW_ECANCELLED);
    EXPECT_INT(aw_now(), 5);
    expect_report("main did not leave the scope");
    expect_report("main did not leave the timeout");
    EXPECT_INT(aw_timeout_exit(&limit, 0), 0);
    EXPECT_INT(aw_cancelling(aw_self()), 0); /* the forgotten timeout took its request back */
}

TEST("aw_timeout_exit: of one that went with the scope around it says so")
{
    aw_timeout outer = {{0}}, inner = {{0}};
    EXPECT_INT(aw_timeout_enter(&outer, 30), 0);
    EXPECT_INT(aw_timeout_enter(&inner, 30), 0);
    expect_report("did not leave the timeout");
    EXPECT_INT(aw_timeout_exit(&outer, 0), 0);
    EXPECT_INT(aw_timeout_exit(&inner, 0), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "in the reverse order");
}

TEST("aw_scope_exit, aw_group_exit: of one that went with the scope around it say so")
{
    aw_scope outer = {{0}}, inner = {{0}};
    aw_group group = {{0}};
    EXPECT_INT(aw_scope_enter(&outer, NULL), 0);
    EXPECT_INT(aw_scope_enter(&inner, NULL), 0);
    EXPECT_INT(aw_group_enter(&group), 0);
    expect_report("did not leave the group");
    expect_report("did not leave the scope");
    EXPECT_INT(aw_scope_exit(&outer, 0), 0);
    EXPECT_INT(aw_scope_exit(&inner, 0), AW_ESTATE);
    EXPECT_STR(aw_errmsg(), "aw_scope_exit: the scope is gone, because what is around it was left "
                            "first; leave scopes in the reverse order");
    EXPECT_INT(aw_group_exit(&group, 0), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(),
               "aw_group_exit: the group is gone, because what is around it was left first");
}
