/* aw_queue: how a queue ends, what is refused, and what happens when there is no memory. */
#include "awaitc_lowlevel.h"
#include "base/memory.h"
#include "queues.h"

/* -- The end of a queue ------------------------------------------------------------------------ */

TEST("aw_queue_free: wakes all who wait with AW_ESHUTDOWN, and the handle is stale")
{
    aw_queue empty = queue_of_ints(0), full = queue_of_ints(1);
    queue_put(full, 1);
    aw_task tasks[] = {queue_go(queue_getter, empty), queue_go(queue_putter, full),
                       queue_go(queue_joiner, full)};
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_queue_free(empty), 0);
    EXPECT_INT(aw_queue_free(full), 0);
    EXPECT_INT(aw_await(aw_gather(tasks, 3, 0)), 0);
    EXPECT_TRACE("!SHUTDOWN@0 !SHUTDOWN@0 !SHUTDOWN@0");
    EXPECT_INT(queue_get(full), AW_ESTALE);
    EXPECT_HAS(aw_errmsg(), "aw_queue_get: the queue is gone; its owner has ended or it was freed");
    EXPECT_INT(queue_put(full, 1), AW_ESTALE);
    EXPECT_INT(aw_queue_put(full, &(int){1}), AW_ESTALE);
    EXPECT_INT(queue_take(full), AW_ESTALE);
    EXPECT_INT(aw_queue_join(full), AW_ESTALE);
    EXPECT_INT(aw_queue_task_done(full), AW_ESTALE);
    EXPECT_INT(aw_queue_size(full), AW_ESTALE);
    EXPECT_INT(aw_queue_shutdown(full, false), AW_ESTALE);
    EXPECT_INT(aw_queue_free(full), AW_ESTALE);
    EXPECT_HAS(aw_errmsg(), "aw_queue_free: the queue is gone");
    aw_queue_stats_info stats;
    EXPECT_INT(aw_queue_stats(full, &stats), AW_ESTALE);
    EXPECT(aw_queue_is_empty(full));
    EXPECT(!aw_queue_is_full(full));
}

TEST("aw_queue_free: reaches those too whose wake-up was on its way; a woken joiner has joined")
{
    aw_queue q = queue_of_ints(2);
    queue_put(q, 1);
    queue_put(q, 2);
    aw_task p = queue_go(queue_putter, q), c = queue_go(queue_putter, q);
    aw_task j = queue_go(queue_joiner, q);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(queue_take(q), 1);
    EXPECT_INT(queue_take(q), 2);
    EXPECT_INT(aw_queue_task_done(q), 0);
    EXPECT_INT(aw_queue_task_done(q), 0);
    aw_cancel(c);
    EXPECT_INT(aw_queue_free(q), 0);
    EXPECT_INT(aw_await(p), 0);
    EXPECT_INT(aw_await(c), AW_ECANCELLED);
    EXPECT_INT(aw_await(j), 0);
    EXPECT_TRACE("!SHUTDOWN@0 !CANCELLED@0 ok=0@0");
}

struct queue_owner {
    aw_queue *made;
};

static int queue_owner(void *arg)
{
    const struct queue_owner *owner = arg;
    *owner->made = queue_of_ints(0);
    queue_put(*owner->made, 1);
    queue_put(*owner->made, 2);
    return aw_sleep(5);
}

TEST("aw_queue_new: the queue goes with the task that made it, and its waiters learn of it")
{
    aw_queue q = {0};
    aw_task owner = aw_go(queue_owner, struct queue_owner, &q);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(queue_get(q), 1);
    EXPECT_INT(queue_get(q), 2);
    EXPECT_INT(queue_get(q), AW_ESHUTDOWN);
    EXPECT_STR(aw_errmsg(), "the queue was freed during the wait");
    EXPECT_INT(aw_now(), 5);
    EXPECT_INT(queue_get(q), AW_ESTALE);
    EXPECT_INT(aw_await(owner), 0);
}

TEST("aw_queue_shutdown: of an endless queue at once drops what is in it")
{
    aw_queue q = queue_of_ints(0);
    for (int i = 0; i < 100; i++) queue_put(q, i);
    EXPECT_INT(aw_queue_shutdown(q, true), 0);
    EXPECT_INT(queue_stats(q).unfinished, 0);
    EXPECT_INT(aw_queue_join(q), 0);
    EXPECT_INT(queue_get(q), AW_ESHUTDOWN);
    EXPECT_STR(aw_errmsg(), "aw_queue_get: the queue is shut down");
    EXPECT_INT(queue_put(q, 1), AW_ESHUTDOWN);
    EXPECT_STR(aw_errmsg(), "aw_queue_put_nowait: the queue is shut down");
}

static int queue_last_getter(void *arg)
{
    int rc = queue_get(*(aw_queue *)arg);
    note_rc(rc);
    note_rc(aw_queue_size(*(aw_queue *)arg));
    return rc;
}

PROGRAM("aw_queue_new: main's queue stays until all tasks have ended: cancelled, not shut down",
        "!CANCELLED@0 ok=0@0")
{
    aw_queue q = queue_of_ints(0);
    queue_go(queue_last_getter, q);
    EXPECT_INT(aw_yield(), 0);
    return 0;
}

