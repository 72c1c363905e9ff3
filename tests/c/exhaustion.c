/* Exhausted memory, at every single allocation: each use of a primitive below is run again and again
 * with the first, the second … allocation failing, and then with all from there on. Each time it
 * must end, well or with AW_ENOMEM, and leave nothing.
 *
 * A use runs in a task of its own and gives 0, or the code of the call that had no memory; what it
 * gets wrong it says with EXPECT. To add one: a function, and a line in `uses`. */
#include <awaitc_test.h>

#include "test.h"

enum { FAILURES_MAX = 200 }; /* allocations of one use; more is a mistake in this file */

/* A child that had no memory says so by a value: nobody may be left to look at an error. */
enum { FINE = 7, NO_MEMORY = 12 };

/* Gives up when there was no memory; anything else has to be as expected. */
#define NEED(rc, expected)                                           \
    do {                                                             \
        int rc_ = (rc);                                              \
        if (rc_ == AW_ENOMEM || rc_ == NO_MEMORY) return AW_ENOMEM;  \
        EXPECT_INT(rc_, expected);                                   \
    } while (0)

static int exhaust_child(void *arg)
{
    int rc = aw_sleep(*(int *)arg);
    return rc == AW_ENOMEM ? NO_MEMORY : rc < 0 ? rc : FINE;
}

/* Fails, unless its parent has given up and nobody would look at the error. */
static int exhaust_failing(void *arg)
{
    const bool *has_given_up = *(const bool **)arg;
    int rc = aw_yield();
    return rc == AW_ENOMEM || *has_given_up ? NO_MEMORY : rc < 0 ? rc : aw_fail(-5, "five");
}

/* A parent gives up: nobody will look at `future`. */
static void exhaust_give_up(bool *has_given_up, aw_future future)
{
    *has_given_up = true;
    if (aw_is_done(future)) (void)!aw_result(future);
}

static void exhaust_count(void *arg)
{
    ++*(int *)arg;
}

static void exhaust_count_done(aw_future future, void *arg)
{
    ++*(int *)arg;
}

/* -- Tasks and time ---------------------------------------------------------------------------- */

static int exhaust_sleep(void)
{
    NEED(aw_sleep(1), 0);
    NEED(aw_yield(), 0);
    return 0;
}

static int exhaust_go(void)
{
    aw_task a = aw_go(exhaust_child, int, 1), b = aw_go(exhaust_child, int, 2);
    NEED(aw_await(b), FINE);
    NEED(aw_await(a), FINE);
    return 0;
}

static int exhaust_name(void)
{
    aw_task_options options = {.name = "named", .eager = true};
    int delay = 2;
    aw_task t = aw_spawn_with(exhaust_child, &delay, sizeof delay, &options);
    NEED(aw_cancelling(t), 0);
    NEED(aw_set_name(t, "renamed"), 0);
    EXPECT_STR(aw_name(t), "renamed");
    NEED(aw_set_name(aw_self(), "self"), 0);
    NEED(aw_await(t), FINE);
    return 0;
}

static int exhaust_error(void)
{
    static bool has_given_up;
    has_given_up = false;
    aw_task t = aw_go(exhaust_failing, const bool *, &has_given_up);
    int rc = aw_await(t);
    if (rc != -5) exhaust_give_up(&has_given_up, t);
    NEED(rc, -5);
    aw_error_info error;
    EXPECT_INT(aw_error(t, &error), 0);
    EXPECT_INT(error.code, -5);
    return 0;
}

static int exhaust_release(void)
{
    aw_task a = aw_go(exhaust_child, int, 1), b = aw_go(exhaust_child, int, 1);
    NEED(aw_detach(b), 0);
    NEED(aw_await(a), FINE);
    NEED(aw_release(a), 0);
    EXPECT_INT(aw_await(a), AW_ESTALE);
    return 0;
}

static int exhaust_deep(void)
{
    char ballast[9000]; /* so that the frames do not fit below a small stack */
    memset(ballast, 1, sizeof ballast);
    NEED(aw_sleep(1), 0);
    EXPECT_INT(ballast[aw_now() % 9000], 1);
    return 0;
}

/* -- Cancellation and timeouts ----------------------------------------------------------------- */

