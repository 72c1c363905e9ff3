/* C stacks: a task takes one when it runs, and gives it back when it parks with nothing on it. Only
 * compiled with optimisation do functions have nothing there. Natively and with JSPI a stack is
 * never given back. */
#include <alloca.h>
#include <awaitc_test.h>

#include "test.h"

enum { STACKS_TASKS = 20 };

/* How many stacks so many parked tasks may have. */
static int stacks_parked_max(void)
{
#ifdef __OPTIMIZE__
    if (park_takes_memory()) return 2; /* one kept ready, one of the task that wakes them */
#endif
    return 2 * STACKS_TASKS;
}

static aw_event stacks_event;
static aw_lock stacks_lock;
static aw_semaphore stacks_semaphore = AW_SEMAPHORE(0);
static aw_condition stacks_condition;
static aw_barrier stacks_barrier = AW_BARRIER(STACKS_TASKS + 1);
static aw_queue stacks_queue;
static aw_future stacks_future;

static int stacks_sleep(void *unused)
{
    return aw_sleep(5);
}

static int stacks_await(void *unused)
{
    return aw_await(stacks_future);
}

static int stacks_wait_event(void *unused)
{
    return aw_event_wait(&stacks_event);
}

static int stacks_wait_lock(void *unused)
{
    int rc = aw_lock_acquire(&stacks_lock);
    return rc < 0 ? rc : aw_lock_release(&stacks_lock);
}

static int stacks_wait_semaphore(void *unused)
{
    return aw_semaphore_acquire(&stacks_semaphore);
}

static int stacks_wait_condition(void *unused)
{
    int rc = aw_condition_acquire(&stacks_condition);
    if (rc == 0) rc = aw_condition_wait(&stacks_condition);
    return rc < 0 ? rc : aw_condition_release(&stacks_condition);
}

static int stacks_wait_barrier(void *unused)
{
    return aw_barrier_wait(&stacks_barrier) < 0;
}

static int stacks_get(void *unused)
{
    static int item;
    return aw_queue_get(stacks_queue, &item);
}

/* Starts tasks that wait in `fn`; how many C stacks there are more while they do. */
static int stacks_of(aw_fn *fn, aw_task *tasks)
{
    uint32_t before = stats_now().stacks;
    for (int i = 0; i < STACKS_TASKS; i++) tasks[i] = aw_spawn(fn, NULL, 0);
    EXPECT_INT(aw_sleep(1), 0);
    return (int)(stats_now().stacks - before);
}

TEST("aw_go: a task that waits with nothing on its C stack has none, whatever it waits for")
{
    aw_fn *const fns[] = {
        stacks_sleep,          stacks_await,          stacks_wait_event,   stacks_wait_lock,
        stacks_wait_semaphore, stacks_wait_condition, stacks_wait_barrier, stacks_get};
    enum { FNS = sizeof fns / sizeof *fns };
    static aw_task tasks[FNS][STACKS_TASKS];
    stacks_queue = aw_queue_new(sizeof(int), 0, AW_FIFO);
    stacks_future = aw_future_new();
    EXPECT_INT(aw_lock_acquire(&stacks_lock), 0);
    for (int i = 0; i < FNS; i++) {
        doing("function %d", i);
        EXPECT(stacks_of(fns[i], tasks[i]) <= stacks_parked_max());
    }
    EXPECT_INT(aw_future_set(stacks_future, 0), 0);
    aw_event_set(&stacks_event);
    EXPECT_INT(aw_lock_release(&stacks_lock), 0);
    EXPECT_INT(aw_condition_acquire(&stacks_condition), 0);
    EXPECT_INT(aw_condition_notify_all(&stacks_condition), STACKS_TASKS);
    EXPECT_INT(aw_condition_release(&stacks_condition), 0);
    for (int i = 0; i < STACKS_TASKS; i++) {
        EXPECT_INT(aw_semaphore_release(&stacks_semaphore), 0);
        EXPECT_INT(aw_queue_put(stacks_queue, &i), 0);
    }
    EXPECT(aw_barrier_wait(&stacks_barrier) >= 0);
    EXPECT_INT(aw_await(aw_gather(tasks[0], FNS * STACKS_TASKS, 0)), 0);
}

