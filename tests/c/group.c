/* Task groups and their errors: what each call gives and who owns what. The order of events is
 * checked in tests/conformance/group.c. */
#include "base/memory.h"
#include "test.h"

struct group_job {
    aw_ms delay_ms;
    int code;
    const char *message;
};

/* Sleeps, and returns a value or fails. */
static int group_job(void *arg)
{
    const struct group_job *it = arg;
    int rc = aw_sleep(it->delay_ms);
    if (rc < 0) return rc;
    return it->code < 0 ? aw_fail(it->code, "%s", it->message) : it->code;
}

#define group_go(group, ...) aw_group_go(group, group_job, struct group_job, __VA_ARGS__)

TEST("aw_group_exit: waits for all and gives the body's result; theirs stay readable")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_task a = group_go(&group, 3, 5), b = group_go(&group, 1, 6);
    EXPECT_INT(aw_group_exit(&group, 9), 9);
    EXPECT_INT(aw_now(), 3);
    EXPECT_INT(aw_result(a), 5);
    EXPECT_INT(aw_result(b), 6);
    EXPECT_INT(aw_group_error_count(&group), 0);
    EXPECT_INT(aw_cancelling(aw_self()), 0);
    EXPECT_INT(stats_now().records, 3); /* main, a, b: a group without errors leaves none */
}

TEST("aw_group_exit: with errors gives AW_EGROUP, its words and each error with its trail")
{
    aw_group group = {{0}};
    aw_error_info error = {0};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_task a = group_go(&group, 1, -7, "no such page");
    group_go(&group, 1, AW_EINVAL, "bad");
    group_go(&group, 9, 1);
    aw_set_name(a, "loader");
    int rc = aw_sleep(20);
    EXPECT_INT(rc, AW_ECANCELLED);
    EXPECT_HAS(aw_errmsg(), "cancelled by the group at tests/c/group.c:");
    EXPECT_HAS(aw_errmsg(), ", because of loader");
    EXPECT_INT(aw_group_exit(&group, rc), AW_EGROUP);
    EXPECT_STR(aw_errmsg(), "2 errors in a group: no such page [error -7]; bad [AW_EINVAL -1005]");
    EXPECT_INT(aw_group_error_count(&group), 2);
    EXPECT_INT(aw_group_error(&group, 0, &error), 0);
    EXPECT_INT(error.code, -7);
    EXPECT_INT(error.parts, 0);
    EXPECT_STR(error.message, "no such page");
    EXPECT_HAS(error.trail, "loader (tests/c/group.c:");
    EXPECT_INT(aw_group_error(&group, 1, &error), 0);
    EXPECT_INT(error.code, AW_EINVAL);
    EXPECT_INT(aw_error_part(&error, 0, &error), AW_EINVAL);
    EXPECT_INT(aw_group_error(&group, 2, &error), AW_EINVAL);
    EXPECT_INT(aw_group_error(&group, -1, &error), AW_EINVAL);
    EXPECT_INT(aw_now(), 1);
    EXPECT_INT(aw_group_release(&group), 0);
    EXPECT_INT(aw_fail(-1, "another"), -1);
    EXPECT_INT(aw_group_error(&group, 0, &error), AW_ESTALE);
    EXPECT_INT(aw_group_error_count(&group), 2);
}

TEST("aw_group_exit: one error says so, and the body's keeps its words through the wait")
{
    aw_group group = {{0}};
    aw_error_info error = {0};
    EXPECT_INT(aw_group_enter(&group), 0);
    group_go(&group, 9, 1);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_group_exit(&group, aw_fail(-3, "of the body")), AW_EGROUP);
    EXPECT_STR(aw_errmsg(), "1 error in a group: of the body [error -3]");
    EXPECT_INT(aw_group_error(&group, 0, &error), 0);
    EXPECT_STR(error.message, "of the body");
}

