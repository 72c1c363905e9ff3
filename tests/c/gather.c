/* aw_gather and aw_wait: several futures at once. */
#include <awaitc_lowlevel.h>

#include "test.h"

#include <awaitc_test.h>

TEST("aw_gather: its data are the results in the order of the arguments")
{
    aw_future g = aw_gather(((aw_task[]){go_job(3, "a", 1), go_job(1, "b", 2), go_job(2, "c", 3)}),
                            3, 0);
    EXPECT_INT(aw_await(g), 0);
    int *results = aw_data(g);
    EXPECT_INT(results[0], 1);
    EXPECT_INT(results[1], 2);
    EXPECT_INT(results[2], 3);
    EXPECT_TRACE("b@1 c@2 a@3");
}

TEST("aw_gather: of none is done at once")
{
    aw_future g = aw_gather(NULL, 0, 0);
    EXPECT(aw_is_done(g));
    EXPECT_INT(aw_await(g), 0);
}

TEST("aw_gather: of what is done is done at once, also with an error or a cancellation")
{
    aw_future ok = aw_future_new(), bad = aw_future_new(), gone = aw_future_new();
    aw_future_set(ok, 4);
    aw_future_fail(bad, -4, "bad");
    aw_cancel(gone);
    aw_future g = aw_gather(&ok, 1, 0), h = aw_gather(((aw_future[]){ok, bad}), 2, 0);
    aw_future i = aw_gather(&gone, 1, 0);
    EXPECT_INT(aw_result(g), 0);
    EXPECT_INT(aw_result(h), -4);
    EXPECT_INT(aw_result(i), AW_ECANCELLED);
    EXPECT(!aw_is_cancelled(i));
}

TEST("aw_gather: the first error in time ends it, the others go on and are not reported")
{
    aw_task tasks[] = {aw_go(failing, aw_ms, 3), aw_go(failing, aw_ms, 1), go_job(5, "c")};
    EXPECT_INT(aw_await(aw_gather(tasks, 3, 0)), -1);
    EXPECT_STR(aw_errmsg(), "failed at 1");
    EXPECT_INT(aw_now(), 1);
    EXPECT_INT(aw_await(tasks[2]), 0);
    EXPECT_TRACE("c@5");
}

TEST("aw_gather: with AW_RETURN_ERRORS waits for all and keeps the errors as results")
{
    aw_task tasks[] = {aw_go(failing, aw_ms, 3), go_job(1, NULL, 6),
                       aw_spawn(forever, NULL, 0)};
    aw_future g = aw_gather(tasks, 3, AW_RETURN_ERRORS);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(tasks[2]);
    EXPECT_INT(aw_await(g), 0);
    int *results = aw_data(g);
    EXPECT_INT(results[0], -3);
    EXPECT_INT(results[1], 6);
    EXPECT_INT(results[2], AW_ECANCELLED);
}

TEST("aw_gather: detached and released children keep their results in it")
{
    aw_future f = aw_future_new(), done = aw_future_new();
    aw_future_set(done, 7);
    aw_task t = go_job(1, NULL, 5);
    aw_future g = aw_gather(((aw_future[]){t, f, done}), 3, 0);
    aw_detach(t);
    aw_release(done);
    EXPECT_INT(aw_sleep(2), 0);
    aw_future_set(f, 6);
    EXPECT_INT(aw_await(g), 0);
    int *results = aw_data(g);
    EXPECT_INT(results[0], 5);
    EXPECT_INT(results[1], 6);
    EXPECT_INT(results[2], 7);
}

TEST("aw_cancel: of a gather cancels every child, and it ends by what they report")
{
    aw_task a = go_job(9, "a"), b = go_job(9, "b");
    aw_future g = aw_gather(((aw_task[]){a, b, a}), 3, 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_cancel(g), 1);
    EXPECT(!aw_is_done(g));
    EXPECT_INT(aw_cancelling(a), 1);
    EXPECT_INT(aw_await(g), AW_ECANCELLED);
    EXPECT_INT(aw_cancel(g), 0);
    EXPECT_TRACE("a!C@0 b!C@0");
}

