/* aw_set_debug, aw_trace_hook: what debug mode reports, and how the program sees its own trace. */
#include "test.h"

#include <stdio.h>

void clock_pass(int64_t us); /* of the kernel, for tests */

/* Notes the lint and the record it is about: "slow-step:2". */
static void debug_note_lint(const aw_trace_row *row, void *unused)
{
    if (row->kind == AW_TRACE_LINT) note("%s:%u@%g", row->reason, (unsigned)row->task, row->t);
}

/* The next report has these words, in which %d is a line of this file. */
static void debug_expect(const char *words, int line)
{
    char text[300];
    snprintf(text, sizeof text, words, line);
    expect_report(text);
}

static void debug_on(void)
{
    aw_set_debug(true);
    aw_trace_hook(debug_note_lint, NULL);
}

/* -- Slow steps -------------------------------------------------------------------------------- */

static int debug_work(void *arg)
{
    int ms = *(int *)arg;
    clock_pass(ms * 1000);
    int rc = aw_sleep(1);
    clock_pass(ms * 1000);
    return rc;
}

TEST("aw_set_debug: a step of 100 ms is reported with its task and the lines it lies between")
{
    debug_on();
    expect_report("Task-2 took 0.100 seconds, from tests/c/debug.c:");
    expect_report(
        " to its end; nothing else could run: aw_yield() now and then, or do less at a time");
    EXPECT_INT(aw_await(aw_go(debug_work, int, 100)), 0);
    EXPECT_TRACE("slow-step:2@100 slow-step:2@201");
}

TEST("aw_set_debug: a step of less than 100 ms is fine")
{
    debug_on();
    EXPECT_INT(aw_await(aw_go(debug_work, int, 99)), 0);
}

TEST("aw_set_slow_ms: sets what is slow")
{
    debug_on();
    aw_set_slow_ms(20);
    EXPECT_INT(aw_await(aw_go(debug_work, int, 19)), 0);
    expect_report("Task-3 took 0.020 seconds");
    expect_report("Task-3 took 0.020 seconds");
    EXPECT_INT(aw_await(aw_go(debug_work, int, 20)), 0);
    EXPECT_TRACE("slow-step:3@59 slow-step:3@80");
}

static int debug_toggle(void *unused)
{
    aw_set_debug(true);
    clock_pass(500000);
    return aw_yield();
}

TEST("aw_set_debug: inside a step that is slow counts from the next one on")
{
    EXPECT(!aw_get_debug());
    EXPECT_INT(aw_await(aw_spawn(debug_toggle, NULL, 0)), 0);
    EXPECT(aw_get_debug());
    aw_set_debug(false);
    EXPECT_INT(aw_await(aw_go(debug_work, int, 200)), 0);
}

static void debug_slow_callback(void *unused)
{
    clock_pass(250000);
}

static void debug_slow_done(aw_future future, void *unused)
{
    clock_pass(250000);
}

TEST("aw_set_debug: a slow callback is reported with the line that asked for it")
{
    debug_on();
    aw_future f = aw_future_new();
    debug_expect(
        "a callback asked for at tests/c/debug.c:%d took 0.250 seconds; nothing else could "
        "run: start a task with aw_go, which can pause",
        __LINE__ + 1);
    aw_call_soon(debug_slow_callback, NULL);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_TRACE("slow-step:0@250");
    debug_expect("debug.c:%d took 0.250 seconds", __LINE__ + 2);
    debug_expect("debug.c:%d took 0.250 seconds", __LINE__ + 2);
    aw_on_done(f, debug_slow_done, NULL);
    aw_call_later(1, debug_slow_callback, NULL);
    aw_future_set(f, 0);
    EXPECT_INT(aw_sleep(1000), 0);
    EXPECT_TRACE("slow-step:0@500 slow-step:0@750");
}

/* -- Records that go unused -------------------------------------------------------------------- */

static int debug_give(void *arg)
{
    return *(int *)arg;
}

static int debug_forget(void *unused)
{
    aw_go(debug_give, int, 7);
    return aw_sleep(1);
}

TEST("aw_set_debug: a task that ended well and whose handle nobody used is reported at its going")
{
    debug_on();
    expect_report("Task-3 (tests/c/debug.c:");
    EXPECT_INT(aw_await(aw_spawn(debug_forget, NULL, 0)), 0);
    EXPECT_TRACE("never-awaited:3@1");
}

