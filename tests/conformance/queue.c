/* Scenarios of queues: who is woken when, and who gets what. */
#include "q_user.h"

SCENARIO("q_getters_fifo", "a1 b2")
{
    aw_queue q = q_new(0);
    aw_task a = q_getter(q, "a"), b = q_getter(q, "b");
    q_turns(1);
    q_put(q, 1);
    q_put(q, 2);
    EXPECT_INT(aw_await(a), 0);
    EXPECT_INT(aw_await(b), 0);
}

SCENARIO("q_get_cancelled_after_wakeup_hands_on", "bx True 0")
{
    aw_queue q = q_new(0);
    aw_task a = q_getter(q, "a");
    q_getter(q, "b");
    q_turns(1);
    q_put(q, word("x"));
    aw_cancel(a);
    q_turns(3);
    note_bool(aw_is_cancelled(a));
    note("%d", aw_queue_size(q));
}

SCENARIO("q_woken_getter_barged", "stole1 b2 a3")
{
    aw_queue q = q_new(0);
    aw_task a = q_getter(q, "a"), b = q_getter(q, "b");
    q_turns(1);
    q_put(q, 1);
    note("stole%d", q_take(q));
    q_turns(1);
    q_put(q, 2);
    q_put(q, 3);
    EXPECT_INT(aw_await(a), 0);
    EXPECT_INT(aw_await(b), 0);
}

