/* A task that waits may run others itself, and go on without a switch (src/kernel/spawn.c). Nobody
 * can tell: the order, the turns and the counts are the loop's. */
#include "test.h"

static int run_seven(void *unused)
{
    return 7;
}

TEST("aw_await: of a child that never suspends takes two turns and two resumes, always")
{
    enum { ROUNDS = 600 }; /* more than the steps between two looks at the clock */
    aw_stats_info begin = stats_now();
    for (int i = 0; i < ROUNDS; i++) {
        aw_task t = aw_spawn(run_seven, NULL, 0);
        EXPECT_INT(aw_await(t), 7);
        EXPECT_INT(aw_release(t), 0);
    }
    EXPECT_INT((int64_t)(stats_now().turns - begin.turns), 2 * ROUNDS);
    EXPECT_INT((int64_t)(stats_now().switches - begin.switches), 2 * ROUNDS);
}

static int run_yielding(void *arg)
{
    const char *name = *(const char **)arg;
    for (int i = 0; i < 3; i++) {
        int rc = aw_yield();
        if (rc < 0) return rc;
        note("%s%d", name, i);
    }
    return 0;
}

static void run_called(void *unused)
{
    note("call");
}

TEST("aw_yield: callbacks and tasks keep their order, whether a task switches or not")
{
    EXPECT_INT(aw_yield(), 0);
    aw_task a = aw_go(run_yielding, const char *, "a");
    EXPECT_INT(aw_yield(), 0);
    EXPECT(aw_call_soon(run_called, NULL).id != 0);
    aw_task b = aw_go(run_yielding, const char *, "b");
    EXPECT_INT(aw_await(a), 0);
    EXPECT_INT(aw_await(b), 0);
    EXPECT_TRACE("a0 call a1 b0 a2 b1 b2");
}
