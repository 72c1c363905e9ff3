/* Starting tasks; and running them on top of a task that waits, which only a program that starts
 * some can do.
 *
 * A switch away from a task and back costs more than most of what runs between. So a task that has
 * just parked or yielded does not switch at once. If what the loop would run next are tasks too,
 * they run as calls on top of it; and if its own turn comes while it is still there, it goes on
 * without a switch. The order is the loop's: the same entries in the same turns. */
#include "kernel/core.h"
#include "kernel/parts.h"
#include "platform/switch.h"

#include <errno.h>

/* -- Starting ---------------------------------------------------------------------------------- */

aw_task task_begin(struct task *task, bool is_eager)
{
    aw_task handle = {task->future.record.id};
    if (task->is_inner) return handle;
    if (is_eager)
        task_run(task);
    else
        ready_add(&task->step);
    return handle;
}

aw_task aw_task_make(aw_fn *fn, const aw_task_parts *parts, const aw_task_options *options,
                     const char *fn_name, const char *at)
{
    aw_task failed;
    struct task *task = task_create(fn, parts, options, fn_name, at, &failed);
    return task ? task_begin(task, options && options->eager) : failed;
}

aw_task aw_spawn_with_here(aw_fn *fn, const void *arg, size_t bytes, const aw_task_options *options,
                           const char *fn_name, const char *at)
{
    const aw_task_parts parts = {.arg = arg, .bytes = bytes};
    return aw_task_make(fn, &parts, options, fn_name, at);
}

aw_task aw_spawn_here(aw_fn *fn, const void *arg, size_t bytes, const char *fn_name, const char *at)
{
    return aw_spawn_with_here(fn, arg, bytes, NULL, fn_name, at);
}

void aw_inner_start(aw_task handle)
{
    struct task *task = task_of(handle);
    if (task && task->is_inner && task->state == TASK_NEW) task_run(task);
}

void aw_inner_resume(aw_waiter *node, int result)
{
    struct wait *wait = (struct wait *)(void *)node;
    park_end(wait, result, loop_actor(), "next");
    task_run(wait->task);
}

/* -- Running on top of a task that waits ------------------------------------------------------- */

/* The next entry of the loop, if it is a task that can run now; unlinked. */
static struct task *next_task(const struct task *waiting)
{
    if (loop.steps_left <= 1 || loop.is_debug || loop.phase != LOOP_RUNNING) return NULL;
    if (list_is_empty(&loop.batch)) turn_begin();
    struct entry *entry = container_of(loop.batch.next, struct entry, link);
    if (list_is_empty(&loop.batch) || entry->run != task_step) return NULL;
    struct task *task = container_of(entry, struct task, step);
    if (task != waiting && !switch_can_resume(&task->context)) return NULL;
    list_remove(&entry->link);
    loop.steps_left--;
    return task;
}

/* Runs tasks until the turn of the one that waits has come; then its switch returns at once. */
static void run_others(void *arg)
{
    struct task *waiting = arg, *task;
    loop.current = NULL;
    while ((task = next_task(waiting)) && task != waiting) task_run(task);
    loop.current = waiting;
    if (!task) return;
    loop.stats.switches++;
    switch_skip(task_wait_result(waiting, true));
}

void run_before_switch(struct task *task)
{
    if (loop.stepped != task || loop.steps_left <= 1) return;
    if (task->is_inner || !switch_can_nest(&task->context)) return;
    int error_number = errno;
    switch_on_system_stack(run_others, task);
    errno = error_number;
}