static int q_compare(const void *a, const void *b)
{
    const int *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static aw_queue q_new_priority(void)
{
    return aw_queue_new_with(
        &(aw_queue_options){.item_bytes = sizeof(int), .kind = AW_PRIORITY, .compare = q_compare});
}

/* Three items out, as a list. */
static void q_note_three(aw_queue queue)
{
    int a = q_take(queue), b = q_take(queue), c = q_take(queue);
    note("[%d, %d, %d]", a, b, c);
}

SCENARIO("q_priority_lifo", "[1, 2, 3] [2, 1, 3]")
{
    aw_queue queues[] = {q_new_priority(), aw_queue_new(sizeof(int), 0, AW_LIFO)};
    for (int i = 0; i < 2; i++) {
        q_put(queues[i], 3);
        q_put(queues[i], 1);
        q_put(queues[i], 2);
        q_note_three(queues[i]);
    }
}

/* -- Further ones, observed on CPython 3.13 ---------------------------------------------------- */

SCENARIO("q_putters_fifo", "0 a+1 1 b+2 2 c+3 3")
{
    aw_queue q = q_new(1);
    q_put(q, 0);
    q_putter(q, "a", 1);
    q_putter(q, "b", 2);
    q_putter(q, "c", 3);
    q_turns(1);
    for (int i = 0; i < 4; i++) {
        note("%d", q_get(q));
        q_turns(1);
    }
}

SCENARIO("q_put_cancelled_after_wakeup_hands_on", "0 b+2 True 2 0")
{
    aw_queue q = q_new(1);
    q_put(q, 0);
    aw_task a = q_putter(q, "a", 1), b = q_putter(q, "b", 2);
    q_turns(1);
    note("%d", q_take(q));
    aw_cancel(a);
    q_turns(3);
    note_bool(aw_is_done(b));
    note("%d", q_take(q));
    note("%d", aw_queue_size(q));
}

SCENARIO("q_put_cancelled_while_full_leaves_the_rest", "0 b+2 2")
{
    aw_queue q = q_new(1);
    q_put(q, 0);
    aw_task a = q_putter(q, "a", 1), b = q_putter(q, "b", 2);
    q_turns(1);
    aw_cancel(a);
    q_turns(1);
    note("%d", q_take(q));
    EXPECT_INT(aw_await(b), 0);
    note("%d", q_take(q));
}

SCENARIO("q_putter_cancelled_when_full_again", "False 1")
{
    aw_queue q = q_new(1);
    q_put(q, 0);
    aw_task a = q_putter(q, "a", 1), b = q_putter(q, "b", 2);
    q_turns(1);
    q_take(q);
    q_put(q, 9);
    aw_cancel(a);
    q_turns(2);
    note_bool(aw_is_done(b));
    note("%d", aw_queue_size(q));
    aw_cancel(b);
    q_turns(1);
}

SCENARIO("q_woken_putter_barged", "0 9 b+2 2 a+1 1")
{
    aw_queue q = q_new(1);
    q_put(q, 0);
    q_putter(q, "a", 1);
    q_putter(q, "b", 2);
    q_turns(1);
    note("%d", q_take(q));
    q_put(q, 9);
    q_turns(1);
    for (int i = 0; i < 3; i++) {
        note("%d", q_take(q));
        q_turns(1);
    }
}

SCENARIO("q_nowait_full_and_empty", "QueueEmpty False True QueueFull 1 2 True")
{
    aw_queue q = q_new(2);
    note("%s", exception(q_take(q)));
    q_put(q, 1);
    note_bool(aw_queue_is_full(q));
    q_put(q, 2);
    note_bool(aw_queue_is_full(q));
    note("%s", exception(q_put(q, 3)));
    note("%d", q_take(q));
    note("%d", q_take(q));
    note_bool(aw_queue_is_empty(q));
}

static int q_note_other(void *unused)
{
    note("other");
    return 0;
}

SCENARIO("q_no_yield_when_possible", "put 1 joined other")
{
    aw_queue q = q_new(1);
    aw_task t = aw_spawn(q_note_other, NULL, 0);
    int one = 1;
    EXPECT_INT(aw_queue_put(q, &one), 0);
    note("put");
    note("%d", q_get(q));
    aw_queue_task_done(q);
    EXPECT_INT(aw_queue_join(q), 0);
    note("joined");
    EXPECT_INT(aw_await(t), 0);
}

SCENARIO("q_task_done_too_often", "ValueError 1")
{
    aw_queue q = q_new(0);
    q_put(q, 1);
    EXPECT_INT(aw_queue_task_done(q), 0);
    note("%s", exception(aw_queue_task_done(q)));
    note("%d", q_take(q));
}

SCENARIO("q_join_waits_for_task_done", "1 2 both done j k end")
{
    aw_queue q = q_new(0);
    q_put(q, 1);
    q_put(q, 2);
    aw_task j = q_joiner(q, "j"), k = q_joiner(q, "k");
    q_turns(1);
    note("%d", q_get(q));
    aw_queue_task_done(q);
    q_turns(1);
    note("%d", q_get(q));
    note("both");
    EXPECT_INT(aw_sleep(1), 0);
    aw_queue_task_done(q);
    note("done");
    q_turns(1);
    note("end");
    EXPECT_INT(aw_await(j), 0);
    EXPECT_INT(aw_await(k), 0);
}

SCENARIO("q_join_returns_although_put_again", "j True 1")
{
    aw_queue q = q_new(0);
    q_put(q, 1);
    aw_task j = q_joiner(q, "j");
    q_turns(1);
    q_take(q);
    aw_queue_task_done(q);
    q_put(q, 2);
    q_turns(1);
    note_bool(aw_is_done(j));
    aw_queue_stats_info stats;
    aw_queue_stats(q, &stats);
    note("%u", stats.unfinished);
}

static void q_put_x(void *arg)
{
    note("put");
    q_put(*(aw_queue *)arg, word("x"));
}

/* A get with a limit of 1, as wait_for makes one. */
static int q_get_in_time(aw_queue queue)
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    return aw_timeout_exit(&limit, q_get(queue));
}

SCENARIO("q_timeout_in_the_tick_of_a_put", "put !TimeoutError@1 1 ok=x@1")
{
    aw_queue q = q_new(0);
    aw_call_at(1, q_put_x, &q);
    outcome(q_get_in_time(q));
    note("%d", aw_queue_size(q));
    outcome(q_get(q));
}

static int q_get_in_time_main(void *arg)
{
    outcome(q_get_in_time(*(aw_queue *)arg));
    return 0;
}

SCENARIO("q_timed_out_getter_hands_on", "put !TimeoutError@1 bx")
{
    aw_queue q = q_new(0);
    aw_call_at(1, q_put_x, &q);
    aw_task t = aw_go(q_get_in_time_main, aw_queue, q.id), b = q_getter(q, "b");
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_await(b), 0);
}

