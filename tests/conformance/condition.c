/* Scenarios of conditions. */
#include "scenario.h"

static void cv_notify(aw_condition *condition, int count)
{
    EXPECT_INT(aw_condition_acquire(condition), 0);
    aw_condition_notify(condition, count);
    EXPECT_INT(aw_condition_release(condition), 0);
}

static int cv_wait(void *arg)
{
    const struct worker *it = arg;
    EXPECT_INT(aw_condition_acquire(it->object), 0);
    int rc = aw_condition_wait(it->object);
    note_end(it->name, rc);
    EXPECT_INT(aw_condition_release(it->object), 0);
    return rc;
}

SCENARIO("cv_notify_needs_lock", "RE !InvalidStateError@0")
{
    aw_condition condition = {0};
    if (aw_condition_notify(&condition, 1) == AW_ESTATE) note("RE");
    outcome(aw_condition_wait(&condition));
}

/* Notes "C" and the time where it is cancelled, and whether it has the lock. */
static int cv_wait_cancelled(void *arg)
{
    aw_condition *condition = *(aw_condition **)arg;
    EXPECT_INT(aw_condition_acquire(condition), 0);
    int rc = aw_condition_wait(condition);
    if (rc == AW_ECANCELLED) {
        note_at("C");
        note_bool(aw_condition_is_locked(condition));
    }
    EXPECT_INT(aw_condition_release(condition), 0);
    return rc;
}

SCENARIO("cv_cancel_reacquires_lock", "C@2 True !CancelledError@2 False")
{
    aw_condition condition = {0};
    aw_task t = aw_go(cv_wait_cancelled, aw_condition *, &condition);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_condition_acquire(&condition), 0);
    aw_cancel(t);
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT_INT(aw_condition_release(&condition), 0);
    outcome(aw_await(t));
    note_bool(aw_condition_is_locked(&condition));
}

static int cv_wait_cancelled_thrice(void *arg)
{
    int rc = cv_wait_cancelled(arg);
    note("%s %d", aw_errmsg(), aw_cancelling(aw_self()));
    return rc;
}

SCENARIO("cv_cancels_while_reacquiring", "C@1 True three 3 !CancelledError@1 False")
{
    aw_condition condition = {0};
    aw_task t = aw_go(cv_wait_cancelled_thrice, aw_condition *, &condition);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_condition_acquire(&condition), 0);
    const char *const words[] = {"one", "two", "three"};
    for (int i = 0; i < 3; i++) {
        aw_cancel_with(t, words[i]);
        EXPECT_INT(aw_yield(), 0);
    }
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_condition_release(&condition), 0);
    outcome(aw_await(t));
    note_bool(aw_condition_is_locked(&condition));
}

static void cv_three_turns(void)
{
    for (int i = 0; i < 3; i++) EXPECT_INT(aw_yield(), 0);
    note("|");
}

SCENARIO("cv_notify_order_and_count", "a b | c | d")
{
    aw_condition condition = {0};
    aw_task tasks[] = {go_worker(cv_wait, &condition, "a"), go_worker(cv_wait, &condition, "b"),
                       go_worker(cv_wait, &condition, "c"), go_worker(cv_wait, &condition, "d")};
    EXPECT_INT(aw_yield(), 0);
    cv_notify(&condition, 2);
    cv_three_turns();
    cv_notify(&condition, 1);
    cv_notify(&condition, 0);
    cv_three_turns();
    EXPECT_INT(aw_condition_acquire(&condition), 0);
    EXPECT_INT(aw_condition_notify_all(&condition), 1);
    EXPECT_INT(aw_condition_release(&condition), 0);
    EXPECT_INT(aw_await(aw_gather(tasks, 4, 0)), 0);
}

SCENARIO("cv_notified_then_cancelled_passes_on", "a!C b ok=0@0 True")
{
    aw_condition condition = {0};
    aw_task a = go_worker(cv_wait, &condition, "a"), b = go_worker(cv_wait, &condition, "b");
    EXPECT_INT(aw_yield(), 0);
    cv_notify(&condition, 1);
    aw_cancel(a);
    outcome(aw_await(b));
    note_bool(aw_is_cancelled(a));
}

