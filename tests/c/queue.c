/* aw_queue: items in their order, and waiting for items and room. */
#include "queues.h"

#include <stdio.h>

/* -- Items ------------------------------------------------------------------------------------- */

TEST("aw_queue_get: brings items in the order of putting, through every growth of an endless queue")
{
    aw_queue q = queue_of_ints(0);
    int put = 0, got = 0;
    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < 7; i++) EXPECT_INT(queue_put(q, put++), 0);
        for (int i = 0; i < 4; i++) EXPECT_INT(queue_take(q), got++);
    }
    EXPECT_INT(aw_queue_size(q), 600);
    while (got < put) EXPECT_INT(queue_get(q), got++);
    EXPECT(aw_queue_is_empty(q));
}

TEST("aw_queue_get: of AW_LIFO brings the newest item")
{
    aw_queue q = aw_queue_new(sizeof(int), 0, AW_LIFO);
    for (int i = 0; i < 20; i++) queue_put(q, i);
    for (int i = 19; i >= 10; i--) EXPECT_INT(queue_get(q), i);
    queue_put(q, 99);
    EXPECT_INT(queue_get(q), 99);
    for (int i = 9; i >= 0; i--) EXPECT_INT(queue_get(q), i);
}

struct queue_order {
    int rank;
    char name[12];
};

static int queue_by_rank(const void *a, const void *b)
{
    const struct queue_order *x = a, *y = b;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

TEST("aw_queue_get: of AW_PRIORITY brings the least item, and equal ones in order of arrival")
{
    enum { COUNT = 500 };
    aw_queue q = aw_queue_new_with(&(aw_queue_options){
        .item_bytes = sizeof(struct queue_order), .kind = AW_PRIORITY, .compare = queue_by_rank});
    int arrivals[10] = {0};
    for (int i = 0; i < COUNT; i++) {
        struct queue_order order = {.rank = i * 7919 % 10};
        snprintf(order.name, sizeof order.name, "%d", arrivals[order.rank]++);
        EXPECT_INT(aw_queue_put(q, &order), 0);
    }
    int rank = 0, number = 0;
    for (int i = 0; i < COUNT; i++) {
        struct queue_order order;
        char expected[12];
        EXPECT_INT(aw_queue_get(q, &order), 0);
        if (order.rank != rank) rank = order.rank, number = 0;
        snprintf(expected, sizeof expected, "%d", number++);
        if (!EXPECT_STR(order.name, expected)) return;
        EXPECT_INT(order.rank, i / (COUNT / 10));
    }
}

TEST("aw_queue_put: copies items of any size, none and large ones")
{
    char large[3000], back[3000];
    memset(large, 'x', sizeof large);
    aw_queue letters = aw_queue_new(1, 3, AW_FIFO), blocks = aw_queue_new(sizeof large, 3, AW_LIFO);
    aw_queue tokens = aw_queue_new(0, 2, AW_FIFO);
    for (int i = 0; i < 10; i++) {
        EXPECT_INT(aw_queue_put(letters, &"ab"[i % 2]), 0);
        EXPECT_INT(aw_queue_get(letters, back), 0);
        EXPECT_INT(back[0], "ab"[i % 2]);
    }
    EXPECT_INT(aw_queue_put(blocks, large), 0);
    EXPECT_INT(aw_queue_get(blocks, back), 0);
    EXPECT_INT(memcmp(large, back, sizeof large), 0);
    EXPECT_INT(aw_queue_put(tokens, NULL), 0);
    EXPECT_INT(aw_queue_put(tokens, NULL), 0);
    EXPECT(aw_queue_is_full(tokens));
    EXPECT_INT(aw_queue_get(tokens, NULL), 0);
    EXPECT_INT(aw_queue_size(tokens), 1);
}

TEST("aw_queue_new: a small bounded queue takes memory once, a large one gives it back when empty")
{
    aw_queue q = queue_of_ints(10), endless = queue_of_ints(0);
    uint64_t before = stats_now().bytes;
    queue_put(q, 0);
    uint64_t with_room = stats_now().bytes;
    EXPECT_INT((int64_t)(with_room - before), 10 * sizeof(int));
    for (int i = 1; i < 10; i++) queue_put(q, i);
    EXPECT_INT((int64_t)stats_now().bytes, (int64_t)with_room);
    for (int i = 0; i < 10; i++) EXPECT_INT(queue_take(q), i);
    EXPECT_INT((int64_t)stats_now().bytes, (int64_t)with_room);
    for (int i = 0; i < 5000; i++) queue_put(endless, i);
    EXPECT(stats_now().bytes >= with_room + 5000 * sizeof(int));
    for (int i = 0; i < 5000; i++) EXPECT_INT(queue_take(endless), i);
    EXPECT_INT((int64_t)stats_now().bytes, (int64_t)with_room);
}

/* -- Waiting ----------------------------------------------------------------------------------- */

TEST("aw_queue_put: waits for room and puts when an item was taken")
{
    aw_queue q = queue_of_ints(1);
    queue_put(q, 1);
    aw_task t = queue_go(queue_putter, q);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(queue_stats(q).putters, 1);
    EXPECT_INT(queue_get(q), 1);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(queue_get(q), 7);
    EXPECT_TRACE("ok=0@1");
}

TEST("aw_queue_get: cancelled while it waits takes nothing and leaves no waiter")
{
    aw_queue q = queue_of_ints(0);
    aw_task t = queue_go(queue_getter, q);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(queue_stats(q).getters, 1);
    aw_cancel(t);
    EXPECT_INT(queue_stats(q).getters, 0);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    queue_put(q, 1);
    EXPECT_INT(aw_queue_size(q), 1);
    EXPECT_TRACE("!CANCELLED@0");
}

TEST("aw_queue_put: cancelled while it waits puts nothing")
{
    aw_queue q = queue_of_ints(1);
    queue_put(q, 1);
    aw_task t = queue_go(queue_putter, q);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t);
    EXPECT_INT(queue_take(q), 1);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT(aw_queue_is_empty(q));
    EXPECT_TRACE("!CANCELLED@0");
}

