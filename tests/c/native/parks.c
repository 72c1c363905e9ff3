/* Parks that fail for lack of memory, one by one. Natively every park can be made to
 * (MEMORY_PARKS); in wasm only those whose frames need a block of their own: exhaustion.c is for
 * both. */
#include <awaitc_lowlevel.h>

#include "base/memory.h"
#include "test.h"

static void parks_wake(void *wait)
{
    aw_unpark(wait, 5, "test");
}

TEST("aw_park: without an abort, and without memory to park, is AW_ENOMEM and can be tried again")
{
    aw_waiter wait;
    aw_park_options options = {.reason = "test"};
    memory_fail(1, MEMORY_ALL_AFTER | MEMORY_PARKS);
    int rc = aw_park(&wait, NULL, &options, AW_HERE);
    memory_fail(0, 0);
    EXPECT_INT(rc, AW_ENOMEM);
    EXPECT_HAS(aw_errmsg(), "no memory to keep the frames");
    EXPECT_INT(stats_now().waiters, 0);
    aw_call_later(3, parks_wake, &wait);
    EXPECT_INT(aw_park(&wait, NULL, &options, AW_HERE), 5);
}

TEST("aw_sleep: in a cancelled scope ends at once, without memory to park too")
{
    aw_scope scope = {{0}};
    EXPECT_INT(aw_move_on_after(&scope, 0), 0);
    memory_fail(1, MEMORY_ALL_AFTER | MEMORY_PARKS);
    int rc = aw_sleep(5);
    memory_fail(0, 0);
    EXPECT_INT(rc, AW_ECANCELLED);
    EXPECT_INT(aw_scope_exit(&scope, rc), 0);
    EXPECT_INT(aw_now(), 0);
    EXPECT_INT(aw_cancelling(aw_self()), 0);
}

static int parks_cleanups;

static int parks_count_cleanup(void *unused)
{
    int i = 1, rc = aw_generator_yield(&i);
    while (aw_sleep(3) == AW_ENOMEM) continue;
    parks_cleanups++;
    return rc;
}

static int parks_close_without_memory(void *arg)
{
    int n;
    aw_generator g = aw_generator_new(parks_count_cleanup, sizeof n, NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    memory_fail(*(uint32_t *)arg, MEMORY_PARKS);
    int rc = aw_generator_close(g);
    memory_fail(0, 0);
    return rc;
}

TEST("aw_generator_close: without memory to wait in, the cleanup goes on when the owner has ended")
{
    bool has_failed = false;
    for (uint32_t nth = 1; nth < 6; nth++) {
        int rc = aw_await(aw_go(parks_close_without_memory, uint32_t, nth));
        EXPECT(rc == 0 || rc == AW_ENOMEM);
        has_failed |= rc == AW_ENOMEM;
        EXPECT_INT(aw_sleep(9), 0);
        EXPECT_INT(parks_cleanups, (int)nth);
    }
    EXPECT(has_failed);
}
