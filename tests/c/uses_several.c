/* Uses of what combines futures, of retries and of generators, for exhaustion.c. */
#include "exhaustion.h"

#include <awaitc_test.h>

static int uses_nap(void *arg)
{
    return exhaust_child_result(aw_sleep(*(int *)arg));
}

EXHAUST("completed")
{
    aw_task naps[] = {aw_go(uses_nap, int, 2), aw_go(uses_nap, int, 1)};
    aw_completed each = {0};
    aw_future done;
    int results[2], count = 0, rc = aw_completed_open(&each, naps, 2, 9);
    while (rc == 0 && (rc = aw_completed_next(&each, &done)) > 0) {
        results[count++] = aw_result(done);
        rc = 0;
    }
    aw_completed_close(&each);
    NEED(rc, 0);
    for (int i = 0; i < count; i++) NEED(results[i], FINE);
    EXPECT_INT(count, 2);
    return 0;
}

EXHAUST("race")
{
    aw_task naps[] = {aw_go(uses_nap, int, 2), aw_go(uses_nap, int, 1)};
    int first = aw_race(naps, 2);
    if (first >= 0) NEED(aw_result(naps[first]), FINE); /* who cannot sleep is first, too */
    NEED(first, 1);
    return 0;
}

static int uses_attempt(void *arg)
{
    int ms = *(int *)arg, rc = aw_sleep(ms);
    return rc < 0 ? rc : ms < 5 ? -6 : 0;
}

EXHAUST("staggered")
{
    int rc = aw_staggered_race(uses_attempt, ((int[]){1, 9, 5}), 3, 2, NULL);
    if (rc == AW_EGROUP || rc == 1) return AW_ENOMEM; /* those that would have won had none */
    NEED(rc, 2);
    return 0;
}

static int uses_flaky(void *arg)
{
    int rc = aw_sleep(1);
    return rc < 0 ? rc : --*(int *)arg > 0 ? -6 : FINE;
}

EXHAUST("retry")
{
    int failures = 3;
    aw_retry_options options = {.first_delay_ms = 1, .total_ms = 9999};
    NEED(aw_retry(uses_flaky, &failures, &options), FINE);
    return 0;
}

/* Has ended when there was no memory: nobody may be left to look at an error. */
static int uses_numbers(void *arg)
{
    int rc = 0;
    for (int i = 0; i < *(int *)arg && rc == 0; i++) {
        rc = aw_sleep(1);
        if (rc == 0) rc = aw_generator_yield(&i);
    }
    if (rc == AW_EGENEXIT) (void)!aw_sleep(1);
    return rc == AW_ENOMEM ? 0 : rc;
}

EXHAUST("generator")
{
    int n = -1, rc = 1;
    aw_generator numbers = aw_generator_go(uses_numbers, int, int, 5);
    for (int i = 0; i < 3 && rc == 1; i++) {
        rc = aw_generator_next(numbers, &n);
        if (rc == 1) EXPECT_INT(n, i);
    }
    int closing = aw_generator_close(numbers);
    NEED(rc == 0 ? AW_ENOMEM : rc, 1);
    NEED(closing, 0);
    return 0;
}

EXHAUST("generator left behind")
{
    int n = -1;
    aw_generator numbers = aw_generator_go(uses_numbers, int, int, 5);
    int rc = aw_generator_next(numbers, &n);
    NEED(rc == 0 ? AW_ENOMEM : rc, 1);
    return 0;
}

EXHAUST("shield cancelled")
{
    aw_future f = aw_future_new(), shield = aw_shield(f);
    bool is_there = !aw_is_done(shield);
    aw_cancel(shield);
    aw_cancel(f);
    NEED(aw_yield(), 0);
    return is_there ? 0 : AW_ENOMEM;
}

TEST("aw_generator_go: without memory gives a handle that says so")
{
    int n;
    aw_memory_fail(1, true);
    aw_generator g = aw_generator_go(uses_numbers, int, int, 1);
    aw_memory_fail_end();
    EXPECT_INT(aw_generator_next(g, &n), AW_ENOMEM);
    EXPECT_HAS(aw_errmsg(), "no memory for a task with a stack of 16384 bytes");
    EXPECT_INT(aw_generator_close(g), AW_ENOMEM);
}
