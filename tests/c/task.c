/* Tasks: spawning, arguments, names, options, and who owns a record for how long. */
#include "test.h"

#include <stdio.h>

struct pair {
    int a, b;
};

static int task_sum(void *arg)
{
    struct pair *pair = arg;
    return pair->a + pair->b;
}

TEST("aw_go: the argument is the task's own copy")
{
    struct pair pair = {1, 2};
    aw_task t = aw_spawn(task_sum, &pair, sizeof pair);
    pair.a = 100;
    EXPECT_INT(aw_await(t), 3);
    EXPECT_INT(aw_await(aw_go(task_sum, struct pair, .b = 4)), 4);
    struct pair *copy = aw_data(t);
    EXPECT_INT(copy->a, 1);
}

static int task_no_argument(void *arg)
{
    return arg == NULL;
}

TEST("aw_spawn: without an argument the task gets NULL")
{
    aw_task t = aw_spawn(task_no_argument, NULL, 0);
    EXPECT_INT(aw_await(t), 1);
    EXPECT(aw_data(t) == NULL);
}

static int task_note(void *arg)
{
    note("%s", *(const char **)arg);
    return 0;
}

TEST("aw_go: tasks start at the next turn, in the order of creation")
{
    aw_go(task_note, const char *, "a");
    aw_go(task_note, const char *, "b");
    note("main");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_TRACE("main a b");
}

TEST("aw_name: is Task-N unless set, and can be changed")
{
    EXPECT_STR(aw_name(aw_self()), "main");
    aw_task a = go_job(1, NULL), b = go_job(1, NULL);
    EXPECT_STR(aw_name(a), "Task-2");
    EXPECT_STR(aw_name(b), "Task-3");
    char name[] = "painter";
    aw_task c = aw_spawn_with(task_no_argument, NULL, 0, &(aw_task_options){.name = name});
    name[0] = 'f';
    EXPECT_STR(aw_name(c), "painter");
    EXPECT_INT(aw_set_name(b, "b"), 0);
    EXPECT_INT(aw_set_name(c, "c"), 0);
    EXPECT_STR(aw_name(b), "b");
    EXPECT_STR(aw_name(c), "c");
    EXPECT_STR(aw_name((aw_task){0}), "");
    EXPECT_INT(aw_set_name((aw_task){0}, "x"), AW_ESTALE);
    EXPECT_INT(aw_await(aw_gather(((aw_task[]){a, b, c}), 3, 0)), 0);
}

TEST("aw_spawn_with: options that cannot be are refused with words")
{
    aw_task t = aw_spawn_with(task_no_argument, NULL, 0, &(aw_task_options){.stack_bytes = 100});
    EXPECT_INT(aw_await(t), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "AW_STACK_BYTES_MIN");
    EXPECT_INT(aw_await(aw_spawn_here(NULL, NULL, 0, "null", AW_HERE)), AW_EINVAL);
    EXPECT_INT(stats_now().tasks, 1);
}

static int task_nap(void *unused)
{
    return aw_sleep(1);
}

TEST("aw_spawn_with: the smallest stack is enough to sleep")
{
    aw_task_options small = {.stack_bytes = AW_STACK_BYTES_MIN};
    EXPECT_INT(aw_await(aw_spawn_with(task_nap, NULL, 0, &small)), 0);
}

static int task_eager_parts(void *unused)
{
    note("first");
    int rc = aw_yield();
    note("second");
    return rc;
}

TEST("aw_spawn_with: an eager task runs up to its first suspension inside the call")
{
    aw_task self = aw_self();
    aw_task t = aw_spawn_with(task_eager_parts, NULL, 0, &(aw_task_options){.eager = true});
    note("spawned");
    EXPECT_INT(aw_self().id, (int64_t)self.id);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("first spawned second");
}

static int task_eager_chain(void *arg)
{
    int depth = *(int *)arg;
    if (depth == 0) return aw_sleep(1);
    int next = depth - 1;
    aw_task t =
        aw_spawn_with(task_eager_chain, &next, sizeof next, &(aw_task_options){.eager = true});
    int rc = aw_await(t);
    return rc < 0 ? rc : rc + 1;
}

TEST("aw_spawn_with: eager tasks can start eager tasks, ten deep")
{
    EXPECT_INT(aw_await(aw_go(task_eager_chain, int, 10)), 10);
}

TEST("aw_self: is the running task")
{
    EXPECT_STR(aw_name(aw_self()), "main");
    EXPECT(!aw_is_done(aw_self()));
}

