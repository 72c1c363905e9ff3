/* Futures: their results, who is woken by their end, and how they are cancelled. Who owns one and
 * when it is freed is in record.c; what a task does differently is in task.c.
 *
 * A future settles once. Its watchers then move to the ready queue, in the order in which they
 * came; none runs inside the call that settles it. */
#include "kernel/core.h"
#include "base/memory.h"
#include "base/waits.h"
#include "kernel/parts.h"

#include <string.h>

struct future *future_of(aw_future handle)
{
    struct record *record = record_of(handle);
    return record && record->kind->is_future ? (struct future *)record : NULL;
}

/* The record is there; the result is still to come. */
static void future_begin(struct future *future)
{
    list_init(&future->watchers);
    record_keep(&future->record); /* until it is done */
}

bool future_init(struct future *future, const struct record_kind *kind, const aw_record_type *type,
                 const char *at)
{
    if (!record_init(&future->record, kind, type, at)) return false;
    future_begin(future);
    return true;
}

/* -- The end of a record ----------------------------------------------------------------------- */

void future_tell(struct future *future, const char *lint, const char *how)
{
    if (future->state != FAILED || future->is_seen) return;
    future->is_seen = true;
    const struct record *record = &future->record;
    char words[WORDS_REPORT];
    struct text text = text_in(words, sizeof words);
    text_add(&text, record_name(record));
    text_add(&text, " (");
    text_add(&text, record->at);
    text_add(&text, ") failed ");
    text_add(&text, how);
    text_add(&text, ": ");
    text_add(&text, error_words(future->error, future->result));
    error_add_code(&text, future->result);
    report(lint, record->number, record->at, words);
}

void future_free(struct future *future)
{
    future_tell(future, "error-never-retrieved", "and its error was never retrieved");
    if (debug_record_goes && loop.is_debug) debug_record_goes(future);
    error_free(&future->error);
}

void future_forget_all(void)
{
    bool has_freed = true;
    while (has_freed) { /* freeing one may let go of others */
        has_freed = false;
        for (uint32_t i = 0; i < loop.records.used; i++) {
            struct record *record = table_at(&loop.records, i);
            if (!record || task_in(record)) continue;
            struct future *future = record->kind->is_future ? (struct future *)record : NULL;
            bool is_pending = future && future->state == PENDING;
            if (is_pending && ondone_drop_all) ondone_drop_all(future);
            if (record->keeps > (is_pending && !future->is_abandoned)) continue;
            record_free(record);
            has_freed = true;
        }
    }
}

/* -- Results ----------------------------------------------------------------------------------- */

void future_settle(struct future *future, enum future_state state, int result)
{
    static const char *const words[] = {"pending", "done", "failed", "cancelled"};
    assert(future->state == PENDING && state != PENDING);
    future->state = state;
    future->result = result;
    struct error *error = future->error;
    trace(END, future->record.number, 0, result, words[state], NULL,
          state == FAILED ? (error && error->code == result ? error->message : aw_strerror(result))
                          : NULL);
    for (struct list *l = future->watchers.next; l != &future->watchers; l = l->next)
        park_woken(container_of(l, struct entry, link), future);
    list_splice(&loop.ready, &future->watchers);
    if (!future->is_abandoned) record_unkeep(&future->record);
}

static int future_cancel_by_kind(struct future *future, const char *message, const char *reason,
                                 const char *at)
    AW_NEVER_SUSPENDS(future_cancel_by_kind);
static enum aw_abort_result future_cancel_by_type(struct future *future, const char *message)
    AW_NEVER_SUSPENDS(future_cancel_by_type);

static int future_cancel_by_kind(struct future *future, const char *message, const char *reason,
                                 const char *at)
{
    return future->record.kind->cancel(future, message, reason, at);
}

static enum aw_abort_result future_cancel_by_type(struct future *future, const char *message)
{
    return future->record.type->cancel(record_block(&future->record), message);
}

int future_cancel(struct future *future, const char *message, const char *reason, const char *at)
{
    if (future->state == PENDING) return future_cancel_by_kind(future, message, reason, at);
    future->is_seen = true;
    return 0;
}

/* -- Plain futures: without a task; their type may take part in a cancellation ----------------- */

static int future_kind_cancel(struct future *future, const char *message, const char *reason,
                              const char *at)
{
    trace(CANCEL, future->record.number, loop_actor(), 1, reason, at, message);
    enum aw_abort_result outcome = AW_ABORT_DONE;
    if (future->record.type->cancel) {
        if (future->is_cancelling) return 1; /* a cycle through this future: it is under way */
        future->is_cancelling = true;
        record_keep(&future->record);
        outcome = future_cancel_by_type(future, message);
        future->is_cancelling = false;
        record_unkeep(&future->record);
    }
    if (outcome != AW_ABORT_DONE) return outcome == AW_ABORT_PASSED;
    if (message) error_say(error_new(&future->error, AW_ECANCELLED), message);
    future_settle(future, CANCELLED, AW_ECANCELLED);
    return 1;
}

static void future_kind_free(struct record *record)
{
    future_free((struct future *)record);
    memory_give(record, sizeof(struct future) + record->inside_bytes + record->data_bytes);
}

static const struct record_kind future_kind = {
    .bytes = sizeof(struct future),
    .is_future = true,
    .free = future_kind_free,
    .cancel = future_kind_cancel,
};

/* -- Public functions -------------------------------------------------------------------------- */

