/* aw_condition: waiting for something to change under a lock. */
#include "base/memory.h"
#include "test.h"

struct condition_user {
    const char *name;
    aw_condition *condition;
};

static int condition_use(void *arg)
{
    const struct condition_user *it = arg;
    EXPECT_INT(aw_condition_acquire(it->condition), 0);
    int rc = aw_condition_wait(it->condition);
    note_at(rc < 0 ? "%s!" : "%s", it->name);
    EXPECT(aw_condition_is_locked(it->condition));
    EXPECT_INT(aw_condition_release(it->condition), 0);
    return rc;
}
#define condition_go(...) aw_go(condition_use, struct condition_user, __VA_ARGS__)

static aw_sync_stats condition_stats(const aw_condition *condition)
{
    aw_sync_stats stats;
    aw_condition_stats(condition, &stats);
    return stats;
}

TEST("aw_condition_notify: wakes as many as asked, first come, first served, and says how many")
{
    aw_condition condition = {0};
    aw_task tasks[] = {condition_go("a", &condition), condition_go("b", &condition),
                       condition_go("c", &condition)};
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_condition_acquire(&condition), 0);
    EXPECT_INT(aw_condition_notify(&condition, -1), 0);
    EXPECT_INT(aw_condition_notify(&condition, 2), 2);
    EXPECT_INT(aw_sleep(1), 0); /* they queue for the lock */
    EXPECT_TRACE("");
    EXPECT_INT(aw_condition_notify(&condition, 5), 1);
    EXPECT_INT(aw_condition_notify_all(&condition), 0);
    EXPECT_INT(aw_condition_release(&condition), 0);
    EXPECT_INT(aw_await(aw_gather(tasks, 3, 0)), 0);
    EXPECT_TRACE("a@1 b@1 c@1");
}

TEST("aw_condition_wait: cancelled while it waits takes the lock again first")
{
    aw_condition condition = {0};
    aw_task t = condition_go("t", &condition);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_condition_acquire(&condition), 0);
    EXPECT_INT(aw_cancel(t), 1);
    EXPECT_INT(aw_sleep(5), 0);
    EXPECT_TRACE("");
    EXPECT_INT(aw_condition_release(&condition), 0);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_TRACE("t!@5");
}

static void condition_notify_now(void *arg)
{
    aw_condition *condition = arg;
    EXPECT_INT(aw_condition_acquire(condition), 0);
    EXPECT_INT(aw_condition_notify(condition, 1), 1);
    EXPECT_INT(aw_condition_release(condition), 0);
}

TEST("aw_condition_wait: timed out in the turn of its notification hands that on")
{
    aw_condition condition = {0};
    aw_task a = condition_go("a", &condition), b = condition_go("b", &condition);
    aw_call_later(5, condition_notify_now, &condition);
    EXPECT_INT(aw_wait_for(a, 5), AW_ETIMEDOUT);
    EXPECT_INT(aw_await(b), 0);
    EXPECT_TRACE("a!@5 b@5");
}

static int condition_wait_object(void *arg)
{
    aw_condition *condition = arg;
    int rc = aw_condition_acquire(condition);
    if (rc == 0) rc = aw_condition_wait(condition);
    if (rc == AW_ECANCELLED) aw_condition_release(condition);
    return rc;
}

TEST("aw_condition_wait: without memory to wait says so, and then the lock is not held")
{
    aw_condition condition = {0};
    wait_without_memory(condition_wait_object, &condition);
    EXPECT_INT(condition_stats(&condition).waiting, 0);
    EXPECT_INT(condition_stats(&condition).acquisitions, 0);
    EXPECT(!aw_condition_is_locked(&condition));
}

static int condition_acquire_object(void *condition)
{
    return aw_condition_acquire(condition);
}

TEST("aw_condition_acquire: without memory to wait says so, and the lock stays whose it was")
{
    aw_condition condition = {0};
    EXPECT_INT(aw_condition_acquire(&condition), 0);
    wait_without_memory(condition_acquire_object, &condition);
    EXPECT_INT(condition_stats(&condition).holder.id, aw_self().id);
    EXPECT_INT(aw_condition_release(&condition), 0);
}

TEST("aw_condition: without the lock to wait, to notify and to release are errors with the remedy")
{
    aw_condition condition = {0};
    EXPECT_INT(aw_condition_wait(&condition), AW_ESTATE);
    EXPECT_STR(aw_errmsg(), "aw_condition_wait: the lock is not locked; call aw_condition_acquire "
                            "first");
    EXPECT_INT(aw_condition_notify(&condition, 1), AW_ESTATE);
    EXPECT_STR(aw_errmsg(), "aw_condition_notify: the lock is not locked; call "
                            "aw_condition_acquire first");
    EXPECT_INT(aw_condition_notify_all(&condition), AW_ESTATE);
    EXPECT_INT(aw_condition_release(&condition), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "the lock is not locked");
}

static void condition_in_callback(void *arg)
{
    aw_condition *condition = arg;
    EXPECT_INT(aw_condition_acquire(condition), 0);
    EXPECT_INT(aw_condition_wait(condition), AW_ENOTASK);
    EXPECT_HAS(aw_errmsg(), "start a task with aw_go instead");
    EXPECT_INT(aw_condition_release(condition), 0);
}

TEST("aw_condition_wait: in a callback is a named error, and the lock stays")
{
    aw_condition condition = {0};
    aw_call_soon(condition_in_callback, &condition);
    EXPECT_INT(aw_yield(), 0);
    EXPECT(!aw_condition_is_locked(&condition));
}

