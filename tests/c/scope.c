/* Cancel scopes: level-triggered cancellation, what it reaches and what it leaves alone. */
#include "test.h"

TEST("aw_move_on_after: cuts the body short, again and again, and the exit gives 0")
{
    aw_scope scope = {{0}};
    EXPECT_INT(aw_move_on_after(&scope, 10), 0);
    EXPECT_INT(aw_sleep(4), 0);
    EXPECT(!aw_scope_is_cancelled(&scope));
    EXPECT_INT(aw_sleep(20), AW_ECANCELLED);
    EXPECT_INT(aw_now(), 10);
    EXPECT(aw_scope_is_cancelled(&scope));
    EXPECT_INT(aw_sleep(20), AW_ECANCELLED);
    EXPECT_INT(aw_yield(), AW_ECANCELLED);
    EXPECT_INT(aw_await(aw_future_new()), AW_ECANCELLED);
    EXPECT_INT(aw_scope_exit(&scope, AW_ECANCELLED), 0);
    EXPECT(aw_scope_has_caught(&scope) && aw_scope_is_cancelled(&scope));
    EXPECT_INT(aw_now(), 10);
    EXPECT_INT(aw_cancelling(aw_self()), 0);
    EXPECT_INT(aw_sleep(1), 0);
}

TEST("aw_fail_after: gives AW_ETIMEDOUT with words, in time the body's result")
{
    aw_scope scope = {{0}}, other = {{0}};
    EXPECT_INT(aw_fail_after(&scope, 3), 0);
    EXPECT_INT(aw_scope_exit(&scope, aw_sleep(9)), AW_ETIMEDOUT);
    EXPECT_STR(aw_errmsg(), "timed out");
    EXPECT_INT(aw_fail_after(&other, 3), 0);
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT_INT(aw_scope_exit(&other, 7), 7);
    EXPECT(!aw_scope_has_caught(&other) && !aw_scope_is_cancelled(&other));
    EXPECT_INT(stats_now().timers, 0);
}

TEST("aw_scope_enter: takes a delay and a deadline, and the earlier one counts")
{
    aw_scope a = {{0}}, b = {{0}}, none = {{0}};
    EXPECT_INT(aw_scope_enter(&a, &(aw_scope_options){.delay_ms = 9, .deadline = 5}), 0);
    EXPECT_INT(aw_scope_exit(&a, aw_sleep(20)), 0);
    EXPECT_INT(aw_now(), 5);
    EXPECT_INT(aw_scope_enter(&b, &(aw_scope_options){.delay_ms = 2, .deadline = 50,
                                                      .is_failing = true, .name = "b"}), 0);
    EXPECT_INT(aw_scope_exit(&b, aw_sleep(20)), AW_ETIMEDOUT);
    EXPECT_STR(aw_errmsg(), "timed out in b");
    EXPECT_INT(aw_now(), 7);
    EXPECT_INT(aw_scope_enter(&none, NULL), 0);
    EXPECT_INT(stats_now().timers, 0);
    EXPECT_INT(aw_scope_exit(&none, aw_sleep(3)), 0);
}

TEST("aw_move_on_after: of 0 or less strikes at every suspension, and leaves the rest alone")
{
    aw_scope scope = {{0}};
    aw_task done = go_job(0, NULL, 3);
    EXPECT_INT(aw_await(done), 3);
    EXPECT_INT(aw_move_on_after(&scope, 0), 0);
    EXPECT_INT(aw_await(done), 3);
    EXPECT_INT(aw_yield(), AW_ECANCELLED);
    EXPECT_INT(aw_await(done), 3);
    EXPECT_INT(aw_scope_exit(&scope, aw_sleep(1)), 0);
    EXPECT_INT(aw_now(), 0);
}

TEST("aw_scope_exit: passes another error of the body, and a body that swallowed")
{
    aw_scope scope = {{0}}, other = {{0}};
    EXPECT_INT(aw_move_on_after(&scope, 1), 0);
    EXPECT_INT(aw_sleep(5), AW_ECANCELLED);
    EXPECT_INT(aw_scope_exit(&scope, aw_fail(-3, "other")), -3);
    EXPECT_STR(aw_errmsg(), "other");
    EXPECT(aw_scope_is_cancelled(&scope) && !aw_scope_has_caught(&scope));
    EXPECT_INT(aw_fail_after(&other, 1), 0);
    EXPECT_INT(aw_sleep(5), AW_ECANCELLED);
    EXPECT_INT(aw_scope_exit(&other, 4), 4);
}

static int scope_in_task(void *arg)
{
    aw_scope *scope = *(aw_scope **)arg;
    EXPECT_INT(aw_scope_enter(scope, NULL), 0);
    int rc = aw_sleep(50);
    note_at("%d", rc);
    rc = aw_scope_exit(scope, rc);
    note_at("%d %d", rc, aw_cancelling(aw_self()));
    return rc;
}

