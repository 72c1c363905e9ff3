/* Exported functions: JavaScript awaits C. Each call is a task that nobody owns, and one answer.
 * aw_reply_json, which formats, is in reply.c. */
#include "io/export.h"
#include "kernel/core.h"
#include "platform/host.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* A call of an exported function; from its start until its answer was given. */
struct outside_call {
    aw_watch watch;
    struct list link; /* in `calls` */
    double id;        /* the host's */
    aw_task task;
    const aw_export *export;
    aw_bytes json; /* malloc's, as it came */
    aw_reply reply;
};

static struct list calls = {&calls, &calls};

static int outside_task(void *arg)
{
    struct outside_call *call = *(struct outside_call **)arg;
    return call->export->fn(call->json.data, &call->reply);
}

static void outside_free(struct outside_call *call)
{
    list_remove(&call->link);
    aw_bytes_free(&call->json);
    aw_bytes_free(&call->reply.json);
    memory_give(call, sizeof *call);
}

static void outside_ended(aw_watch *watch)
{
    struct outside_call *call = container_of(watch, struct outside_call, watch);
    struct future *future = future_of(call->task);
    future->is_seen = true;
    const char *data = call->reply.json.data;
    size_t bytes = call->reply.json.length;
    if (future->result < 0) {
        data = error_words(future->error, future->result);
        bytes = strlen(data);
    }
    host_reply(call->id, future->result, data, bytes);
    outside_free(call);
}

int export_call(const aw_export *export, double id, char *json, size_t bytes)
{
    struct outside_call *call = memory_take(sizeof *call);
    if (!call) {
        free(json);
        return AW_ENOMEM;
    }
    *call = (struct outside_call){.id = id, .export = export, .json = {json, bytes}};
    list_insert(&calls, &call->link);
    aw_task_options options = {.name = export->name, .stack_bytes = 4 * AW_STACK_BYTES};
    call->task = task_new(outside_task, &call, sizeof call, &options, export->name, export->at);
    int rc = aw_watch_add(call->task, &call->watch, outside_ended, (aw_future){0});
    if (rc < 0)
        outside_free(call);
    else
        aw_detach(call->task);
    return rc;
}

int export_cancel(double id)
{
    for (struct list *l = calls.next; l != &calls; l = l->next) {
        struct outside_call *call = container_of(l, struct outside_call, link);
        struct future *future = future_of(call->task);
        if (call->id == id) return future_cancel(future, NULL, "signal", NULL);
    }
    return 0;
}