static int group_fails(void *arg)
{
    int depth = *(int *)arg;
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    if (depth > 0) aw_group_go(&group, group_fails, int, depth - 1);
    else group_go(&group, 1, -5, "deepest");
    return aw_group_exit(&group, 0);
}

TEST("aw_error_part: reads an awaited task's group, and groups in groups")
{
    aw_error_info error = {0}, part = {0};
    aw_task t = aw_go(group_fails, int, 2);
    EXPECT_INT(aw_await(t), AW_EGROUP);
    EXPECT_HAS(aw_errmsg(), "1 error in a group: 1 error in a group: 1 error in a group: deepest");
    EXPECT_INT(aw_error(t, &error), 0);
    EXPECT_INT(error.code, AW_EGROUP);
    EXPECT_INT(error.parts, 1);
    EXPECT_INT(aw_error_part(&error, 0, &part), 0);
    EXPECT_INT(aw_error_part(&part, 0, &error), 0);
    EXPECT_INT(error.code, AW_EGROUP);
    EXPECT_INT(aw_error_part(&error, 0, &part), 0);
    EXPECT_INT(part.code, -5);
    EXPECT_STR(part.message, "deepest");
    EXPECT_INT(aw_release(t), 0);
    EXPECT_INT(aw_error_part(&error, 0, &part), 0); /* main's latest error still has them */
    EXPECT_INT(aw_fail(-1, "another"), -1);
    EXPECT_INT(aw_error_part(&error, 0, &part), AW_ESTALE);
    EXPECT_HAS(aw_errmsg(), "aw_error_part: the handle's record is gone");
    EXPECT_INT(stats_now().records, 1);
}

TEST("aw_error_part: a thousand groups deep, nothing is left when the error goes")
{
    aw_error_info error = {0};
    aw_task t = aw_go(group_fails, int, 1000);
    EXPECT_INT(aw_await(t), AW_EGROUP);
    EXPECT_INT(aw_error(t, &error), 0);
    int depth = 0;
    while (error.parts > 0 && aw_error_part(&error, 0, &error) == 0) depth++;
    EXPECT_INT(depth, 1001);
    EXPECT_INT(error.code, -5);
    EXPECT_INT(aw_release(t), 0);
    EXPECT_INT(aw_fail(-1, "another"), -1);
    EXPECT_INT(stats_now().records, 1);
}

TEST("aw_error: of a gather with a group in it keeps the parts")
{
    aw_error_info error = {0}, part = {0};
    aw_task t = aw_go(group_fails, int, 0);
    aw_future g = aw_gather(&t, 1, 0);
    EXPECT_INT(aw_await(g), AW_EGROUP);
    EXPECT_INT(aw_release(t), 0);
    EXPECT_INT(aw_error(g, &error), 0);
    EXPECT_INT(aw_error_part(&error, 0, &part), 0);
    EXPECT_INT(part.code, -5);
}

TEST("aw_go: a group's error that was never retrieved is reported with what it is made of")
{
    aw_task t = aw_go(group_fails, int, 0);
    EXPECT_INT(aw_sleep(5), 0);
    expect_report("failed and its error was never retrieved: "
                  "1 error in a group: deepest [error -5] [AW_EGROUP -1016]");
    EXPECT_INT(aw_release(t), 0);
}

/* -- Children ---------------------------------------------------------------------------------- */

struct group_pair {
    aw_group *group;
    aw_task *child;
};

static int group_starts_another(void *arg)
{
    const struct group_pair *pair = arg;
    *pair->child = group_go(pair->group, 5, 4);
    return 0;
}

TEST("aw_group_go: from a child, the record is the group's task's and outlives that child")
{
    aw_group group = {{0}};
    aw_task other = {0};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_go(&group, group_starts_another, struct group_pair, &group, &other);
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    EXPECT_INT(aw_now(), 5);
    EXPECT_INT(aw_result(other), 4);
}

