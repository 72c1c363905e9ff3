/* Scenarios of as_completed and the staggered race, and more of gather. */
#include "scenario.h"

struct sv_failing {
    aw_ms delay_ms;
    int letter;
};

static int sv_fail(void *arg)
{
    const struct sv_failing *it = arg;
    int rc = aw_sleep(it->delay_ms);
    if (rc < 0) return rc;
    note_at("%c", it->letter);
    return aw_fail(KEY_ERROR(it->letter), "%c", it->letter);
}

/* What as_completed brings, as CPython's plain iterator tells it. */
static void ac_outcomes(const aw_future *futures, int count, aw_ms delay_ms)
{
    aw_completed each = {0};
    aw_future done;
    int rc;
    EXPECT_INT(aw_completed_open(&each, futures, count, delay_ms), 0);
    while ((rc = aw_completed_next(&each, &done)) != 0) outcome(rc > 0 ? aw_result(done) : rc);
    aw_completed_close(&each);
}

SCENARIO("ac_timeout", "a@1 ok=a@1 !TimeoutError@2 False b@5")
{
    aw_task tasks[] = {named_job("a", 1), named_job("b", 5)};
    ac_outcomes(tasks, 2, 2);
    note_bool(aw_is_done(tasks[1]));
    EXPECT_INT(aw_await(tasks[1]), word("b"));
}

SCENARIO("ac_async_iter_yields_original", "b@1 a@2 b a")
{
    aw_task tasks[] = {named_job("a", 2), named_job("b", 1)};
    aw_completed each = {0};
    aw_future done[2];
    EXPECT_INT(aw_completed_open(&each, tasks, 2, AW_FOREVER), 0);
    for (int i = 0; i < 2; i++) EXPECT_INT(aw_completed_next(&each, &done[i]), 1);
    EXPECT_INT(aw_completed_next(&each, &done[0]), 0);
    for (int i = 0; i < 2; i++) note("%s", done[i].id == tasks[0].id ? "a" : "b");
    aw_completed_close(&each);
}

SCENARIO("ac_duplicates", "a@1 a@1 b@2 b@2 2")
{
    aw_task a = named_job("a", 1), b = named_job("b", 2);
    aw_completed each = {0};
    aw_future done;
    int count = 0;
    EXPECT_INT(aw_completed_open(&each, ((aw_task[]){a, b, a, a}), 4, AW_FOREVER), 0);
    for (; aw_completed_next(&each, &done) > 0; count++) note_at(done.id == a.id ? "a" : "b");
    note("%d", count);
    aw_completed_close(&each);
}

static void ac_cancel(void *task)
{
    aw_cancel(*(aw_task *)task);
}

SCENARIO("ac_errors", "a@1 !KeyError('a')@1 b@2 ok=b@2 c!C@3 !CancelledError@3")
{
    aw_task tasks[] = {aw_go(sv_fail, struct sv_failing, 1, 'a'), named_job("b", 2),
                       named_job("c", 9)};
    aw_call_later(3, ac_cancel, &tasks[2]);
    ac_outcomes(tasks, 3, AW_FOREVER);
}

SCENARIO("ac_abandoned", "a@1 False b@2 ok=b@2")
{
    aw_task tasks[] = {named_job("a", 1), named_job("b", 2)};
    aw_completed each = {0};
    aw_future done;
    EXPECT_INT(aw_completed_open(&each, tasks, 2, AW_FOREVER), 0);
    EXPECT_INT(aw_completed_next(&each, &done), 1);
    aw_completed_close(&each);
    note_bool(aw_is_done(tasks[1]));
    outcome(aw_await(tasks[1]));
}

SCENARIO("ac_empty", "none")
{
    ac_outcomes(NULL, 0, 5);
    note("none");
}

SCENARIO("ac_timeout_in_the_tick_of_the_end", "a@2 b@2 !TimeoutError@2 !TimeoutError@2")
{
    aw_task tasks[] = {named_job("a", 2), named_job("b", 2)};
    EXPECT_INT(aw_yield(), 0);
    ac_outcomes(tasks, 2, 2);
}

static int sv_ticks(void *arg)
{
    for (int i = 0; i < *(int *)arg; i++) {
        note("t%d", i);
        EXPECT_INT(aw_yield(), 0);
    }
    return 0;
}

