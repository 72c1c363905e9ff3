/* Scenarios of timeout scopes. A program that Python ends by an exception says "!Exc" by
 * `outcome`. */
#include "scenario.h"

static void to_note(int rc)
{
    if (rc == AW_ETIMEDOUT) note_at("TO");
    else note_rc(rc);
}

SCENARIO("to_basic", "TO@1 True 0")
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    to_note(aw_timeout_exit(&limit, aw_sleep(10)));
    note_bool(aw_timeout_expired(&limit));
    note("%d", aw_cancelling(aw_self()));
}

SCENARIO("to_zero_with_await", "in TO@0")
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 0), 0);
    note("in");
    int rc = aw_yield();
    if (rc == 0) note("not cancelled");
    to_note(aw_timeout_exit(&limit, rc));
}

SCENARIO("to_negative", "TO")
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, -11), 0);
    if (aw_timeout_exit(&limit, aw_yield()) == AW_ETIMEDOUT) note("TO");
}

SCENARIO("to_foreign_exception_on_timeout", "ZDE True 0")
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    int rc = aw_sleep(10);
    if (rc < 0) rc = aw_fail(-1, "division by zero");
    if (aw_timeout_exit(&limit, rc) == -1) note("ZDE");
    note_bool(aw_timeout_expired(&limit));
    note("%d", aw_cancelling(aw_self()));
}

static int to_cancel_inside(void *unused)
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    aw_cancel(aw_self());
    return aw_timeout_exit(&limit, aw_sleep(10));
}

SCENARIO("to_foreign_cancel_not_expired", "!CancelledError@0")
{
    outcome(aw_await(aw_spawn(to_cancel_inside, NULL, 0)));
}

SCENARIO("to_nested_inner_fires_then_outer", "inner@1 outer@3")
{
    aw_timeout outer = {{0}}, inner = {{0}};
    EXPECT_INT(aw_timeout_enter(&outer, 3), 0);
    EXPECT_INT(aw_timeout_enter(&inner, 1), 0);
    if (aw_timeout_exit(&inner, aw_sleep(10)) == AW_ETIMEDOUT) note_at("inner");
    if (aw_timeout_exit(&outer, aw_sleep(10)) == AW_ETIMEDOUT) note_at("outer");
}

SCENARIO("to_reschedule_later", "ok@5 10")
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    EXPECT_INT(aw_timeout_reschedule(&limit, 10), 0);
    int rc = aw_timeout_exit(&limit, aw_sleep(5));
    if (rc == 0) note_at("ok");
    note("%d", (int)aw_timeout_when(&limit));
}

static aw_timeout to_shared;

static void to_reschedule_past(void *unused)
{
    EXPECT_INT(aw_timeout_reschedule(&to_shared, 1), 0);
}

SCENARIO("to_reschedule_past", "TO@3")
{
    EXPECT_INT(aw_timeout_enter(&to_shared, AW_FOREVER), 0);
    aw_call_later(3, to_reschedule_past, NULL);
    to_note(aw_timeout_exit(&to_shared, aw_sleep(10)));
}

SCENARIO("to_misuse",
         "aw_timeout_reschedule: the timeout has not been entered; call aw_timeout_enter first; "
         "aw_timeout_enter: has already been entered; zero one for each use; "
         "aw_timeout_reschedule: the timeout has been left; zero one for each use;")
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_reschedule(&limit, 1), AW_ESTATE);
    note("%s;", aw_errmsg());
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    EXPECT_INT(aw_timeout_enter(&limit, 1), AW_ESTATE);
    note("%s;", aw_errmsg());
    EXPECT_INT(aw_timeout_exit(&limit, 0), 0);
    EXPECT_INT(aw_timeout_reschedule(&limit, 1), AW_ESTATE);
    note("%s;", aw_errmsg());
}

static int to_after_swallow(void *unused)
{
    if (aw_sleep(10) == AW_ECANCELLED) note("CancelledError");
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    aw_cancel(aw_self());
    return aw_timeout_exit(&limit, aw_sleep(10));
}

SCENARIO("to_cancel_in_timeout_after_cancellation", "CancelledError !CancelledError@0 2")
{
    aw_task t = aw_spawn(to_after_swallow, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t);
    outcome(aw_await(t));
    note("%d", aw_cancelling(t));
}
