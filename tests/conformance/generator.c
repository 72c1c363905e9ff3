/* Scenarios of async generators: who runs when, what closing and cancelling do. */
#include "scenario.h"

static int ag_count(void *arg)
{
    int rc = 0;
    for (int i = 0; i < *(int *)arg && rc == 0; i++) rc = aw_generator_yield(&i);
    return rc;
}

#define ag_new(fn) aw_generator_new(fn, sizeof(int), NULL, 0, NULL)

static int ag_ticks(void *arg)
{
    for (int i = 0; i < *(int *)arg; i++) {
        note("t%d", i);
        EXPECT_INT(aw_yield(), 0);
    }
    return 0;
}

SCENARIO("ag_takes_no_turn", "0 1 2 end t0 t1 t2")
{
    int n;
    aw_task ticks = aw_go(ag_ticks, int, 3);
    aw_generator g = aw_generator_go(ag_count, int, int, 3);
    while (aw_generator_next(g, &n) > 0) note("%d", n);
    note("end");
    EXPECT_INT(aw_await(ticks), 0);
}

static int ag_one(void *unused)
{
    note("in");
    return aw_generator_yield(&(int){1});
}

SCENARIO("ag_is_lazy", "made in 1")
{
    int n = 0;
    aw_generator g = ag_new(ag_one);
    note("made");
    EXPECT_INT(aw_generator_next(g, &n), 1);
    note("%d", n);
    EXPECT_INT(aw_generator_close(g), 0);
}

static int ag_noting(void *unused)
{
    note("g1");
    EXPECT_INT(aw_generator_yield(&(int){1}), 0);
    note("g2");
    EXPECT_INT(aw_generator_yield(&(int){2}), 0);
    note("g3");
    return 0;
}

SCENARIO("ag_interleaves", "g1 c1 g2 c2 g3 end")
{
    int n;
    aw_generator g = ag_new(ag_noting);
    while (aw_generator_next(g, &n) > 0) note("c%d", n);
    note("end");
}

static int ag_sleeping(void *unused)
{
    for (int i = 0, rc = 0; i < 3; i++) {
        if (rc == 0) rc = aw_sleep(1);
        if (rc == 0) rc = aw_generator_yield(&i);
        if (rc < 0) return rc;
    }
    return 0;
}

SCENARIO("ag_sleeps", "0@1 1@2 2@3")
{
    int n;
    aw_generator g = ag_new(ag_sleeping);
    while (aw_generator_next(g, &n) > 0) note_at("%d", n);
}

/* Waits for a future, then yields 1 and 2. */
static int ag_awaiting(void *arg)
{
    EXPECT_INT(aw_await(*(aw_future *)arg), 1);
    note("woken");
    EXPECT_INT(aw_generator_yield(&(int){1}), 0);
    note("more");
    return aw_generator_yield(&(int){2});
}

static int ag_use_awaiting(void *arg)
{
    int n;
    aw_generator g = aw_generator_go(ag_awaiting, int, aw_future, ((aw_future *)arg)->id);
    while (aw_generator_next(g, &n) > 0) note("c%d", n);
    note("end");
    return 0;
}

static int ag_note(void *arg)
{
    note("%s", *(const char **)arg);
    return 0;
}

SCENARIO("ag_goes_on_in_the_same_step", "set woken c1 more c2 end other t1 t2")
{
    aw_future f = aw_future_new();
    aw_task use = aw_go(ag_use_awaiting, aw_future, f.id);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_yield(), 0);
    aw_future_set(f, 1);
    aw_task other = aw_go(ag_note, const char *, "other");
    note("set");
    EXPECT_INT(aw_yield(), 0);
    note("t1");
    EXPECT_INT(aw_yield(), 0);
    note("t2");
    EXPECT_INT(aw_await(use), 0);
    EXPECT_INT(aw_await(other), 0);
}

static int ag_await_only(void *arg)
{
    EXPECT_INT(aw_await(*(aw_future *)arg), 1);
    note("last");
    return 0;
}

static int ag_use_await_only(void *arg)
{
    int n;
    aw_generator g = aw_generator_go(ag_await_only, int, aw_future, ((aw_future *)arg)->id);
    EXPECT_INT(aw_generator_next(g, &n), 0);
    note("over");
    return 0;
}

SCENARIO("ag_ends_in_the_same_step", "last over other")
{
    aw_future f = aw_future_new();
    aw_task use = aw_go(ag_use_await_only, aw_future, f.id);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_yield(), 0);
    aw_future_set(f, 1);
    aw_task other = aw_go(ag_note, const char *, "other");
    EXPECT_INT(aw_await(use), 0);
    EXPECT_INT(aw_await(other), 0);
}