SCENARIO("ac_of_done_takes_so_many_turns", "t0 t1 got end t2 t3 t4")
{
    aw_future f = aw_future_new(), done;
    aw_future_set(f, 1);
    aw_task ticks = aw_go(sv_ticks, int, 5);
    aw_completed each = {0};
    EXPECT_INT(aw_completed_open(&each, &f, 1, AW_FOREVER), 0);
    while (aw_completed_next(&each, &done) > 0) note("got");
    note("end");
    aw_completed_close(&each);
    EXPECT_INT(aw_await(ticks), 0);
}

struct ac_two {
    aw_future f;
    aw_future g;
};

static int ac_use_two(void *arg)
{
    aw_completed each = {0};
    aw_future done;
    EXPECT_INT(aw_completed_open(&each, arg, 2, AW_FOREVER), 0);
    while (aw_completed_next(&each, &done) > 0) note("got");
    note("end");
    aw_completed_close(&each);
    return 0;
}

SCENARIO("ac_takes_so_many_turns", "set t0 t1 got got end t2 t3 t4")
{
    aw_future f = aw_future_new(), g = aw_future_new();
    aw_task use = aw_go(ac_use_two, struct ac_two, f, g);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_yield(), 0);
    note("set");
    aw_future_set(f, 1);
    aw_future_set(g, 1);
    sv_ticks(&(int){5});
    EXPECT_INT(aw_await(use), 0);
}

static int ac_use_one(void *arg)
{
    aw_completed each = {0};
    aw_future done;
    int rc = aw_completed_open(&each, arg, 1, AW_FOREVER);
    while (rc == 0 && (rc = aw_completed_next(&each, &done)) > 0) note("got");
    return rc;
}

SCENARIO("ac_cancelled", "!CancelledError@1 False a@3 ok=a@3")
{
    aw_task a = named_job("a", 3);
    aw_task use = aw_go(ac_use_one, aw_task, a.id);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(use);
    outcome(aw_await(use));
    note_bool(aw_is_done(a));
    outcome(aw_await(a));
}

/* -- Gather ------------------------------------------------------------------------------------ */

SCENARIO("ga_nested", "a@1 b@2 c@3 a b c")
{
    aw_future inner = aw_gather(((aw_task[]){named_job("a", 1), named_job("b", 2)}), 2, 0);
    aw_future outer = aw_gather(((aw_future[]){inner, named_job("c", 3)}), 2, 0);
    EXPECT_INT(aw_await(outer), 0);
    int *first = aw_data(inner), *second = aw_data(outer);
    note("%s %s %s", word_of(first[0]), word_of(first[1]), word_of(second[1]));
}

static int ga_use(void *arg)
{
    aw_task tasks[] = {aw_go(sv_fail, struct sv_failing, 1, 'a'), *(aw_task *)arg};
    return aw_await(aw_gather(tasks, 2, 0));
}

SCENARIO("ga_late_error_is_silent_without_owner", "a@1 !KeyError('a')@1 b@2 end")
{
    aw_task b = aw_go(sv_fail, struct sv_failing, 2, 'b');
    outcome(aw_await(aw_go(ga_use, aw_task, b.id)));
    EXPECT_INT(aw_sleep(3), 0);
    note("end");
}

static int ga_note_message(void *unused)
{
    int rc = aw_sleep(9);
    note("%s", aw_errmsg());
    return rc;
}

static int ga_await_one(void *arg)
{
    return aw_await(aw_gather(arg, 1, 0));
}

SCENARIO("ga_cancel_message_passes", "why why")
{
    aw_task a = aw_spawn(ga_note_message, NULL, 0);
    aw_task use = aw_go(ga_await_one, aw_task, a.id);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel_with(use, "why");
    EXPECT_INT(aw_await(use), AW_ECANCELLED);
    note("%s", aw_errmsg());
}

SCENARIO("ga_cancel_when_all_are_done", "False False ok=1@0")
{
    aw_future f = aw_future_new();
    aw_future g = aw_gather(&f, 1, 0);
    aw_future_set(f, 1);
    note_bool(aw_cancel(g));
    note_bool(aw_is_done(g));
    EXPECT_INT(aw_await(g), 0);
    outcome(*(int *)aw_data(g));
}

