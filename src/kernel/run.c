/* Running a task: from its first step, or from what it waited for, to its next wait, or to its end.
 * Only this file resumes. */
#include "kernel/core.h"
#include "kernel/parts.h"
#include "platform/switch.h"

#include <errno.h>

/* What the wait of a task returns that is going to run on; it is the current one. */
int task_wait_result(struct task *task, bool has_memory)
{
    const struct wait *wait = task->wait;
    struct future *awaited = wait && wait->is_await ? wait->on : NULL;
    int value = has_memory ? park_value(task) : park_undo(task);
    trace(RESUME, task->future.record.number, 0, 0, NULL, NULL, NULL);
    task->state = TASK_RUNNING;
    return await_end && awaited ? await_end(awaited, value) : value;
}

/* Lets it run up to its next suspension, or to its end. */
void task_run(struct task *task)
{
    if (task->state == TASK_NEW && task->must_cancel) { /* cancelled before it began: never runs */
        task_end(task, AW_ECANCELLED);
        return;
    }
    struct task *outer = loop.current; /* not NULL when an eager task starts inside another */
    int outer_errno = errno;
    enum switch_outcome outcome = SWITCH_PARKED;
    loop.current = task;
    loop.stats.switches++;
    do {
        int value = 0;
        if (task->state == TASK_NEW) {
            trace(START, task->future.record.number, 0, 0, NULL, NULL, NULL);
            task->state = TASK_RUNNING;
        } else {
            value = task_wait_result(task, outcome != SWITCH_NO_MEMORY);
        }
        errno = task->error_number;
        outcome = switch_resume(&task->context, value);
        task->error_number = errno;
    } while (outcome == SWITCH_NO_MEMORY);
    errno = outer_errno;
    if (outcome == SWITCH_FINISHED) {
        park_flush();
        task_end(task, switch_result(&task->context));
    }
    loop.current = outer;
}

void task_step(struct entry *entry)
{
    loop.stepped = container_of(entry, struct task, step);
    task_run(loop.stepped);
    loop.stepped = NULL;
}
