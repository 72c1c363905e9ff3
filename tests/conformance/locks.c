/* Scenarios of locks and events. Conditions, semaphores and barriers have files of their own. */
#include "scenario.h"

static int lk_acquire(void *arg)
{
    const struct worker *it = arg;
    int rc = aw_lock_acquire(it->object);
    note_end(it->name, rc);
    return rc < 0 ? rc : aw_lock_release(it->object);
}

/* -- Locks ------------------------------------------------------------------------------------- */

static void lk_release(void *lock)
{
    EXPECT_INT(aw_lock_release(lock), 0);
}

SCENARIO("wf_lock_acquire_race_not_leaked", "!TimeoutError@1 False")
{
    aw_lock lock = {0};
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    aw_call_later(1, lk_release, &lock);
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    outcome(aw_timeout_exit(&limit, aw_lock_acquire(&lock)));
    note_bool(aw_lock_is_locked(&lock));
}

SCENARIO("lk_no_barging_by_releaser", "rel False b a2")
{
    aw_lock lock = {0};
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    aw_task b = go_worker(lk_acquire, &lock, "b");
    EXPECT_INT(aw_yield(), 0);
    lk_release(&lock);
    note("rel");
    note_bool(aw_lock_is_locked(&lock));
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    note("a2");
    lk_release(&lock);
    EXPECT_INT(aw_await(b), 0);
}

SCENARIO("lk_cancel_after_wakeup_hands_off", "b True False")
{
    aw_lock lock = {0};
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    aw_task a = go_worker(lk_acquire, &lock, NULL), b = go_worker(lk_acquire, &lock, "b");
    EXPECT_INT(aw_yield(), 0);
    lk_release(&lock);
    aw_cancel(a);
    EXPECT_INT(aw_await(b), 0);
    note_bool(aw_is_cancelled(a));
    note_bool(aw_lock_is_locked(&lock));
}

SCENARIO("lk_uncontended_no_yield", "got other")
{
    aw_lock lock = {0};
    aw_call_soon(note_cb, "other");
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    note("got");
    EXPECT_INT(aw_yield(), 0);
}

SCENARIO("lk_cancelled_head_delays_next", "False b!C t1 c t2 t3")
{
    aw_lock lock = {0};
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    aw_task b = go_worker(lk_acquire, &lock, "b"), c = go_worker(lk_acquire, &lock, "c");
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(b);
    lk_release(&lock);
    note_bool(aw_lock_is_locked(&lock));
    aw_task clock = ticks(3);
    EXPECT_INT(aw_await(c), 0);
    EXPECT_INT(aw_await(clock), 0);
}

SCENARIO("lk_cancelled_second_does_not_delay", "c!C b t1 d t2 t3")
{
    aw_lock lock = {0};
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    go_worker(lk_acquire, &lock, "b");
    aw_task c = go_worker(lk_acquire, &lock, "c"), d = go_worker(lk_acquire, &lock, "d");
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(c);
    lk_release(&lock);
    aw_task clock = ticks(3);
    EXPECT_INT(aw_await(d), 0);
    EXPECT_INT(aw_await(clock), 0);
}

SCENARIO("lk_newcomer_overtakes_cancelled_only", "main b!C !CancelledError@0")
{
    aw_lock lock = {0};
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    aw_task b = go_worker(lk_acquire, &lock, "b");
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(b);
    lk_release(&lock);
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    note("main");
    outcome(aw_await(b));
    lk_release(&lock);
}

SCENARIO("lk_newcomer_queues_behind_cancelled_and_waiting", "b!C c main")
{
    aw_lock lock = {0};
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    aw_task b = go_worker(lk_acquire, &lock, "b"), c = go_worker(lk_acquire, &lock, "c");
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(b);
    lk_release(&lock);
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    note("main");
    lk_release(&lock);
    EXPECT_INT(aw_await(c), 0);
}

static int lk_hold_a_turn(void *arg)
{
    const struct worker *it = arg;
    EXPECT_INT(aw_lock_acquire(it->object), 0);
    note("%s", it->name);
    EXPECT_INT(aw_yield(), 0);
    return aw_lock_release(it->object);
}

SCENARIO("lk_newcomer_while_handing_over", "b t1 t2 d t3 t4 e t5")
{
    aw_lock lock = {0};
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    go_worker(lk_hold_a_turn, &lock, "b");
    EXPECT_INT(aw_yield(), 0);
    lk_release(&lock);
    go_worker(lk_hold_a_turn, &lock, "d");
    aw_task e = go_worker(lk_hold_a_turn, &lock, "e"), clock = ticks(5);
    EXPECT_INT(aw_await(e), 0);
    EXPECT_INT(aw_await(clock), 0);
}