/* Only the program can complete such a future, and its handle becomes stale with the owner. So the
 * future stays only while others wait for it. Futures of main stay, because tasks that are left may
 * complete them in their cleanup. */
static void future_orphan(void *inside)
{
    struct future *future = (struct future *)inside - 1;
    if (future->state != PENDING || future->is_abandoned || future->record.owner == loop.main)
        return;
    future->is_abandoned = true;
    record_unkeep(&future->record);
}

static const aw_record_type future_type = {.name = WAIT_REASON(future), .orphan = future_orphan};

aw_future aw_future_make(const aw_record_type *type, size_t inside_bytes, size_t data_bytes,
                         const aw_future *children, int count, const char *at)
{
    struct record *record = record_new(&future_kind, type, inside_bytes, data_bytes, at);
    if (!record)
        return aw_future_failed(AW_ENOMEM, "no memory for a future; release or await what is done");
    future_begin((struct future *)record);
    if (loop.tracing) record_trace(record, children, count);
    return (aw_future){record->id};
}

aw_future aw_future_new_here(const char *at)
{
    return aw_future_make(&future_type, 0, 0, NULL, 0, at);
}

aw_future aw_future_new_sized_here(size_t bytes, const char *at)
{
    return aw_future_make(&future_type, 0, bytes, NULL, 0, at);
}

/* Finds a future that the program may complete; returns 0 or a code. */
static int completable(aw_future handle, const char *function, struct future **found)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, function);
    const char *words = task_in(&future->record) ? ": a task's result is what its function returns"
                        : future->state != PENDING ? ": the future is done already"
                                                   : NULL;
    *found = future;
    return words ? error_of(AW_ESTATE, function, words) : 0;
}

int aw_future_set(aw_future handle, int result)
{
    struct future *future;
    int rc = completable(handle, "aw_future_set", &future);
    if (rc < 0) return rc;
    if (result < 0)
        return aw_fail_text(AW_EINVAL, "aw_future_set: a result is >= 0; use aw_future_fail");
    future_settle(future, DONE, result);
    return 0;
}

int aw_future_fail(aw_future handle, int code, const char *message)
{
    struct future *future;
    int rc = completable(handle, "aw_future_fail", &future);
    if (rc < 0) return rc;
    if (code >= 0)
        return aw_fail_text(AW_EINVAL, "aw_future_fail: a code is < 0; use aw_future_set");
    if (message) error_say(error_new(&future->error, code), message);
    future_settle(future, FAILED, code);
    return 0;
}

int aw_future_fail_as(aw_future handle, aw_future source)
{
    struct future *from = future_of(source);
    struct future *future;
    int rc = completable(handle, "aw_future_fail_as", &future);
    if (rc < 0) return rc;
    if (!from) return error_stale(source, "aw_future_fail_as");
    from->is_seen = true;
    error_copy(&future->error, &from->error, from->result);
    future_settle(future, FAILED, from->result);
    return 0;
}

int aw_future_cancelled(aw_future handle)
{
    struct future *future;
    int rc = completable(handle, "aw_future_cancelled", &future);
    if (rc < 0) return rc;
    future_settle(future, CANCELLED, AW_ECANCELLED);
    return 0;
}

bool aw_is_done(aw_future handle)
{
    struct future *future = future_of(handle);
    return !future || future->state != PENDING;
}

bool aw_is_cancelled(aw_future handle)
{
    struct future *future = future_of(handle);
    return future && future->state == CANCELLED;
}

int aw_peek(aw_future handle)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, "aw_peek");
    if (future->state == PENDING)
        return aw_fail_text(AW_ENOTDONE, "aw_peek: the future is not done; await it first");
    return future->result;
}

int aw_result(aw_future handle)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, "aw_result");
    if (future->state == PENDING)
        return aw_fail_text(AW_ENOTDONE, "aw_result: the future is not done; await it first");
    future->is_seen = true;
    return future->result;
}

int aw_cancel_with_here(aw_future handle, const char *message, const char *at)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, "aw_cancel_with");
    return future_cancel(future, message, "cancel", at);
}

int aw_cancel_by(aw_future handle, const char *kind, const char *message, const char *at)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, "aw_cancel_by");
    return future_cancel(future, message, kind, at);
}

int aw_cancel_here(aw_future handle, const char *at)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, "aw_cancel");
    return future_cancel(future, NULL, "cancel", at);
}

void aw_disregard(aw_future handle)
{
    struct future *future = future_of(handle);
    if (future) future->is_seen = true;
}

int aw_fail_too_many(const char *function)
{
    char words[WORDS_ERROR];
    struct text text = text_in(words, sizeof words);
    text_add(&text, function);
    text_add(&text, ": cannot take so many at once; pass at most ");
    text_add_number(&text, AW_COUNT_MAX);
    return aw_fail_text(AW_EINVAL, words);
}

int aw_check_all(const aw_future *futures, int count, const char *function)
{
    if (count < 0 || (count > 0 && !futures))
        return error_of(AW_EINVAL, function, ": needs futures and how many there are, 0 or more");
    if (count > AW_COUNT_MAX) return aw_fail_too_many(function);
    for (int i = 0; i < count; i++)
        if (!future_of(futures[i])) return error_stale(futures[i], function);
    return 0;
}

bool aw_mark(aw_future handle)
{
    struct future *future = future_of(handle);
    bool was_marked = future && future->is_marked;
    if (future) future->is_marked = true;
    return was_marked;
}

void aw_unmark(aw_future handle)
{
    struct future *future = future_of(handle);
    if (future) future->is_marked = false;
}
