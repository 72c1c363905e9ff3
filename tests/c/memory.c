/* Exhausted memory: at every allocation of a program that uses every primitive, the call that
 * needed it says AW_ENOMEM, nothing is lost and nothing hangs. */
#include "memory.h"
#include "test.h"

enum { ALLOCATIONS_MAX = 400 };

static aw_local memory_local;

static int memory_child(void *arg)
{
    int rc = aw_local_set(&memory_local, arg);
    if (rc == 0) rc = aw_sleep(*(int *)arg);
    if (rc == 0) rc = aw_yield();
    return rc;
}

static int memory_failing(void *unused)
{
    int rc = aw_yield();
    return rc < 0 ? rc : aw_fail(-5, "five");
}

static void memory_callback(void *arg)
{
    ++*(int *)arg;
}

static void memory_done(aw_future future, void *arg)
{
    ++*(int *)arg;
}

/* Notes an outcome that only missing memory explains. */
static int memory_rc(int rc, int expected, int *failures)
{
    if (rc == AW_ENOMEM) ++*failures;
    else EXPECT_INT(rc, expected);
    return rc;
}

static int memory_timeouts(int *failures)
{
    aw_task slow = aw_go(memory_child, int, 50);
    memory_rc(aw_wait_for(slow, 5), AW_ETIMEDOUT, failures);
    aw_timeout limit = {{0}};
    int rc = memory_rc(aw_timeout_enter(&limit, 3), 0, failures);
    memory_rc(aw_timeout_exit(&limit, rc ? rc : aw_sleep(9)), AW_ETIMEDOUT, failures);
    return aw_cancel_with(slow, "enough");
}

static void memory_scopes(int *failures)
{
    aw_scope scope = {{0}};
    aw_group group = {{0}};
    int rc = memory_rc(aw_fail_after(&scope, 3), 0, failures);
    if (rc == 0) rc = memory_rc(aw_group_enter(&group), 0, failures);
    aw_group_go(&group, memory_child, int, 1);
    aw_group_go(&group, memory_child, int, 9);
    if (rc == 0) rc = aw_sleep(5);
    if (rc < 0) memory_rc(rc, rc == AW_ENOMEM ? rc : AW_ECANCELLED, failures);
    rc = aw_group_exit(&group, rc);
    rc = aw_scope_exit(&scope, rc);
    if (rc == AW_EGROUP) ++*failures; /* of AW_ENOMEM */
    else memory_rc(rc, AW_ETIMEDOUT, failures);
}

static void memory_group(int *failures)
{
    aw_group group = {{0}};
    int rc = memory_rc(aw_group_enter(&group), 0, failures);
    aw_task t = aw_group_spawn(&group, memory_failing, NULL, 0);
    if (rc == 0) rc = aw_group_exit(&group, aw_sleep(5));
    if (rc != AW_EGROUP) ++*failures;
    aw_error_info error = {0};
    if (rc != AW_EGROUP || aw_group_error(&group, 0, &error) < 0 || error.code != -5) ++*failures;
    if (aw_result(t) != -5) ++*failures;
    aw_group_release(&group);
}

static void memory_futures(int *failures)
{
    int calls = 0, wanted = 0;
    aw_future f = aw_future_new_sized(100), g = aw_future_new();
    wanted += aw_on_done(f, memory_done, &calls) == 0;
    wanted += aw_call_soon(memory_callback, &calls).id != 0;
    aw_handle late = aw_call_later(2, memory_callback, &calls);
    wanted += aw_call_later(1, memory_callback, &calls).id != 0;
    aw_handle_cancel(late);
    aw_future shield = aw_shield(g);
    aw_future both = aw_gather(((aw_future[]){f, shield}), 2, AW_RETURN_ERRORS);
    aw_future_set(f, 1);
    aw_future_fail(g, -6, "six");
    memory_rc(aw_await(both), 0, failures);
    int rc = aw_wait(&f, 1, AW_ALL_COMPLETED, 5);
    memory_rc(rc, rc == AW_ENOMEM ? rc : 1, failures);
    if (!aw_is_done(g) || aw_result(g) != -6) ++*failures;
    for (int i = 0; i < 20 && calls < wanted; i++)
        if (aw_sleep(1) < 0) ++*failures;
    EXPECT_INT(calls, wanted);
    if (aw_result(shield) != -6) ++*failures;
}

static void memory_queues(int *failures)
{
    int item = 1;
    aw_queue q = aw_queue_new(sizeof item, 0, AW_FIFO), tokens = aw_queue_new(0, 1, AW_LIFO);
    for (int i = 0; i < 20; i++) memory_rc(aw_queue_put(q, &item), 0, failures);
    aw_case cases[] = {AW_CASE_GET(q, &item), AW_CASE_PUT(tokens, NULL)};
    int rc = aw_select(cases, 2, 3);
    if (rc < 0 || cases[rc].rc < 0) ++*failures;
    rc = aw_queue_free(q);
    if (rc < 0) ++*failures;
}

