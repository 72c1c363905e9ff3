/* Without memory: what the errors say, and where their words are kept. That every allocation may
 * fail is tested in exhaustion.c. */
#include <awaitc_test.h>

#include "test.h"

TEST("aw_go: without memory gives a handle that says so, with what to do")
{
    aw_memory_fail(1, true);
    aw_task t = go_job(1, NULL);
    aw_memory_fail_end();
    EXPECT_INT(aw_await(t), AW_ENOMEM);
    EXPECT_HAS(aw_errmsg(),
               "aw_go: no memory for a task with a stack of 16384 bytes (1 tasks alive)");
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

/* Makes records until each kind of growth of their table has failed once; how often that was. */
static int memory_table_rounds(aw_future (*make)(void), uint32_t nth, int records)
{
    int failures = 0;
    for (int i = 0; i < records; i++) {
        aw_memory_fail(nth, false); /* beyond what one record needs, if the table need not grow */
        aw_future f = make();
        bool has_failed = aw_memory_fail_end() > 0;
        failures += has_failed;
        if (has_failed) EXPECT_INT(aw_result(f), AW_ENOMEM);
        if (has_failed) f = make();
        EXPECT(aw_data(f) || aw_name(f)[0] || !aw_is_done(f));
    }
    return failures;
}

static aw_future memory_plain(void)
{
    return aw_future_new();
}

static int memory_futures(void *unused)
{
    EXPECT_INT(memory_table_rounds(memory_plain, 2, 2600), 5); /* 512 records a time */
    return 0;
}

TEST("aw_future_new: without memory for its handle, whatever the number of records, says so")
{
    aw_task t = aw_spawn(memory_futures, NULL, 0);
    EXPECT_INT(aw_await(t), 0);
}

static int memory_never(void *unused)
{
    return 0;
}

static aw_future memory_spawn(void)
{
    return aw_spawn_here(memory_never, NULL, 0, "memory_never", "here");
}

static int memory_tasks(void *arg)
{
    uint32_t nth = *(uint32_t *)arg; /* a task takes the ones before */
    /* If stacks are given back, the first task also needs one that is kept ready. */
    EXPECT_INT(memory_table_rounds(memory_spawn, nth, 600), park_takes_memory() ? 2 : 1);
    return 0;
}

/* What a task takes: its record; a stack that stays its own; natively, a context. */
static uint32_t memory_task_takes(void)
{
#ifdef __wasm__
    return park_takes_memory() ? 1 : 2;
#else
    return 3;
#endif
}

TEST("aw_go: without memory for its handle gives back all that it has taken")
{
    aw_leak_check check;
    char words[200];
    aw_leak_check_begin(&check);
    aw_task t = aw_go(memory_tasks, uint32_t, memory_task_takes() + 1);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_release(t), 0);
    EXPECT_INT(aw_sleep(1), 0);
    if (aw_leak_check_end(&check, words, sizeof words)) EXPECT_STR(words, "nothing left");
}

static void memory_ignore(void *unused)
{
}

TEST("aw_call_soon: without memory for its handle says so")
{
    for (uint32_t nth = 1; nth <= 3; nth++) { /* the callback, and two parts of a new table */
        aw_memory_fail(nth, false);
        EXPECT_INT((int64_t)aw_call_soon(memory_ignore, NULL).id, 0);
        EXPECT_INT(aw_memory_fail_end(), 1);
        EXPECT_STR(aw_errmsg(), "aw_call: no memory for a callback");
    }
    EXPECT(aw_call_soon(memory_ignore, NULL).id != 0);
    EXPECT_INT(aw_yield(), 0);
}

TEST("aw_future_new_sized: of more than there can be has no memory, and never wraps around")
{
    size_t sizes[] = {SIZE_MAX, SIZE_MAX - 16, SIZE_MAX - sizeof(aw_future) - 200, SIZE_MAX / 2};
    for (int i = 0; i < 4; i++) {
        aw_future f = aw_future_new_sized(sizes[i]);
        EXPECT_INT(aw_await(f), AW_ENOMEM);
        EXPECT(aw_data(f) == NULL);
    }
}

static size_t memory_pages(void)
{
#ifdef __wasm__
    return __builtin_wasm_memory_size(0);
#else
    return 0;              /* blocks are the C library's */
#endif
}

static void memory_run_with(size_t stack_bytes)
{
    const aw_task_options options = {.stack_bytes = stack_bytes};
    aw_task t = aw_spawn_with(memory_never, NULL, 0, &options);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_release(t), 0);
}

TEST("aw_spawn_with: a large stack is used again, also for one that is a little smaller")
{
    memory_run_with(300000);
    size_t pages = memory_pages();
    for (size_t i = 0; i < 100; i++) memory_run_with(300000 - 1000 * i);
    EXPECT_INT(memory_pages(), pages);
    memory_run_with(1000000);
    memory_run_with(90000); /* not in a block many times its size */
    memory_run_with(300000);
    pages = memory_pages();
    memory_run_with(1000000);
    memory_run_with(90000);
    EXPECT_INT(memory_pages(), pages);
}
