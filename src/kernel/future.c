/* Futures: state, waiters and ownership; tasks are futures too (task.c).
 *
 * A future settles once. Its watchers then move to the ready queue in the order in which they came;
 * none runs inside the call that settles it. A record is freed when it is done, nobody owns it and
 * nothing keeps it for reading; an error that nobody looked at is reported at that moment. */
#include "kernel/core.h"
#include "base/memory.h"

#include <string.h>

static const aw_future_type plain = {.name = "future"};

struct future *future_of(aw_future handle)
{
    struct future *future = table_get(&loop.futures, handle.id);
    if (future) future->is_used = true;
    return future;
}

bool future_init(struct future *future, const aw_future_type *type, const char *at)
{
    future->id = table_add(&loop.futures, future);
    if (!future->id) return false;
    list_init(&future->watchers);
    future->type = type;
    future->at = at;
    future->number = ++loop.numbers;
    struct task *owner = loop.current ? loop.current : loop.main;
    if (owner && owner->state != TASK_ENDED) {
        future->owner = owner;
        list_insert(&owner->children, &future->owned);
    } else {
        future->is_free_at_end = !type->outlives_main;
    }
    loop.stats.records++;
    return true;
}

void future_give(struct future *future, struct task *owner)
{
    if (list_is_linked(&future->owned)) list_remove(&future->owned);
    future->owner = owner;
    future->is_free_at_end = false;
    list_insert(&owner->children, &future->owned);
}

void future_tell(struct future *future, const char *lint, const char *how)
{
    if (future->state != FAILED || future->is_seen) return;
    future->is_seen = true;
    char words[400];
    struct text text = text_in(words, sizeof words);
    text_add(&text, future->is_task ? task_name((struct task *)future) : future->type->name);
    text_add(&text, " (");
    text_add(&text, future->at);
    text_add(&text, ") failed ");
    text_add(&text, how);
    text_add(&text, ": ");
    text_add(&text, error_words(future, future->result));
    error_add_code(&text, future->result);
    report(lint, future->number, future->at, words);
}

void future_unclaimed(struct future *future)
{
    future_tell(future, "error-never-retrieved", "and nobody looked");
}

AW_NEVER_SUSPENDS(void, future_drop, (struct future * future));
AW_NEVER_SUSPENDS(enum aw_abort_result, future_type_cancel,
                  (struct future * future, const char *message));

/* Tells the maker that its inside goes away. */
static void future_drop(struct future *future)
{
    future->type->drop(future->block);
}

static enum aw_abort_result future_type_cancel(struct future *future, const char *message)
{
    return future->type->cancel(future->block, message);
}

static void future_free(struct future *future)
{
    future_unclaimed(future);
    if (debug_record_goes && loop.is_debug) debug_record_goes(future);
    if (future->type->drop) future_drop(future);
    error_free(future);
    table_remove(&loop.futures, future->id);
    if (list_is_linked(&future->owned)) list_remove(&future->owned);
    loop.stats.records--;
    if (future->is_task)
        task_free((struct task *)future);
    else
        memory_give(future, sizeof *future + future->inside_bytes + future->data_bytes);
}

/* Frees the record if nothing needs it any more. The records that this one kept follow in a loop, so
 * that errors in groups in groups need no stack. */
static void future_check(struct future *future)
{
    static struct list doomed = {&doomed, &doomed};
    static bool is_freeing;
    if (!future->is_free_at_end || future->keeps > 0) return;
    if (future->state == PENDING && !future->is_abandoned) return;
    if (list_is_linked(&future->owned)) return; /* doomed already */
    list_insert(&doomed, &future->owned);
    if (is_freeing) return;
    is_freeing = true;
    struct list *link;
    while ((link = list_take(&doomed))) future_free(container_of(link, struct future, owned));
    is_freeing = false;
}

void future_keep(struct future *future)
{
    future->keeps++;
}

void future_unkeep(struct future *future)
{
    assert(future->keeps > 0);
    future->keeps--;
    future_check(future);
}

void future_disown(struct future *future)
{
    if (list_is_linked(&future->owned)) list_remove(&future->owned);
    future->owner = NULL;
    future->is_free_at_end = true;
    future_check(future);
}

/* Nothing but the program completes a plain future, and its handle goes with the owner: it stays only
 * for those that wait for it. */
void future_abandon(struct future *future)
{
    future->is_abandoned = future->type == &plain;
    future_disown(future);
}

void future_outlive(struct future *future)
{
    list_remove(&future->owned);
    future->owner = NULL;
}

void future_forget_pending(void)
{
    bool has_freed = true;
    while (has_freed) { /* freeing one may let go of others */
        has_freed = false;
        for (uint32_t i = 0; i < loop.futures.used; i++) {
            struct future *future = table_at(&loop.futures, i);
            if (!future || future->is_task) continue;
            if (watch_drop_calls && future->state == PENDING) watch_drop_calls(future);
            if (future->keeps > 0) continue;
            future_free(future);
            has_freed = true;
        }
    }
}

