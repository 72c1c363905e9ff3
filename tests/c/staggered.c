/* aw_staggered_race: one attempt after the other, until the first success. */
#include "test.h"

struct stag {
    aw_ms delay_ms;
    int result; /* < 0: fails */
};

static int stag_run(void *arg)
{
    struct stag *it = arg;
    int rc = aw_sleep(it->delay_ms);
    note_at("%d%s", it->result, rc < 0 ? "!C" : "");
    if (rc < 0) return rc;
    it->delay_ms = 99; /* of its own copy */
    return it->result < 0 ? aw_fail(it->result, "no answer from %d", -it->result) : it->result;
}

TEST("aw_staggered_race: the first success wins; the next starts when one fails or had its time")
{
    struct stag tries[] = {{9, 1}, {1, -2}, {3, 3}, {9, 4}};
    aw_task tasks[4];
    EXPECT_INT(aw_staggered_race(stag_run, tries, 4, 2, tasks), 2);
    EXPECT_INT(aw_result(tasks[2]), 3);
    EXPECT_INT(aw_result(tasks[1]), -2);
    EXPECT_STR(aw_strerror(aw_result(tasks[0])), "cancelled");
    EXPECT(tasks[3].id != 0);
    EXPECT_INT(((struct stag *)aw_data(tasks[2]))->delay_ms, 99);
    EXPECT_INT(tries[2].delay_ms, 3);
    EXPECT_TRACE("-2@3 3@6 1!C@6 4!C@6");
}

TEST("aw_staggered_race: those whose turn never came have no handle")
{
    struct stag tries[] = {{1, 7}, {1, 8}};
    aw_task tasks[2] = {{5}, {5}};
    EXPECT_INT(aw_staggered_race(stag_run, tries, 2, AW_FOREVER, tasks), 0);
    EXPECT_INT((int64_t)tasks[1].id, 0);
    EXPECT_INT(stats_now().records, 2);
    EXPECT_TRACE("7@1");
}

TEST("aw_staggered_race: all fail: says so, with the first error; each error can be read")
{
    struct stag tries[] = {{3, -1}, {1, -2}};
    aw_task tasks[2];
    aw_error_info error;
    EXPECT_INT(aw_staggered_race(stag_run, tries, 2, 1, tasks), AW_EGROUP);
    EXPECT_STR(aw_errmsg(), "aw_staggered_race: all 2 failed; the first: no answer from 1");
    EXPECT_INT(aw_error(tasks[1], &error), 0);
    EXPECT_STR(error.message, "no answer from 2");
    EXPECT_TRACE("-2@2 -1@3");
}

TEST("aw_staggered_race: without room for tasks keeps no records and reports no errors")
{
    struct stag tries[] = {{1, -1}, {1, 2}};
    EXPECT_INT(aw_staggered_race(stag_run, tries, 2, 5, NULL), 1);
    EXPECT_INT(stats_now().records, 1);
    EXPECT_TRACE("-1@1 2@2");
}

static int stag_no_argument(void *arg)
{
    EXPECT(arg == NULL);
    return 5;
}

TEST("aw_staggered_race: a success without a wait")
{
    EXPECT_INT(aw_staggered_race_here(stag_no_argument, NULL, 0, 3, 5, NULL, "stag", "here:1"), 0);
    EXPECT_INT(aw_now(), 0);
}

static int stag_long(void *unused)
{
    struct stag tries[] = {{9, 1}, {9, 2}, {9, 3}};
    int rc = aw_staggered_race(stag_run, tries, 3, 2, NULL);
    note_rc(rc);
    return rc;
}

TEST("aw_staggered_race: cancelled while it waits cancels all, begun or not, and waits for them")
{
    aw_task t = aw_spawn(stag_long, NULL, 0);
    EXPECT_INT(aw_sleep(3), 0);
    aw_cancel_with(t, "enough");
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(stats_now().tasks, 1);
    EXPECT_INT(stats_now().timers, 0);
    EXPECT_TRACE("1!C@3 2!C@3 !CANCELLED@3");
}

TEST("aw_staggered_race: timed out in the tick of the first success, the deadline wins")
{
    struct stag tries[] = {{4, 1}, {9, 2}};
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 4), 0);
    EXPECT_INT(aw_timeout_exit(&limit, aw_staggered_race(stag_run, tries, 2, 2, NULL)),
               AW_ETIMEDOUT);
    EXPECT_TRACE("1!C@4 2!C@4");
}

/* Succeeds although it is cancelled. */
static int stag_stubborn(void *arg)
{
    int rc = aw_sleep(*(aw_ms *)arg);
    note_at(rc < 0 ? "late" : "in time");
    return 1;
}

