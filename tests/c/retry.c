/* aw_retry: again after a failure, with waits that grow and vary. */
#include "test.h"

struct flaky {
    int failures; /* before it succeeds */
    aw_ms delay_ms;
    int tries;
};

/* Fails so many times; notes when it is called. */
static int flaky(void *arg)
{
    struct flaky *it = arg;
    note_at("%d", ++it->tries);
    int rc = it->delay_ms > 0 ? aw_sleep(it->delay_ms) : 0;
    if (rc < 0) return rc;
    return it->tries > it->failures ? 42 : aw_fail(-it->tries, "failure %d", it->tries);
}

TEST("aw_retry: a success at once takes no turn")
{
    struct flaky it = {0};
    uint64_t turns = stats_now().turns;
    EXPECT_INT(aw_retry(flaky, &it, NULL), 42);
    EXPECT_INT(stats_now().turns - turns, 0);
    EXPECT_TRACE("1@0");
}

TEST("aw_retry: waits twice as long each time, up to the longest wait")
{
    struct flaky it = {.failures = 5};
    aw_retry_options options = {
        .tries_max = 9, .first_delay_ms = 10, .delay_max_ms = 50, .jitter = -1};
    EXPECT_INT(aw_retry(flaky, &it, &options), 42);
    EXPECT_TRACE("1@0 2@10 3@30 4@70 5@120 6@170");
}

TEST("aw_retry: the factor can be another one")
{
    struct flaky it = {.failures = 3};
    aw_retry_options options = {.first_delay_ms = 10, .factor = 1, .jitter = -1};
    EXPECT_INT(aw_retry(flaky, &it, &options), 42);
    EXPECT_TRACE("1@0 2@10 3@20 4@30");
}

TEST("aw_retry: by default gives up after five tries, with the last error")
{
    struct flaky it = {.failures = 99};
    EXPECT_INT(aw_retry(flaky, &it, &(aw_retry_options){.jitter = -1}), -5);
    EXPECT_STR(aw_errmsg(), "failure 5");
    EXPECT_TRACE("1@0 2@100 3@300 4@700 5@1500");
}

/* Fails so many times, silently. */
static int retry_count(void *arg)
{
    return --*(int *)arg < 0 ? 42 : -1;
}

TEST("aw_retry: without a limit tries until it succeeds")
{
    int failures = 12;
    EXPECT_INT(aw_retry(retry_count, &failures, &(aw_retry_options){.tries_max = -1}), 42);
    EXPECT_INT(failures, -1);
}

/* Runs it with a seed; the time of the last try. */
static aw_ms retry_time(uint64_t seed, double jitter)
{
    aw_ms begin = aw_now();
    int failures = 4;
    EXPECT_INT(
        aw_retry(retry_count, &failures, &(aw_retry_options){.seed = seed, .jitter = jitter}), 42);
    return aw_now() - begin;
}

TEST("aw_retry: the same seed waits the same times, another one others")
{
    aw_ms one = retry_time(1, 0), again = retry_time(1, 0), two = retry_time(2, 0);
    EXPECT_INT(one, again);
    EXPECT(one != two);
    EXPECT(one >= 750 && one <= 1500);
    EXPECT(two >= 750 && two <= 1500);
    EXPECT_INT(retry_time(1, -1), 1500);
    EXPECT(retry_time(3, 9) <= 1500); /* no more than all of it is random */
}

TEST("aw_retry: without a seed the waits are as long")
{
    aw_ms time = retry_time(0, 0);
    EXPECT(time >= 750 && time <= 1500);
}

static bool retry_unless_two(int code, void *arg)
{
    EXPECT_INT(((struct flaky *)arg)->tries, -code);
    return code != -2;
}

TEST("aw_retry: an error that is not worth it ends it at once")
{
    struct flaky it = {.failures = 9};
    aw_retry_options options = {.jitter = -1, .should_retry = retry_unless_two};
    EXPECT_INT(aw_retry(flaky, &it, &options), -2);
    EXPECT_STR(aw_errmsg(), "failure 2");
    EXPECT_TRACE("1@0 2@100");
}

static int retry_cancelled(void *arg)
{
    ++*(int *)arg;
    return AW_ECANCELLED;
}

TEST("aw_retry: never tries a cancellation again")
{
    int tries = 0;
    EXPECT_INT(aw_retry(retry_cancelled, &tries, NULL), AW_ECANCELLED);
    EXPECT_INT(tries, 1);
}

