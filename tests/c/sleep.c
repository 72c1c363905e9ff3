/* aw_sleep and aw_yield: when they end, and in which order. */
#include "test.h"

TEST("aw_sleep: ends at its deadline")
{
    EXPECT_INT(aw_sleep(10), 0);
    EXPECT_INT(aw_now(), 10);
    EXPECT_INT(aw_sleep(5), 0);
    EXPECT_INT(aw_now(), 15);
}

TEST("aw_sleep: ends in the order of deadlines")
{
    aw_task tasks[] = {go_job(30, "c"), go_job(10, "a"), go_job(20, "b")};
    EXPECT_INT(aw_await(aw_gather(tasks, 3, 0)), 0);
    EXPECT_TRACE("a@10 b@20 c@30");
}

TEST("aw_sleep: equal deadlines end in the order in which they were set")
{
    aw_task tasks[20];
    for (int i = 0; i < 20; i++) tasks[i] = go_job(i % 2 ? 5 : 7, i % 2 ? "odd" : "even");
    EXPECT_INT(aw_await(aw_gather(tasks, 20, 0)), 0);
    EXPECT_TRACE("odd@5 odd@5 odd@5 odd@5 odd@5 odd@5 odd@5 odd@5 odd@5 odd@5 "
                 "even@7 even@7 even@7 even@7 even@7 even@7 even@7 even@7 even@7 even@7");
}

static int sleep_number(void *arg)
{
    int number = *(int *)arg;
    int rc = aw_sleep(3);
    note("%d", number);
    return rc;
}

TEST("aw_sleep: equal deadlines keep their order when others between them are cancelled")
{
    aw_task tasks[9];
    for (int i = 0; i < 9; i++) tasks[i] = aw_go(sleep_number, int, i);
    EXPECT_INT(aw_yield(), 0);
    for (int i = 0; i < 9; i += 3) aw_cancel(tasks[i]);
    EXPECT_INT(aw_wait(tasks, 9, AW_ALL_COMPLETED, AW_FOREVER), 9);
    EXPECT_TRACE("0 3 6 1 2 4 5 7 8");
}

static int sleep_twice(void *arg)
{
    const char *name = *(const char **)arg;
    for (int i = 1; i <= 2; i++) {
        note("%s%d", name, i);
        if (aw_yield() < 0) return AW_ECANCELLED;
    }
    return 0;
}

TEST("aw_yield: lets every other ready task run once")
{
    aw_task a = aw_go(sleep_twice, const char *, "a");
    aw_task b = aw_go(sleep_twice, const char *, "b");
    EXPECT_INT(aw_await(aw_gather(((aw_task[]){a, b}), 2, 0)), 0);
    EXPECT_TRACE("a1 b1 a2 b2");
}

TEST("aw_yield: takes no time and one turn")
{
    uint64_t turns = stats_now().turns;
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(stats_now().turns - turns, 1);
    EXPECT_INT(aw_now(), 0);
}

TEST("aw_sleep: of 0 or less yields, and sets no timer")
{
    aw_task t = go_job(-5, "t");
    EXPECT_INT(aw_sleep(0), 0);
    EXPECT_INT(stats_now().timers, 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("t@0");
}

TEST("aw_sleep: gives AW_ECANCELLED when cancelled while it waits, and drops its timer")
{
    aw_task t = go_job(10, "t");
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(stats_now().timers, 1);
    EXPECT_INT(aw_cancel(t), 1);
    EXPECT_INT(stats_now().timers, 0);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_TRACE("t!C@1");
}

TEST("aw_sleep: cancelled in the turn in which it is due, it is cancelled")
{
    aw_task canceller = go_job(5, "first"), t = go_job(5, "t");
    EXPECT_INT(aw_await(canceller), 0); /* runs in the turn in which t goes on too */
    EXPECT_TRACE("first@5 t@5");
    EXPECT_INT(aw_await(t), 0);
    aw_task u = go_job(5, "u");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_cancel(u), 1);
    EXPECT_INT(aw_await(u), AW_ECANCELLED);
    EXPECT_TRACE("u!C@5");
}

static void sleep_cancel_task(void *arg)
{
    aw_cancel(*(aw_task *)arg);
}

TEST("aw_sleep: cancelled by a timer of the same deadline that was set before, it is cancelled")
{
    aw_task t;
    aw_call_at(5, sleep_cancel_task, &t);
    t = go_job(5, "t");
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_TRACE("t!C@5");
}

TEST("aw_sleep: cancelled after its timer has fired but before it runs, it is cancelled")
{
    aw_task t = go_job(5, "t");
    EXPECT_INT(aw_yield(), 0);
    aw_call_at(5, sleep_cancel_task, &t); /* set later, so it runs after t's timer */
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_TRACE("t!C@5");
}

static void sleep_in_callback(void *unused)
{
    EXPECT_INT(aw_sleep(1), AW_ENOTASK);
    EXPECT_HAS(aw_errmsg(), "aw_call_later");
    EXPECT_INT(aw_sleep(0), AW_ENOTASK);
    EXPECT_INT(aw_yield(), AW_ENOTASK);
    EXPECT_HAS(aw_errmsg(), "no task is running here");
}

TEST("aw_sleep: in a callback is a named error")
{
    aw_call_soon(sleep_in_callback, NULL);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(stats_now().timers, 0);
}

TEST("aw_sleep: longer than any clock waits for ever, and can be cancelled")
{
    aw_task t = go_job(AW_FOREVER, "t"), u = go_job(AW_FOREVER - 1, "u");
    EXPECT_INT(aw_sleep(1000), 0);
    aw_cancel(t);
    aw_cancel(u);
    EXPECT_INT(aw_wait(((aw_task[]){t, u}), 2, AW_ALL_COMPLETED, AW_FOREVER), 2);
    EXPECT_TRACE("t!C@1000 u!C@1000");
}

TEST("aw_sleep: for ever while nobody else can go on is a deadlock")
{
    expect_fatal("AW_EDEADLK", "main waits for sleep");
    EXPECT_INT(aw_sleep(AW_FOREVER), 0);
}
