/* Who owns a record, and when it is freed.
 *
 * A record belongs to the task that made it, until that task ends or lets go of it. It is freed
 * when it has no owner and nothing keeps it for reading. A future keeps itself until it is done, so
 * one that nobody owns is freed at its end. docs/decisions/0002 and 0014 say why. */
#include "kernel/record.h"
#include "base/memory.h"
#include "kernel/core.h"

struct record *record_of(aw_record handle)
{
    struct record *record = table_get(&loop.records, handle.id);
    if (record) record->is_used = true;
    return record;
}

bool record_init(struct record *record, const struct record_kind *kind, const aw_record_type *type,
                 const char *at)
{
    record->id = table_add(&loop.records, record);
    if (!record->id) return false;
    record->kind = kind;
    record->type = type;
    record->at = at;
    record->number = ++loop.numbers;
    struct task *owner = loop.current ? loop.current : loop.main;
    if (owner && owner->state != TASK_ENDED)
        record_give(record, owner);
    else
        record->is_lasting = type->outlives_main;
    loop.stats.records++;
    return true;
}

struct record *record_new(const struct record_kind *kind, const aw_record_type *type,
                          size_t inside_bytes, size_t data_bytes, const char *at)
{
    if (inside_bytes >= INT32_MAX / 2 || data_bytes >= INT32_MAX)
        return NULL; /* no sum overflows */
    inside_bytes = (inside_bytes + 15) & ~(size_t)15;
    size_t bytes = kind->bytes + inside_bytes + data_bytes;
    struct record *record = memory_take(bytes);
    if (!record) return NULL;
    record->inside_bytes = (uint32_t)inside_bytes;
    record->data_bytes = (uint32_t)data_bytes;
    if (record_init(record, kind, type, at)) return record;
    memory_give(record, bytes);
    return NULL;
}

void record_trace(const struct record *record, const aw_future *children, int count)
{
    char numbers[WORDS_DETAIL];
    struct text text = text_in(numbers, sizeof numbers);
    for (int i = 0; i < count; i++) {
        const struct record *child = table_get(&loop.records, children[i].id);
        if (!child) continue;
        if (text.length) text_add(&text, " ");
        text_add_number(&text, child->number);
    }
    trace_emit(AW_TRACE_FUTURE, record->number, loop_actor(), count, record->type->name, record->at,
               numbers);
}

static const char *record_kind_name(const struct record *record)
    AW_NEVER_SUSPENDS(record_kind_name);

static const char *record_kind_name(const struct record *record)
{
    return record->kind->name(record);
}

const char *record_name(const struct record *record)
{
    return record->kind->name ? record_kind_name(record) : record->type->name;
}

/* -- Freeing ----------------------------------------------------------------------------------- */

static void record_drop(struct record *record) AW_NEVER_SUSPENDS(record_drop);
static void record_give_back(struct record *record) AW_NEVER_SUSPENDS(record_give_back);
static void record_orphan(struct record *record) AW_NEVER_SUSPENDS(record_orphan);

/* Tells the maker that its block goes away. */
static void record_drop(struct record *record)
{
    record->type->drop(record_block(record));
}

static void record_give_back(struct record *record)
{
    record->kind->free(record);
}

/* Tells the maker that the owner has ended. */
static void record_orphan(struct record *record)
{
    record->type->orphan(record_block(record));
}

void record_free(struct record *record)
{
    if (record->type->drop) record_drop(record);
    if (list_is_linked(&record->owned)) list_remove(&record->owned);
    table_remove(&loop.records, record->id);
    loop.stats.records--;
    record_give_back(record);
}

/* Frees the record if nothing needs it any more. That may end the need for others: they wait in a
 * list for their turn, so that errors in groups in groups take no stack. */
static void record_check(struct record *record)
{
    static struct list doomed = {&doomed, &doomed};
    static bool is_freeing;
    if (record->owner || record->is_lasting || record->keeps > 0) return;
    if (list_is_linked(&record->owned)) return; /* it waits for its turn already */
    if (is_freeing) {
        list_insert(&doomed, &record->owned);
        return;
    }
    is_freeing = true;
    struct list *link = &record->owned;
    do
        record_free(container_of(link, struct record, owned));
    while ((link = list_take(&doomed)));
    is_freeing = false;
}

void record_keep(struct record *record)
{
    record->keeps++;
}

void record_unkeep(struct record *record)
{
    assert(record->keeps > 0);
    record->keeps--;
    record_check(record);
}

/* -- Owners ------------------------------------------------------------------------------------ */

void record_give(struct record *record, struct task *owner)
{
    if (list_is_linked(&record->owned)) list_remove(&record->owned);
    record->owner = owner;
    record->is_lasting = false;
    list_insert(&owner->records, &record->owned);
}

void record_disown(struct record *record)
{
    if (record->owner) list_remove(&record->owned);
    record->owner = NULL;
    record->is_lasting = false;
    record_check(record);
}

/* Main's queue stays until the program has ended: the tasks that are left clean up with it. */
void record_disown_all(struct task *owner)
{
    while (!list_is_empty(&owner->records)) {
        struct record *record = container_of(owner->records.next, struct record, owned);
        if (record->type->orphan) record_orphan(record);
        if (record->owner != owner) continue; /* somebody has adopted it */
        if (owner == loop.main && record->type->outlives_main) {
            list_remove(&record->owned);
            record->owner = NULL;
            record->is_lasting = true;
        } else {
            record_disown(record);
        }
    }
}