static int debug_use(void *unused)
{
    aw_task tasks[] = {
        aw_go(debug_give, int, 0), aw_go(debug_give, int, 1), aw_go(debug_give, int, 2),
        aw_go(debug_give, int, 3), aw_go(debug_give, int, 4), aw_go(debug_give, int, 5),
        aw_go(debug_give, int, 6), aw_go(debug_give, int, 7),
    };
    EXPECT_INT(aw_detach(tasks[0]), 0);
    EXPECT_INT(aw_await(tasks[1]), 1);
    EXPECT_INT(aw_await(aw_gather(&tasks[2], 1, 0)), 0);
    EXPECT_INT(aw_wait(&tasks[3], 1, AW_ALL_COMPLETED, AW_FOREVER), 1);
    EXPECT_INT(aw_result(tasks[4]), 4);
    EXPECT(aw_is_done(tasks[5]));
    EXPECT_INT(aw_release(tasks[6]), 0);
    EXPECT_INT(aw_cancel(tasks[7]), 0);
    return 0;
}

TEST("aw_set_debug: a task that was awaited, looked at, watched or let go is not reported")
{
    debug_on();
    EXPECT_INT(aw_await(aw_spawn(debug_use, NULL, 0)), 0);
}

static int debug_named(void *unused)
{
    aw_set_name(aw_go(debug_give, int, 7), "forgotten");
    return aw_sleep(1);
}

TEST("aw_set_debug: naming a task is not using it")
{
    debug_on();
    expect_report("forgotten (");
    EXPECT_INT(aw_await(aw_spawn(debug_named, NULL, 0)), 0);
    EXPECT_TRACE("never-awaited:3@1");
}

static int debug_fail(void *unused)
{
    aw_fail(-3, "broken");
    return -3;
}

static int debug_forget_failure(void *unused)
{
    aw_spawn(debug_fail, NULL, 0);
    aw_task t = go_job(5, NULL);
    (void)!aw_yield();
    aw_cancel(t);
    return aw_yield();
}

TEST("aw_set_debug: what failed is told once, as that, and what was cancelled not at all")
{
    debug_on();
    expect_report("failed and its error was never retrieved: broken");
    EXPECT_INT(aw_await(aw_spawn(debug_forget_failure, NULL, 0)), 0);
    EXPECT_TRACE("error-never-retrieved:3@0");
}

/* -- Swallowed cancellations ------------------------------------------------------------------- */

static int debug_swallow_line;

static int debug_swallow(void *unused)
{
    debug_swallow_line = __LINE__ + 1;
    EXPECT_INT(aw_sleep(5), AW_ECANCELLED);
    (void)!aw_sleep(1);
    return 0;
}

TEST("aw_set_debug: a task that was cancelled and ends with a value is reported with the line")
{
    debug_on();
    aw_task t = aw_spawn(debug_swallow, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t);
    debug_expect(") ended with a value although it was cancelled at tests/c/debug.c:%d: return "
                 "AW_ECANCELLED after the cleanup, or aw_uncancel the request to go on",
                 debug_swallow_line);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("cancellation-swallowed:2@1");
}

static int debug_take_back(void *unused)
{
    EXPECT_INT(aw_sleep(5), AW_ECANCELLED);
    EXPECT_INT(aw_uncancel(aw_self()), 0);
    return aw_sleep(1);
}

static int debug_hand_on(void *unused)
{
    int rc = aw_sleep(5);
    (void)!aw_sleep(1);
    return rc;
}

static int debug_time_out(void *unused)
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 2), 0);
    return aw_timeout_exit(&limit, aw_sleep(10)) == AW_ETIMEDOUT ? 0 : 1;
}

