/* The one place where a task stops, and the functions that let it continue. */
#include "kernel/core.h"
#include "kernel/parts.h"
#include "platform/host.h"
#include "platform/switch.h"
#include "base/waits.h"

static void flush(void *unused)
{
    (void)unused;
    host_flush();
}

void park_flush(void)
{
    if (loop.tracing & TRACE_TO_HOST) switch_on_system_stack(flush, NULL);
}

/* Makes the task ready. The caller queues its step, and says who woke it. */
void park_end(struct wait *wait, int result, uint32_t other, const char *by)
{
    struct task *task = wait->task;
    assert(task->state == TASK_PARKED);
    task->state = TASK_READY;
    wait->result = result;
    wait->abort = NULL;
    loop.stats.waiters--;
    trace(WAKE, task->future.record.number, other, 0, by, NULL, NULL);
}

void park_wake(struct wait *wait, int result, const char *by)
{
    park_end(wait, result, loop_actor(), by);
    ready_add(&wait->task->step);
}

void aw_unpark(aw_waiter *node, int result, const char *by)
{
    park_wake((struct wait *)(void *)node, result, by);
}

void aw_unpark_next(aw_waiter *node, int result, const char *by)
{
    struct wait *wait = (struct wait *)(void *)node;
    park_end(wait, result, loop_actor(), by);
    ready_next(&wait->task->step);
}

void park_woken(struct entry *entry, const struct future *future)
{
    if (entry->run != task_step) return;
    struct task *task = container_of(entry, struct task, step);
    park_end(task->wait, 0, future->record.number, future->state == CANCELLED ? "cancel" : "done");
}

static enum aw_abort_result wait_abort(struct wait *wait) AW_NEVER_SUSPENDS(wait_abort);

static enum aw_abort_result wait_abort(struct wait *wait)
{
    return wait->abort((aw_waiter *)(void *)wait);
}

bool park_cancel(struct task *task)
{
    struct wait *wait = task->wait;
    if (task->state != TASK_PARKED || !wait->abort) return false;
    enum aw_abort_result result = wait_abort(wait);
    if (result == AW_ABORT_DONE) park_wake(wait, AW_ECANCELLED, "cancel");
    return result != AW_ABORT_LATER;
}

int park_value(struct task *task)
{
    if (loop.phase == LOOP_FINISHING) task->waits++;
    int result = task->wait ? task->wait->result : 0;
    bool keeps_result = task->wait && task->wait->keeps_result;
    task->wait = NULL;
    if (keeps_result && result != AW_ECANCELLED) {
        task->must_cancel &= ~BY_SCOPE; /* it asks again at the next suspension */
        return result;
    }
    if (!task->must_cancel && result != AW_ECANCELLED) return result;
    task_deliver_cancel(task);
    return AW_ECANCELLED;
}

/* A wait that has ended meanwhile, by a cancellation or while others ran, gives its result. */
int park_undo(struct task *task)
{
    struct wait *wait = task->wait;
    bool has_ended = wait && task->state == TASK_READY;
    if (task->state == TASK_PARKED && !wait->on && wait->abort) wait_abort(wait);
    if (task->state == TASK_PARKED) park_end(wait, AW_ENOMEM, 0, "cancel");
    if (list_is_linked(&task->step.link)) list_remove(&task->step.link);
    if (has_ended) return park_value(task);
    task->must_cancel &= ~BY_SCOPE; /* it asks again at the next suspension */
    task->wait = NULL;
    return aw_fail_text(AW_ENOMEM, "no memory to keep the frames or the C stack of a waiting task");
}

const char *park_detail(const struct wait *wait)
{
    bool has_name = wait->on && wait->on->record.kind->name;
    return has_name ? record_name(&wait->on->record) : wait->detail;
}