enum { GATHER_MANY = 300 };

TEST("aw_cancel: of a gather asks a future that stands in it again and again once")
{
    static aw_future futures[GATHER_MANY * 2];
    for (int i = 0; i < GATHER_MANY; i++)
        futures[i] = futures[GATHER_MANY * 2 - 1 - i] = aw_spawn(forever, NULL, 0);
    aw_future g = aw_gather(futures, GATHER_MANY * 2, 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_cancel(g), 1);
    for (int i = 0; i < GATHER_MANY; i++) EXPECT_INT(aw_cancelling(futures[i]), 1);
    EXPECT_INT(aw_await(g), AW_ECANCELLED);
}

TEST("aw_cancel: of a gather in a gather asks for each that a future stands in")
{
    aw_task a = aw_spawn(forever, NULL, 0);
    aw_future inner = aw_gather(((aw_future[]){a, a}), 2, 0);
    aw_future outer = aw_gather(((aw_future[]){a, inner, a, inner}), 4, 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_cancel(outer), 1);
    EXPECT_INT(aw_cancelling(a), 2);
    EXPECT_INT(aw_await(outer), AW_ECANCELLED);
    EXPECT_INT(aw_await(inner), AW_ECANCELLED);
}

TEST("aw_gather: gone before its other children leaves their errors unreported")
{
    aw_task a = aw_go(failing, aw_ms, 1), b = aw_go(failing, aw_ms, 2);
    aw_future g = aw_gather(((aw_task[]){a, b}), 2, 0);
    EXPECT_INT(aw_await(g), -1);
    EXPECT_INT(aw_release(g), 0);
    EXPECT_INT(aw_sleep(5), 0);
}

static int gather_swallow(void *unused)
{
    EXPECT_INT(aw_sleep(9), AW_ECANCELLED);
    return 1;
}

TEST("aw_cancel: of a gather whose children all swallow it still ends it as cancelled")
{
    aw_task tasks[] = {aw_spawn(gather_swallow, NULL, 0), aw_spawn(gather_swallow, NULL, 0)};
    aw_future g = aw_gather(tasks, 2, 0);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(g);
    EXPECT_INT(aw_await(g), AW_ECANCELLED);
    EXPECT_INT(aw_result(tasks[0]), 1);
}

TEST("aw_gather: wrong arguments give a failed handle with words")
{
    aw_future f = aw_future_new();
    EXPECT_INT(aw_await(aw_gather(&f, -1, 0)), AW_EINVAL);
    EXPECT_INT(aw_await(aw_gather(&f, 1, 6)), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "aw_gather");
    EXPECT_INT(aw_await(aw_gather(NULL, 1, 0)), AW_EINVAL);
}

TEST("aw_gather: released while it waits leaves the children alone")
{
    aw_task t = go_job(5, "t");
    aw_future g = aw_gather(&t, 1, 0);
    EXPECT_INT(aw_release(g), AW_ENOTDONE);
    EXPECT_INT(aw_detach(g), 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_result(g), AW_ESTALE);
    EXPECT_TRACE("t@5");
}

/* -- Wait -------------------------------------------------------------------------------------- */

TEST("aw_wait: counts what is done when enough are")
{
    aw_task t[] = {go_job(1, NULL), aw_go(failing, aw_ms, 2), go_job(3, NULL)};
    EXPECT_INT(aw_wait(t, 3, AW_FIRST_COMPLETED, AW_FOREVER), 1);
    EXPECT_INT(aw_now(), 1);
    EXPECT_INT(aw_wait(t, 3, AW_FIRST_ERROR, AW_FOREVER), 2);
    EXPECT_INT(aw_now(), 2);
    EXPECT_INT(aw_wait(t, 3, AW_ALL_COMPLETED, AW_FOREVER), 3);
    EXPECT_INT(aw_now(), 3);
    EXPECT_INT(aw_result(t[1]), -2);
}

