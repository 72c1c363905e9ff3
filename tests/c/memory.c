/* Without memory: what the errors say, and where their words are kept. That every allocation may fail
 * is tested in exhaustion.c. */
#include <awaitc_test.h>

#include "test.h"

TEST("aw_go: without memory gives a handle that says so, with what to do")
{
    aw_memory_fail(1, true);
    aw_task t = go_job(1, NULL);
    aw_memory_fail_end();
    EXPECT_INT(aw_await(t), AW_ENOMEM);
    EXPECT_HAS(aw_errmsg(), "aw_go: no memory for a task with a stack of 16384 bytes (1 tasks alive)");
    EXPECT_HAS(aw_errmsg(), ".stack_bytes");
    EXPECT_INT(aw_cancel(t), AW_ENOMEM);
    EXPECT(aw_is_done(t));
}

TEST("aw_fail: without memory keeps its words in the reserve, until the next one needs it")
{
    aw_memory_fail(1, true);
    EXPECT_INT(aw_fail(-3, "no memory for this"), -3);
    EXPECT_STR(aw_errmsg(), "no memory for this");
    aw_memory_fail_end();
}