SCENARIO("ga_waiter_cancelled_when_all_are_done", "!CancelledError@0")
{
    aw_future f = aw_future_new();
    aw_task use = aw_go(ga_await_one, aw_future, f.id);
    EXPECT_INT(aw_yield(), 0);
    aw_future_set(f, 1);
    aw_cancel(use);
    outcome(aw_await(use));
}

/* -- Staggered --------------------------------------------------------------------------------- */

/* A contestant: sleeps, notes its name, and returns 1 or fails. Small letters succeed. */
struct st_try {
    aw_ms delay_ms;
    char name;
    bool is_failing;
};

static int st_run(void *arg)
{
    const struct st_try *it = arg;
    int rc = it->delay_ms >= 0 ? aw_sleep(it->delay_ms) : 0;
    note_at(rc < 0 ? "%c!C" : "%c", it->name);
    if (rc < 0) return rc;
    return it->is_failing ? aw_fail(KEY_ERROR(it->name), "%c", it->name) : word("won");
}

/* "1 2 @3": the winner (None: nobody), how many were tried, and when it was over. */
static void st_race(const struct st_try *tries, int count, aw_ms delay_ms)
{
    aw_task tasks[4];
    int tried = 0, rc = aw_staggered_race(st_run, tries, count, delay_ms, tasks);
    for (int i = 0; i < count; i++) tried += tasks[i].id != 0;
    if (rc >= 0) note("%d %d", rc, tried);
    else note("None %d", tried);
    note_at("%s", "");
}

SCENARIO("staggered_race_failure_starts_next_early", "a@1 b@2 b 1 @2")
{
    struct st_try tries[] = {{1, 'a', true}, {1, 'b'}};
    aw_task tasks[2];
    int winner = aw_staggered_race(st_run, tries, 2, 10, tasks);
    note("%c %d", tries[winner].name, winner);
    note_at("%s", "");
}

SCENARIO("staggered_all_fail", "b@2 a@3 c@3 None 3 @3")
{
    st_race((struct st_try[]){{3, 'a', true}, {1, 'b', true}, {1, 'c', true}}, 3, 1);
}

SCENARIO("staggered_next_starts_after_delay", "b@3 a!C@3 c!C@3 1 3 @3")
{
    st_race((struct st_try[]){{5, 'a'}, {2, 'b'}, {9, 'c'}}, 3, 1);
}

SCENARIO("staggered_without_delay_is_sequential", "a@5 b@7 1 2 @7")
{
    st_race((struct st_try[]){{5, 'a', true}, {2, 'b'}, {9, 'c'}}, 3, AW_FOREVER);
}

SCENARIO("staggered_succeeds_at_once", "a@0 0 1 @0")
{
    st_race((struct st_try[]){{-1, 'a'}, {2, 'b'}}, 2, 1);
}

SCENARIO("staggered_fails_at_once", "a@0 b@2 1 2 @2")
{
    st_race((struct st_try[]){{-1, 'a', true}, {2, 'b'}}, 2, 1);
}

static int st_start(void *arg)
{
    note("start%c", ((struct st_try *)arg)->name);
    return st_run(arg);
}

SCENARIO("staggered_no_delay_takes_so_many_turns",
         "t0 starta t1 t2 t3 t4 startb t5 t6 t7 t8 a@2 b!C@2 0 2 @2")
{
    struct st_try tries[] = {{2, 'a'}, {2, 'b'}};
    aw_task tasks[2];
    aw_go(sv_ticks, int, 9);
    int winner = aw_staggered_race(st_start, tries, 2, 0, tasks);
    note("%d %d", winner, 2);
    note_at("%s", "");
}

static int st_race_long(void *unused)
{
    struct st_try tries[] = {{5, 'a'}, {5, 'b'}};
    return aw_staggered_race(st_run, tries, 2, 1, NULL);
}

SCENARIO("staggered_cancelled", "a!C@2 b!C@2 !CancelledError@2")
{
    aw_task use = aw_spawn(st_race_long, NULL, 0);
    EXPECT_INT(aw_sleep(2), 0);
    aw_cancel(use);
    outcome(aw_await(use));
}
