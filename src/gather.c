/* Gather: one future for many, on the low-level API only.
 *
 * It ends with the first error in order of time, or when all children have ended. Cancelling it
 * cancels the children, and it ends by what they report. */
#include "awaitc_lowlevel.h"
#include "list.h"
#include "memory.h"

struct gather_child {
    aw_watch watch;
    aw_future future;
    struct gather *gather;
    bool is_done_before; /* the gather was made: it counts at once */
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

static void gather_finish(struct gather *gather)
{
    if (gather->is_cancel_requested)
        aw_future_fail(gather->self, AW_ECANCELLED, NULL);
    else
        aw_future_set(gather->self, 0);
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
        if (aw_is_cancelled(child->future))
            aw_future_fail(gather->self, AW_ECANCELLED, NULL);
        else
            aw_future_fail_as(gather->self, child->future);
        return;
    }
    if (gather->ended == gather->count) gather_finish(gather);
}

static void gather_watch(aw_watch *watch)
{
    /* Marks an error as seen, also a late one. */
    gather_child_ended(container_of(watch, struct gather_child, watch), aw_watch_result(watch));
}

/* Whether the same future stands among the first 64: it gets one request, not two. A later pair gets
 * two, which counts in aw_cancelling but is delivered once; comparing all would be quadratic. */
static bool is_duplicate(const struct gather *gather, int index)
{
    for (int i = 0; i < index && index < 64; i++)
        if (gather->children[i].future.id == gather->children[index].future.id) return true;
    return false;
}

static bool gather_cancel(void *inside)
{
    struct gather *gather = inside;
    bool is_accepted = false;
    for (int i = 0; i < gather->count; i++)
        if (!is_duplicate(gather, i) &&
            aw_cancel_by(gather->children[i].future, "gather", gather->at) > 0)
            is_accepted = true;
    if (is_accepted) gather->is_cancel_requested = true;
    return is_accepted;
}

static void gather_drop(void *inside)
{
    struct gather *gather = inside;
    for (int i = 0; i < gather->count; i++) aw_watch_drop(&gather->children[i].watch);
}

static const aw_future_type gather_type = {
    .name = "gather", .cancel = gather_cancel, .drop = gather_drop};

aw_future(aw_gather)(const aw_future *futures, int count, int flags AW_AT)
{
    if (count < 0 || (count > 0 && !futures) || (flags & ~AW_RETURN_ERRORS))
        return aw_future_failed(AW_EINVAL,
                                "aw_gather: needs futures, a count >= 0 and known flags");
    for (int i = 0; i < count; i++) {
        int rc = aw_keep(futures[i]);
        if (rc < 0) return (aw_future){.id = (uint64_t)-rc};
        aw_unkeep(futures[i]);
    }
    size_t inside = sizeof(struct gather) + (size_t)count * sizeof(struct gather_child);
    aw_future self =
        (aw_future_make)(&gather_type, inside, (size_t)count * sizeof(int), futures, count, at);
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
        gather->children[i].is_done_before = aw_is_done(futures[i]);
        if (!gather->children[i].is_done_before)
            aw_watch_add(futures[i], &gather->children[i].watch, gather_watch, self);
    }
    if (count == 0) aw_future_set(self, 0);
    for (int i = 0; i < count; i++) /* what is done counts at once, in the order of the arguments */
        if (gather->children[i].is_done_before)
            gather_child_ended(&gather->children[i], aw_result(futures[i]));
    return self;
}