TEST("aw_staggered_race: a success after the first one changes nothing")
{
    aw_ms delays[] = {9, 2};
    aw_task tasks[2];
    EXPECT_INT(aw_staggered_race(stag_stubborn, delays, 2, 1, tasks), 1);
    EXPECT_INT(aw_result(tasks[0]), 1);
    EXPECT_TRACE("in time@3 late@3");
}

TEST("aw_staggered_race: the attempts belong to the task that called it")
{
    struct stag tries[] = {{2, -1}, {2, 2}};
    aw_task tasks[2];
    EXPECT_INT(aw_staggered_race(stag_run, tries, 2, 1, tasks), 1);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_result(tasks[0]), -1);
    EXPECT_INT(aw_release(tasks[0]), 0);
    EXPECT_INT(aw_release(tasks[1]), 0);
    EXPECT_TRACE("-1@2 2@3");
}

static void stag_callback(void *unused)
{
    EXPECT_INT(aw_staggered_race(stag_run, (struct stag *)unused, 1, 1, NULL), AW_ENOTASK);
}

TEST("aw_staggered_race: misuse is refused with words")
{
    struct stag one = {1, 1};
    EXPECT_INT(aw_staggered_race(NULL, &one, 1, 1, NULL), AW_EINVAL);
    EXPECT_INT(aw_staggered_race(stag_run, &one, 0, 1, NULL), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "aw_staggered_race: needs a function and at least one argument");
    EXPECT_INT(aw_staggered_race_here(stag_run, NULL, sizeof one, 1, 1, NULL, "stag", AW_HERE),
               AW_EINVAL);
    aw_call_soon(stag_callback, &one);
    EXPECT_INT(aw_yield(), 0);
}

/* Succeeds; cancelled, it takes a while and fails. */
static int stag_fail_slowly(void *arg)
{
    if (aw_sleep(*(aw_ms *)arg) == 0) {
        note_at("won");
        return 1;
    }
    int rc = aw_sleep(5);
    note_at("cleaned");
    return rc < 0 ? rc : aw_fail(-7, "was cut short");
}

TEST("aw_staggered_race: after the first success none is started, also when a loser fails late")
{
    aw_ms delays[] = {9, 2, 1, 1};
    aw_task tasks[4];
    EXPECT_INT(aw_staggered_race(stag_fail_slowly, delays, 4, 4, tasks), 1);
    EXPECT_INT(aw_result(tasks[0]), -7);
    EXPECT_INT((int64_t)tasks[2].id, 0);
    EXPECT_INT((int64_t)tasks[3].id, 0);
    EXPECT_TRACE("won@6 cleaned@11");
}

static int stag_slow_losers(void *unused)
{
    aw_ms delays[] = {9, 9, 9};
    int rc = aw_staggered_race(stag_fail_slowly, delays, 3, 4, NULL);
    note_rc(rc);
    return rc;
}

TEST("aw_staggered_race: once cancelled none is started, also when one fails late")
{
    aw_task t = aw_spawn(stag_slow_losers, NULL, 0);
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT_INT(aw_cancel(t), 1);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_TRACE("cleaned@7 !CANCELLED@7");
}

static int stag_at_once(void *unused)
{
    struct stag tries[] = {{9, 1}, {9, 2}};
    int rc = aw_staggered_race(stag_run, tries, 2, 0, NULL);
    note_rc(rc);
    return rc;
}

TEST("aw_staggered_race: cancelled in the turns of no delay, the next never begins")
{
    aw_task t = aw_spawn(stag_at_once, NULL, 0);
    for (int i = 0; i < 4; i++) EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_cancel(t), 1);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_TRACE("1!C@0 !CANCELLED@0");
}

static int stag_one(void *unused)
{
    struct stag only = {3, 5};
    int rc = aw_staggered_race(stag_run, &only, 1, 1, NULL);
    note_rc(rc);
    return rc;
}

static int stag_cancel_at_3(void *arg)
{
    EXPECT_INT(aw_sleep(3), 0);
    EXPECT_INT(aw_cancel(*(aw_task *)arg), 1);
    return 0;
}

TEST("aw_staggered_race: cancelled in the turn in which the last has ended is cancelled")
{
    aw_task t = aw_spawn(stag_one, NULL, 0);
    for (int i = 0; i < 3; i++) EXPECT_INT(aw_yield(), 0);
    aw_spawn(stag_cancel_at_3, &t, sizeof t);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_TRACE("5@3 !CANCELLED@3");
}

static int stag_gives_up(void *unused)
{
    aw_cancel(aw_self());
    return aw_yield();
}

TEST("aw_staggered_race: an attempt that cancels itself has failed")
{
    EXPECT_INT(aw_staggered_race_here(stag_gives_up, NULL, 0, 2, 1, NULL, "stag", AW_HERE),
               AW_EGROUP);
    EXPECT_STR(aw_errmsg(), "aw_staggered_race: all 2 failed; the first: cancelled");
}