TEST("aw_scope_cancel: from another task reaches a parked one at the next turn")
{
    aw_scope scope = {{0}};
    aw_task t = aw_go(scope_in_task, aw_scope *, &scope);
    EXPECT_INT(aw_sleep(3), 0);
    EXPECT_INT(aw_scope_cancel(&scope, "enough"), 1);
    EXPECT_INT(aw_scope_cancel(&scope, "again"), 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_scope_cancel(&scope, "too late"), 0);
    EXPECT_TRACE("-1001@3 0 0@3");
}

TEST("aw_scope_cancel: before the entry cancels from the entry on, with its reason")
{
    aw_scope scope = {{0}};
    EXPECT_INT(aw_scope_cancel(&scope, "no need"), 1);
    EXPECT_INT(aw_scope_cancel(&scope, "no need"), 0);
    EXPECT(aw_scope_is_cancelled(&scope));
    EXPECT_INT(aw_scope_enter(&scope, &(aw_scope_options){.is_failing = true}), 0);
    EXPECT_INT(aw_yield(), AW_ECANCELLED);
    EXPECT_STR(aw_errmsg(), "no need");
    EXPECT_INT(aw_scope_exit(&scope, AW_ECANCELLED), AW_ETIMEDOUT);
    EXPECT_STR(aw_errmsg(), "cancelled: no need");
}

TEST("aw_scope_exit: leaves a cancellation by aw_cancel alone, whichever came first")
{
    for (int i = 0; i < 2; i++) {
        aw_scope scope = {{0}};
        aw_task t = aw_go(scope_in_task, aw_scope *, &scope);
        EXPECT_INT(aw_yield(), 0);
        if (i) aw_scope_cancel(&scope, NULL);
        aw_cancel(t);
        if (!i) aw_scope_cancel(&scope, NULL);
        EXPECT_INT(aw_await(t), AW_ECANCELLED);
        EXPECT(!aw_scope_has_caught(&scope));
    }
    EXPECT_TRACE("-1001@0 -1001 1@0 -1001@0 -1001 1@0");
}

static int scope_pending_request(void *unused)
{
    aw_scope scope = {{0}};
    aw_cancel(aw_self());
    EXPECT_INT(aw_move_on_after(&scope, 0), 0);
    return aw_scope_exit(&scope, aw_sleep(5));
}

TEST("aw_scope_exit: does not swallow a request that was undelivered at the entry")
{
    aw_task t = aw_spawn(scope_pending_request, NULL, 0);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(aw_cancelling(t), 1);
}

TEST("aw_scope_exit: an outer scope's cancellation passes the inner ones, cancelled or not")
{
    aw_scope outer = {{0}}, middle = {{0}}, inner = {{0}};
    EXPECT_INT(aw_move_on_after(&outer, 5), 0);
    EXPECT_INT(aw_move_on_after(&middle, 9), 0);
    EXPECT_INT(aw_fail_after(&inner, 5), 0);
    int rc = aw_scope_exit(&inner, aw_sleep(20));
    EXPECT_INT(rc, AW_ECANCELLED);
    EXPECT(aw_scope_is_cancelled(&inner) && !aw_scope_has_caught(&inner));
    rc = aw_scope_exit(&middle, rc);
    EXPECT_INT(rc, AW_ECANCELLED);
    EXPECT_INT(aw_scope_exit(&outer, rc), 0);
    EXPECT_INT(aw_now(), 5);
}

TEST("aw_scope_exit: the inner scope alone, the outer one goes on")
{
    aw_scope outer = {{0}}, inner = {{0}};
    EXPECT_INT(aw_move_on_after(&outer, 9), 0);
    EXPECT_INT(aw_move_on_after(&inner, 5), 0);
    EXPECT_INT(aw_scope_exit(&inner, aw_sleep(20)), 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_scope_exit(&outer, aw_sleep(20)), 0);
    EXPECT_INT(aw_now(), 9);
}

TEST("aw_scope_enter: shielded keeps an outer cancellation away until it is left")
{
    aw_scope outer = {{0}}, cleanup = {{0}};
    EXPECT_INT(aw_move_on_after(&outer, 2), 0);
    EXPECT_INT(aw_sleep(9), AW_ECANCELLED);
    EXPECT_INT(aw_scope_enter(&cleanup, &(aw_scope_options){.is_shielded = true, .delay_ms = 10}),
               0);
    EXPECT_INT(aw_sleep(5), 0);
    EXPECT_INT(aw_now(), 7);
    EXPECT_INT(aw_scope_exit(&cleanup, aw_sleep(50)), 0); /* its own deadline still counts */
    EXPECT(aw_scope_has_caught(&cleanup));
    EXPECT_INT(aw_now(), 12);
    EXPECT_INT(aw_scope_exit(&outer, aw_sleep(1)), 0);
    EXPECT_INT(aw_now(), 12);
}

