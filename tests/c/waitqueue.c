/* Wait queues: who is woken, who is counted, and what is left when one goes. */
#include <awaitc_lowlevel.h>

#include "base/memory.h"
#include "test.h"

static int waitqueue_park(void *arg)
{
    aw_wait_queue *queue = *(aw_wait_queue **)arg;
    bool was_woken;
    int rc = aw_wait_queue_park(queue, &(aw_park_options){.reason = "test"}, &was_woken, AW_HERE);
    note("%d:%d", rc, was_woken);
    return rc;
}
#define waitqueue_go(queue) aw_go(waitqueue_park, aw_wait_queue *, queue)

TEST("aw_wait_queue_wake: wakes the first ones that wait, and counts them until they have run")
{
    aw_wait_queue queue = {{0}};
    aw_task tasks[] = {waitqueue_go(&queue), waitqueue_go(&queue), waitqueue_go(&queue)};
    EXPECT_INT(aw_wait_queue_wake(&queue, 1, "test"), 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_wait_queue_count(&queue), 3);
    EXPECT_INT(aw_wait_queue_wake(&queue, 2, "test"), 2);
    EXPECT_INT(aw_wait_queue_count(&queue), 3);
    EXPECT_INT(aw_wait_queue_woken(&queue), 2);
    EXPECT_INT(aw_wait_queue_wake(&queue, 2, "test"), 1);
    EXPECT_INT(aw_await(aw_gather(tasks, 3, 0)), 0);
    EXPECT_TRACE("0:1 0:1 0:1");
    EXPECT_INT(aw_wait_queue_count(&queue), 0);
    EXPECT_INT(aw_wait_queue_joined(&queue), 3);
}

TEST("aw_wait_queue_wake: passes over those that were cancelled, who say so")
{
    aw_wait_queue queue = {{0}};
    aw_task tasks[5];
    for (int i = 0; i < 5; i++) tasks[i] = waitqueue_go(&queue);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(tasks[2]);
    aw_cancel(tasks[0]);
    aw_cancel(tasks[1]);
    EXPECT_INT(aw_wait_queue_count(&queue), 2);
    EXPECT_INT(aw_wait_queue_wake(&queue, 1, "test"), 1);
    aw_cancel(tasks[3]); /* woken, and then cancelled */
    EXPECT_INT(aw_wait_queue_wake(&queue, 9, "test"), 1);
    EXPECT_INT(aw_await(tasks[4]), 0);
    EXPECT_TRACE("-1001:0 -1001:0 -1001:0 -1001:1 0:1");
}

TEST("aw_wait_queue_wake_head: wakes nobody while the head has not run since it was woken or gave up")
{
    aw_wait_queue queue = {{0}};
    EXPECT_INT(aw_wait_queue_wake_head(&queue, "test"), 0);
    aw_task a = waitqueue_go(&queue), b = waitqueue_go(&queue), c = waitqueue_go(&queue);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(a);
    EXPECT_INT(aw_wait_queue_wake_head(&queue, "test"), 0);
    EXPECT_INT(aw_await(a), AW_ECANCELLED);
    EXPECT_INT(aw_wait_queue_wake_head(&queue, "test"), 1);
    EXPECT_INT(aw_wait_queue_wake_head(&queue, "test"), 0);
    EXPECT_INT(aw_await(b), 0);
    EXPECT_INT(aw_wait_queue_wake_head(&queue, "test"), 1);
    EXPECT_INT(aw_await(c), 0);
    EXPECT_TRACE("-1001:0 0:1 0:1");
}

TEST("aw_wait_queue_close: gives its result to all that wait, and nobody touches the queue again")
{
    aw_wait_queue *queue = memory_take(sizeof *queue);
    aw_task tasks[] = {waitqueue_go(queue), waitqueue_go(queue), waitqueue_go(queue)};
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(tasks[0]);
    EXPECT_INT(aw_wait_queue_wake(queue, 1, "test"), 1);
    aw_wait_queue_close(queue, AW_ESHUTDOWN, "test");
    EXPECT_INT(aw_wait_queue_count(queue), 0);
    memset(queue, 0xff, sizeof *queue);
    memory_give(queue, sizeof *queue);
    EXPECT_INT(aw_wait(tasks, 3, AW_ALL_COMPLETED, AW_FOREVER), 3);
    EXPECT_TRACE("-1001:0 0:1 -1017:1");
    EXPECT_INT(aw_result(tasks[2]), AW_ESHUTDOWN);
    aw_wait_queue zeroed = {{0}};
    aw_wait_queue_close(&zeroed, AW_ESHUTDOWN, "test");
}

static int waitqueue_calls;

static void waitqueue_woken(aw_wait_entry *entry)
{
    EXPECT(aw_wait_entry_is_woken(entry));
    waitqueue_calls++;
}

TEST("aw_wait_queue_join: stands in line beside tasks, is told of its wake-up, and leaves once")
{
    aw_wait_queue queue = {{0}};
    aw_wait_entry first = {{0}}, second = {{0}}, unused = {{0}};
    aw_wait_queue_join(&queue, &first, waitqueue_woken);
    aw_task t = waitqueue_go(&queue);
    EXPECT_INT(aw_yield(), 0);
    aw_wait_queue_join(&queue, &second, waitqueue_woken);
    EXPECT_INT(aw_wait_queue_count(&queue), 3);
    EXPECT_INT(aw_wait_queue_wake(&queue, 1, "test"), 1);
    EXPECT_INT(waitqueue_calls, 1);
    EXPECT_INT(aw_wait_queue_woken(&queue), 1);
    aw_wait_queue_leave(&first);
    aw_wait_queue_leave(&first);
    EXPECT(aw_wait_entry_is_woken(&first));
    aw_wait_queue_leave(&second);
    EXPECT(!aw_wait_entry_is_woken(&second));
    aw_wait_queue_leave(&unused);
    EXPECT_INT(aw_wait_queue_count(&queue), 1);
    EXPECT_INT(aw_wait_queue_wake(&queue, 9, "test"), 1);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(waitqueue_calls, 1);
    EXPECT_TRACE("0:1");
}