static int lk_acquire_for_1(void *lock)
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    int rc = aw_timeout_exit(&limit, aw_lock_acquire(*(aw_lock **)lock));
    if (rc == AW_ETIMEDOUT) note_at("a!TO");
    return 0;
}

static int lk_acquire_and_keep(void *lock)
{
    int rc = aw_lock_acquire(*(aw_lock **)lock);
    note_at("b");
    return rc;
}

SCENARIO("lk_timeout_at_release_passes_on", "a!TO@1 b@1 True")
{
    aw_lock lock = {0};
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    aw_call_later(1, lk_release, &lock);
    aw_task a = aw_go(lk_acquire_for_1, aw_lock *, &lock);
    aw_task b = aw_go(lk_acquire_and_keep, aw_lock *, &lock);
    EXPECT_INT(aw_await(a), 0);
    EXPECT_INT(aw_await(b), 0);
    note_bool(aw_lock_is_locked(&lock));
}

SCENARIO("lk_uncancel_after_wakeup_keeps_lock", "w ok=0@0 False")
{
    aw_lock lock = {0};
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    aw_task w = go_worker(lk_acquire, &lock, "w");
    EXPECT_INT(aw_yield(), 0);
    lk_release(&lock);
    aw_cancel(w);
    aw_uncancel(w);
    outcome(aw_await(w));
    note_bool(aw_lock_is_locked(&lock));
}

static int lk_cancel_itself_and_acquire(void *lock)
{
    aw_cancel(aw_self());
    int rc = aw_lock_acquire(*(aw_lock **)lock);
    if (rc == AW_ECANCELLED) note("C");
    return rc;
}

SCENARIO("lk_cancel_before_acquire_blocks", "t1 C t2 !CancelledError@0 False t3")
{
    aw_lock lock = {0};
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    aw_task w = aw_go(lk_cancel_itself_and_acquire, aw_lock *, &lock), clock = ticks(3);
    outcome(aw_await(w));
    lk_release(&lock);
    note_bool(aw_lock_is_locked(&lock));
    EXPECT_INT(aw_await(clock), 0);
}

/* -- Events ------------------------------------------------------------------------------------ */

static int ev_wait(void *arg)
{
    const struct worker *it = arg;
    int rc = aw_event_wait(it->object);
    note_end(it->name, rc);
    return rc;
}

static int ev_wait_and_look(void *arg)
{
    int rc = ev_wait(arg);
    note_bool(rc == 0);
    note_bool(aw_event_is_set(((struct worker *)arg)->object));
    return rc;
}

SCENARIO("ev_set_then_clear_still_wakes", "a True False")
{
    aw_event event = {0};
    aw_task a = go_worker(ev_wait_and_look, &event, "a");
    EXPECT_INT(aw_yield(), 0);
    aw_event_set(&event);
    aw_event_clear(&event);
    EXPECT_INT(aw_await(a), 0);
}

SCENARIO("ev_wakes_in_order_next_turn", "set a b c t1")
{
    aw_event event = {0};
    aw_task tasks[] = {go_worker(ev_wait, &event, "a"), go_worker(ev_wait, &event, "b"),
                       go_worker(ev_wait, &event, "c")};
    EXPECT_INT(aw_yield(), 0);
    aw_event_set(&event);
    aw_event_set(&event);
    note("set");
    aw_task clock = ticks(1);
    EXPECT_INT(aw_await(aw_gather(tasks, 3, 0)), 0);
    EXPECT_INT(aw_await(clock), 0);
}

SCENARIO("ev_cleared_waiter_waits_for_next_set", "a True False b")
{
    aw_event event = {0};
    aw_task a = go_worker(ev_wait, &event, "a");
    EXPECT_INT(aw_yield(), 0);
    aw_event_set(&event);
    aw_event_clear(&event);
    aw_task b = go_worker(ev_wait, &event, "b");
    EXPECT_INT(aw_sleep(1), 0);
    note_bool(aw_is_done(a));
    note_bool(aw_is_done(b));
    aw_event_set(&event);
    EXPECT_INT(aw_await(b), 0);
}

SCENARIO("ev_cancel_one_of_two", "a!C b True")
{
    aw_event event = {0};
    aw_task a = go_worker(ev_wait, &event, "a"), b = go_worker(ev_wait, &event, "b");
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(a);
    aw_event_set(&event);
    EXPECT_INT(aw_await(b), 0);
    note_bool(aw_is_cancelled(a));
}

SCENARIO("ev_set_then_cancel_is_cancelled", "a!C !CancelledError@0")
{
    aw_event event = {0};
    aw_task a = go_worker(ev_wait, &event, "a");
    EXPECT_INT(aw_yield(), 0);
    aw_event_set(&event);
    aw_cancel(a);
    outcome(aw_await(a));
}
