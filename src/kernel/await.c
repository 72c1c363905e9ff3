/* aw_await: waiting for one future, and what its end gives to the task that waited. aw_inner_park:
 * waiting for what an inner task has to give. */
#include "kernel/core.h"
#include "kernel/parts.h"

/* Fails with the words with which `future` was cancelled, or with which the current task was. */
static int await_cancelled(const struct future *future)
{
    char words[WORDS_CAUSE];
    struct text text = text_in(words, sizeof words);
    const struct task *awaited = task_in(&future->record);
    const struct task *task = awaited ? awaited : loop.current;
    const struct error *error = future->error;
    if (error && error->code == AW_ECANCELLED && error->message[0])
        return aw_fail_text(AW_ECANCELLED, error->message);
    bool is_told = task && (awaited || task->cancels > 0 || task->scope_bit);
    return aw_fail_text(AW_ECANCELLED, is_told ? cause_words(task, &text) : "");
}

static int await_result(struct future *future)
{
    if (future->state == DONE) return future->result;
    struct task *task = loop.current;
    if (future->result == AW_ECANCELLED && task && task->cancels > 0) task->cancelled_at = task->at;
    if (future->state == FAILED) return aw_fail_as((aw_future){future->record.id});
    return await_cancelled(future);
}

int aw_await_here(aw_future handle, const char *at)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, "aw_await");
    if (future->state != PENDING) return await_result(future);
    struct task *task = loop.current;
    if (!task)
        return aw_fail_text(AW_ENOTASK, "aw_await: callbacks must not wait: start a task with "
                                        "aw_go, or use aw_on_done");
    int rc = cycle_check(future);
    if (rc < 0) return rc;
    struct wait *wait = aw_wait_room();
    *wait = (struct wait){.abort = task_pass_cancel,
                          .on = future,
                          .reason = future->record.type->name,
                          .is_await = true};
    list_insert(&future->watchers, &task->step.link);
    record_keep(&future->record);
    park_begin(wait, 0, at);
    return aw_park_switch(); /* run.c calls await_end for the result */
}

int await_end(struct future *future, int rc)
{
    if (rc == 0) rc = await_result(future);
    record_unkeep(&future->record);
    return rc;
}

int aw_inner_park(aw_task inner, aw_waiter *node, const char *reason, const char *at)
{
    struct future *future = future_of(inner);
    if (!future) return error_stale(inner, "aw_inner_park");
    if (!loop.current)
        return aw_fail_text(AW_ENOTASK, "aw_inner_park: no task is running here; start one with "
                                        "aw_go");
    int rc = cycle_check(future);
    if (rc < 0) return rc;
    struct wait *wait = (struct wait *)(void *)node;
    *wait = (struct wait){.abort = task_pass_cancel, .on = future, .reason = reason};
    return park(wait, at);
}
