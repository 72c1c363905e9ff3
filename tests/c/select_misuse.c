/* aw_select: wrong cases, callbacks, no memory, and what a deadlock report says. */
#include "awaitc_lowlevel.h"
#include "base/memory.h"
#include "selects.h"

TEST("aw_select: wrong cases are refused with words, and nothing happens")
{
    aw_queue a = queue_of_ints(0);
    int got = 0;
    queue_put(a, 1);
    EXPECT_INT(aw_select(NULL, 1, 0), AW_EINVAL);
    aw_case cases[] = {AW_CASE_GET(a, &got), AW_CASE_GET((aw_queue){0}, &got)};
    EXPECT_INT(aw_select(cases, 0, 0), AW_EINVAL);
    EXPECT_STR(aw_errmsg(), "aw_select: needs at least one case");
    EXPECT_INT(aw_select(cases, 2, 0), AW_ESTALE);
    EXPECT_HAS(aw_errmsg(), "aw_select: the handle was never set");
    cases[1] = AW_CASE_DONE((aw_future){0});
    EXPECT_INT(aw_select(cases, 2, 0), AW_ESTALE);
    cases[1].kind = 77;
    EXPECT_INT(aw_select(cases, 2, 0), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "make it with AW_CASE_GET");
    EXPECT_INT(aw_queue_size(a), 1);
}

static void select_outside(void *arg)
{
    int got;
    aw_case one = AW_CASE_GET(*(aw_queue *)arg, &got);
    note_rc(aw_select(&one, 1, AW_FOREVER));
    note_rc(aw_select(&one, 1, 0));
}

TEST("aw_select: in a callback may look and not wait")
{
    aw_queue a = queue_of_ints(0);
    aw_call_soon(select_outside, &a);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(select_waiters(a), 0);
    EXPECT_TRACE("!NOTASK@0 !TIMEDOUT@0");
}

TEST("aw_select: without memory for an item has the case say so")
{
    aw_queue a = queue_of_ints(0);
    int one = 1;
    aw_case put = AW_CASE_PUT(a, &one);
    memory_fail(1, 1);
    EXPECT_INT(aw_select(&put, 1, AW_FOREVER), 0);
    memory_fail(0, 0);
    EXPECT_INT(put.rc, AW_ENOMEM);
    EXPECT_INT(aw_queue_size(a), 0);
}

static int select_wait_for_two(void *queues)
{
    const struct select_two *two = queues;
    int value;
    aw_case cases[] = {AW_CASE_GET(two->a, &value), AW_CASE_GET(two->b, &value)};
    return aw_select(cases, 2, 50);
}

TEST("aw_select: that cannot be parked for want of memory leaves no waiter and no timer behind")
{
    struct select_two two = {queue_of_ints(0), queue_of_ints(0)};
    wait_without_memory(select_wait_for_two, &two);
    EXPECT_INT(select_waiters(two.a) + select_waiters(two.b), 0);
    EXPECT_INT(stats_now().timers, 0);
}

PROGRAM("aw_select: a deadlock report says what it waits for", NULL)
{
    expect_fatal("AW_EDEADLK",
                 "main waits for select get jobs, put results, future at tests/c/select_misuse.c:");
    aw_queue jobs = aw_queue_new_with(&(aw_queue_options){.name = "jobs"});
    aw_queue results = aw_queue_new_with(&(aw_queue_options){.name = "results", .items_max = 1});
    queue_put(results, 1);
    aw_case cases[] = {AW_CASE_GET(jobs, NULL), {0}, AW_CASE_PUT(results, NULL),
                       AW_CASE_DONE(aw_future_new())};
    return aw_select(cases, 4, AW_FOREVER);
}