TEST("aw_scope_enter: shielded before the outer deadline, which strikes when it is left")
{
    aw_scope outer = {{0}}, inner = {{0}};
    EXPECT_INT(aw_fail_after(&outer, 2), 0);
    EXPECT_INT(aw_scope_enter(&inner, &(aw_scope_options){.is_shielded = true}), 0);
    EXPECT_INT(aw_scope_exit(&inner, aw_sleep(5)), 0);
    EXPECT_INT(aw_scope_exit(&outer, aw_yield()), AW_ETIMEDOUT);
    EXPECT_INT(aw_now(), 5);
}

static int scope_shielded_task(void *unused)
{
    aw_scope scope = {{0}};
    EXPECT_INT(aw_scope_enter(&scope, &(aw_scope_options){.is_shielded = true}), 0);
    return aw_scope_exit(&scope, aw_sleep(50));
}

TEST("aw_scope_enter: shielded does not keep aw_cancel away")
{
    aw_task t = aw_spawn(scope_shielded_task, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
}

TEST("aw_scope: with timeouts inside and outside, each takes what is its own")
{
    aw_scope scope = {{0}};
    aw_timeout outer = {{0}}, inner = {{0}};
    EXPECT_INT(aw_timeout_enter(&outer, 9), 0);
    EXPECT_INT(aw_move_on_after(&scope, 5), 0);
    EXPECT_INT(aw_timeout_enter(&inner, 2), 0);
    EXPECT_INT(aw_timeout_exit(&inner, aw_sleep(20)), AW_ETIMEDOUT);
    EXPECT_INT(aw_wait_for(aw_future_new(), 1), AW_ETIMEDOUT);
    EXPECT_INT(aw_scope_exit(&scope, aw_sleep(20)), 0);
    EXPECT_INT(aw_now(), 5);
    EXPECT_INT(aw_timeout_exit(&outer, aw_sleep(20)), AW_ETIMEDOUT);
    EXPECT_INT(aw_now(), 9);
}

TEST("aw_scope: a timeout around it strikes, and the scope lets that pass")
{
    aw_scope scope = {{0}};
    aw_timeout outer = {{0}};
    EXPECT_INT(aw_timeout_enter(&outer, 2), 0);
    EXPECT_INT(aw_move_on_after(&scope, 2), 0);
    int rc = aw_scope_exit(&scope, aw_sleep(20));
    EXPECT_INT(rc, AW_ECANCELLED);
    EXPECT_INT(aw_timeout_exit(&outer, rc), AW_ETIMEDOUT);
}

TEST("aw_scope: cancelled around a timeout that strikes as well, the scope goes first")
{
    aw_scope scope = {{0}};
    aw_timeout inner = {{0}};
    EXPECT_INT(aw_move_on_after(&scope, 2), 0);
    EXPECT_INT(aw_timeout_enter(&inner, 2), 0);
    int rc = aw_timeout_exit(&inner, aw_sleep(20));
    EXPECT_INT(rc, AW_ECANCELLED);
    EXPECT(aw_timeout_expired(&inner));
    EXPECT_INT(aw_scope_exit(&scope, rc), 0);
    EXPECT_INT(aw_cancelling(aw_self()), 0);
}

TEST("aw_scope: a deadline in the turn in which the awaited task is woken strikes")
{
    aw_scope scope = {{0}}, late = {{0}};
    aw_future f = aw_future_new();
    aw_task t = go_job(5, NULL, 3);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_move_on_after(&scope, 5), 0);
    EXPECT_INT(aw_await(t), AW_ECANCELLED); /* the task was woken, its awaiter was not */
    EXPECT_INT(aw_scope_exit(&scope, AW_ECANCELLED), 0);
    EXPECT_INT(aw_fail_after(&late, 5), 0);
    aw_future_set(f, 4);
    EXPECT_INT(aw_await(f), 4);
    EXPECT_INT(aw_scope_exit(&late, aw_sleep(4)), 0);
}

static int scope_woken(void *arg)
{
    aw_scope *scope = *(aw_scope **)arg;
    aw_future never = aw_future_new();
    EXPECT_INT(aw_scope_enter(scope, NULL), 0);
    note("%d", aw_await(*((aw_future **)arg)[1]));
    note("%d", aw_await(never));
    return aw_scope_exit(scope, AW_ECANCELLED);
}

TEST("aw_scope_cancel: what has woken the task already is not lost")
{
    struct pair {
        aw_scope *scope;
        aw_future *future;
    };
    aw_scope scope = {{0}};
    aw_future f = aw_future_new();
    aw_task t = aw_go(scope_woken, struct pair, &scope, &f);
    EXPECT_INT(aw_yield(), 0);
    aw_future_set(f, 6);
    EXPECT_INT(aw_scope_cancel(&scope, NULL), 1);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("6 -1001");
}