static int exhaust_cancel(void)
{
    aw_task t = aw_go(exhaust_child, int, 50);
    NEED(aw_yield(), 0);
    int asked = aw_cancel_with(t, "enough");
    NEED(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(asked, 1);
    return 0;
}

static int exhaust_timeout(void)
{
    aw_timeout limit = {{0}};
    NEED(aw_timeout_enter(&limit, 3), 0);
    NEED(aw_timeout_exit(&limit, aw_sleep(9)), AW_ETIMEDOUT);
    return 0;
}

static int exhaust_wait_for(void)
{
    aw_task slow = aw_go(exhaust_child, int, 50);
    NEED(aw_wait_for(slow, 5), AW_ETIMEDOUT);
    aw_task stopped = aw_go(exhaust_child, int, 50);
    NEED(aw_yield(), 0);
    NEED(aw_wait_for(stopped, 0), AW_ETIMEDOUT);
    return 0;
}

static int exhaust_shield(void)
{
    aw_task inner = aw_go(exhaust_child, int, 4);
    NEED(aw_wait_for(aw_shield(inner), 2), AW_ETIMEDOUT);
    NEED(aw_await(aw_shield(inner)), FINE);
    return 0;
}

/* -- Several, futures, callbacks --------------------------------------------------------------- */

static int exhaust_gather(void)
{
    static bool has_given_up;
    has_given_up = false;
    aw_task tasks[] = {aw_go(exhaust_child, int, 1),
                       aw_go(exhaust_failing, const bool *, &has_given_up)};
    aw_future all = aw_gather(tasks, 2, AW_RETURN_ERRORS);
    int rc = aw_await(all);
    if (rc != 0) exhaust_give_up(&has_given_up, tasks[1]);
    NEED(rc, 0);
    int *results = aw_data(all);
    NEED(results[0], FINE);
    NEED(results[1], -5);
    return 0;
}

static int exhaust_gather_error(void)
{
    static bool has_given_up;
    has_given_up = false;
    aw_task tasks[] = {aw_go(exhaust_child, int, 1),
                       aw_go(exhaust_failing, const bool *, &has_given_up)};
    aw_future all = aw_gather(tasks, 2, 0);
    int rc = aw_await(all);
    if (rc != -5) exhaust_give_up(&has_given_up, tasks[1]);
    if (rc != -5) exhaust_give_up(&has_given_up, all);
    if (rc == 0) rc = ((int *)aw_data(all))[1];
    NEED(rc, -5);
    return 0;
}

static int exhaust_wait(void)
{
    aw_task tasks[] = {aw_go(exhaust_child, int, 1), aw_go(exhaust_child, int, 6)};
    int rc = aw_wait(tasks, 2, AW_FIRST_COMPLETED, AW_FOREVER);
    NEED(rc, aw_is_done(tasks[0]) + aw_is_done(tasks[1]));
    rc = aw_wait(tasks, 2, AW_ALL_COMPLETED, 1);
    NEED(rc, 1 + aw_is_done(tasks[1]));
    NEED(aw_await(tasks[1]), FINE);
    return 0;
}

static int exhaust_future(void)
{
    aw_future plain = aw_future_new(), sized = aw_future_new_sized(100);
    int set = aw_future_set(plain, 3), failed = aw_future_fail(sized, -6, "six");
    int rc = aw_await(sized);
    NEED(set, 0);
    NEED(failed, 0);
    NEED(rc, -6);
    NEED(aw_await(plain), 3);
    return 0;
}

static int exhaust_calls; /* a callback may come after the end of a use that has failed */

static int exhaust_on_done(void)
{
    exhaust_calls = 0;
    aw_task t = aw_go(exhaust_child, int, 1);
    NEED(aw_on_done(t, exhaust_count_done, &exhaust_calls), 0);
    NEED(aw_await(t), FINE);
    NEED(aw_yield(), 0);
    EXPECT_INT(exhaust_calls, 1);
    return 0;
}

static int exhaust_call(void)
{
    static int calls;
    calls = 0;
    int wanted = aw_call_soon(exhaust_count, &calls).id != 0;
    wanted += aw_call_later(1, exhaust_count, &calls).id != 0;
    wanted += aw_call_at(aw_now() + 2, exhaust_count, &calls).id != 0;
    aw_handle back = aw_call_later(1, exhaust_count, &calls);
    EXPECT_INT(aw_handle_cancel(back), back.id != 0);
    NEED(aw_sleep(5), 0);
    EXPECT_INT(calls, wanted);
    return wanted < 3 ? AW_ENOMEM : 0;
}

/* -- The test kit ------------------------------------------------------------------------------ */

static int exhaust_part(void *arg)
{
    aw_sequencer *order = *(aw_sequencer **)arg;
    int rc = aw_sequence(order, 1);
    if (rc == AW_ENOMEM) return NO_MEMORY;
    return rc < 0 ? rc : aw_sequence_end(order);
}

static int exhaust_sequence(void)
{
    static aw_sequencer order; /* the child may be longer here than a use that has failed */
    memset(&order, 0, sizeof order);
    NEED(aw_sequence(&order, 0), 0);
    aw_sequencer *shared = &order;
    aw_task t = aw_spawn(exhaust_part, &shared, sizeof shared);
    int rc = aw_yield();
    EXPECT_INT(aw_sequence_end(&order), 0);
    NEED(rc, 0);
    NEED(aw_await(t), 0);
    return 0;
}

static int exhaust_blocked(void)
{
    NEED(aw_wait_all_tasks_blocked(), 0);
    return 0;
}

/* -- Running them ------------------------------------------------------------------------------ */

struct exhaust_use {
    const char *name;
    int (*run)(void);
    bool may_need_none; /* natively a task that waits needs no memory for that */
    size_t stack_bytes; /* 0: default */
};

static const struct exhaust_use uses[] = {
    {"sleep", exhaust_sleep, true},
    {"go", exhaust_go},
    {"name", exhaust_name},
    {"error", exhaust_error},
    {"release", exhaust_release},
    {"deep", exhaust_deep, true, 12000},
    {"cancel", exhaust_cancel},
    {"timeout", exhaust_timeout, true},
    {"wait_for", exhaust_wait_for},
    {"shield", exhaust_shield},
    {"gather", exhaust_gather},
    {"gather_error", exhaust_gather_error},
    {"wait", exhaust_wait},
    {"future", exhaust_future},
    {"on_done", exhaust_on_done},
    {"call", exhaust_call},
    {"sequence", exhaust_sequence},
    {"blocked", exhaust_blocked, true},
};
enum { USES = sizeof uses / sizeof *uses };

static int exhaust_run(void *arg)
{
    return (*(const struct exhaust_use **)arg)->run();
}

struct exhaust_round {
    uint32_t nth;
    bool all_after;
};

static void exhaust_begin(void *arg)
{
    const struct exhaust_round *round = arg;
    aw_memory_fail(round->nth, round->all_after);
}

struct exhaust_case {
    const struct exhaust_use *uses;
    int count;
    struct exhaust_round round;
};

/* Runs the uses at once with memory failing as `round` says; how many allocations have failed. Only
 * they run while it fails: this task is parked, and would be named by a deadlock. */
static int exhaust_once(void *arg)
{
    struct exhaust_case *it = arg;
    aw_task tasks[USES];
    aw_call_soon(exhaust_begin, &it->round);
    for (int i = 0; i < it->count; i++) {
        const struct exhaust_use *use = it->uses + i;
        aw_task_options options = {.name = use->name, .stack_bytes = use->stack_bytes};
        tasks[i] = aw_spawn_with(exhaust_run, &use, sizeof use, &options);
    }
    EXPECT_INT(aw_await(aw_gather(tasks, it->count, AW_RETURN_ERRORS)), 0);
    uint32_t failures = aw_memory_fail_end();
    for (int i = 0; i < it->count; i++) {
        int rc = aw_result(tasks[i]);
        bool holds = rc == 0 || (rc == AW_ENOMEM && failures > 0);
        if (!holds) EXPECT_STR(aw_name(tasks[i]), "well, or without memory");
    }
    return (int)failures;
}

/* The same, and whether anything is left of it. */
static int exhaust_check(struct exhaust_case it)
{
    aw_leak_check check;
    doing("%s, allocation %u%s", it.count > 1 ? "all" : it.uses->name, (unsigned)it.round.nth,
          it.round.all_after ? " and all after" : "");
    aw_leak_check_begin(&check);
    aw_task t = aw_spawn(exhaust_once, &it, sizeof it);
    int failures = aw_await(t);
    EXPECT_INT(aw_release(t), 0);
    EXPECT_INT(aw_sleep(100), 0); /* for what was not awaited, because something else had failed */
    char words[200];
    if (aw_leak_check_end(&check, words, sizeof words) == 0) return failures;
    EXPECT_STR(words, "nothing left");
    return 0; /* and no further */
}

/* Fails the first, the second … allocation, until none is left to fail. */
static void exhaust_all(const struct exhaust_use *use, int count, bool all_after)
{
    struct exhaust_case it = {use, count, {0, all_after}};
    EXPECT_INT(exhaust_check(it), 0);
    do
        it.round.nth++;
    while (exhaust_check(it) > 0 && EXPECT((int)it.round.nth < FAILURES_MAX * count));
    EXPECT(it.round.nth > 1 || use->may_need_none);
}

TEST("exhaustion: each primitive ends well or with AW_ENOMEM when any one allocation fails")
{
    for (int i = 0; i < USES; i++) exhaust_all(uses + i, 1, false);
}

TEST("exhaustion: each primitive ends well or with AW_ENOMEM when all from any allocation on fail")
{
    for (int i = 0; i < USES; i++) exhaust_all(uses + i, 1, true);
}

TEST("exhaustion: all primitives at once end well or with AW_ENOMEM when any one allocation fails")
{
    exhaust_all(uses, USES, false);
}

TEST("exhaustion: all primitives at once end well or with AW_ENOMEM when all from any one on fail")
{
    exhaust_all(uses, USES, true);
}