TEST("aw_queue_put: cancelled in the turn of its wake-up hands the room on")
{
    aw_queue q = queue_of_ints(1);
    queue_put(q, 1);
    aw_task a = queue_go(queue_putter, q), b = queue_go(queue_putter, q);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(queue_take(q), 1);
    aw_cancel(a);
    EXPECT_INT(aw_await(b), 0);
    EXPECT(aw_is_cancelled(a));
    EXPECT_INT(queue_take(q), 7);
    EXPECT_TRACE("!CANCELLED@0 ok=0@0");
}

static int queue_timed_put(void *arg)
{
    int value = 8;
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 5), 0);
    note_rc(aw_timeout_exit(&limit, aw_queue_put(*(aw_queue *)arg, &value)));
    return 0;
}

static int queue_timed_join(void *arg)
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 5), 0);
    note_rc(aw_timeout_exit(&limit, aw_queue_join(*(aw_queue *)arg)));
    return 0;
}

static void queue_take_soon(void *arg)
{
    EXPECT_INT(queue_take(*(aw_queue *)arg), 1);
}

TEST("aw_queue_put: timed out in the tick in which room comes hands it on")
{
    aw_queue q = queue_of_ints(1);
    queue_put(q, 1);
    aw_call_at(5, queue_take_soon, &q);
    queue_go(queue_timed_put, q);
    aw_task other = queue_go(queue_putter, q);
    EXPECT_INT(aw_await(other), 0);
    EXPECT_INT(queue_take(q), 7);
    EXPECT_TRACE("!TIMEDOUT@5 ok=0@5");
}

static void queue_done_soon(void *arg)
{
    EXPECT_INT(aw_queue_task_done(*(aw_queue *)arg), 0);
}

TEST("aw_queue_join: cancelled or timed out in the tick of the last item reports that")
{
    aw_queue q = queue_of_ints(0);
    queue_put(q, 1);
    aw_call_at(5, queue_done_soon, &q);
    aw_task t = queue_go(queue_timed_join, q), c = queue_go(queue_joiner, q);
    aw_task j = queue_go(queue_joiner, q);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(queue_stats(q).joiners, 3);
    aw_cancel(c);
    EXPECT_INT(aw_await(j), 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("!CANCELLED@1 !TIMEDOUT@5 ok=0@5");
}

static void queue_outside(void *arg)
{
    aw_queue q = *(aw_queue *)arg;
    note_rc(queue_get(q));
    EXPECT_HAS(aw_errmsg(), "outside a task");
    note_rc(queue_put(q, 1));
    note_rc(queue_get(q));
    note_rc(queue_put(q, 2));
    note_rc(aw_queue_join(q));
}

TEST("aw_queue_get: in a callback works when it need not wait, and says so otherwise")
{
    aw_queue q = queue_of_ints(0);
    aw_call_soon(queue_outside, &q);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_TRACE("!NOTASK@0 ok=0@0 ok=1@0 ok=0@0 !NOTASK@0");
}

TEST("aw_queue_stats: counts items, those who wait, and what has happened")
{
    aw_queue q = queue_of_ints(2);
    queue_put(q, 1);
    queue_put(q, 2);
    aw_task p = queue_go(queue_putter, q), j = queue_go(queue_joiner, q);
    EXPECT_INT(aw_yield(), 0);
    aw_queue_stats_info s = queue_stats(q);
    EXPECT_INT(s.items, 2);
    EXPECT_INT(s.unfinished, 2);
    EXPECT_INT(s.putters, 1);
    EXPECT_INT(s.joiners, 1);
    EXPECT_INT((int64_t)s.puts, 2);
    EXPECT_INT((int64_t)s.waits, 2);
    EXPECT_INT(queue_take(q), 1);
    EXPECT_INT(aw_await(p), 0);
    for (int i = 0; i < 2; i++) aw_queue_task_done(q);
    aw_queue_shutdown(q, true);
    EXPECT_INT(aw_await(j), 0);
    s = queue_stats(q);
    EXPECT_INT(s.items, 0);
    EXPECT_INT(s.unfinished, 0);
    EXPECT_INT((int64_t)s.puts, 3);
    EXPECT_INT((int64_t)s.gets, 1);
    EXPECT_TRACE("ok=0@0 ok=0@0");
}

TEST("aw_queue_put, aw_queue_get: as values take the call site themselves")
{
    int item = 3, got = 0;
    aw_queue q = aw_queue_new(sizeof item, 0, AW_FIFO);
    EXPECT_INT(aw_queue_put_here(q, &item, AW_HERE), 0);
    EXPECT_INT(aw_queue_get_here(q, &got, AW_HERE), 0);
    EXPECT_INT(got, 3);
}
