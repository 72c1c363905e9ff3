/* The end of a program: what is left when main returns, exit codes, deadlocks. */
#include "test.h"

#include <stdlib.h>

static int finish_note_end(void *arg)
{
    const char *name = *(const char **)arg;
    int rc = aw_sleep(100);
    note_at("%s:%d", name, rc);
    return rc;
}

PROGRAM("main: its result is the exit code", "")
{
    expect_exit(42);
    return 42;
}

PROGRAM("main: a code of its own is the exit code, modulo 256, without a report", "")
{
    expect_exit(253);
    return aw_fail(-3, "own words");
}

PROGRAM("main: a code of the runtime's is reported, and the exit code is 1", "")
{
    expect_report("main (main) failed and its error was never retrieved: "
                  "timed out [AW_ETIMEDOUT -1002]");
    expect_exit(1);
    return aw_wait_for(aw_future_new(), 5);
}

PROGRAM("main: cancelled is reported, and the exit code is 1", "")
{
    expect_report("main was cancelled");
    expect_exit(1);
    aw_cancel(aw_self());
    return aw_sleep(1);
}

PROGRAM("main: what is left is cancelled once, in the order of creation, and awaited",
        "main a:-1001@0 b:-1001@0")
{
    aw_go(finish_note_end, const char *, "a");
    aw_go(finish_note_end, const char *, "b");
    EXPECT_INT(aw_yield(), 0);
    note("main");
    return 0;
}

static int finish_clean_slowly(void *unused)
{
    int rc = aw_sleep(100);
    for (int i = 0; i < 3; i++) {
        EXPECT_INT(aw_sleep(10), 0);
        note_at("clean");
    }
    return rc;
}

PROGRAM("main: a cleanup that waits is awaited", "clean@10 clean@20 clean@30")
{
    aw_spawn(finish_clean_slowly, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    return 0;
}

static int finish_once(void *unused)
{
    note("begun");
    int rc = aw_yield();
    note("%d", rc);
    return rc;
}

PROGRAM("main: what has not started gets one step", "begun -1001")
{
    aw_spawn(finish_once, NULL, 0);
    return 0;
}

static int finish_fail_late(void *unused)
{
    return aw_sleep(100) == AW_ECANCELLED ? aw_fail(-2, "cleanup failed") : 0;
}

PROGRAM("main: an error of what is left is reported", "")
{
    expect_report("cleanup failed");
    aw_spawn(finish_fail_late, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    return 0;
}

static int finish_spawn_in_cleanup(void *unused)
{
    int rc = aw_sleep(100);
    aw_go(finish_note_end, const char *, "late");
    EXPECT_INT(aw_yield(), 0);
    aw_go(finish_note_end, const char *, "never begun");
    return rc;
}

PROGRAM("main: what is spawned in a cleanup is cancelled in another round", "late:-1001@0")
{
    aw_spawn(finish_spawn_in_cleanup, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    return 0;
}

static int finish_swallow(void *arg)
{
    int times = *(int *)arg;
    for (int i = 0; i < times; i++) {
        int rc = forever(NULL);
        note("%d", rc);
    }
    return 0;
}

PROGRAM("main: a task that swallows and waits for ever is cancelled again", "-1001 -1001 -1001")
{
    aw_go(finish_swallow, int, 3);
    EXPECT_INT(aw_yield(), 0);
    return 0;
}

/* The ninth cancellation does not come, and main's code still counts. */
static int finish_stubborn(void)
{
    expect_report("tasks go on after being cancelled 8 times:\n  stubborn waits for future");
    expect_exit(3);
    int times = 100;
    aw_detach(aw_spawn_with(finish_swallow, &times, sizeof times,
                            &(aw_task_options){.name = "stubborn"}));
    return aw_yield() < 0 ? 1 : 3;
}

PROGRAM_LEAVING("main: a task that swallows eight times is reported by name and left", 1)
{
    return finish_stubborn();
}

static int finish_yield_on(void *unused)
{
    for (;;) {
        int rc = aw_yield();
        if (rc < 0) continue;
    }
}

PROGRAM_LEAVING("main: a task that swallows and never stops yielding does not keep the program", 1)
{
    expect_report("yielder is ready to run");
    aw_spawn_with(finish_yield_on, NULL, 0, &(aw_task_options){.name = "yielder"});
    return aw_yield();
}

static void finish_soon(void *unused)
{
    note("soon");
}

PROGRAM("main: a callback that was queued before the end still runs", "soon")
{
    aw_call_soon(finish_soon, NULL);
    return 0;
}

static void finish_done(aw_future future, void *unused)
{
    note("done:%d", aw_is_cancelled(future));
}

PROGRAM("main: callbacks of what is cancelled at the end still run", "done:1")
{
    aw_task t = aw_spawn(forever, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    aw_on_done(t, finish_done, NULL);
    return 0;
}

static int finish_wait_for_main(void *arg)
{
    int rc = aw_await(*(aw_task *)arg);
    note("main gave %d", rc);
    return 0;
}

PROGRAM("aw_await: of main gives its result, while the turn of its end completes", "main gave 9")
{
    aw_task self = aw_self();
    aw_go(finish_wait_for_main, aw_task, self.id);
    EXPECT_INT(aw_yield(), 0);
    expect_exit(9);
    return 9;
}

/* -- Deadlocks --------------------------------------------------------------------------------- */

TEST("aw_await: of what nobody can complete is a deadlock, told with who waits for what and where")
{
    expect_fatal("AW_EDEADLK", "\n  Task-2 waits for future at tests/c/test.c:");
    EXPECT_INT(aw_await(aw_spawn(forever, NULL, 0)), 0);
}

static void finish_too_late(void *unused)
{
    note("called");
}

PROGRAM("main: callbacks that are still to come are dropped", "main")
{
    aw_call_later(1000, finish_too_late, NULL);
    note("main");
    return 0;
}

static void finish_never_called(aw_future future, void *unused)
{
    note("called");
}

PROGRAM("aw_on_done: of a future that nobody completes is dropped with the program", "main")
{
    aw_future f = aw_future_new(), shield = aw_shield(f);
    EXPECT_INT(aw_on_done(f, finish_never_called, NULL), 0);
    EXPECT_INT(aw_on_done(shield, finish_never_called, NULL), 0);
    EXPECT_INT(aw_on_done(f, finish_never_called, NULL), 0);
    note("main");
    return 0;
}

static void finish_make_future(void *unused)
{
    aw_future f = aw_future_new(), g = aw_future_new();
    EXPECT_INT(aw_future_set(f, 1), 0);
    EXPECT_INT(aw_result(f), AW_ESTALE); /* nobody owns it: done, it is gone */
    EXPECT(!aw_is_done(g));
    note("made");
}

PROGRAM("aw_future_new: in a callback after main's end belongs to nobody", "made")
{
    aw_call_soon(finish_make_future, NULL);
    return 0;
}

TEST("aw_await: a deadlock of many tasks names the first of them")
{
    expect_fatal("AW_EDEADLK", "  ...");
    for (int i = 0; i < 20; i++) aw_spawn(forever, NULL, 0);
    (void)!aw_sleep(1);
    (void)!aw_await(aw_future_new());
}

static void finish_after_end(void)
{
    EXPECT_INT(aw_fail(-3, "too late"), -3);
    EXPECT_STR(aw_errmsg(), "");
    EXPECT_INT(aw_await((aw_future){0}), AW_ESTALE);
}

PROGRAM("aw_fail: when the program has ended gives its code, and the words are nobody's", "")
{
    atexit(finish_after_end);
    return 0;
}