void future_settle(struct future *future, enum future_state state, int result)
{
    static const char *const words[] = {"pending", "done", "failed", "cancelled"};
    assert(future->state == PENDING && state != PENDING);
    future->state = state;
    future->result = result;
    struct error *error = future->error;
    trace(END, future->number, 0, result, words[state], NULL,
          state == FAILED ? (error && error->code == result ? error->message : aw_strerror(result))
                          : NULL);
    for (struct list *l = future->watchers.next; l != &future->watchers; l = l->next)
        park_woken(container_of(l, struct entry, link), future);
    list_splice(&loop.ready, &future->watchers);
    future_check(future);
}

int future_cancel(struct future *future, const char *message, const char *reason, const char *at)
{
    if (future->state != PENDING) {
        future->is_seen = true;
        return 0;
    }
    if (future->is_task) return task_cancel((struct task *)future, message, reason, at);
    trace(CANCEL, future->number, loop_actor(), 1, reason, at, message);
    enum aw_abort_result outcome = AW_ABORT_DONE;
    if (future->type->cancel) {
        if (future->is_cancelling) return 1; /* a cycle through this future: it is under way */
        future->is_cancelling = true;
        future_keep(future);
        outcome = future_type_cancel(future, message);
        future->is_cancelling = false;
        future_unkeep(future);
    }
    if (outcome != AW_ABORT_DONE) return outcome == AW_ABORT_PASSED;
    if (message) error_say(error_new(future, AW_ECANCELLED), message);
    future_settle(future, CANCELLED, AW_ECANCELLED);
    return 1;
}

/* -- The public face ----------------------------------------------------------------------------- */

static void trace_future(const struct future *future, const aw_future *children, int count)
{
    char words[160];
    struct text text = text_in(words, sizeof words);
    for (int i = 0; i < count; i++) {
        struct future *child = future_of(children[i]);
        if (!child) continue;
        if (text.length) text_add(&text, " ");
        text_add_number(&text, child->number);
    }
    trace_emit(AW_TRACE_FUTURE, future->number, loop_actor(), count, future->type->name, future->at,
               words);
}

aw_future aw_future_make(const aw_future_type *type, size_t inside_bytes, size_t data_bytes,
                         const aw_future *children, int count, const char *at)
{
    bool fits = inside_bytes < INT32_MAX / 2 && data_bytes < INT32_MAX; /* no sum overflows */
    inside_bytes = (inside_bytes + 15) & ~(size_t)15;
    size_t bytes = sizeof(struct future) + inside_bytes + data_bytes;
    struct future *future = fits ? memory_take(bytes) : NULL;
    if (future) {
        future->block = future + 1;
        future->inside_bytes = (uint32_t)inside_bytes;
        future->data_bytes = (uint32_t)data_bytes;
        if (future_init(future, type, at)) {
            if (loop.tracing) trace_future(future, children, count);
            return (aw_future){future->id};
        }
        memory_give(future, bytes);
    }
    return aw_future_failed(AW_ENOMEM, "no memory for a future; release or await what is done");
}

aw_future aw_future_new_here(const char *at)
{
    return aw_future_make(&plain, 0, 0, NULL, 0, at);
}

aw_future aw_future_new_sized_here(size_t bytes, const char *at)
{
    return aw_future_make(&plain, 0, bytes, NULL, 0, at);
}

void *aw_inside(aw_future handle)
{
    struct future *future = future_of(handle);
    return future ? future->block : NULL;
}

void *aw_inside_of(aw_future handle, const aw_future_type *type)
{
    struct future *future = future_of(handle);
    return future && future->type == type ? future->block : NULL;
}

void *aw_data(aw_future handle)
{
    struct future *future = future_of(handle);
    if (!future || !future->data_bytes) return NULL;
    return (char *)future->block + future->inside_bytes;
}

/* Finds a future that somebody outside may complete; 0 or a code. */
static int completable(aw_future handle, const char *function, struct future **found)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, function);
    const char *words = future->is_task ? ": a task's result is what its function returns"
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
    if (message) error_say(error_new(future, code), message);
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
    error_copy(future, from, from->result);
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

int aw_release(aw_future handle)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, "aw_release");
    if (future->state == PENDING)
        return aw_fail_text(AW_ENOTDONE, "aw_release: still pending; await it, or aw_detach it");
    future_disown(future);
    return 0;
}

int aw_detach(aw_future handle)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, "aw_detach");
    future_disown(future);
    return 0;
}

int aw_keep(aw_future handle)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, "aw_keep");
    future_keep(future);
    return 0;
}

void aw_unkeep(aw_future handle)
{
    struct future *future = future_of(handle);
    if (future) future_unkeep(future);
}

int aw_adopt(aw_future handle, aw_task owner)
{
    struct future *future = future_of(handle);
    struct task *task = task_of(owner);
    if (!future) return error_stale(handle, "aw_adopt");
    if (!task || task->state == TASK_ENDED) return error_stale(owner, "aw_adopt");
    future_give(future, task);
    return 0;
}

void aw_disregard(aw_future handle)
{
    struct future *future = future_of(handle);
    if (future) future->is_seen = true;
}

int aw_fail_too_many(const char *function)
{
    char words[120];
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
