/* Uses of groups and scopes, for exhaustion.c. */
#include "exhaustion.h"

static int uses_group_child(void *arg)
{
    return exhaust_child_result(aw_sleep(*(int *)arg));
}

EXHAUST("group")
{
    aw_group group = {{0}};
    NEED(aw_group_enter(&group), 0);
    aw_task a = aw_group_go(&group, uses_group_child, int, 1);
    aw_task b = aw_group_go(&group, uses_group_child, int, 2);
    NEED(aw_group_exit(&group, 0), 0);
    NEED(aw_result(a), FINE);
    NEED(aw_result(b), FINE);
    return 0;
}

static int uses_group_failing(void *unused)
{
    int rc = aw_yield();
    return rc < 0 ? exhaust_child_result(rc) : aw_fail(-5, "five");
}

EXHAUST("group_error")
{
    aw_group group = {{0}};
    aw_error_info error;
    NEED(aw_group_enter(&group), 0);
    aw_task failing = aw_group_spawn(&group, uses_group_failing, NULL, 0);
    aw_task other = aw_group_go(&group, uses_group_child, int, 50);
    int rc = aw_group_exit(&group, 0);
    if (rc == 0) return AW_ENOMEM; /* there was nobody to fail */
    NEED(rc, AW_EGROUP);
    EXPECT_INT(aw_group_error_count(&group), 1);
    EXPECT_INT(aw_group_error(&group, 0, &error), 0);
    EXPECT_INT(error.code, -5);
    NEED(aw_result(failing), -5);
    NEED(aw_result(other), AW_ECANCELLED);
    return 0;
}

EXHAUST("scope")
{
    aw_scope scope = {{0}};
    NEED(aw_move_on_after(&scope, 3), 0);
    NEED(aw_scope_exit(&scope, aw_sleep(9)), 0);
    aw_scope failing = {{0}};
    NEED(aw_fail_after(&failing, 3), 0);
    NEED(aw_scope_exit(&failing, aw_sleep(9)), AW_ETIMEDOUT);
    return 0;
}
