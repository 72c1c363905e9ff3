/* How generators end: closed, left behind, cancelled, timed out. */
#include "test.h"

/* Yields numbers, each after `delay_ms`. */
static int genend_count(void *arg)
{
    aw_ms delay_ms = *(aw_ms *)arg;
    for (int i = 0;; i++) {
        int rc = delay_ms > 0 ? aw_sleep(delay_ms) : 0;
        if (rc == 0) rc = aw_generator_yield(&i);
        if (rc < 0) return rc;
    }
}

static int genend_noisy(void *unused)
{
    note("in");
    int i = 1;
    return aw_generator_yield(&i);
}

/* Yields 1, then cleans up for `arg` milliseconds, and notes both. */
static int genend_cleaning(void *arg)
{
    int i = 1, rc = aw_generator_yield(&i);
    if (rc < 0) note("%s", aw_errname(rc) + strlen("AW_"));
    if (aw_sleep(*(aw_ms *)arg) < 0) note_at("cut");
    note_at("clean");
    return rc;
}

TEST("aw_generator_close: runs the cleanup and waits for it")
{
    int n;
    aw_generator g = aw_generator_go(genend_cleaning, int, aw_ms, 3);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    EXPECT_INT(aw_generator_close(g), 0);
    note_at("closed");
    EXPECT_INT(aw_generator_close(g), 0);
    EXPECT_INT(aw_generator_next(g, &n), 0);
    EXPECT_TRACE("EGENEXIT clean@3 closed@3");
}

TEST("aw_generator_close: takes no turn when the cleanup does not wait")
{
    int n;
    aw_generator g = aw_generator_go(genend_count, int, aw_ms, 0);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    uint64_t turns = stats_now().turns;
    EXPECT_INT(aw_generator_close(g), 0);
    EXPECT_INT(stats_now().turns - turns, 0);
    EXPECT_INT(stats_now().stacks, 1);
}

TEST("aw_generator_close: of one that never began does not call the function")
{
    aw_generator g = aw_generator_new(genend_noisy, sizeof(int), NULL, 0, NULL);
    EXPECT_INT(aw_generator_close(g), 0);
    EXPECT_INT(stats_now().records, 1);
}

static int genend_fail_closing(void *unused)
{
    int i = 1, rc = aw_generator_yield(&i);
    return rc == AW_EGENEXIT ? aw_fail(-8, "could not clean up") : rc;
}

