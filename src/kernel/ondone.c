/* aw_on_done: callbacks at a future's end that are made when they are asked for. They are watches
 * (watch.c) that free themselves, and so are the reports that aw_tell_error asks for. */
#include "base/memory.h"
#include "kernel/core.h"
#include "kernel/parts.h"

static void done_call_run(aw_watch *watch) AW_NEVER_SUSPENDS(done_call_run);

/* What aw_on_done makes: a watch that frees itself. */
struct done_call {
    aw_watch watch; /* first */
    aw_done_callback *callback;
    void *arg;
    aw_future future;
    const char *at;        /* where it was asked for */
    struct locals *locals; /* as they were there, or NULL */
};

static void done_call_free(struct done_call *call)
{
    if (local_drop && call->locals) local_drop(call->locals);
    loop.stats.callbacks--;
    memory_give(call, sizeof *call);
}

static void done_call_run(aw_watch *watch)
{
    struct done_call *call = (struct done_call *)(void *)watch;
    loop.callback_at = call->at;
    loop.locals = &call->locals;
    call->callback(call->future, call->arg);
    loop.locals = NULL;
    done_call_free(call);
}

int aw_on_done_here(aw_future handle, aw_done_callback *callback, void *arg, const char *at)
{
    if (!future_of(handle)) return error_stale(handle, "aw_on_done");
    if (!callback) return aw_fail_text(AW_EINVAL, "aw_on_done: no callback given");
    struct done_call *call = memory_take(sizeof *call);
    if (!call) return aw_fail_text(AW_ENOMEM, "aw_on_done: no memory for a callback");
    *call = (struct done_call){.callback = callback, .arg = arg, .future = handle, .at = at};
    if (local_share) call->locals = local_share();
    loop.stats.callbacks++;
    return aw_watch_add(handle, &call->watch, done_call_run, (aw_future){0});
}

/* -- Errors that are reported when they come --------------------------------------------------- */

struct late {
    aw_watch watch; /* first */
    aw_future future;
    bool is_awaited; /* those who are woken by the end have had their turn */
};

static void late_free(struct late *late)
{
    memory_give(late, sizeof *late);
}

static void late_run(aw_watch *watch)
{
    struct late *late = (struct late *)(void *)watch;
    if (!late->is_awaited) {
        late->is_awaited = true;
        aw_watch_add(late->future, &late->watch, late_run, (aw_future){0});
        return;
    }
    future_tell(future_of(late->future), "error-in-shield", "in a shielded future");
    late_free(late);
}

void aw_tell_error(aw_future handle)
{
    struct future *future = future_of(handle);
    if (!future || future->state != PENDING || future->is_told) return;
    struct late *late = memory_take(sizeof *late);
    if (!late) return; /* told when the record goes */
    future->is_told = true;
    late->future = handle;
    aw_watch_add(handle, &late->watch, late_run, (aw_future){0});
}

/* -- Taking back ------------------------------------------------------------------------------- */

/* Takes back what aw_on_done made: every `callback` with this `arg`, or all if it is NULL. */
static int done_calls_drop(struct future *future, aw_done_callback *callback, void *arg)
{
    int removed = 0;
    record_keep(&future->record);
    for (struct list *l = future->watchers.next, *next; l != &future->watchers; l = next) {
        next = l->next;
        struct entry *entry = container_of(l, struct entry, link);
        if (entry->run != watch_run) continue;
        struct watch *watch = container_of(entry, struct watch, entry);
        struct done_call *call = (struct done_call *)(void *)watch;
        if (watch->done != done_call_run) continue;
        if (callback && (call->callback != callback || call->arg != arg)) continue;
        aw_watch_drop(&call->watch);
        done_call_free(call);
        removed++;
    }
    record_unkeep(&future->record);
    return removed;
}

int aw_off_done(aw_future handle, aw_done_callback *callback, void *arg)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, "aw_off_done");
    return callback ? done_calls_drop(future, callback, arg) : 0;
}

void ondone_drop_all(struct future *future)
{
    done_calls_drop(future, NULL, NULL);
    for (struct list *l = future->watchers.next, *next; l != &future->watchers; l = next) {
        next = l->next;
        struct watch *watch = container_of(l, struct watch, entry.link);
        if (watch->entry.run != watch_run || watch->done != late_run) continue;
        aw_watch_drop((aw_watch *)(void *)watch);
        late_free((struct late *)(void *)watch);
    }
}