static int q_cancel_itself_then_get_two(void *arg)
{
    aw_queue q = *(aw_queue *)arg;
    aw_cancel(aw_self());
    note("%d", q_get(q));
    note("got");
    return q_get(q);
}

SCENARIO("q_pending_cancel_does_not_stop_a_ready_get", "1 got !CancelledError@0 0")
{
    aw_queue q = q_new(0);
    q_put(q, 1);
    outcome(aw_await(aw_go(q_cancel_itself_then_get_two, aw_queue, q.id)));
    note("%d", aw_queue_size(q));
}

static int q_cancel_itself_then_get(void *arg)
{
    aw_cancel(aw_self());
    return q_get(*(aw_queue *)arg);
}

SCENARIO("q_pending_cancel_before_a_waiting_get", "True b1")
{
    aw_queue q = q_new(0);
    aw_task t = aw_go(q_cancel_itself_then_get, aw_queue, q.id), b = q_getter(q, "b");
    q_turns(2);
    note_bool(aw_is_cancelled(t));
    q_put(q, 1);
    EXPECT_INT(aw_await(b), 0);
}

SCENARIO("q_two_woken_first_cancelled", "b1 c2 True")
{
    aw_queue q = q_new(0);
    aw_task a = q_getter(q, "a");
    q_getter(q, "b");
    aw_task c = q_getter(q, "c");
    q_turns(1);
    q_put(q, 1);
    q_put(q, 2);
    aw_cancel(a);
    q_turns(3);
    note_bool(aw_is_done(c));
}

static int q_produce(void *arg)
{
    const struct q_user *user = arg;
    for (int i = 0; i < user->value; i++) {
        int rc = aw_queue_put(user->queue, &i);
        if (rc < 0) return rc;
        note("+%d", i);
    }
    return 0;
}

static int q_consume(void *arg)
{
    const struct q_user *user = arg;
    for (int i = 0; i < user->value; i++) note("%d", q_get(user->queue));
    return 0;
}

SCENARIO("q_bounded_by_one_hands_over", "+0 0 +1 1 +2 2 +3 3")
{
    struct q_user user = {.queue = q_new(1), .value = 4};
    aw_task both[] = {aw_spawn(q_produce, &user, sizeof user),
                      aw_spawn(q_consume, &user, sizeof user)};
    EXPECT_INT(aw_await(aw_gather(both, 2, 0)), 0);
}

SCENARIO("q_bounded_by_two_hands_over", "+0 +1 0 1 +2 +3 2 3 +4 +5 4 5")
{
    struct q_user user = {.queue = q_new(2), .value = 6};
    aw_task both[] = {aw_spawn(q_consume, &user, sizeof user),
                      aw_spawn(q_produce, &user, sizeof user)};
    EXPECT_INT(aw_await(aw_gather(both, 2, 0)), 0);
}

SCENARIO("q_put_wakes_one_turn_later", "put soon a1 later end")
{
    aw_queue q = q_new(0);
    q_getter(q, "a");
    q_turns(1);
    aw_call_soon(note_cb, "soon");
    q_put(q, 1);
    aw_call_soon(note_cb, "later");
    note("put");
    q_turns(1);
    note("end");
}

SCENARIO("q_priority_put_while_getters_wait", "a3 b5 [1, 2, 4]")
{
    aw_queue q = q_new_priority();
    q_getter(q, "a");
    q_getter(q, "b");
    q_turns(1);
    q_put(q, 5);
    q_put(q, 3);
    q_turns(1);
    q_put(q, 4);
    q_put(q, 1);
    q_put(q, 2);
    q_note_three(q);
}

SCENARIO("q_lifo_bounded", "2 p+3 3 1")
{
    aw_queue q = aw_queue_new(sizeof(int), 2, AW_LIFO);
    q_put(q, 1);
    q_put(q, 2);
    q_putter(q, "p", 3);
    q_turns(1);
    note("%d", q_get(q));
    q_turns(1);
    note("%d", q_get(q));
    note("%d", q_get(q));
}
