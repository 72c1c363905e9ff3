/* Uses of tasks, time, cancellation, futures, callbacks and the test kit, for exhaustion.c. */
#include "exhaustion.h"

#include <awaitc_test.h>

static int exhaust_child(void *arg)
{
    return exhaust_child_result(aw_sleep(*(int *)arg));
}

/* Fails, unless its parent has given up and nobody would look at the error. */
static int exhaust_failing(void *arg)
{
    const bool *has_given_up = *(const bool **)arg;
    int rc = aw_yield();
    return rc == AW_ENOMEM || *has_given_up ? NO_MEMORY : rc < 0 ? rc : aw_fail(-5, "five");
}

/* A parent gives up: nobody will look at `future`. */
static void exhaust_give_up(bool *has_given_up, aw_future future)
{
    *has_given_up = true;
    if (aw_is_done(future)) (void)!aw_result(future);
}

static void exhaust_count(void *arg)
{
    ++*(int *)arg;
}

static void exhaust_count_done(aw_future future, void *arg)
{
    ++*(int *)arg;
}

/* -- Tasks and time ---------------------------------------------------------------------------- */

EXHAUST("sleep")
{
    NEED(aw_sleep(1), 0);
    NEED(aw_yield(), 0);
    return 0;
}

EXHAUST("go")
{
    aw_task a = aw_go(exhaust_child, int, 1), b = aw_go(exhaust_child, int, 2);
    NEED(aw_await(b), FINE);
    NEED(aw_await(a), FINE);
    return 0;
}

EXHAUST("name")
{
    aw_task_options options = {.name = "named", .eager = true};
    int delay = 2;
    aw_task t = aw_spawn_with(exhaust_child, &delay, sizeof delay, &options);
    NEED(aw_cancelling(t), 0);
    NEED(aw_set_name(t, "renamed"), 0);
    EXPECT_STR(aw_name(t), "renamed");
    NEED(aw_set_name(aw_self(), "self"), 0);
    NEED(aw_await(t), FINE);
    return 0;
}

EXHAUST("error")
{
    static bool has_given_up;
    has_given_up = false;
    aw_task t = aw_go(exhaust_failing, const bool *, &has_given_up);
    int rc = aw_await(t);
    if (rc != -5) exhaust_give_up(&has_given_up, t);
    NEED(rc, -5);
    aw_error_info error;
    EXPECT_INT(aw_error(t, &error), 0);
    EXPECT_INT(error.code, -5);
    return 0;
}

EXHAUST("release")
{
    aw_task a = aw_go(exhaust_child, int, 1), b = aw_go(exhaust_child, int, 1);
    NEED(aw_detach(b), 0);
    NEED(aw_await(a), FINE);
    NEED(aw_release(a), 0);
    EXPECT_INT(aw_await(a), AW_ESTALE);
    return 0;
}

enum { DEEP_STACK_BYTES = 65536, DEEP_LEFT_BYTES = 2000 };

/* Recurses until the stack is nearly full, so that in wasm the frames need a block of their own. */
static int exhaust_dig(const volatile char *top)
{
    volatile char here = 1;
    bool is_deep = top - &here > DEEP_STACK_BYTES - DEEP_LEFT_BYTES;
    int rc = is_deep ? aw_sleep(1) : exhaust_dig(top);
    return here == 1 ? rc : -1;
}

EXHAUST("deep", .stack_bytes = DEEP_STACK_BYTES)
{
    volatile char top = 0;
    NEED(exhaust_dig(&top), 0);
    return 0;
}

/* -- Cancellation and timeouts ----------------------------------------------------------------- */

