/* How generators end: closed, left behind, cancelled, timed out. */
#include "base/memory.h"
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

PROGRAM("aw_generator: one that main leaves behind is closed, and its cleanup completes",
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

/* -- Cancelling -------------------------------------------------------------------------------- */

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

/* -- Rare ends --------------------------------------------------------------------------------- */

static int genend_exits(void *unused)
{
    return aw_fail(AW_EGENEXIT, "of its own accord");
}

static int genend_value(void *unused)
{
    return 7;
}

TEST("aw_generator_next: AW_EGENEXIT that nobody asked for is an error; a value at the end is none")
{
    int n = 5;
    aw_generator g = aw_generator_new(genend_exits, sizeof n, NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, &n), AW_EGENEXIT);
    EXPECT_STR(aw_errmsg(), "of its own accord");
    aw_generator h = aw_generator_new(genend_value, sizeof n, NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(h, &n), 0);
    EXPECT_INT(n, 5);
}

/* Yields, whatever it is told, until it is cancelled. */
static int genend_deaf(void *unused)
{
    int i = 1, rc = 0;
    while (rc != AW_ECANCELLED) rc = aw_generator_yield(&i);
    note_rc(rc);
    return rc;
}

TEST("aw_generator_yield: one that does not end when it is closed can be cancelled")
{
    int n;
    aw_generator g = aw_generator_new(genend_deaf, sizeof n, NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    EXPECT_INT(aw_generator_close(g), AW_ESTATE);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_cancel((aw_task){g.id}), 1);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_TRACE("!CANCELLED@0");
}

static aw_generator genend_shared;

/* Asks itself for more while it cleans up. */
static int genend_ask_itself(void *unused)
{
    int n, i = 1, rc = aw_generator_yield(&i);
    EXPECT_INT(aw_generator_next(genend_shared, &n), AW_EBUSY);
    EXPECT_HAS(aw_errmsg(), "another call is waiting in this generator");
    note("asked");
    return rc;
}

static int genend_leave_shared(void *arg)
{
    int n;
    genend_shared = *(bool *)arg ? aw_generator_new(genend_ask_itself, sizeof n, NULL, 0, NULL)
                                 : aw_generator_go(genend_cleaning, int, aw_ms, 2);
    return aw_generator_next(genend_shared, &n);
}

TEST("aw_generator_next: of itself, in the cleanup that its owner's end has begun, is AW_EBUSY")
{
    EXPECT_INT(aw_await(aw_go(genend_leave_shared, bool, true)), 1);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_TRACE("asked");
}

TEST("aw_generator: one that closes because its owner has ended gives no more; a close waits for it")
{
    int n;
    EXPECT_INT(aw_await(aw_go(genend_leave_shared, bool, false)), 1);
    EXPECT_INT(aw_generator_next(genend_shared, &n), 0);
    EXPECT_INT(aw_now(), 0);
    EXPECT_INT(aw_generator_close(genend_shared), 0);
    EXPECT_INT(aw_now(), 2);
    EXPECT_TRACE("EGENEXIT clean@2");
}

/* Yields 1, 2, 3, a millisecond apart, and begins again what there was no memory for. */
static int genend_patient(void *unused)
{
    for (int i = 1, rc; i <= 3; i++) {
        do rc = aw_sleep(1);
        while (rc == AW_ENOMEM);
        while (rc >= 0 && (rc = aw_generator_yield(&i)) == AW_ENOMEM) rc = 0;
        if (rc < 0) return rc;
    }
    return 0;
}

TEST("aw_generator_next: an item that there was no memory to wait for comes with the next call")
{
    for (uint32_t nth = 1; nth < 8; nth++) {
        doing("allocation %u", (unsigned)nth);
        int n = 0, rc, i = 0;
        aw_generator g = aw_generator_new(genend_patient, sizeof n, NULL, 0, NULL);
        memory_fail(nth, MEMORY_PARKS);
        while ((rc = aw_generator_next(g, &n)) != 0) {
            if (rc == 1) EXPECT_INT(n, ++i);
            else if (EXPECT_INT(rc, AW_ENOMEM)) EXPECT_INT(aw_sleep(5), 0);
        }
        memory_fail(0, 0);
        EXPECT_INT(i, 3);
    }
}