TEST("aw_set_debug: a request that was taken back, handed on, or a timeout's, is not swallowed")
{
    debug_on();
    aw_task a = aw_spawn(debug_take_back, NULL, 0), b = aw_spawn(debug_hand_on, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(a);
    aw_cancel(b);
    EXPECT_INT(aw_await(a), 0);
    EXPECT_INT(aw_await(b), AW_ECANCELLED);
    EXPECT_INT(aw_await(aw_spawn(debug_time_out, NULL, 0)), 0);
}

static int debug_await(void *arg)
{
    return aw_await(*(aw_task *)arg);
}

static int debug_await_and_swallow(void *arg)
{
    return aw_await(*(aw_task *)arg) == AW_ECANCELLED ? 0 : 1;
}

TEST("aw_set_debug: of a chain of tasks, the one that swallows is reported, not those behind it")
{
    debug_on();
    aw_task inner = aw_spawn(debug_swallow, NULL, 0);
    aw_task outer = aw_go(debug_await, aw_task, inner.id);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(outer);
    expect_report("Task-2 (");
    EXPECT_INT(aw_await(outer), 0);
    EXPECT_TRACE("cancellation-swallowed:2@1");
}

TEST("aw_set_debug: a cancellation that came back from what was awaited can be swallowed, too")
{
    debug_on();
    aw_task inner = aw_spawn(forever, NULL, 0);
    aw_future all = aw_gather(&inner, 1, 0);
    aw_task a = aw_go(debug_await_and_swallow, aw_task, inner.id);
    aw_task b = aw_go(debug_await_and_swallow, aw_task, all.id);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(a);
    aw_cancel(b);
    expect_report("Task-3 (");
    expect_report("Task-4 (");
    EXPECT_INT(aw_await(a), 0);
    EXPECT_INT(aw_await(b), 0);
    EXPECT_TRACE("cancellation-swallowed:4@0 cancellation-swallowed:5@0");
}

/* -- Orphans ----------------------------------------------------------------------------------- */

static int debug_clean(void *unused)
{
    (void)!aw_sleep(100);
    return 0;
}

PROGRAM("aw_set_debug: what main leaves running is reported, each by name and spawn site",
        "task-orphaned:2@0 task-orphaned:3@0")
{
    debug_on();
    debug_expect("Task-2 (tests/c/debug.c:%d) was still running when main ended, and is cancelled: "
                 "await it, or cancel and await it, before main returns", __LINE__ + 1);
    aw_spawn(debug_clean, NULL, 0);
    debug_expect("poller (tests/c/debug.c:%d) was still running", __LINE__ + 1);
    aw_detach(aw_spawn_with(forever, NULL, 0, &(aw_task_options){.name = "poller"}));
    return aw_yield();
}

/* -- The hook ---------------------------------------------------------------------------------- */

static const char *debug_kind(uint32_t kind)
{
    static const char *const words[] = {
#define WORD(name, word) word,
        AW_TRACE_KINDS(WORD)
#undef WORD
    };
    return words[kind];
}

static void debug_note_row(const aw_trace_row *row, void *arg)
{
    if (row->kind == AW_TRACE_TURN) return;
    note("%s:%u%s%s", debug_kind(row->kind), (unsigned)row->task, row->reason ? ":" : "",
         row->reason ? row->reason : "");
    ++*(int *)arg;
}

TEST("aw_trace_hook: is called at every row, in order, until it is taken away")
{
    int rows = 0;
    aw_trace_hook(debug_note_row, &rows);
    EXPECT_INT(aw_await(aw_go(debug_give, int, 3)), 3);
    aw_trace_hook(NULL, NULL);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(rows, 6);
    EXPECT_TRACE("spawn:2:debug_give suspend:1:task start:2 end:2:done wake:1:done resume:1");
}

static void debug_busy_hook(const aw_trace_row *row, void *unused)
{
    if (row->kind != AW_TRACE_SUSPEND) return;
    aw_future none = {0};
    EXPECT_INT(aw_self().id, 0);
    EXPECT_INT(aw_sleep(1), AW_ENOTASK);
    EXPECT_INT(aw_yield(), AW_ENOTASK);
    EXPECT_INT(aw_await(none), AW_ESTALE);
    aw_handle late = aw_call_later(5, debug_slow_callback, NULL); /* a row of its own */
    EXPECT_INT(aw_handle_cancel(late), 1);
    note("looked");
}

TEST("aw_trace_hook: cannot wait, is no task, and does not see the rows it gives rise to")
{
    aw_trace_hook(debug_busy_hook, NULL);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_sleep(1), 0);
    aw_trace_hook(NULL, NULL);
    EXPECT_TRACE("looked looked");
}

static void debug_once(const aw_trace_row *row, void *unused)
{
    note("once");
    aw_trace_hook(NULL, NULL);
}

TEST("aw_trace_hook: may take itself away")
{
    aw_trace_hook(debug_once, NULL);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_TRACE("once");
}

static int debug_small(void *unused)
{
    return aw_yield();
}

static void debug_printing_hook(const aw_trace_row *row, void *unused)
{
    char line[3000];
    memset(line, 'x', sizeof line - 1);
    line[sizeof line - 1] = 0;
    EXPECT_INT((int)strlen(line), 2999);
}

TEST("aw_trace_hook: has the system stack, however small the task's is")
{
    aw_trace_hook(debug_printing_hook, NULL);
    aw_task_options small = {.stack_bytes = 1024};
    EXPECT_INT(aw_await(aw_spawn_with(debug_small, NULL, 0, &small)), 0);
    aw_trace_hook(NULL, NULL);
}
