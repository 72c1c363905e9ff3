/* Scenarios of the end of a queue: shutdown, and the end of main. */
#include "q_user.h"

SCENARIO("q_shutdown_wakes_getters_putters", "g!QueueShutDown@0 p!QueueShutDown@0 1")
{
    aw_queue empty = q_new(0), full = q_new(1);
    q_put(full, 1);
    q_getter(empty, "g");
    q_putter(full, "p", 2);
    q_turns(1);
    aw_queue_shutdown(empty, false);
    aw_queue_shutdown(full, false);
    q_turns(1);
    note("%d", aw_queue_size(full));
}

static int q_join_none(void *arg)
{
    int rc = aw_queue_join(*(aw_queue *)arg);
    note_at("jok=%s", rc == 0 ? "None" : exception(rc));
    return rc;
}

SCENARIO("q_shutdown_immediate_with_unfinished", "False jok=None@0")
{
    aw_queue q = q_new(0);
    q_put(q, 1);
    q_put(q, 2);
    EXPECT_INT(q_get(q), 1);
    aw_task j = aw_go(q_join_none, aw_queue, q.id);
    q_turns(1);
    aw_queue_shutdown(q, true);
    q_turns(1);
    note_bool(aw_is_done(j));
    aw_queue_task_done(q);
    EXPECT_INT(aw_await(j), 0);
}

/* -- Further ones, observed on CPython 3.13 ---------------------------------------------------- */

SCENARIO("q_shutdown_drains_then_fails",
         "ok=1@0 ok=2@0 !QueueShutDown@0 QueueShutDown QueueShutDown !QueueShutDown@0")
{
    aw_queue q = q_new(0);
    q_put(q, 1);
    q_put(q, 2);
    aw_queue_shutdown(q, false);
    for (int i = 0; i < 3; i++) outcome(q_get(q));
    note("%s", exception(q_take(q)));
    note("%s", exception(q_put(q, 3)));
    int three = 3;
    outcome(aw_queue_put(q, &three));
}

SCENARIO("q_shutdown_immediate_releases_join", "0 j ValueError !QueueShutDown@0")
{
    aw_queue q = q_new(0);
    q_put(q, 1);
    q_put(q, 2);
    aw_task j = q_joiner(q, "j");
    q_turns(1);
    aw_queue_shutdown(q, true);
    note("%d", aw_queue_size(q));
    EXPECT_INT(aw_await(j), 0);
    note("%s", exception(aw_queue_task_done(q)));
    outcome(q_get(q));
}

SCENARIO("q_shutdown_wakes_in_order", "j p!QueueShutDown@0 r!QueueShutDown@0 a!QueueShutDown@0 "
                                      "b!QueueShutDown@0")
{
    aw_queue empty = q_new(1), full = q_new(1);
    q_getter(empty, "a");
    q_getter(empty, "b");
    q_turns(1);
    q_put(full, 1);
    q_putter(full, "p", 2);
    q_putter(full, "r", 3);
    q_joiner(full, "j");
    q_turns(1);
    aw_queue_shutdown(full, true);
    aw_queue_shutdown(empty, false);
    q_turns(2);
}

SCENARIO("q_shutdown_drops_what_a_woken_getter_was_called_for", "a!QueueShutDown@0 0")
{
    aw_queue q = q_new(0);
    q_getter(q, "a");
    q_turns(1);
    q_put(q, 1);
    aw_queue_shutdown(q, true);
    q_turns(1);
    note("%d", aw_queue_size(q));
}

SCENARIO("q_shutdown_woken_getter_still_gets_item", "a1 b!QueueShutDown@0 0")
{
    aw_queue q = q_new(0);
    q_getter(q, "a");
    q_getter(q, "b");
    q_turns(1);
    q_put(q, 1);
    aw_queue_shutdown(q, false);
    q_turns(2);
    note("%d", aw_queue_size(q));
}

SCENARIO("q_shutdown_woken_putter_fails", "1 a!QueueShutDown@0 0")
{
    aw_queue q = q_new(1);
    q_put(q, 1);
    q_putter(q, "a", 2);
    q_turns(1);
    note("%d", q_take(q));
    aw_queue_shutdown(q, false);
    q_turns(1);
    note("%d", aw_queue_size(q));
}

SCENARIO("q_shutdown_twice", "1 0 !QueueShutDown@0")
{
    aw_queue q = q_new(0);
    q_put(q, 1);
    aw_queue_shutdown(q, false);
    note("%d", aw_queue_size(q));
    aw_queue_shutdown(q, true);
    note("%d", aw_queue_size(q));
    aw_queue_shutdown(q, false);
    outcome(q_get(q));
}

/* Takes items for ever; in its cleanup it still uses the queue, which is main's. */
static int q_work(void *arg)
{
    aw_queue q = *(aw_queue *)arg;
    int rc, value;
    while ((rc = aw_queue_get(q, &value)) == 0 && (rc = aw_sleep(1)) == 0) {
        note_at("w%d", value);
        aw_queue_task_done(q);
    }
    note_at("w!%s", rc == AW_ECANCELLED ? "C" : exception(rc));
    EXPECT_INT(q_put(q, 7), 0);
    note("%d", aw_queue_size(q));
    return rc;
}

PROGRAM("q_workers_end_with_main", "w1@1 w2@2 w3@3 end@3 w!C@3 1")
{
    aw_queue q = q_new(0);
    for (int value = 1; value <= 3; value++) q_put(q, value);
    aw_go(q_work, aw_queue, q.id);
    EXPECT_INT(aw_queue_join(q), 0);
    note_at("end");
    return 0;
}