static void queue_make_late(void *arg)
{
    aw_queue q = queue_of_ints(0);
    note_rc(queue_put(q, 1));
    note_rc(queue_take(q));
}

static int queue_late(void *unused)
{
    int rc = aw_sleep(10);
    aw_call_soon(queue_make_late, NULL);
    EXPECT_INT(aw_yield(), 0);
    return rc;
}

PROGRAM("aw_queue_new: in a callback after the end of main makes one that works", "ok=0@0 ok=1@0")
{
    aw_spawn(queue_late, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    return 0;
}

static int queue_swallower(void *arg)
{
    for (;;) (void)!queue_get(*(aw_queue *)arg);
}

PROGRAM_LEAVING("aw_queue_new: main's queue goes at the end although a task will not leave it", 1)
{
    expect_report("main has ended, but tasks go on after being cancelled 8 times");
    aw_queue q = queue_of_ints(0);
    queue_go(queue_swallower, q);
    EXPECT_INT(aw_yield(), 0);
    return 0;
}

/* -- Reports and misuse ------------------------------------------------------------------------ */

static int queue_worker(void *arg)
{
    return queue_get(*(aw_queue *)arg);
}

static int queue_filler(void *arg)
{
    return aw_queue_put(*(aw_queue *)arg, &(int){1});
}

PROGRAM("aw_queue_get: a deadlock report says who waits for which queue, by its name", NULL)
{
    expect_fatal("AW_EDEADLK", "waits for queue get jobs at tests/c/queue_end.c:");
    aw_queue q = aw_queue_new_with(&(aw_queue_options){.name = "jobs", .item_bytes = 4});
    queue_go(queue_worker, q);
    return aw_queue_get(q, &(int){0});
}

PROGRAM("aw_queue_put: a deadlock report names a queue without a name by where it was made", NULL)
{
    expect_fatal("AW_EDEADLK", "waits for queue join tests/c/queues.h:");
    aw_queue q = queue_of_ints(1);
    queue_put(q, 1);
    queue_go(queue_filler, q);
    return aw_queue_join(q);
}

static int queue_compare_ints(const void *a, const void *b)
{
    const int *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

TEST("aw_queue_new: wrong options give a handle on which every call says why")
{
    aw_queue q = aw_queue_new(4, 0, AW_PRIORITY);
    EXPECT_HAS(aw_errmsg(), "AW_PRIORITY needs .compare: use aw_queue_new_with");
    EXPECT_INT(queue_get(q), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "AW_PRIORITY needs .compare");
    EXPECT_INT(aw_queue_free(q), AW_EINVAL);
    q = aw_queue_new_with(&(aw_queue_options){.item_bytes = 4, .compare = queue_compare_ints});
    EXPECT_INT(queue_put(q, 1), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), ".compare is for AW_PRIORITY");
    EXPECT_INT(aw_queue_size(aw_queue_new(4, 0, (enum aw_queue_kind)9)), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "no such kind");
    EXPECT_INT(aw_queue_size(aw_queue_new((size_t)1 << 30, 0, AW_FIFO)), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "put pointers to them");
    EXPECT_INT(queue_get((aw_queue){0}), AW_ESTALE);
    EXPECT_HAS(aw_errmsg(), "the handle was never set; make the queue with aw_queue_new");
}

TEST("aw_queue_get_nowait: of an empty queue and a put into a full one fail with words")
{
    aw_queue q = queue_of_ints(1);
    EXPECT_INT(queue_take(q), AW_EEMPTY);
    EXPECT_STR(aw_errmsg(), "aw_queue_get_nowait: the queue is empty");
    queue_put(q, 1);
    EXPECT_INT(queue_put(q, 2), AW_EFULL);
    EXPECT_STR(aw_errmsg(), "aw_queue_put_nowait: the queue is full");
    EXPECT_INT(aw_queue_task_done(q), 0);
    EXPECT_INT(aw_queue_task_done(q), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "called more often than items were put");
}

TEST("aw_queue_get: on the handle of another record says so")
{
    aw_future f = aw_future_new_sized(200);
    EXPECT_INT(queue_get((aw_queue){f.id}), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "aw_queue_get: the handle names another record, not a queue");
    EXPECT_INT(queue_put((aw_queue){aw_self().id}, 1), AW_EINVAL);
}

TEST("aw_await: of a queue's handle is an error that says so, as of the others that take a future")
{
    aw_queue q = queue_of_ints(0);
    aw_future f = {q.id};
    queue_put(q, 3);
    EXPECT_INT(aw_await(f), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "aw_await: the handle names a queue, which has no result");
    EXPECT_INT(aw_cancel(f), AW_EINVAL);
    EXPECT_INT(aw_release(f), AW_EINVAL);
    EXPECT_INT(aw_future_set(f, 1), AW_EINVAL);
    EXPECT_INT(aw_await(aw_gather(&f, 1, 0)), AW_EINVAL);
    EXPECT_INT(queue_take(q), 3);
    aw_task g = queue_go(queue_getter, q);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_keep(f), 0);
    EXPECT_INT(aw_queue_free(q), 0);
    EXPECT_INT(aw_await(g), 0);
    EXPECT_INT(queue_get(q), AW_ESHUTDOWN);
    aw_unkeep(f);
    EXPECT_INT(queue_get(q), AW_ESTALE);
    q = queue_of_ints(0);
    g = queue_go(queue_getter, q);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_record_release((aw_record){q.id}), 0);
    EXPECT_INT(aw_await(g), 0);
    EXPECT_TRACE("!SHUTDOWN@0 !SHUTDOWN@0");
}