SCENARIO("cv_cancel_unnotified_wakes_next", "a!C b ok=0@0")
{
    aw_condition condition = {0};
    aw_task a = go_worker(cv_wait, &condition, "a"), b = go_worker(cv_wait, &condition, "b");
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(a);
    outcome(aw_await(b));
}

SCENARIO("cv_notified_cancel_while_reacquiring_passes_on", "a!C b ok=0@1 True")
{
    aw_condition condition = {0};
    aw_task a = go_worker(cv_wait, &condition, "a"), b = go_worker(cv_wait, &condition, "b");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_condition_acquire(&condition), 0);
    EXPECT_INT(aw_condition_notify(&condition, 1), 1);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(a);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_condition_release(&condition), 0);
    outcome(aw_await(b));
    note_bool(aw_is_cancelled(a));
}

static int cv_hold(void *arg)
{
    const struct worker *it = arg;
    EXPECT_INT(aw_condition_acquire(it->object), 0);
    note("%s", it->name);
    return aw_condition_release(it->object);
}

SCENARIO("cv_notified_queue_behind_lock_waiters", "x t1 a t2 z t3 t4 t5 t6")
{
    aw_condition condition = {0};
    aw_task a = go_worker(cv_wait, &condition, "a");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_condition_acquire(&condition), 0);
    go_worker(cv_hold, &condition, "x");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_condition_notify(&condition, 1), 1);
    aw_task z = go_worker(cv_hold, &condition, "z");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_condition_release(&condition), 0);
    aw_task clock = ticks(6);
    EXPECT_INT(aw_await(a), 0);
    EXPECT_INT(aw_await(z), 0);
    EXPECT_INT(aw_await(clock), 0);
}

static int cv_value;

static int cv_is_two(void *unused)
{
    note("p%d", cv_value);
    return cv_value >= 2 ? cv_value : 0;
}

static int cv_wait_for_two(void *arg)
{
    aw_condition *condition = *(aw_condition **)arg;
    EXPECT_INT(aw_condition_acquire(condition), 0);
    note("got %d", aw_condition_wait_for(condition, cv_is_two, NULL));
    return aw_condition_release(condition);
}

SCENARIO("cv_wait_for_predicate", "p0 p1 p2 got 2")
{
    aw_condition condition = {0};
    aw_task t = aw_go(cv_wait_for_two, aw_condition *, &condition);
    EXPECT_INT(aw_yield(), 0);
    for (int i = 0; i < 3; i++) {
        cv_value++;
        cv_notify(&condition, 1);
        EXPECT_INT(aw_yield(), 0);
        EXPECT_INT(aw_yield(), 0);
    }
    EXPECT_INT(aw_await(t), 0);
}

SCENARIO("cv_timeout_while_waiting_keeps_lock", "TO@1 True False")
{
    aw_condition condition = {0};
    EXPECT_INT(aw_condition_acquire(&condition), 0);
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    if (aw_timeout_exit(&limit, aw_condition_wait(&condition)) == AW_ETIMEDOUT) note_at("TO");
    note_bool(aw_condition_is_locked(&condition));
    EXPECT_INT(aw_condition_release(&condition), 0);
    note_bool(aw_condition_is_locked(&condition));
}

struct cv_pair {
    const char *name;
    aw_condition *mine, *other;
};

static int cv_wait_and_notify(void *arg)
{
    const struct cv_pair *it = arg;
    EXPECT_INT(aw_condition_acquire(it->mine), 0);
    EXPECT_INT(aw_condition_wait(it->mine), 0);
    note("%s", it->name);
    aw_condition_notify(it->other, 1);
    return aw_condition_release(it->mine);
}

SCENARIO("cv_two_conditions_one_lock", "a b")
{
    aw_lock lock = {0};
    aw_condition c = {.lock = &lock}, d = {.lock = &lock};
    aw_task tasks[] = {aw_go(cv_wait_and_notify, struct cv_pair, "a", &c, &d),
                       aw_go(cv_wait_and_notify, struct cv_pair, "b", &d, &c)};
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    EXPECT_INT(aw_condition_notify(&c, 1), 1);
    EXPECT_INT(aw_lock_release(&lock), 0);
    EXPECT_INT(aw_await(aw_gather(tasks, 2, 0)), 0);
}