TEST("aw_all_tasks: lists what is not done, in the order of creation, and counts what does not fit")
{
    aw_task a = go_job(1, NULL), b = go_job(2, NULL);
    aw_task all[4] = {{0}};
    EXPECT_INT(aw_all_tasks(all, 2), 3);
    EXPECT_INT(all[0].id, (int64_t)aw_self().id);
    EXPECT_INT(all[1].id, (int64_t)a.id);
    EXPECT_INT(all[2].id, 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_sleep(0), 0);
    EXPECT_INT(aw_all_tasks(all, 4), 2);
    EXPECT_INT(all[1].id, (int64_t)b.id);
    EXPECT_INT(aw_await(b), 0);
}

/* -- Ownership --------------------------------------------------------------------------------- */

static aw_task task_grandchild;

static int task_parent(void *unused)
{
    task_grandchild = go_job(1, NULL, 5);
    int rc = aw_await(task_grandchild);
    EXPECT_INT(aw_result(task_grandchild), 5);
    return rc;
}

TEST("aw_go: the record lives until the end of the task that spawned it")
{
    aw_task parent = aw_spawn(task_parent, NULL, 0);
    EXPECT_INT(aw_await(parent), 5);
    EXPECT_INT(aw_result(task_grandchild), AW_ESTALE);
    EXPECT_INT(aw_result(parent), 5);
    EXPECT_INT(stats_now().records, 2);
}

static int task_leave_child(void *unused)
{
    task_grandchild = go_job(5, "child", 1);
    return 0;
}

TEST("aw_go: a child that outlives its owner goes on, and is freed at its own end")
{
    EXPECT_INT(aw_await(aw_spawn(task_leave_child, NULL, 0)), 0);
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT(!aw_is_done(task_grandchild));
    EXPECT_INT(stats_now().tasks, 2);
    EXPECT_INT(aw_sleep(4), 0);
    EXPECT_INT(aw_result(task_grandchild), AW_ESTALE);
    EXPECT_TRACE("child@5");
}

static aw_future task_left, task_awaited;

static int task_leave_futures(void *unused)
{
    for (int i = 0; i < 1000; i++) task_left = aw_future_new();
    task_awaited = aw_future_new();
    aw_future detached = aw_future_new();
    EXPECT_INT(aw_detach(detached), 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_future_set(detached, 1), 0);
    return 0;
}

static int task_await_left(void *unused)
{
    return aw_await(task_awaited);
}

TEST("aw_future_new: one that is pending at its owner's end goes with it, or after who waits for it")
{
    aw_task t = aw_spawn(task_leave_futures, NULL, 0);
    aw_task waiting = aw_spawn(task_await_left, NULL, 0);
    uint32_t records = stats_now().records;
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(stats_now().records, records + 1);
    EXPECT_INT(aw_future_set(task_left, 1), AW_ESTALE);
    EXPECT_INT(aw_future_set(task_awaited, 5), 0);
    EXPECT_INT(aw_await(waiting), 5);
    EXPECT_INT(stats_now().records, records);
    EXPECT_INT(aw_result(task_awaited), AW_ESTALE);
}

TEST("aw_release: frees a done record, and its handle is stale")
{
    aw_task t = go_job(1, NULL, 2);
    EXPECT_INT(aw_release(t), AW_ENOTDONE);
    EXPECT_HAS(aw_errmsg(), "aw_detach");
    EXPECT_INT(aw_await(t), 2);
    uint64_t bytes = stats_now().bytes;
    EXPECT_INT(aw_release(t), 0);
    EXPECT(stats_now().bytes < bytes);
    EXPECT_INT(aw_release(t), AW_ESTALE);
    EXPECT_INT(aw_await(t), AW_ESTALE);
    EXPECT_HAS(aw_errmsg(), "aw_await");
    EXPECT_INT(stats_now().records, 1);
}

TEST("aw_detach: the record frees itself at the end")
{
    aw_task t = go_job(1, "t");
    EXPECT_INT(aw_detach(t), 0);
    EXPECT(!aw_is_done(t));
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT_INT(aw_detach(t), AW_ESTALE);
    EXPECT_INT(stats_now().records, 1);
    EXPECT_TRACE("t@1");
}

TEST("aw_await: of a detached task gives its result")
{
    aw_task t = go_job(1, NULL, 7);
    EXPECT_INT(aw_detach(t), 0);
    EXPECT_INT(aw_await(t), 7);
    EXPECT_INT(stats_now().records, 1);
}

TEST("aw_detach: of a done task frees it now")
{
    aw_task t = go_job(1, NULL);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_detach(t), 0);
    EXPECT_INT(aw_result(t), AW_ESTALE);
}

TEST("aw_result: a handle of an old record never names a newer one")
{
    aw_task old = go_job(0, NULL, 1);
    EXPECT_INT(aw_await(old), 1);
    EXPECT_INT(aw_release(old), 0);
    for (int i = 0; i < 600; i++) {
        aw_task fresh = go_job(0, NULL, 2);
        EXPECT_INT(aw_result(old), AW_ESTALE);
        EXPECT_INT(aw_cancel(old), AW_ESTALE);
        EXPECT_INT(aw_await(fresh), 2);
        EXPECT_INT(aw_release(fresh), 0);
    }
}