/* Uses every primitive once; how many calls had no memory. */
static int memory_program(void *unused)
{
    int failures = 0;
    if (aw_local_set(&memory_local, &failures) < 0) failures++;
    aw_task a = aw_go(memory_child, int, 1), b = aw_spawn(memory_failing, NULL, 0);
    aw_task_options options = {.name = "named", .eager = true};
    int delay = 2;
    aw_task c = aw_spawn_with(memory_child, &delay, sizeof delay, &options);
    if (aw_set_name(a, "a") < 0) failures++;
    aw_future all = aw_gather(((aw_task[]){a, b, c}), 3, 0);
    int rc = aw_await(all);
    memory_rc(rc, rc == AW_ECANCELLED ? rc : -5, &failures);
    memory_rc(aw_await(c), 0, &failures);
    memory_timeouts(&failures);
    memory_scopes(&failures);
    memory_group(&failures);
    memory_futures(&failures);
    memory_queues(&failures);
    if (aw_wait_for(a, 0) == AW_ENOMEM) failures++;
    if (aw_sleep(20) < 0) failures++;
    if (aw_result(b) != -5) failures++; /* looked at, should the gather not exist */
    return failures;
}

/* Whatever is still pending after a failure is looked after by the record's owner. */
static int memory_owner(void *arg)
{
    return memory_program(arg);
}

/* Runs the program with the n-th allocation failing (and all after it); whether it still needed one. */
static bool memory_round(int n, bool is_rest_too)
{
    aw_task t = aw_spawn_with(memory_owner, NULL, 0, &(aw_task_options){.stack_bytes = 65536});
    memory_fail((uint32_t)n, is_rest_too);
    int rc = 0;
    for (int i = 0; i < 200 && !aw_is_done(t); i++) (void)!aw_sleep(1);
    memory_fail(0, 0);
    EXPECT(aw_is_done(t));
    rc = aw_result(t);
    EXPECT(rc >= 0 || rc == AW_ENOMEM);
    EXPECT_INT(aw_release(t), 0);
    for (int i = 0; i < 100 && stats_now().tasks > 1; i++) EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(stats_now().tasks, 1);
    return rc != 0;
}

TEST("memory: a program that uses everything runs with enough of it")
{
    EXPECT(!memory_round(0, false));
    EXPECT_INT(stats_now().callbacks, 0);
}

/* Fails the allocations from the first on, one a round, until rounds pass without a failure. */
static void memory_rounds(bool is_rest_too)
{
    enum { QUIET_ROUNDS = 40 }; /* a failure may be made good, so one quiet round proves nothing */
    memory_round(0, false);     /* tables and pools have their size now */
    aw_stats_info before = stats_now();
    int n = 1;
    for (int quiet = 0; n < ALLOCATIONS_MAX && quiet < QUIET_ROUNDS; n++) {
        quiet = memory_round(n, is_rest_too) ? 0 : quiet + 1;
        aw_stats_info now = stats_now();
        bool holds = EXPECT_INT(now.records, before.records);
        holds &= EXPECT_INT((int64_t)now.bytes, (int64_t)before.bytes);
        holds &= EXPECT_INT(now.callbacks, 0);
        if (!holds) {
            EXPECT_INT(n, 0); /* tells which allocation it was */
            return;
        }
    }
    EXPECT(n > QUIET_ROUNDS + 20 && n < ALLOCATIONS_MAX);
}

TEST("memory: at every single allocation that fails, an error code says so and nothing is left")
{
    memory_rounds(false);
}

TEST("memory: from every allocation on that all fail, error codes say so and nothing is left")
{
    memory_rounds(true);
}

TEST("aw_go: without memory gives a handle that says so, with what to do")
{
    memory_fail(1, 1);
    aw_task t = go_job(1, NULL);
    memory_fail(0, 0);
    EXPECT_INT(aw_await(t), AW_ENOMEM);
    EXPECT_HAS(aw_errmsg(), "aw_go: no memory for a task with a stack of 16384 bytes (1 tasks alive)");
    EXPECT_HAS(aw_errmsg(), ".stack_bytes");
    EXPECT_INT(aw_cancel(t), AW_ENOMEM);
    EXPECT(aw_is_done(t));
}

TEST("aw_fail: without memory keeps its words in the reserve, until the next one needs it")
{
    memory_fail(1, 1);
    EXPECT_INT(aw_fail(-3, "no memory for this"), -3);
    EXPECT_STR(aw_errmsg(), "no memory for this");
    memory_fail(0, 0);
}
