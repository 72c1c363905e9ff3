/* What only the native backend can show: a wait for which there is no memory, wherever it is. */
#include <awaitc_test.h>

#include "test.h"

static void memory_fail_parks(void *unused)
{
    aw_memory_fail(1, true);
}

static int memory_cancelled_wait(void *unused)
{
    int rc = aw_cancel(aw_self()) < 0 ? -1 : aw_sleep(1);
    aw_memory_fail_end();
    note_rc(rc);
    rc = aw_sleep(1);
    note_rc(rc);
    return rc;
}

TEST("aw_sleep: of a task that was cancelled before ends at once, with no memory to park too")
{
    aw_call_soon(memory_fail_parks, NULL);
    aw_task t = aw_spawn(memory_cancelled_wait, NULL, 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("!CANCELLED@0 ok=0@1");
}