static int condition_is_late(void *arg)
{
    return aw_now() >= *(aw_ms *)arg ? 7 : 0;
}

static int condition_fails(void *unused)
{
    return aw_fail(-3, "not like this");
}

static int condition_tick(void *arg)
{
    for (int i = 0; i < 5; i++) {
        EXPECT_INT(aw_sleep(1), 0);
        condition_notify_now(*(aw_condition **)arg);
    }
    return 0;
}

TEST("aw_condition_wait_for: looks again at each notification, and gives the predicate's result")
{
    aw_condition condition = {0};
    aw_task ticker = aw_go(condition_tick, aw_condition *, &condition);
    aw_ms late = 4;
    EXPECT_INT(aw_condition_acquire(&condition), 0);
    EXPECT_INT(aw_condition_wait_for(&condition, condition_is_late, &late), 7);
    EXPECT_INT(aw_now(), 4);
    EXPECT_INT(aw_condition_wait_for(&condition, condition_is_late, &late), 7);
    EXPECT_INT(aw_condition_wait_for(&condition, condition_fails, NULL), -3);
    EXPECT_STR(aw_errmsg(), "not like this");
    EXPECT_INT(aw_condition_wait(&condition), 0);
    EXPECT_INT(aw_condition_release(&condition), 0);
    EXPECT_INT(aw_await(ticker), 0);
}

static int condition_use_late(void *arg)
{
    aw_condition *condition = *(aw_condition **)arg;
    aw_ms never = AW_FOREVER;
    EXPECT_INT(aw_condition_acquire(condition), 0);
    int rc = aw_condition_wait_for(condition, condition_is_late, &never);
    EXPECT_INT(aw_condition_release(condition), 0);
    return rc;
}

TEST("aw_condition_wait_for: cancelled while it waits, and timed out in the turn it is notified")
{
    aw_condition condition = {0};
    aw_task t = aw_go(condition_use_late, aw_condition *, &condition);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_cancel(t), 1);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    aw_call_later(5, condition_notify_now, &condition);
    t = aw_go(condition_use_late, aw_condition *, &condition);
    EXPECT_INT(aw_wait_for(t, 5), AW_ETIMEDOUT);
    EXPECT(!aw_condition_is_locked(&condition));
}

TEST("aw_condition_stats: tell of the waits, and of the lock")
{
    aw_condition condition = {0};
    aw_task t = condition_go("t", &condition);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(condition_stats(&condition).waiting, 1);
    EXPECT_INT(condition_stats(&condition).value, 0);
    EXPECT_INT(aw_condition_acquire(&condition), 0);
    EXPECT_INT(condition_stats(&condition).value, 1);
    EXPECT_INT(condition_stats(&condition).holder.id, aw_self().id);
    EXPECT_INT(aw_condition_notify_all(&condition), 1);
    EXPECT_INT(aw_condition_release(&condition), 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(condition_stats(&condition).waiting, 0);
    EXPECT_INT(condition_stats(&condition).acquisitions, 1);
    EXPECT_INT(condition_stats(&condition).waits, 1);
    EXPECT_TRACE("t@0");
}

TEST("aw_condition_wait: for what nobody notifies is a deadlock that names it")
{
    aw_condition condition = {.name = "filled"};
    expect_fatal("AW_EDEADLK", "main waits for condition filled at tests/c/condition.c:");
    EXPECT_INT(aw_condition_acquire(&condition), 0);
    EXPECT_INT(aw_condition_wait(&condition), 0);
}

TEST("aw_condition_acquire: of its own lock twice is a deadlock that names the condition")
{
    aw_condition condition = {.name = "filled"};
    expect_fatal("AW_EDEADLK", "main waits for lock filled, held by itself, at");
    EXPECT_INT(aw_condition_acquire(&condition), 0);
    EXPECT_INT(aw_condition_acquire(&condition), 0);
}

TEST("aw_condition_stats: of one with a lock of others tell of that")
{
    aw_lock lock = {0};
    aw_condition condition = {.lock = &lock};
    EXPECT_INT(aw_lock_acquire(&lock), 0);
    EXPECT_INT(condition_stats(&condition).value, 1);
    EXPECT_INT(condition_stats(&condition).holder.id, aw_self().id);
    EXPECT_INT(aw_lock_release(&lock), 0);
    EXPECT_INT(condition_stats(&condition).value, 0);
}

struct condition_scoped {
    aw_condition *condition;
    aw_scope *scope;
};

static int condition_use_in_scope(void *arg)
{
    const struct condition_scoped *it = arg;
    EXPECT_INT(aw_scope_enter(it->scope, NULL), 0);
    EXPECT_INT(aw_condition_acquire(it->condition), 0);
    note_rc(aw_condition_wait(it->condition));
    EXPECT(aw_condition_is_locked(it->condition));
    EXPECT_INT(aw_condition_release(it->condition), 0);
    int rc = aw_yield();
    note_rc(rc);
    return aw_scope_exit(it->scope, rc);
}

TEST("aw_condition_wait: in a scope that is cancelled while it takes the lock again has the lock")
{
    aw_condition condition = {0};
    aw_scope scope = {{0}};
    aw_task t = aw_go(condition_use_in_scope, struct condition_scoped, &condition, &scope);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_condition_acquire(&condition), 0);
    EXPECT_INT(aw_condition_notify(&condition, 1), 1);
    EXPECT_INT(aw_sleep(1), 0); /* it waits for the lock */
    EXPECT_INT(aw_scope_cancel(&scope, NULL), 1);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_TRACE("");
    EXPECT_INT(aw_condition_release(&condition), 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("ok=0@2 !CANCELLED@2");
}
