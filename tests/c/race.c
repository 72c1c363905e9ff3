/* aw_race: the first of several; the others are cancelled, and it waits for them. */
#include "test.h"

/* Cleans up for two milliseconds when it is cancelled. */
static int race_clean(void *unused)
{
    int rc = aw_sleep(50);
    note("%.21s", aw_errmsg());
    if (aw_sleep(2) < 0) note_at("cut");
    note_at("clean");
    return rc;
}

TEST("aw_race: gives the index of the first, and cancels the others")
{
    aw_task t[] = {go_job(5, "a", 1), go_job(2, "b", 2), go_job(9, "c", 3)};
    EXPECT_INT(aw_race(t, 3), 1);
    EXPECT_INT(aw_result(t[1]), 2);
    EXPECT(aw_is_cancelled(t[0]) && aw_is_cancelled(t[2]));
    EXPECT_TRACE("b@2 a!C@2 c!C@2");
    EXPECT_INT(stats_now().records, 4);
}

TEST("aw_race: waits for the cleanup of the others")
{
    aw_task t[] = {aw_spawn(race_clean, NULL, 0), go_job(1, NULL)};
    EXPECT_INT(aw_race(t, 2), 1);
    note_at("over");
    EXPECT_TRACE("cancelled by the race clean@3 over@3");
}

TEST("aw_race: an error that is first wins too, and stays with its future")
{
    aw_task t[] = {aw_go(failing, aw_ms, 1), go_job(5, "b")};
    EXPECT_INT(aw_race(t, 2), 0);
    EXPECT_INT(aw_result(t[0]), -1);
    EXPECT_TRACE("b!C@1");
}

TEST("aw_race: a cancelled future that is first wins too")
{
    aw_task t[] = {aw_spawn(forever, NULL, 0), go_job(5, NULL)};
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t[0]);
    EXPECT_INT(aw_race(t, 2), 0);
    EXPECT(aw_is_cancelled(t[0]));
    EXPECT_INT(aw_now(), 0);
}

TEST("aw_race: of what is done the smallest index is first, and nothing suspends")
{
    aw_future f[4];
    for (int i = 0; i < 4; i++) f[i] = aw_future_new();
    aw_future_set(f[3], 3);
    aw_future_set(f[1], 1);
    uint64_t turns = stats_now().turns;
    EXPECT_INT(aw_race(f, 4), 1);
    EXPECT_INT(stats_now().turns - turns, 0);
    EXPECT(aw_is_cancelled(f[0]) && aw_is_cancelled(f[2]));
    EXPECT_INT(aw_result(f[3]), 3);
}

TEST("aw_race: a future that stands there again is not cancelled when it wins")
{
    aw_task a = go_job(1, "a", 5), b = aw_spawn(forever, NULL, 0);
    EXPECT_INT(aw_race(((aw_task[]){b, a, b, a}), 4), 1);
    EXPECT_INT(aw_result(a), 5);
    EXPECT_INT(aw_cancelling(b), 1);
    EXPECT_TRACE("a@1");
}

TEST("aw_race: of one is that one")
{
    aw_task t = go_job(1, "t", 5);
    EXPECT_INT(aw_race(&t, 1), 0);
    EXPECT_TRACE("t@1");
}

struct race_of {
    aw_task tasks[2];
};

static int race_run(void *arg)
{
    int rc = aw_race(arg, 2);
    note_rc(rc);
    return rc;
}

TEST("aw_race: cancelled while it waits cancels all and waits for them")
{
    aw_task a = aw_spawn(race_clean, NULL, 0), b = go_job(9, "b");
    aw_task t = aw_go(race_run, struct race_of, {a, b});
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel_with(t, "enough");
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_TRACE("enough b!C@1 clean@3 !CANCELLED@3");
    EXPECT_INT(stats_now().tasks, 1);
}

TEST("aw_race: cancelled while it sees the others out passes that on; the winner keeps its result")
{
    aw_task a = aw_spawn(race_clean, NULL, 0), b = go_job(1, NULL, 4);
    aw_task t = aw_go(race_run, struct race_of, {a, b});
    EXPECT_INT(aw_sleep(2), 0);
    aw_cancel(t);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(aw_result(b), 4);
    EXPECT_TRACE("cancelled by the race cut@2 clean@2 !CANCELLED@2");
}

TEST("aw_race: timed out in the tick of the first end, the deadline wins")
{
    aw_task t[] = {go_job(4, "a"), go_job(9, "b")};
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_timeout_enter(&limit, 4), 0);
    EXPECT_INT(aw_timeout_exit(&limit, aw_race(t, 2)), AW_ETIMEDOUT);
    EXPECT_INT(aw_now(), 4);
    EXPECT_TRACE("a!C@4 b!C@4");
}

static int race_fail_late(void *unused)
{
    (void)!aw_sleep(50);
    return aw_fail(-9, "could not clean up");
}

TEST("aw_race: an error of a loser's cleanup is reported unless somebody looks")
{
    expect_report("failed and its error was never retrieved: could not clean up");
    aw_task t[] = {aw_spawn(race_fail_late, NULL, 0), go_job(1, NULL)};
    EXPECT_INT(aw_race(t, 2), 1);
}

static int race_cancel_at_3(void *arg)
{
    EXPECT_INT(aw_sleep(3), 0);
    EXPECT_INT(aw_cancel(*(aw_task *)arg), 1);
    return 0;
}

TEST("aw_race: cancelled in the turn in which the last has ended is cancelled; results stay")
{
    aw_task a = go_job(3, "a", 5), b = go_job(3, "b", 6);
    aw_task t = aw_go(race_run, struct race_of, {a, b});
    EXPECT_INT(aw_yield(), 0);
    aw_spawn(race_cancel_at_3, &t, sizeof t);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(aw_result(a) + aw_result(b), 11);
    EXPECT_TRACE("a@3 b@3 !CANCELLED@3");
}

static void race_callback(void *arg)
{
    EXPECT_INT(aw_race(arg, 1), AW_ENOTASK);
}

TEST("aw_race: misuse is refused with words, and nothing is cancelled")
{
    aw_future f = aw_future_new();
    EXPECT_INT(aw_race(NULL, 0), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "at least one");
    EXPECT_INT(aw_race(NULL, 2), AW_EINVAL);
    EXPECT_INT(aw_race(((aw_future[]){f, {0}}), 2), AW_ESTALE);
    EXPECT_INT(aw_race(((aw_future[]){f, aw_self()}), 2), AW_EDEADLK);
    EXPECT_HAS(aw_errmsg(), "the current task is among the futures");
    aw_call_soon(race_callback, &f);
    EXPECT_INT(aw_yield(), 0);
    EXPECT(!aw_is_done(f));
    aw_cancel(f);
}