static int retry_run(void *arg)
{
    int rc = aw_retry(flaky, arg, &(aw_retry_options){.jitter = -1});
    note_rc(rc);
    return rc;
}

TEST("aw_retry: cancelled while it waits")
{
    aw_task t = aw_go(retry_run, struct flaky, .failures = 9);
    EXPECT_INT(aw_sleep(150), 0);
    aw_cancel(t);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_TRACE("1@0 2@100 !CANCELLED@150");
}

TEST("aw_retry: cancelled within a try")
{
    aw_task t = aw_go(retry_run, struct flaky, .failures = 9, .delay_ms = 20);
    EXPECT_INT(aw_sleep(10), 0);
    aw_cancel(t);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_TRACE("1@0 !CANCELLED@10");
}

TEST("aw_retry: timed out in the tick of its next try, the deadline wins")
{
    struct flaky it = {.failures = 9};
    aw_timeout limit = {{0}};
    aw_retry_options options = {.jitter = -1};
    EXPECT_INT(aw_timeout_enter(&limit, 100), 0);
    EXPECT_INT(aw_timeout_exit(&limit, aw_retry(flaky, &it, &options)), AW_ETIMEDOUT);
    EXPECT_TRACE("1@0");
}

TEST("aw_retry: the time for all tries cuts a wait short, and names the last error")
{
    struct flaky it = {.failures = 9};
    aw_retry_options options = {.jitter = -1, .total_ms = 500};
    EXPECT_INT(aw_retry(flaky, &it, &options), AW_ETIMEDOUT);
    EXPECT_STR(aw_errmsg(), "aw_retry: 500 ms were over; tries that had failed: 3, the last with: "
                            "failure 3");
    EXPECT_INT(aw_now(), 500);
    EXPECT_INT(aw_cancelling(aw_self()), 0);
    EXPECT_TRACE("1@0 2@100 3@300");
}

TEST("aw_retry: the time for all tries cuts a try short")
{
    struct flaky it = {.failures = 9, .delay_ms = 300};
    aw_retry_options options = {.jitter = -1, .total_ms = 250};
    EXPECT_INT(aw_retry(flaky, &it, &options), AW_ETIMEDOUT);
    EXPECT_STR(aw_errmsg(), "aw_retry: 250 ms were over; tries that had failed: 0");
    EXPECT_INT(aw_now(), 250);
    EXPECT_TRACE("1@0");
}

/* Fails with an error of its own when it is cut short. */
static int retry_translate(void *arg)
{
    ++*(int *)arg;
    return aw_sleep(50) < 0 ? aw_fail(-9, "cut short") : -1;
}

TEST("aw_retry: when time is up, a try that ends with an error of its own is the last")
{
    int tries = 0;
    EXPECT_INT(aw_retry(retry_translate, &tries, &(aw_retry_options){.total_ms = 20}), -9);
    EXPECT_STR(aw_errmsg(), "cut short");
    EXPECT_INT(tries, 1);
    EXPECT_INT(aw_cancelling(aw_self()), 0);
}

static int retry_limited(void *unused)
{
    struct flaky it = {.failures = 9, .delay_ms = 40};
    return aw_retry(flaky, &it, &(aw_retry_options){.total_ms = 500, .jitter = -1});
}

TEST("aw_retry: with a time for all tries, a cancellation before that is a cancellation")
{
    aw_task t = aw_spawn(retry_limited, NULL, 0);
    EXPECT_INT(aw_sleep(20), 0);
    EXPECT_INT(aw_cancel_with(t, "enough"), 1);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_STR(aw_errmsg(), "enough");
    EXPECT_INT(stats_now().timers, 0);
    EXPECT_TRACE("1@0");
}

static int retry_own_timeout(void *arg)
{
    ++*(int *)arg;
    return aw_wait_for(aw_future_new(), 5);
}

TEST("aw_retry: a timeout within a try is an error like others")
{
    int tries = 0;
    aw_retry_options options = {.tries_max = 3, .total_ms = 5000, .jitter = -1};
    EXPECT_INT(aw_retry(retry_own_timeout, &tries, &options), AW_ETIMEDOUT);
    EXPECT_STR(aw_errmsg(), "timed out");
    EXPECT_INT(tries, 3);
}

TEST("aw_retry: of no function is refused with words")
{
    EXPECT_INT(aw_retry(NULL, NULL, NULL), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "aw_retry: needs a function");
}
