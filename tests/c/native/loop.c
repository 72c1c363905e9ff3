/* The loop under a host that does what hosts do: pump again from inside, cut pumps short, answer
 * late. And the native backend's own promises. */
#include "kernel/core.h"
#include "io/export.h"
#include "platform/native/host_native.h"
#include "platform/switch.h"
#include "test.h"

#include <awaitc_test.h>

TEST("loop_pump: from inside itself is AW_EBUSY, and changes nothing")
{
    EXPECT_INT(loop_pump(1, 0), AW_EBUSY);
    EXPECT_INT(aw_sleep(1), 0);
}

/* Yields `count` times, each a step that takes `step_ms`; how many pumps that were. */
static uint32_t loop_yields(int count, double step_ms)
{
    uint32_t before = host_native_pumps();
    for (int i = 0; i < count; i++) {
        host_native_pass(step_ms);
        EXPECT_INT(aw_yield(), 0);
    }
    return host_native_pumps() - before;
}

TEST("loop_pump: looks at the clock now and then while steps are quick, and after each slow one")
{
    host_native_pump(10, 0);
    EXPECT_INT(aw_sleep(1), 0); /* from the next pump on */
    EXPECT_INT(loop_yields(2000, 0), 0);
    EXPECT(loop_yields(300, 4) > 1);
    EXPECT_INT(loop_yields(30, 4), 10); /* 12 ms a pump of 10 */
}

TEST("loop_pump: makes no more steps than it is given")
{
    host_native_pump(1e9, 3);
    EXPECT_INT(aw_sleep(1), 0);
    uint32_t before = host_native_pumps();
    for (int i = 0; i < 30; i++) EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(host_native_pumps() - before, 10);
}

static aw_future loop_waited;

static void loop_answer(void)
{
    note("outside");
    aw_future_set(loop_waited, 8);
}

TEST("loop_pump: waiting is no deadlock while somebody may call in")
{
    host_native_on_outside(loop_answer);
    loop.has_exports = true;
    loop_waited = aw_future_new();
    EXPECT_INT(aw_await(loop_waited), 8);
    EXPECT_TRACE("outside");
}

static uint64_t loop_operation_id;

static bool loop_take(const char *kind, uint64_t id, const aw_bytes *request, size_t count)
{
    loop_operation_id = id;
    return true;
}

static void loop_complete(void)
{
    operation_complete(loop_operation_id, 6, (aw_answer){0});
}

TEST("aw_operation: waiting for an answer is no deadlock")
{
    host_native_on(loop_take, NULL);
    host_native_on_outside(loop_complete);
    aw_answer answer = {0};
    EXPECT_INT(aw_operation("test", NULL, NULL, 0, &answer, AW_HERE), 6);
}

TEST("aw_clock_control: an autojump waits for operations under way, aw_clock_advance does not")
{
    host_native_on(loop_take, NULL);
    host_native_on_outside(loop_complete);
    EXPECT_INT(aw_clock_control(AW_CLOCK_AUTOJUMP), 0);
    aw_task t = go_job(50, "job");
    aw_answer answer = {0};
    EXPECT_INT(aw_operation("test", NULL, NULL, 0, &answer, AW_HERE), 6);
    note_at("answer");
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("answer@0 job@50");
    EXPECT_INT(aw_clock_release(), 0);
}

TEST("aw_operation: that nobody will answer ends the program with words")
{
    expect_fatal("AW_EDEADLK", "the program waits for the host, and nobody there will answer");
    host_native_on(loop_take, NULL);
    aw_answer answer = {0};
    (void)!aw_operation("test", NULL, NULL, 0, &answer, AW_HERE);
}

static int loop_operation_task(void *unused)
{
    aw_answer answer = {0};
    return aw_operation("test", NULL, NULL, 0, &answer, AW_HERE);
}

TEST("aw_operation: cancelled on a host that does not want to know is cancelled")
{
    host_native_on(loop_take, NULL);
    aw_task t = aw_spawn(loop_operation_task, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_cancel(t), 1);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
}

TEST("host_native: on the real clock a sleep lasts at least as long as asked")
{
    host_native_use_real_clock();
    int64_t before = aw_now_us();
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT(aw_now_us() - before >= 1000);
}

static void loop_suspend_outside(void *unused)
{
    (void)!aw_switch_suspend();
}

TEST("aw_switch_suspend: outside a task ends the program with words")
{
    expect_fatal("AW_ENOTASK", "suspended outside a task; callbacks must not wait: start a task");
    aw_call_soon(loop_suspend_outside, NULL);
    (void)!aw_yield();
}

/* Overwrites the mark at the end of its stack, as a frame beyond it would. */
__attribute__((no_sanitize("address"))) static int loop_overflow(void *unused)
{
    volatile uint64_t here = 0, *end = &here;
    while (*end != 0x6177616974632121u) end--; /* CANARY of switch_native.c */
    *end = here;
    return aw_yield();
}

TEST("aw_spawn: a stack that was overrun is found at the next switch")
{
    expect_fatal("AW_EOVERFLOW",
                 "stack overflow: the task needs more than its C stack; pass a larger "
                 ".stack_bytes");
    aw_spawn(loop_overflow, NULL, 0);
    (void)!aw_yield();
}

TEST("switch_is_moving: natively nobody is ever in between")
{
    EXPECT(!switch_is_moving());
}
