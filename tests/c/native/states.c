/* The tables of legal states in core.h, checked: in the mode `traced` at the beginning of every
 * turn of every test (trace.c), when no task runs. */
#include "states.h"
#include "kernel/core.h"
#include "test.h"

enum { RECORDS_MAX = 2000 }; /* a test with more of them is not about states */

static const char *future_fault(const struct future *future)
{
    const struct record *record = &future->record;
    if (future->is_cancelling) return "a future whose cancel is under way between two turns";
    if (future->is_marked) return "a future that was left marked";
    if (future->state == PENDING) {
        if (record->keeps == 0) return "a pending future that does not keep itself";
        if (future->result != 0) return "a pending future with a result";
        return NULL;
    }
    if (!list_is_empty(&future->watchers)) return "a future that is done and watched";
    if (future->state == DONE && future->result < 0) return "a future that is done with a code";
    if (future->state == FAILED && future->result >= 0) return "a future that failed with a value";
    if (future->state == CANCELLED && future->result != AW_ECANCELLED)
        return "a cancelled future with another code";
    return NULL;
}

static const char *task_fault(const struct task *task)
{
    bool is_queued = list_is_linked(&task->step.link);
    if (task->future.state != PENDING) return "a task that goes on after its end";
    if (task->scope_bit && (!task->scope || task->scope_holds > 0))
        return "a task that is cancelled by a scope it is not in, or that is held";
    if (task->cancelled_at && task->cancels == 0) return "a delivered request that was taken back";
    switch ((enum task_state)task->state) {
    case TASK_NEW:
        if (is_queued == task->is_inner) return "a new task that is not queued, or an inner one";
        if (task->wait || !list_is_empty(&task->records)) return "a new task that waits or owns";
        return NULL;
    case TASK_READY: return is_queued ? NULL : "a ready task that is not queued";
    case TASK_PARKED:
        if (!task->wait || task->wait->task != task) return "a parked task without its wait";
        return is_queued && !task->wait->on ? "a parked task that is queued" : NULL;
    case TASK_RUNNING: return "a task that runs between two turns";
    case TASK_ENDED: break;
    }
    return "a task that has ended and is listed";
}

static const char *ended_fault(const struct task *task)
{
    if (task->future.state == PENDING) return "a task that has ended without a result";
    if (list_is_linked(&task->step.link) || list_is_linked(&task->all))
        return "a task that has ended and is queued or listed";
    if (task->wait || task->scope || task->locals || (task->must_cancel & ~BY_PASSED) ||
        task->scope_bit)
        return "a task that has ended and waits, is in a scope, or is to be cancelled";
    return list_is_empty(&task->records) ? NULL : "a task that has ended and owns records";
}

static const char *record_fault(const struct record *record)
{
    if (record->owner && !list_is_linked(&record->owned)) return "an owner without its record";
    if (record->owner && record->owner->state == TASK_ENDED) return "an owner that has ended";
    if (!record->owner && !record->is_lasting && record->keeps == 0)
        return "a record that nobody needs";
    if (!record->kind->is_future) return NULL;
    const struct task *task = task_in(record);
    const char *fault = future_fault((const struct future *)record);
    if (fault || !task) return fault;
    return task->state == TASK_ENDED ? ended_fault(task) : task_fault(task);
}

const char *states_fault(void)
{
    if (loop.stats.records > RECORDS_MAX) return NULL;
    struct record *record;
    for (uint32_t i = 0; (record = table_next(&loop.records, &i));) {
        const char *fault = record_fault(record);
        if (fault) return fault;
    }
    return NULL;
}

TEST("states_fault: finds a record that is not as the tables say")
{
    aw_future future = aw_future_new();
    struct future *inside = future_of(future);
    EXPECT(states_fault() != NULL); /* a task runs: this one */
    EXPECT(future_fault(inside) == NULL);
    inside->state = DONE;
    inside->result = -1;
    EXPECT_STR(future_fault(inside), "a future that is done with a code");
    inside->state = PENDING;
    inside->result = 0;
    EXPECT_INT(aw_cancel(future), 1);
    EXPECT_INT(aw_release(future), 0);
}