static int ag_relay(void *arg)
{
    int n, rc;
    aw_generator inner = aw_generator_go(ag_awaiting, int, aw_future, ((aw_future *)arg)->id);
    while ((rc = aw_generator_next(inner, &n)) > 0) {
        note("o%d", n);
        if ((rc = aw_generator_yield(&n)) < 0) break;
    }
    return rc;
}

static int ag_use_relay(void *arg)
{
    int n;
    aw_generator g = aw_generator_go(ag_relay, int, aw_future, ((aw_future *)arg)->id);
    while (aw_generator_next(g, &n) > 0) note("u%d", n);
    note("end");
    return 0;
}

SCENARIO("ag_chain_in_the_same_step", "woken o1 u1 more o2 u2 end other")
{
    aw_future f = aw_future_new();
    aw_task use = aw_go(ag_use_relay, aw_future, f.id);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_yield(), 0);
    aw_future_set(f, 1);
    aw_task other = aw_go(ag_note, const char *, "other");
    EXPECT_INT(aw_await(use), 0);
    EXPECT_INT(aw_await(other), 0);
}

/* -- Closing ----------------------------------------------------------------------------------- */

static int ag_cleaning(void *arg)
{
    int i = 1, rc = aw_generator_yield(&i);
    EXPECT_INT(aw_sleep(*(aw_ms *)arg), 0);
    note_at("clean");
    return rc;
}

SCENARIO("ag_aclose_runs_cleanup", "1 clean@2 closed@2 again none")
{
    int n = 0;
    aw_generator g = aw_generator_go(ag_cleaning, int, aw_ms, 2);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    note("%d", n);
    EXPECT_INT(aw_generator_close(g), 0);
    note_at("closed");
    EXPECT_INT(aw_generator_close(g), 0);
    note("again");
    if (aw_generator_next(g, &n) == 0) note("none");
}

static int ag_failing(void *unused)
{
    int rc = aw_generator_yield(&(int){1});
    if (rc == 0) rc = aw_sleep(1);
    return rc < 0 ? rc : aw_fail(KEY_ERROR('g'), "g");
}

SCENARIO("ag_error_reaches_consumer", "1 !KeyError('g')@1 none")
{
    int n, rc;
    aw_generator g = ag_new(ag_failing);
    while ((rc = aw_generator_next(g, &n)) > 0) note("%d", n);
    outcome(rc);
    if (aw_generator_next(g, &n) == 0) note("none");
}

static int ag_ignoring(void *unused)
{
    int rc = aw_generator_yield(&(int){1});
    EXPECT_INT(rc, AW_EGENEXIT);
    EXPECT_INT(aw_generator_yield(&(int){2}), AW_ESTATE);
    return 0;
}

SCENARIO("ag_ignores_aclose", "!InvalidStateError@0")
{
    int n;
    aw_generator g = ag_new(ag_ignoring);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    outcome(aw_generator_close(g));
    EXPECT_INT(aw_yield(), 0);
}

SCENARIO("ag_aclose_unstarted", "none")
{
    int n;
    aw_generator g = ag_new(ag_one);
    EXPECT_INT(aw_generator_close(g), 0);
    if (aw_generator_next(g, &n) == 0) note("none");
}

SCENARIO("ag_break_then_aclose", "1 broken clean@0 closed")
{
    int n;
    aw_generator g = aw_generator_go(ag_cleaning, int, aw_ms, 0);
    while (aw_generator_next(g, &n) > 0) {
        note("%d", n);
        break;
    }
    note("broken");
    EXPECT_INT(aw_generator_close(g), 0);
    note("closed");
}

static int ag_leaving(void *unused)
{
    int rc = aw_generator_yield(&(int){1});
    note("cleaning");
    EXPECT_INT(aw_sleep(1), 0);
    note_at("clean");
    return rc;
}

PROGRAM("ag_left_at_the_end_of_main", "1 main ends cleaning clean@1")
{
    int n = 0;
    aw_generator g = ag_new(ag_leaving);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    note("%d", n);
    note("main ends");
    return 0;
}

static int ag_next_of(void *arg)
{
    int n, rc = aw_generator_next(*(aw_generator *)arg, &n);
    return rc > 0 ? n : rc;
}

static int ag_slow_one(void *unused)
{
    int rc = aw_sleep(2);
    return rc < 0 ? rc : aw_generator_yield(&(int){1});
}

SCENARIO("ag_busy", "!RuntimeError@1 !RuntimeError@1 ok=1@2")
{
    int n;
    aw_generator g = ag_new(ag_slow_one);
    aw_task t = aw_go(ag_next_of, aw_generator, g.id);
    EXPECT_INT(aw_sleep(1), 0);
    outcome(aw_generator_next(g, &n));
    outcome(aw_generator_close(g));
    outcome(aw_await(t));
    EXPECT_INT(aw_generator_close(g), 0);
}
