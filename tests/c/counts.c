/* Counts that cannot be: refused with words before anything is read or taken. */
#include "test.h"

#include <awaitc_lowlevel.h>
#include <limits.h>

TEST("aw_gather, aw_wait, aw_race, aw_completed_open: more futures than there can be are refused")
{
    static const int counts[] = {AW_COUNT_MAX + 1, INT_MAX};
    aw_future f = aw_future_new();
    for (int i = 0; i < 2; i++) {
        int count = counts[i];
        aw_completed each = {0};
        aw_future g = aw_gather(&f, count, 0);
        EXPECT_STR(aw_errmsg(), "aw_gather: cannot take so many at once; pass at most 16777216");
        EXPECT_INT(aw_await(g), AW_EINVAL);
        EXPECT_INT(aw_wait(&f, count, AW_ALL_COMPLETED, 1), AW_EINVAL);
        EXPECT_HAS(aw_errmsg(), "aw_wait: cannot take so many at once");
        EXPECT_INT(aw_race(&f, count), AW_EINVAL);
        EXPECT_HAS(aw_errmsg(), "aw_race: cannot take so many at once");
        EXPECT_INT(aw_completed_open(&each, &f, count, 1), AW_EINVAL);
        EXPECT_HAS(aw_errmsg(), "aw_completed_open: cannot take so many at once");
    }
    EXPECT_INT(stats_now().records, 2);
    EXPECT(!aw_is_done(f));
    aw_cancel(f);
}

static int counts_never(void *unused)
{
    note("never");
    return 0;
}

TEST("aw_staggered_race: more attempts or bytes than there can be are refused")
{
    EXPECT_INT(aw_staggered_race_here(counts_never, NULL, 0, INT_MAX, 0, NULL, "f", AW_HERE),
               AW_EINVAL);
    EXPECT_STR(aw_errmsg(),
               "aw_staggered_race: cannot take so many at once; pass at most 16777216");
    EXPECT_INT(aw_staggered_race_here(counts_never, NULL, 0, AW_COUNT_MAX, 0, NULL, "f", AW_HERE),
               AW_ENOMEM);
    EXPECT_HAS(aw_errmsg(), "no memory for a future");
    EXPECT_INT(aw_staggered_race_here(counts_never, "", SIZE_MAX / 2 + 1, 2, 0, NULL, "f", AW_HERE),
               AW_ENOMEM);
    EXPECT_HAS(aw_errmsg(), "aw_staggered_race: no memory for a copy of so many bytes");
    EXPECT_INT(stats_now().records, 1);
    EXPECT_TRACE("");
}

TEST("aw_spawn_with: a stack or an argument of 2 GiB is refused with words")
{
    size_t large = (size_t)INT32_MAX + 1;
    aw_task stack = aw_spawn_with(counts_never, NULL, 0, &(aw_task_options){.stack_bytes = large});
    EXPECT_HAS(aw_errmsg(), "less than 2 GiB of stack and argument");
    aw_task argument = aw_spawn(counts_never, "", large);
    aw_task_parts parts = {.inside = "", .inside_bytes = large};
    aw_task inside = aw_task_make(counts_never, &parts, NULL, "counts_never", AW_HERE);
    EXPECT_INT(aw_await(stack), AW_EINVAL);
    EXPECT_INT(aw_await(argument), AW_EINVAL);
    EXPECT_INT(aw_await(inside), AW_EINVAL);
    EXPECT_INT(stats_now().tasks, 1);
}

TEST("aw_queue_put_nowait: items so large that a store of them cannot be are without memory")
{
    aw_queue queue = aw_queue_new(INT32_MAX / 4, 0, AW_FIFO);
    EXPECT_INT(aw_queue_put_nowait(queue, ""), AW_ENOMEM);
    EXPECT(aw_queue_is_empty(queue));
}
