/* Scenarios of semaphores. */
#include "scenario.h"

static int sem_acquire(void *arg)
{
    const struct worker *it = arg;
    int rc = aw_semaphore_acquire(it->object);
    note_end(it->name, rc);
    return rc;
}

static int sem_hold(void *arg)
{
    const struct worker *it = arg;
    EXPECT_INT(aw_semaphore_acquire(it->object), 0);
    note_at("+%s", it->name);
    EXPECT_INT(aw_sleep(1), 0);
    return aw_semaphore_release(it->object);
}

SCENARIO("sem_limits_and_fifo", "+a@0 +b@0 +c@1 +d@1")
{
    aw_semaphore semaphore = AW_SEMAPHORE(2);
    aw_task tasks[] = {go_worker(sem_hold, &semaphore, "a"), go_worker(sem_hold, &semaphore, "b"),
                       go_worker(sem_hold, &semaphore, "c"), go_worker(sem_hold, &semaphore, "d")};
    EXPECT_INT(aw_await(aw_gather(tasks, 4, 0)), 0);
}

SCENARIO("sem_cancel_after_award_passes_on", "b True")
{
    aw_semaphore semaphore = AW_SEMAPHORE(0);
    aw_task a = go_worker(sem_acquire, &semaphore, NULL);
    aw_task b = go_worker(sem_acquire, &semaphore, "b");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_semaphore_release(&semaphore), 0);
    aw_cancel(a);
    EXPECT_INT(aw_await(b), 0);
    note_bool(aw_is_cancelled(a));
}

SCENARIO("sem_bounded_over_release", "VE VE")
{
    aw_semaphore bounded = AW_BOUNDED_SEMAPHORE(1), negative = AW_SEMAPHORE(-1);
    if (aw_semaphore_release(&bounded) == AW_EINVAL) note("VE");
    if (aw_semaphore_acquire(&negative) == AW_EINVAL) note("VE");
}

SCENARIO("sem_newcomer_waits_while_granting", "1 True a b t1 t2 t3 t4")
{
    aw_semaphore semaphore = AW_SEMAPHORE(0);
    aw_task a = go_worker(sem_acquire, &semaphore, "a");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_semaphore_release(&semaphore), 0);
    EXPECT_INT(aw_semaphore_release(&semaphore), 0);
    note("%d", aw_semaphore_value(&semaphore));
    note_bool(aw_semaphore_is_locked(&semaphore));
    aw_task b = go_worker(sem_acquire, &semaphore, "b"), clock = ticks(4);
    EXPECT_INT(aw_await(aw_gather(((aw_task[]){a, b, clock}), 3, 0)), 0);
}

SCENARIO("sem_newcomer_of_same_step_waits", "a t1 main t2 t3")
{
    aw_semaphore semaphore = AW_SEMAPHORE(0);
    aw_task a = go_worker(sem_acquire, &semaphore, "a");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_semaphore_release(&semaphore), 0);
    EXPECT_INT(aw_semaphore_release(&semaphore), 0);
    aw_task clock = ticks(3);
    EXPECT_INT(aw_semaphore_acquire(&semaphore), 0);
    note("main");
    EXPECT_INT(aw_await(a), 0);
    EXPECT_INT(aw_await(clock), 0);
}

static int sem_release_twice_and_acquire(void *arg)
{
    const struct worker *it = arg;
    EXPECT_INT(aw_semaphore_release(it->object), 0);
    EXPECT_INT(aw_semaphore_release(it->object), 0);
    return sem_acquire(arg);
}

SCENARIO("sem_release_wakes_one_at_a_time", "a x t1 z t2 t3 t4")
{
    aw_semaphore semaphore = AW_SEMAPHORE(0);
    aw_task a = go_worker(sem_acquire, &semaphore, "a");
    EXPECT_INT(aw_yield(), 0);
    aw_task x = go_worker(sem_release_twice_and_acquire, &semaphore, "x");
    aw_task z = go_worker(sem_acquire, &semaphore, "z");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_semaphore_release(&semaphore), 0);
    aw_task clock = ticks(4);
    EXPECT_INT(aw_await(aw_gather(((aw_task[]){a, x, z}), 3, 0)), 0);
    EXPECT_INT(aw_await(clock), 0);
}

SCENARIO("sem_cancel_waiting_keeps_value", "0 b t1 True 0 t2 t3")
{
    aw_semaphore semaphore = AW_SEMAPHORE(1);
    EXPECT_INT(aw_semaphore_acquire(&semaphore), 0);
    aw_task a = go_worker(sem_acquire, &semaphore, NULL);
    aw_task b = go_worker(sem_acquire, &semaphore, "b");
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(a);
    EXPECT_INT(aw_semaphore_release(&semaphore), 0);
    note("%d", aw_semaphore_value(&semaphore));
    aw_task clock = ticks(3);
    EXPECT_INT(aw_await(b), 0);
    note_bool(aw_is_cancelled(a));
    note("%d", aw_semaphore_value(&semaphore));
    EXPECT_INT(aw_await(clock), 0);
}

SCENARIO("sem_cancel_both_awarded", "t1 c t2 1 False t3")
{
    aw_semaphore semaphore = AW_SEMAPHORE(0);
    aw_task a = go_worker(sem_acquire, &semaphore, NULL);
    aw_task b = go_worker(sem_acquire, &semaphore, NULL);
    aw_task c = go_worker(sem_acquire, &semaphore, "c");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_semaphore_release(&semaphore), 0);
    EXPECT_INT(aw_semaphore_release(&semaphore), 0);
    aw_cancel(a);
    aw_cancel(b);
    aw_task clock = ticks(3);
    EXPECT_INT(aw_await(c), 0);
    note("%d", aw_semaphore_value(&semaphore));
    note_bool(aw_semaphore_is_locked(&semaphore));
    EXPECT_INT(aw_await(clock), 0);
}

SCENARIO("sem_only_cancelled_waiters_do_not_lock", "False main !CancelledError@0")
{
    aw_semaphore semaphore = AW_SEMAPHORE(1);
    EXPECT_INT(aw_semaphore_acquire(&semaphore), 0);
    aw_task a = go_worker(sem_acquire, &semaphore, NULL);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(a);
    EXPECT_INT(aw_semaphore_release(&semaphore), 0);
    note_bool(aw_semaphore_is_locked(&semaphore));
    EXPECT_INT(aw_semaphore_acquire(&semaphore), 0);
    note("main");
    outcome(aw_await(a));
}

static void sem_release(void *semaphore)
{
    EXPECT_INT(aw_semaphore_release(semaphore), 0);
}

static int sem_acquire_for_1(void *semaphore)
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    int rc = aw_timeout_exit(&limit, aw_semaphore_acquire(*(aw_semaphore **)semaphore));
    if (rc == AW_ETIMEDOUT) note_at("a!TO");
    return 0;
}

static int sem_acquire_b(void *semaphore)
{
    int rc = aw_semaphore_acquire(*(aw_semaphore **)semaphore);
    note_at("b");
    return rc;
}

SCENARIO("sem_timeout_at_release_passes_on", "a!TO@1 b@1 0")
{
    aw_semaphore semaphore = AW_SEMAPHORE(0);
    aw_call_later(1, sem_release, &semaphore);
    aw_task tasks[] = {aw_go(sem_acquire_for_1, aw_semaphore *, &semaphore),
                       aw_go(sem_acquire_b, aw_semaphore *, &semaphore)};
    EXPECT_INT(aw_await(aw_gather(tasks, 2, 0)), 0);
    note("%d", aw_semaphore_value(&semaphore));
}
