/* aw_limiter: permits that know who holds them. */
#include "base/memory.h"
#include "test.h"

static aw_limiter limiter_static = AW_LIMITER(1, .name = "connections");

struct limiter_user {
    const char *name; /* NULL: notes nothing */
    aw_limiter *limiter;
    aw_ms hold_ms;
};

static int limiter_use(void *arg)
{
    const struct limiter_user *it = arg;
    aw_permit permit;
    int rc = aw_limiter_acquire(it->limiter, &permit);
    if (rc < 0) {
        note_at("%s:%d", it->name, rc);
        return rc;
    }
    if (it->name) note_at("+%s", it->name);
    rc = aw_sleep(it->hold_ms);
    EXPECT_INT(aw_limiter_release(it->limiter), 0);
    return rc;
}
#define limiter_go(...) aw_go(limiter_use, struct limiter_user, __VA_ARGS__)

static aw_sync_stats limiter_stats(const aw_limiter *limiter)
{
    aw_sync_stats stats;
    aw_limiter_stats(limiter, &stats);
    return stats;
}

TEST("aw_limiter_acquire: lets as many tasks through as there are permits, in order of arrival")
{
    aw_limiter limiter = AW_LIMITER(2);
    aw_task tasks[] = {limiter_go("a", &limiter, 3), limiter_go("b", &limiter, 1),
                       limiter_go("c", &limiter, 1), limiter_go("d", &limiter, 1)};
    EXPECT_INT(aw_await(aw_gather(tasks, 4, 0)), 0);
    EXPECT_TRACE("+a@0 +b@0 +c@1 +d@2");
    EXPECT_INT(limiter_stats(&limiter).value, 0);
}

TEST("aw_limiter_acquire: of a free permit takes it without suspending")
{
    aw_permit permit;
    uint64_t turns = stats_now().turns;
    EXPECT_INT(aw_limiter_acquire(&limiter_static, &permit), 0);
    EXPECT_INT(stats_now().turns, turns);
    EXPECT_INT(limiter_stats(&limiter_static).value, 1);
    EXPECT_INT(aw_limiter_release(&limiter_static), 0);
}

TEST("aw_limiter_acquire: twice by the same task is an error that says what to do")
{
    aw_limiter limiter = AW_LIMITER(2);
    aw_permit permit, second;
    EXPECT_INT(aw_limiter_acquire(&limiter, &permit), 0);
    EXPECT_INT(aw_limiter_acquire(&limiter, &second), AW_ESTATE);
    EXPECT_STR(aw_errmsg(), "aw_limiter_acquire: the task holds a permit of this limiter; "
                            "aw_limiter_release it first");
    EXPECT_INT(limiter_stats(&limiter).value, 1);
    EXPECT_INT(aw_limiter_release(&limiter), 0);
    EXPECT_INT(aw_limiter_acquire(&limiter, &second), 0);
    EXPECT_INT(aw_limiter_release(&limiter), 0);
}

static int limiter_release_for(void *arg)
{
    int rc = aw_limiter_release(*(aw_limiter **)arg);
    EXPECT_STR(aw_errmsg(), "aw_limiter_release: the task holds no permit of this limiter; the "
                            "one that acquired it has to release it");
    EXPECT_INT(rc, AW_ESTATE);
    return 0;
}

TEST("aw_limiter_release: by a task that holds nothing is an error that says who may")
{
    aw_limiter limiter = AW_LIMITER(1);
    aw_permit permit;
    EXPECT_INT(aw_limiter_acquire(&limiter, &permit), 0);
    EXPECT_INT(aw_await(aw_go(limiter_release_for, aw_limiter *, &limiter)), 0);
    EXPECT_INT(limiter_stats(&limiter).value, 1);
    EXPECT_INT(aw_limiter_release(&limiter), 0);
    EXPECT_INT(aw_limiter_release(&limiter), AW_ESTATE);
}

