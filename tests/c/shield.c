/* aw_shield: what it follows, what it keeps away, and who reports an error of the inner future. */
#include "test.h"

#include <awaitc_test.h>

TEST("aw_shield: follows the inner future's value, error and cancellation")
{
    aw_future f = aw_future_new(), g = aw_future_new(), h = aw_future_new();
    aw_future fs = aw_shield(f), gs = aw_shield(g), hs = aw_shield(h);
    aw_future_set(f, 3);
    aw_future_fail(g, -3, "three");
    aw_cancel(h);
    EXPECT_INT(aw_await(fs), 3);
    EXPECT_INT(aw_await(gs), -3);
    EXPECT_STR(aw_errmsg(), "three");
    EXPECT_INT(aw_await(hs), AW_ECANCELLED);
    EXPECT(aw_is_cancelled(hs));
}

TEST("aw_shield: of a done future is that future")
{
    aw_future f = aw_future_new();
    aw_future_set(f, 3);
    EXPECT_INT(aw_shield(f).id, (int64_t)f.id);
}

TEST("aw_shield: takes a cancellation in the inner future's place")
{
    aw_task t = go_job(5, "t", 2);
    aw_future s = aw_shield(t);
    EXPECT_INT(aw_cancel(s), 1);
    EXPECT_INT(aw_await(s), AW_ECANCELLED);
    EXPECT_INT(aw_cancelling(t), 0);
    EXPECT_INT(aw_await(t), 2);
    EXPECT_TRACE("t@5");
}

static int shield_wait(void *arg)
{
    return aw_await(aw_shield(*(aw_task *)arg));
}

TEST("aw_shield: whose waiter is gone has the inner task's error reported when it comes, once")
{
    expect_report("failed in a shielded future: failed at 2");
    expect_report("the next line");
    aw_task t = aw_go(failing, aw_ms, 2);
    aw_task u = aw_go(shield_wait, aw_task, t.id), v = aw_go(shield_wait, aw_task, t.id);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(u);
    aw_cancel(v);
    EXPECT_INT(aw_await(v), AW_ECANCELLED);
    EXPECT_INT(aw_sleep(5), 0);
    aw_future f = aw_future_new();
    aw_future_fail(f, -1, "the next line");
    EXPECT_INT(aw_release(f), 0);
    EXPECT_INT(aw_result(t), -2);
}

TEST("aw_shield: cancelled, an error that somebody else awaits is not reported")
{
    aw_task t = aw_go(failing, aw_ms, 2);
    aw_cancel(aw_shield(t));
    EXPECT_INT(aw_await(t), -2);
    EXPECT_INT(aw_sleep(5), 0);
}

TEST("aw_shield: without memory for the report, the error is told when its record goes")
{
    expect_report("failed and its error was never retrieved: late");
    aw_future f = aw_future_new(), s = aw_shield(f);
    aw_memory_fail(1, true);
    EXPECT_INT(aw_cancel(s), 1);
    EXPECT_INT(aw_memory_fail_end(), 1);
    aw_future_fail(f, -3, "late");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_release(f), 0);
}

TEST("aw_shield: cancelled before a result or a cancellation reports nothing")
{
    aw_future f = aw_future_new(), g = aw_future_new();
    aw_cancel(aw_shield(f));
    aw_cancel(aw_shield(g));
    aw_future_set(f, 1);
    aw_cancel(g);
    EXPECT_INT(aw_release(f), 0);
    EXPECT_INT(aw_release(g), 0);
}

PROGRAM("aw_shield: cancelled, whose inner future never ends, leaves nothing", "")
{
    aw_cancel(aw_shield(aw_future_new()));
    return 0;
}

TEST("aw_shield: cancelled with words tells them")
{
    aw_future f = aw_future_new(), s = aw_shield(f);
    EXPECT_INT(aw_cancel_with(s, "enough"), 1);
    EXPECT_INT(aw_await(s), AW_ECANCELLED);
    EXPECT_STR(aw_errmsg(), "enough");
    aw_cancel(f);
    EXPECT_INT(aw_yield(), 0);
}
