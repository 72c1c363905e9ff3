/* Gather: one future for many, on the low-level API only.
 *
 * It ends with the error that occurs first, or when all children have ended. Cancelling it cancels
 * the children; it then ends as they do. */
#include "awaitc_lowlevel.h"
#include "base/list.h"
#include "base/memory.h"
#include "base/waits.h"

struct gather_child {
    aw_watch watch;
    aw_future future;
    struct gather *gather;
    bool is_again; /* the same future stands before it: one request is enough */
    bool is_ended; /* before the gather was made, or as the watch has told */
};

struct gather {
    aw_future self;
    int *results;
    const char *at; /* where it was made */
    int count;
    int ended;
    int flags;
    bool is_cancel_requested;
    bool is_done; /* its own result is known; the children that are left only report */
    struct gather_child children[];
};

/* All have ended, `last` just now. */
static void gather_finish(struct gather *gather, aw_future last)
{
    if (!gather->is_cancel_requested)
        aw_future_set(gather->self, 0);
    else if (aw_is_cancelled(last))
        aw_future_fail_as(gather->self, last); /* with the words of the request */
    else
        aw_future_fail(gather->self, AW_ECANCELLED, NULL);
}

static void gather_child_ended(struct gather_child *child, int result)
{
    struct gather *gather = child->gather;
    gather->ended++;
    gather->results[child - gather->children] =
        result; /* its record may go before the others end */
    if (gather->is_done) return;
    if (!(gather->flags & AW_RETURN_ERRORS) && result < 0) {
        gather->is_done = true;
        aw_future_fail_as(gather->self, child->future); /* a failure also if that was cancelled */
        return;
    }
    if (gather->ended == gather->count) gather_finish(gather, child->future);
}

static void gather_watch(aw_watch *watch)
{
    struct gather_child *child = container_of(watch, struct gather_child, watch);
    child->is_ended = true;
    gather_child_ended(child, aw_watch_result(watch)); /* a late error counts as seen, too */
}

static enum aw_abort_result gather_cancel(void *inside, const char *message)
{
    struct gather *gather = inside;
    bool is_accepted = false;
    for (int i = 0; i < gather->count; i++) {
        struct gather_child *child = &gather->children[i];
        if (child->is_ended || child->is_again) continue;
        if (aw_cancel_by(child->future, "gather", message, gather->at) > 0) is_accepted = true;
    }
    if (is_accepted) gather->is_cancel_requested = true;
    return is_accepted ? AW_ABORT_PASSED : AW_ABORT_LATER;
}

/* Errors of children that it did not wait for are not reported. */
static void gather_drop(void *inside)
{
    struct gather *gather = inside;
    for (int i = 0; i < gather->count; i++) {
        struct gather_child *child = &gather->children[i];
        if (child->is_ended) continue;
        aw_disregard(child->future);
        aw_watch_drop(&child->watch);
    }
}

static const aw_record_type gather_type = {
    .name = WAIT_REASON(gather), .cancel = gather_cancel, .drop = gather_drop, .needs_all = true};

aw_future aw_gather_here(const aw_future *futures, int count, int flags, const char *at)
{
    if (flags & ~AW_RETURN_ERRORS)
        return aw_future_failed(AW_EINVAL, "aw_gather: knows no flag but AW_RETURN_ERRORS");
    int rc = aw_check_all(futures, count, "aw_gather");
    if (rc < 0) return (aw_future){.id = (uint64_t)-rc};
    size_t inside = sizeof(struct gather) + (size_t)count * sizeof(struct gather_child);
    aw_future self =
        aw_future_make(&gather_type, inside, (size_t)count * sizeof(int), futures, count, at);
    struct gather *gather = aw_inside(self);
    if (!gather) return self;
    gather->self = self;
    gather->results = aw_data(self);
    gather->at = at;
    gather->count = count;
    gather->flags = flags;
    for (int i = 0; i < count; i++) {
        gather->children[i].future = futures[i];
        gather->children[i].gather = gather;
        gather->children[i].is_again = aw_mark(futures[i]);
        gather->children[i].is_ended = aw_is_done(futures[i]);
        if (!gather->children[i].is_ended)
            aw_watch_add(futures[i], &gather->children[i].watch, gather_watch, self);
    }
    for (int i = 0; i < count; i++) aw_unmark(futures[i]);
    aw_keep(self); /* without an owner, as in a callback of a library, its end frees it */
    if (count == 0) aw_future_set(self, 0);
    for (int i = 0; i < count; i++) /* what is done counts at once, in the order of the arguments */
        if (gather->children[i].is_ended)
            gather_child_ended(&gather->children[i], aw_result(futures[i]));
    aw_unkeep(self);
    return self;
}