TEST("aw_wait: marks no error as seen")
{
    expect_report("failed at 1");
    aw_task t = aw_go(failing, aw_ms, 1);
    EXPECT_INT(aw_wait(&t, 1, AW_ALL_COMPLETED, AW_FOREVER), 1);
}

TEST("aw_wait: gives up after its delay, and cancels nothing")
{
    aw_task t[] = {go_job(1, "a"), go_job(9, "b")};
    EXPECT_INT(aw_wait(t, 2, AW_ALL_COMPLETED, 5), 1);
    EXPECT_INT(aw_now(), 5);
    EXPECT_INT(aw_wait(t, 2, AW_ALL_COMPLETED, 0), 1);
    EXPECT_INT(aw_now(), 5);
    EXPECT_INT(aw_await(t[1]), 0);
    EXPECT_TRACE("a@1 b@9");
}

TEST("aw_wait: always suspends, also when all are done")
{
    aw_future f = aw_future_new();
    aw_future_set(f, 1);
    uint64_t turns = stats_now().turns;
    EXPECT_INT(aw_wait(&f, 1, AW_ALL_COMPLETED, AW_FOREVER), 1);
    EXPECT_INT(stats_now().turns - turns, 2);
}

TEST("aw_wait: for the first error ignores cancelled ones")
{
    aw_task t[] = {aw_spawn(forever, NULL, 0), go_job(3, NULL)};
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t[0]);
    EXPECT_INT(aw_wait(t, 2, AW_FIRST_ERROR, AW_FOREVER), 2);
    EXPECT_INT(aw_now(), 3);
}

static int wait_both(void *arg)
{
    return aw_wait(arg, 2, AW_ALL_COMPLETED, 50);
}

struct wait_two {
    aw_task tasks[2];
};

TEST("aw_wait: cancelled while it waits leaves the futures alone")
{
    aw_task a = go_job(3, "a"), b = go_job(4, "b");
    aw_task t = aw_go(wait_both, struct wait_two, {a, b});
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(stats_now().timers, 3);
    aw_cancel(t);
    EXPECT_INT(stats_now().timers, 2);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(aw_await(b), 0);
    EXPECT_TRACE("a@3 b@4");
}

TEST("aw_wait: for none, in no known mode, or for what is gone is refused with words")
{
    aw_future f = aw_future_new(), gone = aw_future_new();
    EXPECT_INT(aw_wait(NULL, 0, AW_ALL_COMPLETED, 5), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "at least one");
    EXPECT_INT(aw_wait(&f, 1, (enum aw_wait_mode)7, 5), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "a known mode");
    aw_cancel(gone);
    aw_release(gone);
    EXPECT_INT(aw_wait(((aw_future[]){f, gone}), 2, AW_ALL_COMPLETED, 5), AW_ESTALE);
    EXPECT_HAS(aw_errmsg(), "aw_wait: the handle's record is gone");
}

TEST("aw_wait: without futures is AW_EINVAL")
{
    aw_future f = aw_future_new();
    EXPECT_INT(aw_wait(NULL, 1, AW_ALL_COMPLETED, 0), AW_EINVAL);
    EXPECT_INT(aw_wait(&f, 0, AW_ALL_COMPLETED, 0), AW_EINVAL);
    aw_cancel(f);
}

static int gather_await_handle(void *arg)
{
    return aw_await(**(aw_future **)arg);
}

/* A cycle of tasks through gathers: refused at the await that would close it. */
TEST("aw_await: of a gather of oneself is a named error")
{
    aw_task self = aw_self();
    aw_future gather = aw_gather(&self, 1, 0);
    EXPECT_INT(aw_await(gather), AW_EDEADLK);
    EXPECT_STR(aw_errmsg(), "aw_await: would wait for itself: main > a gather that waits for it");
    EXPECT_INT(aw_await(aw_gather(&gather, 1, 0)), AW_EDEADLK);
    EXPECT_INT(aw_await(aw_shield(self)), AW_EDEADLK);
    EXPECT_INT(aw_wait_for(gather, 5), AW_EDEADLK);
    EXPECT_INT(aw_now(), 0);
}

