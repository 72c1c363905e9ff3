/* awaitc_test.h: sequencers, who suspends, what was left, and memory that runs out. */
#include <awaitc_test.h>

#include "test.h"

/* -- Sequencers -------------------------------------------------------------------------------- */

static aw_sequencer kit_order;

/* Runs the parts of "024": each a yield long, and notes them. */
static int kit_parts(void *arg)
{
    for (const char *part = *(const char **)arg; *part; part++) {
        int rc = aw_sequence(&kit_order, *part - '0');
        if (rc < 0) {
            note("%c!%s", *part, aw_errname(rc) + strlen("AW_E"));
            return rc;
        }
        note("%c", *part);
        if (aw_yield() < 0) return AW_ECANCELLED;
        note("%c.", *part);
    }
    return aw_sequence_end(&kit_order);
}

TEST("aw_sequence: parts of several tasks run in order, each to its end")
{
    aw_task tasks[] = {aw_go(kit_parts, const char *, "25"), aw_go(kit_parts, const char *, "14"),
                       aw_go(kit_parts, const char *, "036")};
    EXPECT_INT(aw_await(aw_gather(tasks, 3, 0)), 0);
    EXPECT_TRACE("0 0. 1 1. 2 2. 3 3. 4 4. 5 5. 6 6.");
}

TEST("aw_sequence: does not suspend when it is the turn of the part")
{
    int rc;
    EXPECT(!aw_suspends(rc = aw_sequence(&kit_order, 0)));
    EXPECT(!aw_suspends(rc = aw_sequence(&kit_order, 1)));
    EXPECT_INT(rc, 0);
    EXPECT_INT(aw_sequence_end(&kit_order), 0);
}

TEST("aw_sequence: a part that was used, or is waited for, is AW_ESTATE; a negative one AW_EINVAL")
{
    EXPECT_INT(aw_sequence(&kit_order, 0), 0);
    EXPECT_INT(aw_sequence(&kit_order, 0), AW_ESTATE);
    EXPECT_STR(aw_errmsg(), "aw_sequence: part 0 was used before; each runs once");
    aw_task t = aw_go(kit_parts, const char *, "2");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_sequence(&kit_order, 2), AW_ESTATE);
    EXPECT_INT(aw_sequence(&kit_order, -1), AW_EINVAL);
    EXPECT_INT(aw_sequence(&kit_order, 1), 0);
    EXPECT_INT(aw_sequence_end(&kit_order), 0);
    EXPECT_INT(aw_sequence_end(&kit_order), AW_ESTATE);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("2 2.");
}

TEST("aw_sequence: a part whose task is cancelled while it waits breaks the order for all")
{
    EXPECT_INT(aw_sequence(&kit_order, 0), 0);
    aw_task tasks[] = {aw_go(kit_parts, const char *, "1"), aw_go(kit_parts, const char *, "2"),
                       aw_go(kit_parts, const char *, "3")};
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(tasks[1]);
    EXPECT_INT(aw_wait(tasks, 3, AW_ALL_COMPLETED, AW_FOREVER), 3);
    EXPECT_TRACE("2!CANCELLED 1!BROKEN 3!BROKEN");
    EXPECT_INT(aw_result(tasks[0]), AW_EBROKEN);
    EXPECT_INT(aw_result(tasks[2]), AW_EBROKEN);
    EXPECT_INT(aw_sequence(&kit_order, 4), AW_EBROKEN);
    EXPECT_STR(aw_errmsg(),
               "aw_sequence: part 4 will not run: another was given up while it waited "
               "for its turn");
    EXPECT_INT(aw_sequence_end(&kit_order), AW_ESTATE);
}

TEST("aw_sequence: cancelled between its turn and its next run breaks the order, too")
{
    EXPECT_INT(aw_sequence(&kit_order, 0), 0);
    aw_task t = aw_go(kit_parts, const char *, "1");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_sequence_end(&kit_order), 0);
    aw_cancel(t);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(aw_sequence(&kit_order, 2), AW_EBROKEN);
    EXPECT_TRACE("1!CANCELLED");
}

TEST("aw_sequence: whose timeout strikes in the tick of its turn has timed out")
{
    EXPECT_INT(aw_sequence(&kit_order, 0), 0);
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_sequence_end(&kit_order), 0);
    EXPECT_INT(aw_timeout_enter(&limit, 0), 0);
    EXPECT_INT(aw_timeout_exit(&limit, aw_sequence(&kit_order, 2)), AW_ETIMEDOUT);
}

static void kit_sequence_outside(void *unused)
{
    EXPECT_INT(aw_sequence(&kit_order, 0), AW_ENOTASK);
    EXPECT_INT(aw_sequence_end(&kit_order), AW_ESTATE);
}

TEST("aw_sequence: in a callback is AW_ENOTASK")
{
    aw_call_soon(kit_sequence_outside, NULL);
    EXPECT_INT(aw_yield(), 0);
}

/* -- Suspending -------------------------------------------------------------------------------- */

