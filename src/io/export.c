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
    struct list link; /* in its chain */
    double id;        /* the host's */
    aw_task task;
    const aw_export *export;
    aw_bytes json; /* malloc's, as it came */
    aw_reply reply;
};

/* The calls under way, in chains by id. The host counts the ids up, so all chains are about as
 * long. */
enum { OUTSIDE_CHAINS = 256 };
static struct list outside_chains[OUTSIDE_CHAINS];

static struct list *outside_chain(double id)
{
    struct list *chain = &outside_chains[id > 0 ? (uint64_t)id % OUTSIDE_CHAINS : 0];
    if (!list_is_linked(chain)) list_init(chain);
    return chain;
}

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
    list_insert(outside_chain(id), &call->link);
    aw_task_options options = {.name = export->name, .stack_bytes = 4 * AW_STACK_BYTES};
    call->task =
        aw_spawn_with_here(outside_task, &call, sizeof call, &options, export->name, export->at);
    int rc = aw_watch_add(call->task, &call->watch, outside_ended, (aw_future){0});
    if (rc < 0)
        outside_free(call);
    else
        aw_detach(call->task);
    return rc;
}

int export_cancel(double id)
{
    struct list *chain = outside_chain(id);
    for (struct list *link = chain->next; link != chain; link = link->next) {
        struct outside_call *call = container_of(link, struct outside_call, link);
        if (call->id == id) return future_cancel(future_of(call->task), NULL, "signal", NULL);
    }
    return 0;
}
