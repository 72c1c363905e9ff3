/* Watches: callbacks at a future's end, each in a structure of its caller. */
#include "kernel/core.h"

static void watch_call(struct watch *watch) AW_NEVER_SUSPENDS(watch_call);

static void watch_call(struct watch *watch)
{
    watch->done((aw_watch *)(void *)watch);
}

void watch_run(struct entry *entry)
{
    struct watch *watch = container_of(entry, struct watch, entry);
    struct future *future = watch->future;
    uint32_t cause = loop.cause;
    loop.cause = future->record.number;
    watch_call(watch);
    loop.cause = cause;
    record_unkeep(&future->record);
}

struct future *watch_by(const struct entry *entry)
{
    assert(entry->run == watch_run);
    struct record *record = table_get(&loop.records, container_of(entry, struct watch, entry)->by);
    return record && record->kind->is_future ? (struct future *)record : NULL;
}

void watch_add(struct future *future, aw_watch *node, void (*done)(aw_watch *watch), uint64_t by)
{
    struct watch *watch = (struct watch *)(void *)node;
    assert(!list_is_linked(&watch->entry.link));
    *watch = (struct watch){.entry.run = watch_run, .future = future, .done = done, .by = by};
    record_keep(&future->record);
    if (future->state == PENDING)
        list_insert(&future->watchers, &watch->entry.link);
    else
        ready_add(&watch->entry);
}

int aw_watch_add(aw_future handle, aw_watch *watch, void (*done)(aw_watch *watch), aw_future by)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, "aw_watch_add");
    watch_add(future, watch, done, by.id);
    return 0;
}

int aw_watch_result(const aw_watch *watch)
{
    struct future *future = ((const struct watch *)(const void *)watch)->future;
    future->is_seen = true;
    return future->result;
}

void aw_watch_drop(aw_watch *node)
{
    struct watch *watch = (struct watch *)(void *)node;
    if (!list_is_linked(&watch->entry.link)) return;
    list_remove(&watch->entry.link);
    record_unkeep(&watch->future->record);
}