TEST("aw_limiter_release: finds the task's permit among many, in any order")
{
    enum { COUNT = 100 };
    aw_limiter limiter = AW_LIMITER(COUNT);
    aw_task tasks[COUNT];
    for (int i = 0; i < COUNT; i++) tasks[i] = limiter_go(NULL, &limiter, 1 + i * 37 % 11);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(limiter_stats(&limiter).value, COUNT);
    EXPECT_INT(aw_await(aw_gather(tasks, COUNT, 0)), 0);
    EXPECT_INT(limiter_stats(&limiter).value, 0);
    for (int i = 0; i < 16; i++) EXPECT(!limiter.held_[i]);
    EXPECT_INT(limiter_stats(&limiter).acquisitions, COUNT);
}

static void limiter_in_callback(void *arg)
{
    aw_permit permit;
    EXPECT_INT(aw_limiter_acquire(arg, &permit), AW_ENOTASK);
    EXPECT_STR(aw_errmsg(), "aw_limiter_acquire: only a task can borrow; start one with aw_go");
    EXPECT_INT(aw_limiter_release(arg), AW_ESTATE);
}

TEST("aw_limiter_acquire: in a callback is a named error")
{
    aw_limiter limiter = AW_LIMITER(1);
    aw_call_soon(limiter_in_callback, &limiter);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(limiter_stats(&limiter).value, 0);
}

TEST("aw_limiter_acquire: cancelled while it waits leaves the line")
{
    aw_limiter limiter = AW_LIMITER(1);
    aw_task h = limiter_go("h", &limiter, 5);
    aw_task a = limiter_go("a", &limiter, 0), b = limiter_go("b", &limiter, 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_cancel(a), 1);
    EXPECT_INT(aw_await(a), AW_ECANCELLED);
    EXPECT_INT(limiter_stats(&limiter).waiting, 1);
    EXPECT_INT(aw_await(aw_gather(((aw_task[]){h, b}), 2, 0)), 0);
    EXPECT_TRACE("+h@0 a:-1001@1 +b@5");
    EXPECT_INT(limiter_stats(&limiter).value, 0);
}

TEST("aw_limiter_acquire: timed out in the turn of the release, the permit goes to the next")
{
    aw_limiter limiter = AW_LIMITER(1);
    aw_task h = limiter_go("h", &limiter, 5);
    EXPECT_INT(aw_yield(), 0);
    aw_task a = limiter_go("a", &limiter, 0), b = limiter_go("b", &limiter, 0);
    EXPECT_INT(aw_wait_for(a, 5), AW_ETIMEDOUT);
    EXPECT_INT(aw_await(aw_gather(((aw_task[]){h, b}), 2, 0)), 0);
    EXPECT_TRACE("+h@0 a:-1001@5 +b@5");
    EXPECT_INT(limiter_stats(&limiter).value, 0);
}

TEST("aw_limiter_acquire: cancelled after a permit was handed over gives it to the next")
{
    aw_limiter limiter = AW_LIMITER(1);
    aw_permit permit;
    EXPECT_INT(aw_limiter_acquire(&limiter, &permit), 0);
    aw_task a = limiter_go("a", &limiter, 0), b = limiter_go("b", &limiter, 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_limiter_release(&limiter), 0);
    EXPECT_INT(limiter_stats(&limiter).value, 1); /* it is a's */
    EXPECT_INT(aw_cancel(a), 1);
    EXPECT_INT(aw_await(b), 0);
    EXPECT_TRACE("a:-1001@0 +b@0");
    EXPECT_INT(limiter_stats(&limiter).value, 0);
}

TEST("aw_limiter_acquire: nobody overtakes a task to which a permit was handed over")
{
    aw_limiter limiter = AW_LIMITER(1);
    aw_permit permit;
    EXPECT_INT(aw_limiter_acquire(&limiter, &permit), 0);
    aw_task a = limiter_go("a", &limiter, 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_limiter_release(&limiter), 0);
    EXPECT_INT(aw_limiter_set_total(&limiter, 2), 0);
    EXPECT_INT(aw_limiter_acquire(&limiter, &permit), 0);
    note("main");
    EXPECT_INT(aw_limiter_release(&limiter), 0);
    EXPECT_INT(aw_await(a), 0);
    EXPECT_TRACE("+a@0 main");
}