TEST("aw_suspends: says whether the task gave way, whatever else ran")
{
    int rc = -1;
    aw_task done = go_job(0, NULL);
    EXPECT(aw_suspends(rc = aw_await(done)));
    EXPECT(!aw_suspends(rc = aw_await(done)));
    EXPECT_INT(rc, 0);
    EXPECT(aw_suspends(rc = aw_yield()));
    EXPECT(!aw_suspends(done = aw_spawn_with(job, &(struct job){5}, sizeof(struct job),
                                             &(aw_task_options){.eager = true})));
    EXPECT_INT(aw_await(done), 0);
}

/* -- What was left ----------------------------------------------------------------------------- */

TEST("aw_leak_check_end: nothing was left when all was given back")
{
    aw_leak_check check;
    char words[200] = "untouched";
    aw_leak_check_begin(&check);
    aw_task t = go_job(3, NULL);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_fail(-3, "words stay with the task"), -3);
    EXPECT_INT(aw_release(t), 0);
    EXPECT_INT(aw_leak_check_end(&check, words, sizeof words), 0);
    EXPECT_STR(words, "untouched");
}

TEST("aw_leak_check_end: says in words what was left, and names the tasks")
{
    aw_leak_check check;
    char words[200];
    aw_leak_check_begin(&check);
    aw_task t = go_job(3, NULL);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_leak_check_end(&check, words, sizeof words), 5);
    EXPECT_HAS(words, "1 task, 1 record, 1 timer, 1 waiter and ");
    EXPECT_HAS(words, " bytes were left: Task-2 (tests/c/testkit.c:");
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_leak_check_end(&check, words, sizeof words), 2);
    EXPECT_HAS(words, "1 record and ");
    aw_release(t);
    aw_handle h = aw_call_soon(kit_sequence_outside, NULL);
    EXPECT_INT(aw_leak_check_end(&check, words, 11), 2);
    EXPECT_STR(words, "1 callback");
    EXPECT_INT(aw_leak_check_end(&check, NULL, 0), 2);
    aw_handle_cancel(h);
    EXPECT_INT(aw_leak_check_end(&check, words, sizeof words), 0);
}

TEST("aw_leak_check_end: of one thing alone says so, and names no more than some tasks")
{
    aw_leak_check check;
    char words[400];
    aw_leak_check_begin(&check);
    check.start.bytes = UINT32_MAX;
    aw_future f = aw_future_new();
    EXPECT_INT(aw_leak_check_end(&check, words, sizeof words), 1);
    EXPECT_STR(words, "1 record was left");
    aw_future g = aw_future_new();
    EXPECT_INT(aw_leak_check_end(&check, words, sizeof words), 1);
    EXPECT_STR(words, "2 records were left");
    EXPECT_INT(aw_cancel(g), 1);
    EXPECT_INT(aw_release(g), 0);
    aw_task tasks[9];
    for (int i = 0; i < 9; i++) tasks[i] = go_job(1, NULL);
    EXPECT_INT(aw_leak_check_end(&check, words, sizeof words), 2);
    EXPECT_HAS(words, "9 tasks and 10 records were left: Task-2 (");
    EXPECT_HAS(words, "), ...");
    EXPECT_INT(aw_wait(tasks, 9, AW_ALL_COMPLETED, AW_FOREVER), 9);
    aw_cancel(f);
}

/* -- Memory that runs out ---------------------------------------------------------------------- */

TEST("aw_memory_fail: fails the n-th allocation, or all from there on, and counts them")
{
    aw_memory_fail(1, false);
    aw_future none = aw_future_new(), f = aw_future_new();
    EXPECT_INT(aw_memory_fail_end(), 1);
    EXPECT_INT(aw_cancel(none), AW_ENOMEM);
    aw_memory_fail(1, true);
    none = aw_future_new(), none = aw_future_new();
    EXPECT_INT(aw_memory_fail_end(), 2);
    aw_memory_fail(1000, true);
    aw_future g = aw_future_new();
    EXPECT_INT(aw_memory_fail_end(), 0);
    EXPECT_INT(aw_cancel(f), 1);
    EXPECT_INT(aw_cancel(g), 1);
}

/* Every suspending function of the kit, when there is no memory to park: in wasm frames need
 * some. */
static int kit_wait_somehow(void *arg)
{
    switch (*(int *)arg) {
    case 0: return aw_wait_all_tasks_blocked();
    case 1: return aw_clock_advance(1);
    case 2: return aw_clock_step();
    default: return aw_sequence(&kit_order, 1);
    }
}

static void kit_fail_all(void *unused)
{
    aw_memory_fail(1, true);
}

TEST("aw_memory_fail: a wait of the kit goes well or says AW_ENOMEM, and hinders no later one")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_STILL), 0);
    EXPECT_INT(aw_sequence(&kit_order, 0), 0);
    for (int i = 0; i < 4; i++) {
        aw_task_options options = {.stack_bytes = 1024}; /* frames may not fit below it */
        aw_call_soon(kit_fail_all, NULL);                /* when this task waits already */
        aw_task t = aw_spawn_with(kit_wait_somehow, &i, sizeof i, &options);
        EXPECT_INT(aw_yield(), 0);
        aw_memory_fail_end();
        if (i == 3) EXPECT_INT(aw_sequence_end(&kit_order), 0);
        int rc = aw_await(t);
        EXPECT(rc >= 0 || rc == AW_ENOMEM);
    }
    EXPECT_INT(aw_clock_release(), 0);
}