TEST("aw_group_go: a detached child is freed at its end, and still waited for")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    for (int i = 0; i < 20; i++) EXPECT_INT(aw_detach(group_go(&group, i, 1)), 0);
    EXPECT_INT(aw_sleep(10), 0);
    EXPECT(stats_now().records < 14);
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    EXPECT_INT(aw_now(), 19);
    EXPECT_INT(stats_now().records, 1);
}

TEST("aw_group_spawn: takes bytes, options and an eager start; a bad option is refused")
{
    aw_group group = {{0}};
    struct group_job now = {0, 2}, later = {2, 3};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_task a = aw_group_spawn(&group, group_job, &now, sizeof now);
    aw_task b = aw_group_spawn_with(&group, group_job, &later, sizeof later,
                                    &(aw_task_options){.name = "b", .eager = true});
    aw_task c = aw_group_spawn_with(&group, group_job, &later, sizeof later,
                                    &(aw_task_options){.stack_bytes = 1});
    EXPECT_STR(aw_name(b), "b");
    EXPECT_INT(aw_await(c), AW_EINVAL);
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    EXPECT_INT(aw_result(a) + aw_result(b), 5);
}

TEST("aw_group_go: refused gives a failed handle, with why")
{
    aw_group group = {{0}};
    EXPECT_INT(aw_await(group_go(&group, 1)), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "has not been entered");
    EXPECT_INT(aw_group_enter(&group), 0);
    EXPECT_INT(aw_group_cancel(&group), 1);
    EXPECT_INT(aw_group_cancel(&group), 0);
    EXPECT_INT(aw_await(group_go(&group, 1)), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "is shutting down");
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    EXPECT_INT(aw_await(group_go(&group, 1)), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "has ended");
    EXPECT_INT(aw_group_cancel(&group), 0);
    EXPECT_INT(aw_yield(), 0);
}

/* -- Cancelling -------------------------------------------------------------------------------- */

static int group_waits(void *arg)
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_go(&group, job, struct job, 50, "a");
    return aw_group_exit(&group, 0);
}

TEST("aw_group_exit: cancelled while it waits cancels its tasks, and returns when they have ended")
{
    aw_task t = aw_spawn(group_waits, NULL, 0);
    EXPECT_INT(aw_sleep(2), 0);
    aw_cancel(t);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_HAS(aw_errmsg(), "cancelled by main at");
    EXPECT_TRACE("a!C@2");
}

TEST("aw_group_exit: timed out in the same tick as its last task, the deadline wins")
{
    aw_timeout limit = {{0}};
    aw_group group = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 5), 0);
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_task t = group_go(&group, 5, 1);
    EXPECT_INT(aw_timeout_exit(&limit, aw_group_exit(&group, 0)), AW_ETIMEDOUT);
    EXPECT(aw_is_done(t));
    EXPECT_INT(aw_cancelling(aw_self()), 0);
    EXPECT_INT(aw_yield(), 0);
}

static int group_cancels(void *arg)
{
    EXPECT_INT(aw_sleep(2), 0);
    return aw_group_cancel(*(aw_group **)arg);
}

TEST("aw_group_cancel: from a child while the body waits, or while the exit does, ends it cleanly")
{
    for (int i = 0; i < 2; i++) {
        aw_group group = {{0}};
        EXPECT_INT(aw_group_enter(&group), 0);
        aw_task t = aw_group_go(&group, group_cancels, aw_group *, &group);
        aw_group_go(&group, job, struct job, 50, "a");
        EXPECT_INT(aw_group_exit(&group, i ? aw_sleep(9) : 5), i ? 0 : 5);
        EXPECT(aw_is_cancelled(t)); /* it has cancelled itself, too */
        EXPECT_INT(aw_cancelling(aw_self()), 0);
        EXPECT_INT(aw_yield(), 0);
    }
    EXPECT_TRACE("a!C@2 a!C@4");
}

