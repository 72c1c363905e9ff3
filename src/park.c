/* The one place where a task stops, and how it is told to go on. */
#include "core.h"
#include "host.h"
#include "switch.h"

static void flush(void *unused)
{
    (void)unused;
    host_flush();
}

void park_flush(void)
{
    if (loop.is_tracing) switch_on_system_stack(flush, NULL);
}

/* Sets the task ready; its step is queued by the caller, who also says who woke it. */
static void park_end(struct wait *wait, int result, uint32_t other, const char *by)
{
    struct task *task = wait->task;
    assert(task->state == TASK_PARKED);
    task->state = TASK_READY;
    task->waits++;
    wait->result = result;
    wait->abort = NULL;
    loop.stats.waiters--;
    trace(WAKE, .task = task->future.number, .other = other, .reason = by);
}

void aw_unpark(aw_waiter *node, int result, const char *by)
{
    struct wait *wait = (struct wait *)(void *)node;
    park_end(wait, result, loop_actor(), by);
    loop_ready(&wait->task->step);
}

void park_woken(struct entry *entry, const struct future *future)
{
    if (entry->run != loop_step) return;
    struct task *task = container_of(entry, struct task, step);
    park_end(task->wait, 0, future->number, future->state == CANCELLED ? "cancel" : "done");
}

NEVER_SUSPENDS(enum aw_abort_result, wait_abort, (struct wait * wait));

static enum aw_abort_result wait_abort(struct wait *wait)
{
    return wait->abort((aw_waiter *)(void *)wait);
}

bool park_cancel(struct task *task)
{
    struct wait *wait = task->wait;
    if (task->state != TASK_PARKED || !wait->abort) return false;
    switch (wait_abort(wait)) {
    case AW_ABORT_DONE:
        aw_unpark((aw_waiter *)(void *)wait, AW_ECANCELLED, "cancel");
        return true;
    case AW_ABORT_PASSED: return true;
    case AW_ABORT_LATER: break;
    }
    return false;
}

/* There was no memory to park: takes back what was noted. */
static int park_undo(struct task *task, struct wait *wait)
{
    if (task->state == TASK_PARKED && !wait->on && wait->abort) wait_abort(wait);
    if (task->state == TASK_PARKED) park_end(wait, AW_ENOMEM, 0, "cancel");
    if (list_is_linked(&task->step.link)) list_remove(&task->step.link);
    task->wait = NULL;
    task->state = TASK_RUNNING;
    trace(RESUME, .task = task->future.number);
    return aw_fail_text(AW_ENOMEM, "no memory to keep the frames of a waiting task");
}

static void park_begin(struct task *task, struct wait *wait, const char *at)
{
    park_flush();
    wait->task = task;
    task->wait = wait;
    task->at = at;
    task->state = TASK_PARKED;
    loop.stats.waiters++;
    trace(SUSPEND, .task = task->future.number, .other = wait->on ? wait->on->number : 0,
          .value = (double)wait->deadline, .reason = wait->reason, .at = at,
          .detail = wait->detail);
}

static int park_switch(struct task *task, struct wait *wait)
{
    if (!switch_suspend()) return park_undo(task, wait);
    task->wait = NULL;
    if (task->must_cancel || wait->result == AW_ECANCELLED) {
        task_deliver_cancel(task);
        return AW_ECANCELLED;
    }
    return wait->result;
}

int park(struct wait *wait, const char *at)
{
    struct task *task = loop.current;
    park_begin(task, wait, at);
    if (task->must_cancel && park_cancel(task)) task->must_cancel = false;
    return park_switch(task, wait);
}

int (aw_park)(aw_waiter *node, aw_abort *abort, const aw_park_options *options AW_AT)
{
    struct wait *wait = (struct wait *)(void *)node;
    *wait = (struct wait){.abort = abort, .reason = options->reason, .detail = options->detail,
                          .deadline = options->deadline};
    if (!loop.current) {
        if (abort) wait_abort(wait);
        return aw_fail_text(AW_ENOTASK, "waited outside a task; callbacks must not wait: start a "
                                        "task with aw_go instead");
    }
    return park(wait, at);
}

int (aw_yield)(const char *at)
{
    struct task *task = loop.current;
    if (!task) return aw_fail_text(AW_ENOTASK, "aw_yield: no task is running here");
    struct wait wait = {.reason = "yield"};
    park_begin(task, &wait, at);
    aw_unpark((aw_waiter *)(void *)&wait, 0, "yield"); /* a cancellation waits for the next run */
    return park_switch(task, &wait);
}