TEST("aw_scope: awaiting a task inside cancels that task, and sees its cleanup out")
{
    aw_scope scope = {{0}};
    aw_task t = go_job(50, "t");
    EXPECT_INT(aw_move_on_after(&scope, 5), 0);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(aw_cancelling(t), 1);
    EXPECT_INT(aw_scope_exit(&scope, AW_ECANCELLED), 0);
    EXPECT_TRACE("t!C@5");
}

TEST("aw_scope: a task of aw_go does not belong to the scope it was started in")
{
    aw_scope scope = {{0}};
    EXPECT_INT(aw_move_on_after(&scope, 1), 0);
    aw_task t = go_job(5, "t");
    EXPECT_INT(aw_scope_exit(&scope, aw_sleep(9)), 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("t@5");
}

TEST("aw_scope: a child started in a cancelled scope runs up to its first suspension")
{
    aw_scope scope = {{0}};
    aw_group group = {{0}};
    EXPECT_INT(aw_move_on_after(&scope, 0), 0);
    EXPECT_INT(aw_group_enter(&group), 0);
    aw_group_go(&group, job, struct job, 5, "a");
    int rc = aw_group_exit(&group, 0);
    EXPECT_INT(aw_scope_exit(&scope, rc), 0);
    EXPECT_TRACE("a!C@0");
}

TEST("aw_scope_reschedule: moves, disables and hastens; not when it is cancelled")
{
    aw_scope scope = {{0}};
    EXPECT_INT(aw_move_on_after(&scope, 5), 0);
    EXPECT_INT(aw_effective_deadline(), 5);
    EXPECT_INT(aw_scope_reschedule(&scope, AW_FOREVER), 0);
    EXPECT_INT(stats_now().timers, 0);
    EXPECT_INT(aw_effective_deadline(), AW_FOREVER);
    EXPECT_INT(aw_sleep(9), 0);
    EXPECT_INT(aw_scope_reschedule(&scope, 12), 0);
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT_INT(aw_scope_reschedule(&scope, 3), 0); /* past: at once */
    EXPECT(aw_scope_is_cancelled(&scope));
    EXPECT_INT(aw_scope_reschedule(&scope, 30), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "has been cancelled already");
    EXPECT_INT(aw_scope_exit(&scope, aw_yield()), 0);
    EXPECT_INT(aw_now(), 11);
}

TEST("aw_effective_deadline: is the earliest around that reaches the task")
{
    aw_scope outer = {{0}}, shield = {{0}}, inner = {{0}};
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_effective_deadline(), AW_FOREVER);
    EXPECT_INT(aw_move_on_after(&outer, 5), 0);
    EXPECT_INT(aw_timeout_enter(&limit, 7), 0);
    EXPECT_INT(aw_effective_deadline(), 5);
    EXPECT_INT(aw_scope_enter(&shield, &(aw_scope_options){.is_shielded = true, .delay_ms = 20}),
               0);
    EXPECT_INT(aw_effective_deadline(), 7); /* timeouts are not kept away */
    EXPECT_INT(aw_move_on_after(&inner, 0), 0);
    EXPECT_INT(aw_effective_deadline(), 0);
    EXPECT_INT(aw_scope_exit(&inner, 0), 0);
    EXPECT_INT(aw_scope_exit(&shield, 0), 0);
    EXPECT_INT(aw_timeout_exit(&limit, 0), 0);
    EXPECT_INT(aw_scope_exit(&outer, 0), 0);
}

struct scope_shared {
    aw_condition *condition;
    aw_scope *scope;
};

static int scope_wait_condition(void *arg)
{
    const struct scope_shared *it = arg;
    EXPECT_INT(aw_scope_enter(it->scope, NULL), 0);
    EXPECT_INT(aw_condition_acquire(it->condition), 0);
    int rc = aw_condition_wait(it->condition);
    note_at("%d %s", rc, aw_condition_is_locked(it->condition) ? "locked" : "free");
    EXPECT_INT(aw_condition_release(it->condition), 0);
    return aw_scope_exit(it->scope, rc);
}

TEST("aw_condition_wait: in a cancelled scope takes the lock back first, without a busy loop")
{
    aw_condition condition = {0};
    aw_scope scope = {{0}};
    aw_task t = aw_go(scope_wait_condition, struct scope_shared, &condition, &scope);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_condition_acquire(&condition), 0);
    EXPECT_INT(aw_scope_cancel(&scope, NULL), 1);
    uint64_t turns = stats_now().turns;
    EXPECT_INT(aw_sleep(5), 0);
    EXPECT(stats_now().turns - turns < 10);
    EXPECT_INT(aw_condition_release(&condition), 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("-1001 locked@5");
}
