/* Records by their handles: what programs and primitives may do with one of any type. A handle
 * is a value, so each function finds its record first; a stale one is an error. */
#include "base/memory.h"
#include "kernel/core.h"

/* A plain record is nothing more; its block is aligned to 16 like every other. */
enum { PLAIN_BYTES = (sizeof(struct record) + 15) & ~15u };

static void plain_free(struct record *record)
{
    memory_give(record, PLAIN_BYTES + record->inside_bytes + record->data_bytes);
}

static const struct record_kind plain_kind = {.bytes = PLAIN_BYTES, .free = plain_free};

aw_record aw_record_make(const aw_record_type *type, size_t inside_bytes, size_t data_bytes,
                         const aw_future *children, int count, const char *at)
{
    struct record *record = record_new(&plain_kind, type, inside_bytes, data_bytes, at);
    if (!record)
        return aw_future_failed(AW_ENOMEM, "no memory for a record; release what is not needed");
    if (loop.tracing) record_trace(record, children, count);
    return (aw_record){record->id};
}

int aw_record_release(aw_record handle)
{
    struct record *record = record_of(handle);
    if (!record) return error_stale(handle, "aw_record_release");
    record_disown(record);
    return 0;
}

void *aw_inside(aw_record handle)
{
    struct record *record = record_of(handle);
    return record ? record_block(record) : NULL;
}

void *aw_inside_of(aw_record handle, const aw_record_type *type)
{
    struct record *record = record_of(handle);
    return record && record->type == type ? record_block(record) : NULL;
}

void *aw_data(aw_future handle)
{
    struct record *record = record_of(handle);
    if (!record || !record->data_bytes) return NULL;
    return (char *)record_block(record) + record->inside_bytes;
}

int aw_release(aw_future handle)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, "aw_release");
    if (future->state == PENDING)
        return aw_fail_text(AW_ENOTDONE, "aw_release: still pending; await it, or aw_detach it");
    record_disown(&future->record);
    return 0;
}

int aw_detach(aw_future handle)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, "aw_detach");
    record_disown(&future->record);
    return 0;
}

int aw_keep(aw_record handle)
{
    struct record *record = record_of(handle);
    if (!record) return error_stale(handle, "aw_keep");
    record_keep(record);
    return 0;
}

void aw_unkeep(aw_record handle)
{
    struct record *record = record_of(handle);
    if (record) record_unkeep(record);
}

int aw_adopt(aw_record handle, aw_task owner)
{
    struct record *record = record_of(handle);
    struct task *task = task_of(owner);
    if (!record) return error_stale(handle, "aw_adopt");
    if (!task || task->state == TASK_ENDED) return error_stale(owner, "aw_adopt");
    record_give(record, task);
    return 0;
}
