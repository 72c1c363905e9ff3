/* Uses of locks, events, conditions, semaphores, barriers, limiters and queues, for
 * exhaustion.c. */
#include "exhaustion.h"

static aw_lock uses_lock;

static int uses_lock_child(void *unused)
{
    int rc = aw_lock_acquire(&uses_lock);
    if (rc < 0) return exhaust_child_result(rc);
    rc = aw_sleep(1);
    EXPECT_INT(aw_lock_release(&uses_lock), 0);
    return exhaust_child_result(rc);
}

EXHAUST("lock")
{
    uses_lock = (aw_lock){0};
    aw_task t = aw_spawn(uses_lock_child, NULL, 0);
    NEED(aw_yield(), 0);
    NEED(aw_lock_acquire(&uses_lock), 0);
    EXPECT_INT(aw_lock_release(&uses_lock), 0);
    NEED(aw_await(t), FINE);
    EXPECT(!aw_lock_is_locked(&uses_lock));
    return 0;
}

static aw_event uses_event;

static int uses_event_child(void *unused)
{
    return exhaust_child_result(aw_event_wait(&uses_event));
}

EXHAUST("event")
{
    uses_event = (aw_event){0};
    aw_task t = aw_spawn(uses_event_child, NULL, 0);
    int rc = aw_yield();
    aw_event_set(&uses_event);
    NEED(rc, 0);
    NEED(aw_await(t), FINE);
    NEED(aw_event_wait(&uses_event), 0);
    return 0;
}

static aw_condition uses_condition;
static bool uses_is_filled;

static int uses_filled(void *unused)
{
    return uses_is_filled;
}

static int uses_condition_child(void *unused)
{
    int rc = aw_condition_acquire(&uses_condition);
    if (rc < 0) return exhaust_child_result(rc);
    rc = aw_condition_wait_for(&uses_condition, uses_filled, NULL);
    if (rc != AW_ENOMEM) EXPECT_INT(aw_condition_release(&uses_condition), 0);
    return exhaust_child_result(rc);
}

EXHAUST("condition")
{
    uses_condition = (aw_condition){0};
    uses_is_filled = false;
    aw_task t = aw_spawn(uses_condition_child, NULL, 0);
    int rc = aw_yield();
    uses_is_filled = true; /* whatever has failed, the child must not wait for ever */
    if (aw_condition_is_locked(&uses_condition)) return AW_ENOMEM;
    int locked = aw_condition_acquire(&uses_condition);
    EXPECT_INT(locked, 0); /* it is free, so this needs nothing */
    EXPECT(aw_condition_notify_all(&uses_condition) <= 1);
    EXPECT_INT(aw_condition_release(&uses_condition), 0);
    NEED(rc, 0);
    NEED(aw_await(t), FINE);
    EXPECT(!aw_condition_is_locked(&uses_condition));
    return 0;
}

static aw_semaphore uses_semaphore;

static int uses_semaphore_child(void *unused)
{
    int rc = aw_semaphore_acquire(&uses_semaphore);
    if (rc < 0) return exhaust_child_result(rc);
    rc = aw_yield();
    EXPECT_INT(aw_semaphore_release(&uses_semaphore), 0);
    return exhaust_child_result(rc);
}

EXHAUST("semaphore")
{
    uses_semaphore = (aw_semaphore)AW_BOUNDED_SEMAPHORE(1);
    aw_task a = aw_spawn(uses_semaphore_child, NULL, 0);
    aw_task b = aw_spawn(uses_semaphore_child, NULL, 0);
    NEED(aw_await(b), FINE);
    NEED(aw_await(a), FINE);
    EXPECT_INT(aw_semaphore_value(&uses_semaphore), 1);
    return 0;
}

static aw_barrier uses_barrier;

static int uses_barrier_child(void *unused)
{
    int rc = aw_barrier_wait(&uses_barrier);
    if (rc == AW_ENOMEM) aw_barrier_abort(&uses_barrier); /* the others would wait for ever */
    return rc == AW_EBROKEN ? NO_MEMORY : exhaust_child_result(rc);
}

EXHAUST("barrier")
{
    uses_barrier = (aw_barrier)AW_BARRIER(2);
    aw_task t = aw_spawn(uses_barrier_child, NULL, 0);
    if (aw_cancelling(t) < 0) return AW_ENOMEM; /* there is no second party */
    NEED(uses_barrier_child(NULL), FINE);
    NEED(aw_await(t), FINE);
    return 0;
}

static aw_limiter uses_limiter;

static int uses_limiter_child(void *unused)
{
    aw_permit permit;
    int rc = aw_limiter_acquire(&uses_limiter, &permit);
    if (rc < 0) return exhaust_child_result(rc);
    rc = aw_yield();
    EXPECT_INT(aw_limiter_release(&uses_limiter), 0);
    return exhaust_child_result(rc);
}

EXHAUST("limiter")
{
    uses_limiter = (aw_limiter)AW_LIMITER(1);
    aw_task a = aw_spawn(uses_limiter_child, NULL, 0), b = aw_spawn(uses_limiter_child, NULL, 0);
    NEED(aw_await(b), FINE);
    NEED(aw_await(a), FINE);
    return 0;
}

static aw_queue uses_queue;

/* Takes three numbers, and says whether they came in order. */
static int uses_queue_child(void *unused)
{
    for (int i = 1, item = 0; i <= 3; i++) {
        int rc = aw_queue_get(uses_queue, &item);
        if (rc < 0)
            return rc == AW_ESHUTDOWN || rc == AW_ESTALE ? NO_MEMORY : exhaust_child_result(rc);
        EXPECT_INT(item, i);
    }
    return FINE;
}

EXHAUST("queue")
{
    uses_queue = aw_queue_new(sizeof(int), 1, AW_FIFO);
    aw_task t = aw_spawn(uses_queue_child, NULL, 0);
    int rc = 0;
    for (int item = 1; item <= 3 && rc == 0 && !aw_is_done(t); item++)
        rc = aw_queue_put(uses_queue, &item);
    if (rc < 0) aw_queue_shutdown(uses_queue, false); /* or the child would wait for ever */
    NEED(rc, 0);
    NEED(aw_await(t), FINE);
    return 0;
}

EXHAUST("select")
{
    int64_t item = 5, got = 0;
    aw_queue numbers = aw_queue_new(sizeof item, 0, AW_FIFO), empty = aw_queue_new(0, 1, AW_LIFO);
    NEED(aw_queue_put(numbers, &item), 0);
    aw_case cases[] = {AW_CASE_GET(empty, NULL), AW_CASE_GET(numbers, &got)};
    NEED(aw_select(cases, 2, 3), 1);
    NEED(cases[1].rc, 0);
    EXPECT_INT(got, 5);
    NEED(aw_select(cases, 2, 1), AW_ETIMEDOUT);
    return 0;
}
