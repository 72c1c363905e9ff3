/* Exhausted memory, at every single allocation: each use of a primitive (EXHAUST, in any file) is
 * run again and again with the first, the second … allocation failing, and then with all from there
 * on. Each time it must end, well or with AW_ENOMEM, and leave nothing. */
#include "exhaustion.h"

#include <awaitc_test.h>

enum {
    FAILURES_MAX = 200, /* allocations of one use; more is a mistake in it */
    USES_MAX = 100,
};

static struct exhaust_use *exhaust_uses;
static int exhaust_uses_count;

void exhaust_add(struct exhaust_use *use)
{
    struct exhaust_use **last = &exhaust_uses;
    while (*last) last = &(*last)->next;
    *last = use;
    exhaust_uses_count++;
}

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
    aw_task tasks[USES_MAX];
    aw_call_soon(exhaust_begin, &it->round);
    const struct exhaust_use *use = it->uses;
    for (int i = 0; i < it->count; i++, use = use->next) {
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
}

static void exhaust_each(bool all_after)
{
    for (const struct exhaust_use *use = exhaust_uses; use; use = use->next)
        exhaust_all(use, 1, all_after);
}

TEST("exhaustion: each primitive ends well or with AW_ENOMEM when any one allocation fails")
{
    exhaust_each(false);
}

TEST("exhaustion: each primitive ends well or with AW_ENOMEM when all from any allocation on fail")
{
    exhaust_each(true);
}

TEST("exhaustion: all primitives at once end well or with AW_ENOMEM when any one allocation fails")
{
    EXPECT(exhaust_uses_count > 20 && exhaust_uses_count < USES_MAX);
    exhaust_all(exhaust_uses, exhaust_uses_count, false);
}

TEST("exhaustion: all primitives at once end well or with AW_ENOMEM when all from any one on fail")
{
    exhaust_all(exhaust_uses, exhaust_uses_count, true);
}