/* Keeps something on its stack across waits of two lengths. */
static int stacks_holder(void *arg)
{
    volatile unsigned char kept[200];
    int number = *(int *)arg;
    for (unsigned i = 0; i < sizeof kept; i++) kept[i] = (unsigned char)(number + (int)i);
    int rc = aw_sleep(1 + number % 3);
    if (rc == 0) rc = aw_sleep(1);
    for (unsigned i = 0; i < sizeof kept; i++)
        if (kept[i] != (unsigned char)(number + (int)i)) return -1;
    return rc;
}

TEST("aw_go: what is on a task's C stack stays there, among tasks that take and give back theirs")
{
    static aw_task tasks[2 * STACKS_TASKS];
    for (int i = 0; i < STACKS_TASKS; i++) {
        tasks[2 * i] = aw_go(stacks_holder, int, i);
        tasks[2 * i + 1] = aw_spawn(stacks_sleep, NULL, 0);
    }
    EXPECT_INT(aw_await(aw_gather(tasks, 2 * STACKS_TASKS, 0)), 0);
}

TEST("aw_go: stacks of every size are given back")
{
    aw_leak_check check;
    char words[200];
    uint32_t before = stats_now().stacks;
    aw_leak_check_begin(&check);
    for (size_t bytes = AW_STACK_BYTES_MIN; bytes < 1000000; bytes += bytes / 7) {
        int number = 1;
        aw_task_options options = {.stack_bytes = bytes + 1024};
        aw_task pair[] = {aw_spawn_with(stacks_holder, &number, sizeof number, &options),
                          aw_spawn_with(stacks_sleep, NULL, 0, &options)};
        aw_future both = aw_gather(pair, 2, 0);
        EXPECT_INT(aw_await(both), 0);
        EXPECT_INT(aw_release(both), 0);
        for (int i = 0; i < 2; i++) EXPECT_INT(aw_release(pair[i]), 0);
        EXPECT_INT((int)(stats_now().stacks - before), 0);
    }
    if (aw_leak_check_end(&check, words, sizeof words)) EXPECT_STR(words, "nothing left");
}

/* Its frame has an address of the stack while nothing is on the stack. */
static __attribute__((noinline)) int stacks_room(int number, int ms)
{
    int rc = aw_sleep(ms);
    volatile char *room = alloca((size_t)(100 + number));
    for (int i = 0; i < 100; i++) room[i] = (char)number;
    if (rc == 0) rc = aw_sleep(ms % 5);
    for (int i = 0; i < 100; i++)
        if (room[i] != (char)number) return AW_EINVAL;
    return rc;
}

static int stacks_rooms(void *arg)
{
    int number = *(int *)arg;
    int rc = 0;
    for (int i = 0; i < 3 && rc == 0; i++) {
        rc = stacks_room(number, number % 7);
        if (rc == 0) rc = aw_sleep(number % 3);
    }
    return rc;
}

TEST("aw_sleep: a function that calls alloca after it has the stack that it had before")
{
    aw_task tasks[STACKS_TASKS];
    for (int i = 0; i < STACKS_TASKS; i++) tasks[i] = aw_spawn(stacks_rooms, &i, sizeof i);
    for (int i = 0; i < STACKS_TASKS; i++) EXPECT_INT(aw_await(tasks[i]), 0);
}

static int stacks_hungry(void *unused)
{
    volatile char kept[64];
    kept[0] = 7;
    aw_memory_fail(1, true);
    int rc = aw_sleep(1); /* keeps its stack, and the other task needs one */
    EXPECT(aw_memory_fail_end() > 0);
    EXPECT_INT(rc, AW_ENOMEM);
    EXPECT_HAS(aw_errmsg(), "no memory to keep the frames or the C stack of a waiting task");
    EXPECT_INT(aw_sleep(1), 0);
    return kept[0];
}

TEST("aw_sleep: without memory for the stack that another task will need is AW_ENOMEM")
{
    if (!park_takes_memory()) return; /* each has its own from the start */
    aw_task pair[] = {aw_spawn(stacks_hungry, NULL, 0), aw_spawn(stacks_sleep, NULL, 0)};
    EXPECT_INT(aw_await(pair[0]), 7);
    EXPECT_INT(aw_await(pair[1]), 0);
}