static aw_queue queue_compared;

static int queue_meddle(const void *a, const void *b)
{
    note("%d", *(const int *)a);
    EXPECT_INT(queue_put(queue_compared, 9), AW_EBUSY);
    EXPECT_INT(queue_get(queue_compared), AW_EBUSY);
    EXPECT_INT(aw_queue_shutdown(queue_compared, true), AW_EBUSY);
    EXPECT_INT(aw_queue_free(queue_compared), AW_EBUSY);
    EXPECT_HAS(aw_errmsg(), "called from the queue's own compare, which must only compare");
    return *(const int *)a - *(const int *)b;
}

TEST("aw_queue_put: from the queue's own compare is refused, as is all else that would change it")
{
    queue_compared = aw_queue_new_with(&(aw_queue_options){
        .item_bytes = sizeof(int), .kind = AW_PRIORITY, .compare = queue_meddle});
    queue_put(queue_compared, 2);
    queue_put(queue_compared, 1);
    EXPECT_TRACE("1");
    EXPECT_INT(queue_take(queue_compared), 1);
    EXPECT_INT(queue_take(queue_compared), 2);
}

/* -- No memory --------------------------------------------------------------------------------- */

TEST("aw_queue_put: without memory says so and loses nothing")
{
    for (int kind = AW_FIFO; kind <= AW_PRIORITY; kind++) {
        aw_queue q = aw_queue_new_with(&(aw_queue_options){
            .item_bytes = sizeof(int),
            .kind = (enum aw_queue_kind)kind,
            .compare = kind == AW_PRIORITY ? queue_compare_ints : NULL});
        int put = 0;
        memory_fail(1, 1);
        EXPECT_INT(queue_put(q, 0), AW_ENOMEM);
        memory_fail(0, 0);
        while (put < 8) EXPECT_INT(queue_put(q, put++), 0);
        memory_fail(1, 1);
        EXPECT_INT(aw_queue_put(q, &put), AW_ENOMEM);
        EXPECT_HAS(aw_errmsg(), "aw_queue_put: no memory for another item");
        memory_fail(0, 0);
        EXPECT_INT(queue_stats(q).unfinished, 8);
        EXPECT_INT(queue_put(q, put++), 0);
        for (int i = 0; i < put; i++) EXPECT_INT(queue_take(q), kind == AW_LIFO ? put - 1 - i : i);
    }
}

TEST("aw_queue_new: without memory gives a handle that says so")
{
    memory_fail(1, 1);
    aw_queue q = queue_of_ints(1);
    memory_fail(0, 0);
    EXPECT_INT(queue_get(q), AW_ENOMEM);
    EXPECT_STR(aw_errmsg(), "aw_queue_new: no memory for a queue");
}

static int queue_wait_to_get(void *queue)
{
    return queue_get(*(aw_queue *)queue);
}

static int queue_wait_to_join(void *queue)
{
    return aw_queue_join(*(aw_queue *)queue);
}

TEST("aw_queue_get: that cannot be parked for want of memory leaves no waiter behind")
{
    aw_queue q = queue_of_ints(0);
    wait_without_memory(queue_wait_to_get, &q);
    EXPECT_INT(queue_stats(q).getters, 0);
    EXPECT_INT(queue_put(q, 4), 0);
    EXPECT_INT(aw_queue_size(q), 1);
    wait_without_memory(queue_wait_to_join, &q);
    EXPECT_INT(queue_stats(q).joiners, 0);
}

TEST("aw_queue_shutdown: at once, of an empty queue, has nothing to drop and nobody to let join")
{
    aw_queue q = queue_of_ints(0);
    EXPECT_INT(aw_queue_shutdown(q, true), 0);
    EXPECT_INT(aw_queue_join(q), 0);
    EXPECT_INT(aw_queue_task_done(q), AW_EINVAL);
}

TEST("aw_queue_shutdown: at once, of a queue whose items are all under way, leaves joiners waiting")
{
    aw_queue q = queue_of_ints(0);
    queue_put(q, 1);
    EXPECT(!aw_queue_is_empty(q));
    EXPECT_INT(queue_take(q), 1);
    aw_task j = queue_go(queue_joiner, q);
    EXPECT_INT(aw_queue_shutdown(q, true), 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_TRACE("");
    EXPECT_INT(aw_queue_task_done(q), 0);
    EXPECT_INT(aw_await(j), 0);
    EXPECT_TRACE("ok=0@1");
}
