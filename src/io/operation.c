/* Host operations: started with a request, completed once from outside, or given up.
 *
 * A completion that has come is the caller's, with its bytes: a cancellation in the same turn is
 * delivered at the next suspension (docs/decisions/0013). An id names an operation while it is
 * under way; a completion for any other id is dropped and counted. */
#include "kernel/core.h"
#include "platform/host.h"
#include "base/memory.h"

#include <stdlib.h>

/* Lives in the waiter's frame. */
struct operation {
    aw_waiter wait;
    struct entry arrival; /* queued by the completion */
    uint64_t id;          /* 0 once it is complete or given up */
    uint32_t number;      /* for the trace */
    const char *kind;
    int status;
    aw_answer answer;
    bool is_complete;
};

static void operation_close(struct operation *operation)
{
    table_remove(&loop.operations, operation->id);
    operation->id = 0;
    loop.stats.operations--;
}

static void operation_arrive(struct entry *entry)
{
    struct operation *operation = container_of(entry, struct operation, arrival);
    aw_unpark(&operation->wait, 0, "host");
}

int operation_complete(uint64_t id, int status, aw_answer answer)
{
    struct operation *operation = table_get(&loop.operations, id);
    if (!operation) {
        loop.stats.dropped++;
        free(answer.reply.data);
        return 0;
    }
    operation->status = status;
    operation->answer = answer;
    operation->is_complete = true;
    operation_close(operation);
    ready_arrive(&operation->arrival);
    return 1;
}

static enum aw_abort_result operation_abort(aw_waiter *wait)
{
    struct operation *operation = container_of(wait, struct operation, wait);
    if (operation->is_complete) return AW_ABORT_LATER;
    uint64_t id = operation->id;
    operation_close(operation);
    host_op_cancel(id);
    return AW_ABORT_DONE;
}

void aw_bytes_free(aw_bytes *bytes)
{
    free(bytes->data);
    *bytes = (aw_bytes){0};
}

/* The end of an operation: its answer to the caller, or its words into the error. `rc` is the
 * wait's. There is a current task: aw_operation has checked it, and a task that comes back from its
 * wait is the current one again. */
static int operation_result(struct operation *operation, int rc, aw_answer *answer)
{
    bool is_woken = rc == 0;
    if (is_woken) rc = operation->status;
    if (list_is_linked(&operation->arrival.link)) list_remove(&operation->arrival.link);
    const char *words = is_woken && rc < 0 ? operation->answer.reply.data : NULL;
    if (rc == AW_ECANCELLED && !is_woken) words = "cancelled";
    trace(OP_END, loop.current->future.record.number, operation->number, rc, operation->kind, NULL,
          words);
    if (rc >= 0) {
        *answer = operation->answer;
        return rc;
    }
    if (is_woken) aw_fail_text(rc, words ? words : aw_strerror(rc));
    aw_bytes_free(&operation->answer.reply);
    return rc;
}

/* Notes the operation under a new id; 0 or a code. */
static int operation_open(struct operation *operation)
{
    operation->id = table_add(&loop.operations, operation);
    if (!operation->id)
        return aw_fail_text(AW_ENOMEM, "aw_operation: no memory for a host operation; wait for "
                                       "some of those under way");
    operation->number = (uint32_t)operation->id;
    loop.stats.operations++;
    return 0;
}

int aw_operation(const char *kind, const char *detail, const aw_bytes *request, size_t count,
                 aw_answer *answer, const char *at)
{
    if (!loop.current)
        return aw_fail_text(AW_ENOTASK, "aw_operation: host operations need a task to wait in: "
                                        "start one with aw_go");
    struct operation operation; /* field by field: `wait` is set by the park */
    operation.arrival = (struct entry){.run = operation_arrive};
    operation.kind = kind;
    operation.answer = (aw_answer){0};
    operation.is_complete = false;
    int rc = operation_open(&operation);
    if (rc < 0) return rc;
    trace(OP_START, loop.current->future.record.number, operation.number, 0, kind, at, detail);
    host_op_start(kind, operation.id, request, count);
    const aw_park_options options = {.reason = kind, .detail = detail, .keeps_result = true};
    rc = aw_park(&operation.wait, operation_abort, &options, at);
    return operation_result(&operation, rc, answer);
}