TEST("aw_is_done: a stale handle is done and not cancelled")
{
    aw_future nothing = {0};
    EXPECT(aw_is_done(nothing));
    EXPECT(!aw_is_cancelled(nothing));
    EXPECT(aw_data(nothing) == NULL);
    EXPECT_INT(aw_await(nothing), AW_ESTALE);
    EXPECT_HAS(aw_errmsg(), "never set");
    EXPECT_INT(aw_cancelling(nothing), AW_ESTALE);
    EXPECT_INT(aw_uncancel(nothing), AW_ESTALE);
    EXPECT_INT(aw_on_done(nothing, NULL, NULL), AW_ESTALE);
    EXPECT_INT(aw_off_done(nothing, NULL, NULL), AW_ESTALE);
    EXPECT_INT(aw_await(aw_shield(nothing)), AW_ESTALE);
    EXPECT_INT(aw_await(aw_gather(&nothing, 1, 0)), AW_ESTALE);
    EXPECT_INT(aw_wait(&nothing, 1, AW_ALL_COMPLETED, 0), AW_ESTALE);
    EXPECT_INT(aw_wait_for(nothing, 1), AW_ESTALE);
    EXPECT_INT(aw_wait_for(nothing, 0), AW_ESTALE);
}

/* -- Awaiting ---------------------------------------------------------------------------------- */

static int task_await(void *arg)
{
    int rc = aw_await(*(aw_future *)arg);
    note("%d", rc);
    return rc;
}

TEST("aw_await: several waiters of one task are woken first come, first served")
{
    aw_task t = go_job(1, "t", 9);
    aw_task a = aw_go(task_await, aw_future, t.id), b = aw_go(task_await, aw_future, t.id);
    EXPECT_INT(aw_await(aw_gather(((aw_task[]){a, b}), 2, 0)), 0);
    EXPECT_TRACE("t@1 9 9");
}

TEST("aw_await: of a done task returns at once, again and again")
{
    aw_task t = go_job(1, NULL, 3);
    EXPECT_INT(aw_await(t), 3);
    uint64_t turns = stats_now().turns;
    EXPECT_INT(aw_await(t), 3);
    EXPECT_INT(stats_now().turns - turns, 0);
}

TEST("aw_await: of oneself is a named error")
{
    EXPECT_INT(aw_await(aw_self()), AW_EDEADLK);
    EXPECT_STR(aw_errmsg(), "aw_await: would wait for itself: main > main");
}

static aw_task task_ring_of[3];

static int task_ring_member(void *arg)
{
    int i = *(int *)arg;
    int rc = aw_await(task_ring_of[(i + 1) % 3]);
    if (rc == AW_EDEADLK) note("%s", strchr(aw_errmsg(), ':') + 2);
    return rc;
}

TEST("aw_await: a cycle of tasks is found at the await that would close it")
{
    static const char *const names[] = {"x", "y", "z"};
    for (int i = 0; i < 3; i++)
        task_ring_of[i] = aw_spawn_with(task_ring_member, &i, sizeof i,
                                        &(aw_task_options){.name = names[i]});
    EXPECT_INT(aw_wait(task_ring_of, 3, AW_ALL_COMPLETED, AW_FOREVER), 3);
    for (int i = 0; i < 3; i++) EXPECT_INT(aw_result(task_ring_of[i]), AW_EDEADLK);
    EXPECT_TRACE("would wait for itself: z > x > y > z "
                 "would wait for itself: z > x > y > z would wait for itself: z > x > y > z");
}

PROGRAM("aw_wait_for: of a task that waits for the current one is a named error too", "1")
{
    aw_task self = aw_self();
    aw_task t = aw_go(task_await, aw_future, self.id);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_wait_for(t, 10), AW_EDEADLK);
    expect_exit(1);
    return 1;
}


TEST("aw_go: ten thousand tasks sleep at once, end in order and leave nothing")
{
    enum { COUNT = 10000 };
    static aw_task tasks[COUNT];
    uint64_t before = stats_now().records;
    aw_task_options small = {.stack_bytes = AW_STACK_BYTES_MIN};
    for (int i = 0; i < COUNT; i++) {
        struct job it = {1 + i % 100, NULL, i};
        tasks[i] = aw_spawn_with(job, &it, sizeof it, &small);
    }
    EXPECT_INT(stats_now().tasks, COUNT + 1);
    EXPECT_INT(aw_sleep(51), 0);
    EXPECT_INT(stats_now().tasks, COUNT / 2 + 1);
    for (int i = 0; i < COUNT; i++) {
        if (!EXPECT_INT(aw_await(tasks[i]), i)) break;
        EXPECT_INT(aw_release(tasks[i]), 0);
    }
    EXPECT_INT(stats_now().records, (int64_t)before);
}
