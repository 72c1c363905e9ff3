/* A random program, from a seed: tasks, cancellations, timeouts, gathers, shields, waits, releases,
 * callbacks, locks, in an order nobody thought of. After each step what the runtime counts is
 * compared with what can be counted from outside, and at the end nothing may be left. A failure
 * names the seed and the step; STRESS_SEEDS more seeds are one number away. */
#include <awaitc_test.h>
#include <stdio.h>

#include "test.h"

enum {
    STRESS_SEEDS = 40,
    STRESS_STEPS = 250,
    STRESS_HANDLES = 48, /* futures known to everybody, done and gone ones too */
    STRESS_TASKS = 60,   /* alive at once, so that a program ends */
    STRESS_PLAIN = 4096, /* futures that somebody has to complete */
    STRESS_PERMITS = 2,
};

static uint64_t stress_state;

/* splitmix64: the same numbers everywhere. */
static uint32_t stress_random(uint32_t below)
{
    uint64_t z = stress_state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (uint32_t)((z ^ z >> 31) >> 32) % below;
}

static struct {
    aw_future handles[STRESS_HANDLES];
    aw_future plain[STRESS_PLAIN];
    uint32_t plain_count;
    uint32_t inside;  /* tasks in a call that suspends */
    uint32_t running; /* task bodies begun and not returned */
    aw_lock lock;
    aw_semaphore semaphore;
    uint32_t in_lock, in_semaphore; /* tasks between acquire and release */
    uint32_t calls;   /* callbacks asked for and neither run nor taken back */
    uint32_t step;
    uint32_t seed;
    bool is_over;
} stress;

static bool stress_expect(bool holds, const char *words)
{
    char where[200];
    if (holds || stress.is_over) return holds;
    stress.is_over = true; /* one failure a seed is enough */
    snprintf(where, sizeof where, "seed %u, step %u: %s", (unsigned)stress.seed,
             (unsigned)stress.step, words);
    return EXPECT_STR(where, "as expected");
}

static aw_future *stress_slot(void)
{
    return &stress.handles[stress_random(STRESS_HANDLES)];
}

static aw_future stress_any(void)
{
    return *stress_slot();
}

/* What can be seen at any moment. */
static void stress_invariants(void)
{
    aw_stats_info now = stats_now();
    stress.step++;
    stress_expect(now.tasks == (uint32_t)aw_all_tasks(NULL, 0), "tasks counted and listed differ");
    stress_expect(now.stacks <= now.tasks + 2, "a stack that neither a task nor its size needs");
    stress_expect(now.waiters <= now.tasks, "more waiters than tasks");
    stress_expect(now.waiters <= stress.inside, "a task waits that is in no call");
    stress_expect(now.records >= now.tasks, "a task without a record");
    stress_expect(now.callbacks == stress.calls, "callbacks are not those that are to come");
    stress_expect(stress.running <= now.tasks, "a task has ended that still runs");
}

static void stress_called(void *arg)
{
    stress.calls--;
    stress_expect(aw_self().id == 0, "a callback runs in no task");
    stress_invariants();
}

static void stress_done(aw_future future, void *arg)
{
    stress_expect(aw_is_done(future), "called before the end");
    (void)!aw_result(future); /* an error is nobody else's business */
    aw_stats_info now = stats_now();
    stress_expect(now.callbacks == stress.calls, "a callback was called twice");
    stress.calls--;
}

/* Puts a new future where everybody finds it, and looks at its error when it has one. */
static void stress_publish(aw_future future)
{
    *stress_slot() = future;
    if (aw_on_done(future, stress_done, NULL) == 0) stress.calls++;
}

static int stress_task(void *arg);

static void stress_spawn(void)
{
    if (stats_now().tasks >= STRESS_TASKS) return;
    aw_task_options options = {.eager = stress_random(8) == 0, .stack_bytes = 16384};
    uint32_t steps = 1 + stress_random(12);
    stress_publish(aw_spawn_with(stress_task, &steps, sizeof steps, &options));
}

static void stress_gather(void)
{
    aw_future some[5];
    int count = (int)stress_random(5);
    for (int i = 0; i < count; i++) some[i] = stress_any();
    stress_publish(aw_gather(some, count, stress_random(2) ? AW_RETURN_ERRORS : 0));
}

static void stress_future(void)
{
    if (stress.plain_count == STRESS_PLAIN) return;
    aw_future f = stress.plain[stress.plain_count++] = aw_future_new();
    stress_publish(f);
}

static void stress_callback(void)
{
    aw_handle handle = stress_random(2) ? aw_call_soon(stress_called, NULL)
                                        : aw_call_later(stress_random(9), stress_called, NULL);
    stress.calls++;
    if (stress_random(3) == 0) stress.calls -= (uint32_t)aw_handle_cancel(handle);
}

/* Something that never suspends. */
static void stress_act(void)
{
    aw_future f = stress_any();
    switch (stress_random(14)) {
    case 0:
    case 1:
    case 2: stress_spawn(); break;
    case 3: aw_cancel(f); break;
    case 4: aw_cancel_with(f, "stress"); break;
    case 5: stress_gather(); break;
    case 6: stress_publish(aw_shield(f)); break;
    case 7: stress_callback(); break;
    case 8:
        if (aw_on_done(f, stress_done, NULL) == 0) stress.calls++;
        break;
    case 9: aw_release(f); break;
    case 10: aw_detach(f); break;
    case 11: aw_uncancel(f); break;
    case 12: stress_future(); break;
    default:
        if (stress_random(2))
            aw_future_set(f, 1);
        else
            aw_future_fail(f, -3, "stress");
    }
}