TEST("aw_generator_close: an error of the cleanup is its result")
{
    int n;
    aw_generator g = aw_generator_new(genend_fail_closing, sizeof n, NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    EXPECT_INT(aw_generator_close(g), -8);
    EXPECT_STR(aw_errmsg(), "could not clean up");
}

static int genend_stubborn(void *unused)
{
    int rc = 0;
    for (int i = 0; rc != AW_ESTATE; i++) rc = aw_generator_yield(&i);
    EXPECT_HAS(aw_errmsg(), "yielded after AW_EGENEXIT");
    note("gives in");
    return 0;
}

TEST("aw_generator_yield: after AW_EGENEXIT is refused with words, in the close too")
{
    int n;
    aw_generator g = aw_generator_new(genend_stubborn, sizeof n, NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    EXPECT_INT(aw_generator_close(g), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "aw_generator_close: the generator yielded after AW_EGENEXIT");
    note("closed");
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_generator_next(g, &n), 0);
    EXPECT_TRACE("closed gives in");
}

/* Owns a generator that it leaves at its first value. */
static int genend_leave(void *arg)
{
    int n;
    aw_generator g = aw_generator_go(genend_cleaning, int, aw_ms, *(aw_ms *)arg);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    note("left");
    return n;
}

TEST("aw_generator: one that is left behind is closed at the end of its owner")
{
    aw_task t = aw_go(genend_leave, aw_ms, 2);
    EXPECT_INT(aw_await(t), 1);
    EXPECT_INT(aw_sleep(5), 0);
    EXPECT_TRACE("left EGENEXIT clean@2");
    EXPECT_INT(stats_now().tasks, 1);
    EXPECT_INT(stats_now().records, 2);
}

PROGRAM("aw_generator: one that main leaves behind is closed, and its cleanup seen out",
        "left EGENEXIT clean@4")
{
    return genend_leave(&(aw_ms){4}) - 1;
}

static int genend_leave_unbegun(void *unused)
{
    aw_generator_new(genend_noisy, sizeof(int), NULL, 0, NULL);
    return 0;
}

TEST("aw_generator: one that never began goes with its owner")
{
    aw_task t = aw_spawn(genend_leave_unbegun, NULL, 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(stats_now().stacks, 1);
}

static int genend_hang(void *unused)
{
    int i = 1, rc = aw_generator_yield(&i);
    EXPECT_INT(forever(NULL), AW_ECANCELLED);
    note("cut");
    return rc;
}

PROGRAM("aw_generator: a cleanup that hangs at the program's end is cancelled", "cut")
{
    int n;
    aw_generator g = aw_generator_new(genend_hang, sizeof n, NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    return 0;
}

/* -- Cancelling ---------------------------------------------------------------------------------- */

static int genend_slow(void *arg)
{
    int i = 5, rc = aw_sleep(9);
    if (rc == AW_ECANCELLED) note_at("g!C");
    return rc < 0 && !*(bool *)arg ? rc : aw_generator_yield(&i);
}

static int genend_use_slow(void *arg)
{
    int n;
    aw_generator g = aw_generator_go(genend_slow, int, bool, *(bool *)arg);
    int rc = aw_generator_next(g, &n);
    note_rc(rc);
    if (rc > 0) rc = aw_sleep(1);
    return rc;
}

TEST("aw_generator_next: cancelled while it waits, the generator's own wait is cut")
{
    aw_task t = aw_go(genend_use_slow, bool, false);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_cancel_with(t, "enough"), 1);
    EXPECT_INT(stats_now().timers, 0);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_STR(aw_errmsg(), "enough");
    EXPECT_TRACE("g!C@1 !CANCELLED@1");
}

TEST("aw_generator_next: a generator that catches the cancellation goes on")
{
    aw_task t = aw_go(genend_use_slow, bool, true);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_cancelling(t), 1);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_TRACE("g!C@1 ok=1@1");
}

TEST("aw_generator_next: timed out in the tick of its value, the deadline wins")
{
    int n;
    aw_timeout limit = {{0}};
    aw_generator g = aw_generator_go(genend_count, int, aw_ms, 4);
    EXPECT_INT(aw_timeout_enter(&limit, 4), 0);
    EXPECT_INT(aw_timeout_exit(&limit, aw_generator_next(g, &n)), AW_ETIMEDOUT);
    EXPECT_INT(aw_now(), 4);
    EXPECT_INT(aw_cancelling(aw_self()), 0);
    EXPECT_INT(aw_generator_next(g, &n), 0);
}

static int genend_close_slowly(void *unused)
{
    int n;
    aw_generator g = aw_generator_go(genend_cleaning, int, aw_ms, 9);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    int rc = aw_generator_close(g);
    note_rc(rc);
    return rc;
}

TEST("aw_generator_close: cancelled while it waits cuts the cleanup's wait")
{
    aw_task t = aw_spawn(genend_close_slowly, NULL, 0);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("EGENEXIT cut@1 clean@1 ok=0@1");
}

TEST("aw_generator_close: timed out while it waits cuts the cleanup's wait")
{
    int n;
    aw_timeout limit = {{0}};
    aw_generator g = aw_generator_go(genend_cleaning, int, aw_ms, 4);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    EXPECT_INT(aw_timeout_enter(&limit, 4), 0);
    EXPECT_INT(aw_timeout_exit(&limit, aw_generator_close(g)), 0);
    EXPECT(aw_timeout_expired(&limit));
    EXPECT_TRACE("EGENEXIT cut@4 clean@4");
}

static int genend_limited(void *unused)
{
    aw_timeout limit = {{0}};
    int i = 1, rc = aw_timeout_enter(&limit, 3);
    if (rc == 0) rc = aw_generator_yield(&i);
    return aw_timeout_exit(&limit, rc);
}

TEST("aw_generator_yield: a timeout scope of the generator is its own, and strikes at its yield")
{
    int n;
    aw_generator g = aw_generator_new(genend_limited, sizeof n, NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    EXPECT_INT(aw_sleep(9), 0);
    EXPECT_INT(aw_generator_next(g, &n), AW_ETIMEDOUT);
}
