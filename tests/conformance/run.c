/* Scenarios of asyncio.run and of eager tasks: what happens when main has returned. The result of
 * run ("=>'r'" or an exception) is the exit code here, and checked as that. */
#include "scenario.h"

static int run_clean_five(void *unused)
{
    int rc = aw_sleep(10);
    EXPECT_INT(aw_sleep(5), 0);
    note_at("cleaned");
    return rc;
}

PROGRAM("run_leftover_async_cleanup_completes", "cleaned@5")
{
    aw_spawn(run_clean_five, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    expect_exit('r');
    return 'r';
}

static int run_body(void *unused)
{
    note("BODY");
    return aw_sleep(10);
}

PROGRAM("run_not_started_leftover_never_runs", "BODY")
{
    aw_spawn(run_body, NULL, 0);
    expect_exit('r');
    return 'r';
}

static int run_note_cancel(void *unused)
{
    int rc = aw_sleep(10);
    if (rc == AW_ECANCELLED) note_at("bg!C");
    return rc;
}

PROGRAM("run_main_exception_then_leftovers", "bg!C@0")
{
    aw_spawn(run_note_cancel, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    expect_exit(KEY_ERROR('m') & 0xff);
    return KEY_ERROR('m');
}

SCENARIO("deadlock_detectable", NULL)
{
    expect_fatal("AW_EDEADLK", "deadlock: nothing can go on, because every task waits:");
    outcome(aw_await(aw_future_new()));
}

static int run_eager_give_five(void *unused)
{
    note("%d", aw_all_tasks(NULL, 0));
    return 5;
}

SCENARIO("eager_completes_synchronously", "2 True 1 5")
{
    aw_task t = aw_spawn_with(run_eager_give_five, NULL, 0, &(aw_task_options){.eager = true});
    note_bool(aw_is_done(t));
    note("%d", aw_all_tasks(NULL, 0));
    note("%d", aw_result(t));
}

static int run_eager_block(void *unused)
{
    int rc = aw_sleep(10);
    if (rc == AW_ECANCELLED) note("C");
    return rc;
}

SCENARIO("eager_cancel_after_block", "C !CancelledError@0")
{
    aw_task t = aw_spawn_with(run_eager_block, NULL, 0, &(aw_task_options){.eager = true});
    aw_cancel(t);
    outcome(aw_await(t));
}