/* Who has what `task` waits for. */
static void describe_holder(struct text *text, const struct task *task, aw_task handle)
{
    if (!handle.id) return; /* it is free, or was taken in a callback */
    const struct task *holder = task_of(handle);
    text_add(text, ", held by ");
    text_add(text, holder == task ? "itself" : holder ? task_name(holder) : "a task that is gone");
    if (holder && holder->state == TASK_ENDED) text_add(text, " (which has ended)");
    text_add(text, ",");
}

void park_describe(struct text *text, const struct task *task)
{
    text_add(text, task_name(task));
    if (task->state != TASK_PARKED) {
        text_add(text, " is ready to run");
        return;
    }
    text_add(text, " waits for ");
    text_add(text, task->wait->reason);
    const char *detail = park_detail(task->wait);
    if (detail) {
        text_add(text, " ");
        text_add(text, detail);
    }
    if (task->wait->holder) describe_holder(text, task, *task->wait->holder);
    text_add(text, " at ");
    text_add(text, task->at);
}

/* A cancellation is pending, and the task has just parked. */
static void cancel_parked(struct task *task)
{
    if (park_cancel(task))
        task->must_cancel = 0;
    else
        task->must_cancel |= task->scope_bit;
}

/* In the functions below nothing is left to do after the switch: run.c prepares what they return
 * before the task is resumed, and no local of theirs has to be saved and restored. */

/* All of a park but the switch. */
void park_begin(struct wait *wait, aw_ms deadline, const char *at)
{
    assert(!switch_is_moving()); /* a frame was lost, and goes on */
    struct task *task = loop.current;
    park_flush();
    wait->task = task;
    task->wait = wait;
    task->at = at;
    task->state = TASK_PARKED;
    task->since_us = loop.now_us;
    loop.stats.waiters++;
    trace(SUSPEND, task->future.record.number, wait->on ? wait->on->record.number : 0,
          (double)deadline, wait->reason, at, park_detail(wait));
    if (__builtin_expect(task->must_cancel | task->scope_bit, 0)) cancel_parked(task);
    if (run_before_switch) run_before_switch(task);
}

int park(struct wait *wait, const char *at)
{
    park_begin(wait, 0, at);
    return aw_switch_suspend();
}

void *aw_wait_room(void)
{
    return loop.current ? loop.current->room : NULL;
}

int aw_park_begin(aw_waiter *node, aw_abort *abort, const aw_park_options *options, const char *at)
{
    struct wait *wait = (struct wait *)(void *)node;
    if (!loop.current) {
        if (wait) wait->abort = abort;
        if (abort) wait_abort(wait);
        return aw_fail_text(AW_ENOTASK, "waited outside a task; callbacks must not wait: start a "
                                        "task with aw_go instead");
    }
    *wait = (struct wait){.abort = abort,
                          .reason = options->reason,
                          .detail = options->detail,
                          .holder = options->holder,
                          .keeps_result = options->keeps_result};
    park_begin(wait, options->deadline, at);
    return 1;
}

int aw_park(aw_waiter *node, aw_abort *abort, const aw_park_options *options, const char *at)
{
    int rc = aw_park_begin(node, abort, options, at);
    return rc == 1 ? aw_switch_suspend() : rc;
}

static void trace_yield(const struct task *task)
{
    park_flush();
    uint32_t number = task->future.record.number;
    trace_emit(AW_TRACE_SUSPEND, number, 0, 0, WAIT_REASON(yield), task->at, NULL);
    trace_emit(AW_TRACE_WAKE, number, number, 0, "yield", NULL, NULL);
}

int aw_yield_begin(const char *at)
{
    struct task *task = loop.current;
    if (!task) return aw_fail_text(AW_ENOTASK, "aw_yield: no task is running here");
    task->at = at;
    task->state = TASK_READY; /* so a cancellation waits for its next run */
    task->must_cancel |= task->scope_bit;
    if (__builtin_expect(loop.tracing, 0)) trace_yield(task);
    ready_add(&task->step);
    if (run_before_switch) run_before_switch(task);
    return 1;
}