TEST("aw_await: a cycle through a gather is found from either side")
{
    aw_future gather;
    aw_task a = aw_go(gather_await_handle, aw_future *, &gather);
    aw_task b = aw_go(gather_await_handle, aw_future *, &a);
    gather = aw_gather(&b, 1, 0); /* a awaits that, b awaits a */
    EXPECT_INT(aw_await(b), AW_EDEADLK);
    EXPECT_HAS(aw_errmsg(), "Task-3 > Task-2 > a gather that waits for it");
    EXPECT_INT(aw_await(a), AW_EDEADLK); /* it learns of that, too */
    aw_task tasks[2];
    tasks[0] = aw_go(gather_await_handle, aw_future *, &tasks[1]);
    gather = aw_gather(tasks, 1, 0);
    /* And here the gather comes last. */
    tasks[1] = aw_go(gather_await_handle, aw_future *, &gather);
    EXPECT_INT(aw_await(tasks[1]), AW_EDEADLK);
    EXPECT_INT(aw_await(tasks[0]), AW_EDEADLK);
    EXPECT_INT(aw_await(gather), AW_EDEADLK);
}

static int gather_nap(void *arg)
{
    return aw_sleep(1);
}

enum { GATHER_RING = 1500 };
static aw_future gather_ring[GATHER_RING + 1];

/* The last of the ring: all others wait for it, the first through all that are between. */
static int gather_close(void *arg)
{
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_await(aw_gather(gather_ring, 1, 0)), AW_EDEADLK);
    aw_future nap = aw_spawn(gather_nap, NULL, 0);
    EXPECT_INT(aw_await(aw_gather(&nap, 1, 0)), 0); /* no cycle, although all wait for this task */
    return 7;
}

TEST("aw_await: a long cycle of tasks that a gather closes is found")
{
    aw_task_options small = {.stack_bytes = 2048};
    for (int i = 0; i < GATHER_RING; i++) {
        aw_future *next = &gather_ring[i + 1];
        gather_ring[i] = aw_spawn_with(gather_await_handle, &next, sizeof next, &small);
    }
    gather_ring[GATHER_RING] = aw_spawn(gather_close, NULL, 0);
    EXPECT_INT(aw_await(gather_ring[0]), 7);
}

TEST("aw_await: a cycle through many gathers, each inside two others, is found")
{
    aw_future both[2] = {aw_self(), aw_self()};
    for (int depth = 0; depth < 40; depth++) {
        aw_future outer[2] = {aw_gather(both, 2, 0), aw_gather(both, 2, 0)};
        memcpy(both, outer, sizeof both);
    }
    EXPECT_INT(aw_await(both[1]), AW_EDEADLK);
    /* There is no cycle here. Each gather is looked at once: there are 2 to the 40th paths. */
    aw_future nap = aw_spawn(gather_nap, NULL, 0);
    EXPECT_INT(aw_await(aw_gather(&nap, 1, 0)), 0);
}

static void gather_without_owner(void *arg)
{
    aw_future done[] = {aw_future_new(), aw_future_new()};
    for (int i = 0; i < 2; i++) EXPECT_INT(aw_detach(done[i]), 0);
    aw_keep(done[0]);
    aw_keep(done[1]);
    aw_future_fail(done[0], -3, NULL);
    aw_future_set(done[1], 2);
    aw_future gather = aw_gather(done, 2, 0);
    EXPECT(aw_is_done(gather));
    aw_unkeep(done[0]);
    aw_unkeep(done[1]);
    note("made");
}

static int gather_late_task(void *unused)
{
    aw_call_soon(gather_without_owner, NULL);
    while (aw_yield() < 0) continue;
    return aw_yield();
}

PROGRAM("aw_gather: of what is done, in a callback after main's end, is made and gone", "made")
{
    expect_report("gather (tests/c/gather.c:");
    aw_spawn(gather_late_task, NULL, 0);
    return 0;
}
