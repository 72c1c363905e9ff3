/* aw_profile: where tasks spend their time. On the virtual clock running takes none unless a test
 * lets it pass, and waiting is exact. */
#include "base/memory.h"
#include "test.h"

#include <stdio.h>

void clock_pass(int64_t us); /* of the kernel, for tests */

static char profile_words[2048];

static const char *profile_report(enum aw_dump_format format)
{
    size_t length = aw_profile(format, profile_words, sizeof profile_words);
    EXPECT_INT((int64_t)length, (int64_t)strlen(profile_words));
    return profile_words;
}

/* Whether the JSON has `words`, in which %d is a line of this file. */
static void profile_expect(const char *words, int line)
{
    char text[400];
    snprintf(text, sizeof text, words, line);
    EXPECT_HAS(profile_report(AW_DUMP_JSON), text);
}

static int profile_line;

static int profile_work(void *unused)
{
    clock_pass(3000);
    profile_line = __LINE__ + 1;
    int rc = aw_sleep(20);
    clock_pass(500);
    return rc < 0 ? rc : aw_yield();
}

TEST("aw_profile: times running, ready and waiting of each function, waits by reason and line")
{
    EXPECT_INT(aw_profile_start(), 0);
    aw_task a = aw_spawn(profile_work, NULL, 0), b = aw_spawn(profile_work, NULL, 0);
    EXPECT_INT(aw_await(a), 0);
    EXPECT_INT(aw_await(b), 0);
    aw_profile_stop();
    profile_expect(
        "{\"function\":\"profile_work\",\"tasks\":2,\"slices\":6,\"running\":7.000,"
        "\"ready\":3.000,\"waiting\":40.000,\"waits\":["
        "{\"reason\":\"sleep\",\"at\":\"tests/c/profile.c:%d\",\"count\":2,\"ms\":40.000},"
        "{\"reason\":\"yield\",",
        profile_line);
    EXPECT_HAS(profile_words, "{\"ms\":26.500,\"missed\":0,\"functions\":[{\"function\":\"main\"");
}

static int profile_sleep(void *unused)
{
    return aw_sleep(10);
}

TEST("aw_profile: sums up while it goes on, and stands still after the stop")
{
    EXPECT_INT(aw_profile_start(), 0);
    aw_task t = aw_spawn(profile_sleep, NULL, 0);
    EXPECT_INT(aw_sleep(4), 0);
    profile_expect("\"slices\":1,\"running\":0.000,\"ready\":0.000,\"waiting\":4.000", 0);
    EXPECT_INT(aw_sleep(4), 0);
    profile_expect("\"slices\":1,\"running\":0.000,\"ready\":0.000,\"waiting\":8.000", 0);
    aw_profile_stop();
    EXPECT_INT(aw_await(t), 0);
    profile_expect("\"slices\":1,\"running\":0.000,\"ready\":0.000,\"waiting\":8.000", 0);
}

TEST("aw_profile_start: counts from zero, with the tasks that are alive")
{
    aw_task t = aw_spawn(profile_sleep, NULL, 0);
    EXPECT_INT(aw_sleep(3), 0);
    EXPECT_INT(aw_profile_start(), 0);
    EXPECT_INT(aw_profile_start(), 0);
    EXPECT_INT(aw_await(t), 0);
    profile_expect("\"function\":\"profile_sleep\",\"tasks\":1,\"slices\":1,\"running\":0.000,"
                   "\"ready\":0.000,\"waiting\":7.000", 0);
    profile_expect("\"function\":\"main\",\"tasks\":1,\"slices\":2,\"running\":0.000,"
                   "\"ready\":0.000,\"waiting\":7.000", 0);
}

static int profile_eager(void *unused)
{
    clock_pass(2000);
    int rc = aw_sleep(10);
    clock_pass(1000);
    return rc;
}

static int profile_outer(void *unused)
{
    clock_pass(1000);
    aw_task_options eager = {.eager = true};
    aw_task t = aw_spawn_with(profile_eager, NULL, 0, &eager);
    clock_pass(4000);
    return aw_await(t);
}

TEST("aw_profile: a task that starts an eager one stands still meanwhile")
{
    EXPECT_INT(aw_profile_start(), 0);
    EXPECT_INT(aw_await(aw_spawn(profile_outer, NULL, 0)), 0);
    profile_expect("\"function\":\"profile_outer\",\"tasks\":1,\"slices\":2,\"running\":5.000,", 0);
    profile_expect("\"function\":\"profile_eager\",\"tasks\":1,\"slices\":2,\"running\":3.000,", 0);
}

TEST("aw_profile: as a table")
{
    EXPECT_INT(aw_profile_start(), 0);
    EXPECT_INT(aw_await(aw_spawn(profile_sleep, NULL, 0)), 0);
    aw_profile_stop();
    const char *report = profile_report(AW_DUMP_TABLE);
    EXPECT_HAS(report,
        "function                           tasks      slices  running ms    ready ms  waiting ms\n"
        "main                                   1           2       0.000       0.000      10.000\n"
        "  task at tests/c/profile.c:");
    EXPECT_HAS(
        report,
        "profile_sleep                          1           2       0.000       0.000      10.000");
    EXPECT_HAS(report, "             1                              10.000\n");
}

TEST("aw_profile: goes with the hook of the program")
{
    int rows = 0;
    EXPECT_INT(aw_profile_start(), 0);
    aw_trace_hook(NULL, &rows);
    EXPECT_INT(aw_await(aw_spawn(profile_sleep, NULL, 0)), 0);
    profile_expect("\"waiting\":10.000", 0);
}

TEST("aw_profile_start: without memory says so and measures nothing")
{
    for (uint32_t n = 1; n <= 3; n++) {
        memory_fail(n, 1);
        EXPECT_INT(aw_profile_start(), AW_ENOMEM);
        memory_fail(0, 0);
        EXPECT_HAS(aw_errmsg(), "aw_profile_start: no memory");
        EXPECT_STR(profile_report(AW_DUMP_JSON), "{\"ms\":0.000,\"missed\":0,\"functions\":[]}");
    }
}

TEST("aw_profile: counts what it had no memory to note")
{
    EXPECT_INT(aw_profile_start(), 0);
    aw_task t = aw_spawn(profile_sleep, NULL, 0);
    memory_fail(1, 1);
    for (int i = 0; i < 3 && !aw_is_done(t); i++) (void)!aw_sleep(5);
    memory_fail(0, 0);
    EXPECT_INT(aw_await(t), 0);
    aw_profile_stop();
    EXPECT_HAS(profile_report(AW_DUMP_JSON), "\"missed\":3,");
    EXPECT_HAS(profile_report(AW_DUMP_TABLE),
               "3 tasks or call sites are missing: there was no memory");
}

PROGRAM("aw_profile_start: without a stop gives everything back at the end", "")
{
    EXPECT_INT(aw_profile_start(), 0);
    return aw_await(aw_spawn(profile_sleep, NULL, 0));
}
