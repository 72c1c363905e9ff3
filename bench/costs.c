/* The operations whose instructions tools/costs.mjs counts, in a native program under callgrind.
 * Each runs a few times first, so that memory and tables are there. */
#include <awaitc.h>
#include <valgrind/callgrind.h>

enum { WARM = 64, TIMES = 1000, CROWD = 10 };

static int yields(int times)
{
    int rc = 0;
    while (times-- > 0 && rc == 0) rc = aw_yield();
    return rc;
}

static int sleeps(int times)
{
    int rc = 0;
    while (times-- > 0 && rc == 0) rc = aw_sleep(1);
    return rc;
}

static int nothing(void *unused)
{
    (void)unused;
    return 0;
}

static int yield_once(void *unused)
{
    (void)unused;
    return aw_yield();
}

static int spawns_of(aw_fn *fn, int times)
{
    for (; times > 0; times--) {
        aw_task task = aw_spawn(fn, NULL, 0);
        int rc = aw_await(task);
        if (rc < 0) return rc;
        aw_release(task);
    }
    return 0;
}

static int spawns(int times)
{
    return spawns_of(nothing, times);
}

static int spawns_that_yield(int times)
{
    return spawns_of(yield_once, times);
}

static int sleep_long(void *unused)
{
    (void)unused;
    return aw_sleep(AW_FOREVER);
}

static int cancels(int times)
{
    for (; times > 0; times--) {
        aw_task task = aw_spawn(sleep_long, NULL, 0);
        int rc = aw_yield();
        if (rc < 0) return rc;
        aw_cancel(task);
        if (aw_await(task) != AW_ECANCELLED) return 1;
        aw_release(task);
    }
    return 0;
}

static int gathers(int times)
{
    for (; times > 0; times -= CROWD) {
        aw_task tasks[CROWD];
        for (int i = 0; i < CROWD; i++) tasks[i] = aw_spawn(yield_once, NULL, 0);
        aw_future all = aw_gather(tasks, CROWD, 0);
        int rc = aw_await(all);
        if (rc < 0) return rc;
        for (int i = 0; i < CROWD; i++) aw_release(tasks[i]);
        aw_release(all);
    }
    return 0;
}

static void ignore(void *unused)
{
    (void)unused;
}

static int timers(int times)
{
    for (; times > 0; times--) aw_handle_cancel(aw_call_later(1 + times % 500, ignore, NULL));
    return 0;
}

static int timeouts(int times)
{
    for (; times > 0; times--) {
        aw_timeout timeout = {0};
        aw_timeout_enter(&timeout, 1000);
        int rc = aw_timeout_exit(&timeout, aw_yield());
        if (rc < 0) return rc;
    }
    return 0;
}

struct queued {
    aw_queue queue;
    int count;
};

static int put_all(void *arg)
{
    const struct queued *it = arg;
    int rc = 0;
    for (int i = 0; i < it->count && rc == 0; i++) rc = aw_queue_put(it->queue, &i);
    return rc;
}

static int hand_overs(int times)
{
    struct queued it = {aw_queue_new(sizeof(int), 1, AW_FIFO), times};
    aw_task task = aw_go(put_all, struct queued, it.queue, it.count);
    int rc = 0;
    for (int i = 0, item; i < times && rc == 0; i++) rc = aw_queue_get(it.queue, &item);
    if (rc == 0) rc = aw_await(task);
    aw_release(task);
    return rc;
}

struct locked {
    aw_lock *lock;
    int count;
};

static int lock_all(void *arg)
{
    const struct locked *it = arg;
    for (int i = 0; i < it->count; i++) {
        int rc = aw_lock_acquire(it->lock);
        if (rc == 0) rc = aw_yield();
        if (rc < 0) return rc;
        aw_lock_release(it->lock);
    }
    return 0;
}

static int locks(int times)
{
    aw_lock lock = {0};
    aw_task tasks[] = {aw_go(lock_all, struct locked, &lock, times / 2),
                       aw_go(lock_all, struct locked, &lock, times / 2)};
    int rc = aw_await(tasks[0]);
    if (rc == 0) rc = aw_await(tasks[1]);
    aw_release(tasks[0]);
    aw_release(tasks[1]);
    return rc;
}

static const struct {
    const char *name;
    int (*run)(int times);
} operations[] = {
    {"yield", yields},
    {"sleep", sleeps},
    {"spawn and await", spawns},
    {"spawn, yield and await", spawns_that_yield},
    {"spawn, cancel and await", cancels},
    {"gather, a task", gathers},
    {"timer set and cancelled", timers},
    {"timeout around a yield", timeouts},
    {"queue of 1, an item", hand_overs},
    {"lock under contention", locks},
};

int main(void)
{
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (operations[i].run(WARM) < 0) return 1;
        CALLGRIND_ZERO_STATS;
        if (operations[i].run(TIMES) != 0) return 1;
        CALLGRIND_DUMP_STATS_AT(operations[i].name);
    }
    return 0;
}