static int stress_wait_several(aw_ms delay)
{
    aw_future some[] = {stress_any(), stress_any(), stress_any()};
    enum aw_wait_mode mode = stress_random(2) ? AW_ALL_COMPLETED : AW_FIRST_COMPLETED;
    aw_ms until = aw_now() + delay;
    int rc = aw_wait(some, 3, mode, delay);
    int done = 0;
    for (int i = 0; i < 3; i++) done += aw_is_done(some[i]);
    stress_expect(rc < 0 || rc == done, "aw_wait: counts wrong");
    int enough = mode == AW_ALL_COMPLETED ? 3 : 1;
    stress_expect(rc < 0 || rc >= enough || aw_now() >= until, "aw_wait: too early");
    return rc;
}

static int stress_hold_lock(aw_ms delay)
{
    int rc = aw_lock_acquire(&stress.lock);
    if (rc < 0) return rc;
    stress_expect(stress.in_lock++ == 0, "two tasks have the lock");
    rc = aw_sleep(delay);
    stress.in_lock--;
    stress_expect(aw_lock_release(&stress.lock) == 0, "a lock that was held is free");
    return rc;
}

static int stress_hold_permit(aw_ms delay)
{
    int rc = aw_semaphore_acquire(&stress.semaphore);
    if (rc < 0) return rc;
    stress_expect(stress.in_semaphore++ < STRESS_PERMITS, "more permits than there are");
    rc = aw_sleep(delay);
    stress.in_semaphore--;
    stress_expect(aw_semaphore_release(&stress.semaphore) == 0, "a permit too many");
    return rc;
}

/* Something that may suspend, and whether its result can be true: a task that is woken twice, or by
 * the wrong one, comes back with a lie. */
static int stress_call(void)
{
    aw_future f = stress_any();
    aw_ms delay = stress_random(6), until = aw_now() + delay;
    aw_timeout limit = {{0}};
    int rc;
    switch (stress_random(8)) {
    case 0: return aw_yield();
    case 5: return stress_hold_lock(delay);
    case 6: return stress_hold_permit(delay);
    case 1:
        rc = aw_sleep(delay);
        stress_expect(rc < 0 || aw_now() >= until, "aw_sleep: too early");
        return rc;
    case 2: rc = aw_wait_for(f, delay); break;
    case 3:
        stress_publish(f = aw_shield(f));
        rc = aw_wait_for(f, delay);
        break;
    case 4: return stress_wait_several(delay);
    default:
        if (aw_timeout_enter(&limit, delay) < 0) return stress_expect(false, "no timeout");
        rc = aw_timeout_exit(&limit, aw_await(f));
    }
    stress_expect(rc < 0 || aw_is_done(f), "a result of a future that is not done");
    stress_expect(rc != -3 || aw_is_done(f), "an error of a future that is not done");
    stress_expect(rc != AW_ETIMEDOUT || aw_now() >= until, "timed out too early");
    return rc;
}

static int stress_wait(void)
{
    stress.inside++;
    int rc = stress_call();
    stress.inside--;
    return rc;
}

static int stress_task(void *arg)
{
    uint32_t steps = *(const uint32_t *)arg;
    int rc = 0;
    stress.running++;
    for (uint32_t i = 0; i < steps && !stress.is_over; i++) {
        stress_act();
        stress_invariants();
        rc = stress_wait();
        stress_invariants();
        if (rc == AW_ECANCELLED && stress_random(4) > 0) break; /* some go on regardless */
    }
    stress.running--;
    return rc < 0 && rc != AW_ECANCELLED ? 0 : rc; /* errors are born by aw_future_fail */
}

static void stress_sleep(aw_ms delay_ms)
{
    stress.inside++;
    EXPECT_INT(aw_sleep(delay_ms), 0);
    stress.inside--;
}

/* One program: what it has started ends, or is cancelled until it does. */
static int stress_program(void *unused)
{
    for (int i = 0; i < STRESS_STEPS && !stress.is_over; i++) {
        stress_act();
        stress_invariants();
        if (stress_random(3) == 0) stress_sleep(1);
    }
    stress.is_over = true;
    aw_task tasks[STRESS_TASKS + 2]; /* main and this one are the first */
    int count;
    while ((count = aw_all_tasks(tasks, STRESS_TASKS + 2)) > 2) {
        for (int i = 2; i < count; i++) aw_cancel(tasks[i]);
        stress_sleep(5);
    }
    for (uint32_t i = 0; i < stress.plain_count; i++) aw_cancel(stress.plain[i]);
    stress_sleep(20);
    return 0;
}

static void stress_run(uint32_t seed)
{
    memset(&stress, 0, sizeof stress);
    stress_state = stress.seed = seed;
    doing("seed %u", (unsigned)seed);
    stress.inside = 1; /* this task */
    stress.semaphore = (aw_semaphore)AW_BOUNDED_SEMAPHORE(STRESS_PERMITS);
    aw_leak_check check;
    aw_leak_check_begin(&check);
    aw_task t = aw_spawn_with(stress_program, NULL, 0, &(aw_task_options){.stack_bytes = 65536});
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_release(t), 0);
    char words[200] = "";
    aw_leak_check_end(&check, words, sizeof words);
    stress.is_over = false; /* so that it can be said */
    stress_expect(!words[0], words);
    stress_expect(!aw_lock_is_locked(&stress.lock), "the lock was left locked");
    stress_expect(aw_semaphore_value(&stress.semaphore) == STRESS_PERMITS, "a permit was lost");
}

TEST("stress: random programs keep every count, are woken once, and leave nothing")
{
    for (uint32_t seed = 1; seed <= STRESS_SEEDS; seed++) stress_run(seed);
}