static int group_cancelled_twice(void *arg)
{
    aw_group *group = *(aw_group **)arg;
    EXPECT_INT(aw_group_enter(group), 0);
    group_go(group, 50, 0);
    int rc = aw_group_exit(group, 0);
    note("%d %d", rc, aw_cancelling(aw_self()));
    return rc;
}

TEST("aw_group_cancel: does not swallow a cancellation from outside, before or after it")
{
    for (int i = 0; i < 3; i++) {
        aw_group group = {{0}};
        aw_task t = aw_go(group_cancelled_twice, aw_group *, &group);
        EXPECT_INT(aw_yield(), 0);
        if (i == 0) aw_cancel(t);
        EXPECT_INT(aw_group_cancel(&group), 1);
        if (i == 2) EXPECT_INT(aw_yield(), 0);
        if (i > 0) aw_cancel(t);
        EXPECT_INT(aw_await(t), AW_ECANCELLED);
    }
    EXPECT_TRACE("-1001 1 -1001 1 -1001 1");
}

static int group_swallowed_before(void *unused)
{
    EXPECT_INT(aw_sleep(9), AW_ECANCELLED);
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    EXPECT_INT(aw_group_cancel(&group), 1);
    int rc = aw_group_exit(&group, aw_sleep(9));
    note("%d", aw_cancelling(aw_self()));
    return rc < 0 ? rc : aw_yield();
}

TEST("aw_group_cancel: after a request swallowed earlier still ends cleanly")
{
    aw_task t = aw_spawn(group_swallowed_before, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("1");
}

TEST("aw_group_cancel: in a cancelled scope lets the scope's cancellation through")
{
    aw_scope scope = {{0}};
    aw_group group = {{0}};
    EXPECT_INT(aw_move_on_after(&scope, 0), 0);
    EXPECT_INT(aw_group_enter(&group), 0);
    EXPECT_INT(aw_group_cancel(&group), 1);
    int rc = aw_group_exit(&group, aw_sleep(1));
    EXPECT_INT(rc, AW_ECANCELLED);
    EXPECT_INT(aw_scope_exit(&scope, rc), 0);
    EXPECT_INT(aw_cancelling(aw_self()), 0);
}

static void group_cancel_in_callback(void *arg)
{
    EXPECT_INT(aw_group_cancel(arg), 1);
}

TEST("aw_group_cancel: from a callback; the children's cause is the group")
{
    aw_group group = {{0}};
    aw_cause cause = {0};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_task t = group_go(&group, 50, 0);
    aw_call_later(2, group_cancel_in_callback, &group);
    EXPECT_INT(aw_group_exit(&group, aw_sleep(9)), 0);
    EXPECT_INT(aw_cancel_cause(t, &cause), 1);
    EXPECT_STR(cause.kind, "group");
    EXPECT_STR(cause.by, "");
    EXPECT_INT(aw_now(), 2);
}

TEST("aw_cancel_cause: of a sibling is the group, because of the task that failed")
{
    aw_group group = {{0}};
    aw_cause cause = {0};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_task t = group_go(&group, 50, 0);
    aw_set_name(group_go(&group, 1, -4, "four"), "culprit");
    EXPECT_INT(aw_group_exit(&group, 0), AW_EGROUP);
    EXPECT_INT(aw_cancel_cause(t, &cause), 1);
    EXPECT_STR(cause.kind, "group");
    EXPECT_STR(cause.by, "culprit");
    EXPECT_HAS(cause.at, "tests/c/group.c:");
}

static void group_dump(void *words)
{
    aw_dump(AW_DUMP_TREE, words, 1000);
}

TEST("aw_dump: a task that waits in aw_group_exit has the group's tasks below it")
{
    char words[1000];
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_set_name(group_go(&group, 5, 1), "child");
    aw_call_later(1, group_dump, words);
    EXPECT_INT(aw_group_exit(&group, 0), 0);
    EXPECT_HAS(words, "main waits for group at tests/c/group.c:");
    EXPECT_HAS(words, "\n└─ child waits for sleep");
}