static int limiter_acquire_object(void *limiter)
{
    aw_permit permit;
    return aw_limiter_acquire(limiter, &permit);
}

TEST("aw_limiter_acquire: without memory to wait says so, and nothing is lent")
{
    aw_limiter limiter = {0};
    wait_without_memory(limiter_acquire_object, &limiter);
    EXPECT_INT(limiter_stats(&limiter).waiting, 0);
    EXPECT_INT(limiter_stats(&limiter).value, 0);
    EXPECT_INT(limiter_stats(&limiter).acquisitions, 0);
}

TEST("aw_limiter_set_total: hands new permits over at once, and leaves lent ones where they are")
{
    aw_limiter limiter = AW_LIMITER(1);
    aw_task tasks[] = {limiter_go("a", &limiter, 5), limiter_go("b", &limiter, 5),
                       limiter_go("c", &limiter, 5), limiter_go("d", &limiter, 5)};
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_limiter_set_total(&limiter, 3), 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_TRACE("+a@0 +b@1 +c@1");
    EXPECT_INT(aw_limiter_set_total(&limiter, 0), 0);
    EXPECT_INT(limiter_stats(&limiter).value, 3);
    EXPECT_INT(aw_sleep(8), 0);
    EXPECT_TRACE("");
    EXPECT_INT(aw_limiter_set_total(&limiter, 1), 0);
    EXPECT_INT(aw_await(aw_gather(tasks, 4, 0)), 0);
    EXPECT_TRACE("+d@10");
}

TEST("AW_LIMITER: of a negative number is an error at the first use, and aw_limiter_set_total too")
{
    aw_limiter limiter = AW_LIMITER(-1);
    aw_permit permit;
    EXPECT_INT(aw_limiter_acquire(&limiter, &permit), AW_EINVAL);
    EXPECT_STR(aw_errmsg(), "aw_limiter_acquire: made with less than 0 permits; give AW_LIMITER 0 "
                            "or more");
    EXPECT_INT(aw_limiter_set_total(&limiter, -2), AW_EINVAL);
    EXPECT_STR(aw_errmsg(), "aw_limiter_set_total: needs 0 or more permits");
    EXPECT_INT(aw_limiter_set_total(&limiter, 1), 0);
    EXPECT_INT(aw_limiter_acquire(&limiter, &permit), 0);
    EXPECT_INT(aw_limiter_release(&limiter), 0);
}

TEST("aw_limiter_stats: count who waits, what is lent, and how often")
{
    aw_limiter limiter = AW_LIMITER(1);
    aw_task a = limiter_go("a", &limiter, 2), b = limiter_go("b", &limiter, 2);
    EXPECT_INT(aw_sleep(1), 0);
    aw_sync_stats stats = limiter_stats(&limiter);
    EXPECT_INT(stats.waiting, 1);
    EXPECT_INT(stats.value, 1);
    EXPECT_INT(stats.limit, 1);
    EXPECT_INT(aw_await(aw_gather(((aw_task[]){a, b}), 2, 0)), 0);
    stats = limiter_stats(&limiter);
    EXPECT_INT(stats.acquisitions, 2);
    EXPECT_INT(stats.waits, 1);
    EXPECT_TRACE("+a@0 +b@2");
}

TEST("aw_limiter_acquire: of what nobody gives back is a deadlock that names the limiter")
{
    EXPECT_INT(aw_limiter_set_total(&limiter_static, 0), 0);
    aw_permit permit;
    expect_fatal("AW_EDEADLK", "main waits for limiter connections at tests/c/limiter.c:");
    EXPECT_INT(aw_limiter_acquire(&limiter_static, &permit), 0);
}