EXHAUST("cancel")
{
    aw_task t = aw_go(exhaust_child, int, 50);
    NEED(aw_yield(), 0);
    int asked = aw_cancel_with(t, "enough");
    NEED(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(asked, 1);
    return 0;
}

EXHAUST("timeout")
{
    aw_timeout limit = {{0}};
    NEED(aw_timeout_enter(&limit, 3), 0);
    NEED(aw_timeout_exit(&limit, aw_sleep(9)), AW_ETIMEDOUT);
    return 0;
}

EXHAUST("wait_for")
{
    aw_task slow = aw_go(exhaust_child, int, 50);
    NEED(aw_wait_for(slow, 5), AW_ETIMEDOUT);
    aw_task stopped = aw_go(exhaust_child, int, 50);
    NEED(aw_yield(), 0);
    NEED(aw_wait_for(stopped, 0), AW_ETIMEDOUT);
    return 0;
}

EXHAUST("shield")
{
    aw_task inner = aw_go(exhaust_child, int, 4);
    NEED(aw_wait_for(aw_shield(inner), 2), AW_ETIMEDOUT);
    NEED(aw_await(aw_shield(inner)), FINE);
    return 0;
}

/* -- Several, futures, callbacks --------------------------------------------------------------- */

EXHAUST("gather")
{
    static bool has_given_up;
    has_given_up = false;
    aw_task tasks[] = {aw_go(exhaust_child, int, 1),
                       aw_go(exhaust_failing, const bool *, &has_given_up)};
    aw_future all = aw_gather(tasks, 2, AW_RETURN_ERRORS);
    int rc = aw_await(all);
    if (rc != 0) exhaust_give_up(&has_given_up, tasks[1]);
    NEED(rc, 0);
    int *results = aw_data(all);
    NEED(results[0], FINE);
    NEED(results[1], -5);
    return 0;
}

EXHAUST("gather_error")
{
    static bool has_given_up;
    has_given_up = false;
    aw_task tasks[] = {aw_go(exhaust_child, int, 1),
                       aw_go(exhaust_failing, const bool *, &has_given_up)};
    aw_future all = aw_gather(tasks, 2, 0);
    int rc = aw_await(all);
    if (rc != -5) exhaust_give_up(&has_given_up, tasks[1]);
    if (rc != -5) exhaust_give_up(&has_given_up, all);
    if (rc == 0) rc = ((int *)aw_data(all))[1];
    NEED(rc, -5);
    return 0;
}

EXHAUST("wait")
{
    aw_task tasks[] = {aw_go(exhaust_child, int, 1), aw_go(exhaust_child, int, 6)};
    int rc = aw_wait(tasks, 2, AW_FIRST_COMPLETED, AW_FOREVER);
    NEED(rc, aw_is_done(tasks[0]) + aw_is_done(tasks[1]));
    rc = aw_wait(tasks, 2, AW_ALL_COMPLETED, 1);
    NEED(rc, 1 + aw_is_done(tasks[1]));
    NEED(aw_await(tasks[1]), FINE);
    return 0;
}

EXHAUST("future")
{
    aw_future plain = aw_future_new(), sized = aw_future_new_sized(100);
    int set = aw_future_set(plain, 3), failed = aw_future_fail(sized, -6, "six");
    int rc = aw_await(sized);
    NEED(set, 0);
    NEED(failed, 0);
    NEED(rc, -6);
    NEED(aw_await(plain), 3);
    return 0;
}

static int exhaust_calls; /* a callback may come after the end of a use that has failed */

EXHAUST("on_done")
{
    exhaust_calls = 0;
    aw_task t = aw_go(exhaust_child, int, 1);
    NEED(aw_on_done(t, exhaust_count_done, &exhaust_calls), 0);
    NEED(aw_await(t), FINE);
    NEED(aw_yield(), 0);
    EXPECT_INT(exhaust_calls, 1);
    return 0;
}

EXHAUST("call")
{
    static int calls;
    calls = 0;
    int wanted = aw_call_soon(exhaust_count, &calls).id != 0;
    wanted += aw_call_later(1, exhaust_count, &calls).id != 0;
    wanted += aw_call_at(aw_now() + 2, exhaust_count, &calls).id != 0;
    aw_handle back = aw_call_later(1, exhaust_count, &calls);
    EXPECT_INT(aw_handle_cancel(back), back.id != 0);
    NEED(aw_sleep(5), 0);
    EXPECT_INT(calls, wanted);
    return wanted < 3 ? AW_ENOMEM : 0;
}

static aw_local uses_local = AW_LOCAL("none");

static int uses_local_child(void *unused)
{
    EXPECT_STR(aw_local_get(&uses_local), "parent's");
    int rc = aw_local_set(&uses_local, "child's");
    if (rc == 0) rc = aw_yield();
    return exhaust_child_result(rc);
}

EXHAUST("local")
{
    NEED(aw_local_set(&uses_local, "parent's"), 0);
    aw_task t = aw_spawn(uses_local_child, NULL, 0);
    NEED(aw_await(t), FINE);
    EXPECT_STR(aw_local_get(&uses_local), "parent's");
    return 0;
}

EXHAUST("dump")
{
    char words[2000];
    aw_task t = aw_go(exhaust_child, int, 1);
    NEED(aw_yield(), 0);
    EXPECT(aw_dump(AW_DUMP_TREE, words, sizeof words) > 0);
    EXPECT(aw_dump(AW_DUMP_JSON, words, sizeof words) > 0);
    NEED(aw_await(t), FINE);
    return 0;
}

/* -- The test kit ------------------------------------------------------------------------------ */

static int exhaust_part(void *arg)
{
    aw_sequencer *order = *(aw_sequencer **)arg;
    int rc = aw_sequence(order, 1);
    if (rc == AW_ENOMEM) return NO_MEMORY;
    return rc < 0 ? rc : aw_sequence_end(order);
}

EXHAUST("sequence")
{
    static aw_sequencer order; /* the child may be longer here than a use that has failed */
    memset(&order, 0, sizeof order);
    NEED(aw_sequence(&order, 0), 0);
    aw_sequencer *shared = &order;
    aw_task t = aw_spawn(exhaust_part, &shared, sizeof shared);
    int rc = aw_yield();
    EXPECT_INT(aw_sequence_end(&order), 0);
    NEED(rc, 0);
    NEED(aw_await(t), 0);
    return 0;
}

EXHAUST("blocked")
{
    NEED(aw_wait_all_tasks_blocked(), 0);
    return 0;
}
