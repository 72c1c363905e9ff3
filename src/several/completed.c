/* aw_completed: futures in the order in which they are done, on the low-level API only.
 *
 * The record belongs to the task that opened it and is freed with that task even if it is never
 * closed. It cancels nothing and retrieves no errors. */
#include "awaitc_lowlevel.h"
#include "base/list.h"
#include "base/waits.h"

enum { TIME_IS_UP = -1 };

struct completed_child {
    aw_watch watch;
    aw_future future;
    struct completed *completed;
    bool is_again; /* stands earlier in the list, and counts once */
};

struct completed {
    aw_record self;
    aw_timer timer;
    aw_wait_queue waiting;
    int *order; /* of `count`: who ended, as an index, or TIME_IS_UP */
    int count;
    int told;    /* in `order` */
    int taken;   /* of these, by aw_completed_next */
    int claimed; /* by calls of it that have not returned, and taken */
    int distinct;
    struct completed_child children[];
};

static void completed_tell(struct completed *completed, int index, const char *by)
{
    completed->order[completed->told++] = index;
    if (completed->told == completed->distinct) aw_timer_drop(&completed->timer);
    aw_wait_queue_wake(&completed->waiting, 1, by);
}

static void completed_ended(aw_watch *watch)
{
    struct completed_child *child = container_of(watch, struct completed_child, watch);
    struct completed *completed = child->completed;
    completed_tell(completed, (int)(child - completed->children), "done");
}

static void completed_timed_out(aw_timer *timer)
{
    struct completed *completed = container_of(timer, struct completed, timer);
    for (int i = 0; i < completed->count; i++) aw_watch_drop(&completed->children[i].watch);
    while (completed->told < completed->distinct) completed_tell(completed, TIME_IS_UP, "timer");
}

static void completed_drop(void *inside)
{
    struct completed *completed = inside;
    aw_timer_drop(&completed->timer);
    for (int i = 0; i < completed->count; i++) {
        struct completed_child *child = &completed->children[i];
        aw_watch_drop(&child->watch);
        aw_unkeep(child->future);
    }
}

static const aw_record_type completed_type = {.name = "completed", .drop = completed_drop};

static void completed_watch(struct completed *completed, const aw_future *futures)
{
    for (int i = 0; i < completed->count; i++) {
        struct completed_child *child = &completed->children[i];
        *child = (struct completed_child){
            .future = futures[i], .completed = completed, .is_again = aw_mark(futures[i])};
        aw_keep(futures[i]); /* so that its result can be read until the close */
        if (child->is_again) continue;
        completed->distinct++;
        aw_watch_add(futures[i], &child->watch, completed_ended, aw_self());
    }
    for (int i = 0; i < completed->count; i++) aw_unmark(futures[i]);
}

int aw_completed_open_here(aw_completed *each, const aw_future *futures, int count, aw_ms delay_ms,
                           const char *at)
{
    if (aw_inside_of(each->record, &completed_type))
        return aw_fail_text(AW_ESTATE, "aw_completed_open: is open already; aw_completed_close it "
                                       "first");
    int rc = aw_check_all(futures, count, "aw_completed_open");
    if (rc < 0) return rc;
    size_t inside = sizeof(struct completed) + (size_t)count * sizeof(struct completed_child);
    aw_record self =
        aw_record_make(&completed_type, inside, (size_t)count * sizeof(int), futures, count, at);
    struct completed *completed = aw_inside(self);
    if (!completed) return aw_peek(self);
    completed->self = self;
    completed->order = aw_data(self);
    completed->count = count;
    completed_watch(completed, futures);
    if (count > 0 && delay_ms != AW_FOREVER)
        aw_timer_set(&completed->timer, aw_deadline_us(delay_ms), completed_timed_out, "completed");
    each->record = self;
    return 0;
}

/* Waits until there is something to take. */
static int completed_wait(struct completed *completed, const char *at)
{
    static const aw_park_options options = {.reason = WAIT_REASON(completed)};
    while (completed->taken == completed->told) {
        bool was_woken;
        int rc = aw_wait_queue_park(&completed->waiting, &options, &was_woken, at);
        if (rc >= 0) continue;
        if (was_woken && completed->taken < completed->told)
            aw_wait_queue_wake(&completed->waiting, 1, "done");
        return rc;
    }
    return 0;
}

int aw_completed_next_here(aw_completed *each, aw_future *future, const char *at)
{
    aw_record self = each->record;
    struct completed *completed = aw_inside_of(self, &completed_type);
    if (!completed)
        return aw_fail_text(AW_ESTATE, "aw_completed_next: is not open; aw_completed_open it in "
                                       "the task that uses it");
    if (completed->claimed == completed->distinct) return 0;
    completed->claimed++;
    aw_keep(self); /* against a close meanwhile, and the end of its owner */
    int rc = completed_wait(completed, at);
    if (rc < 0) {
        completed->claimed--;
        aw_unkeep(self);
        return rc;
    }
    int index = completed->order[completed->taken++];
    aw_future next = index == TIME_IS_UP ? (aw_future){0} : completed->children[index].future;
    aw_unkeep(self);
    if (index == TIME_IS_UP)
        return aw_fail_text(AW_ETIMEDOUT, "aw_completed_next: time was up before all were done");
    *future = next;
    return 1;
}

void aw_completed_close(aw_completed *each)
{
    if (aw_inside_of(each->record, &completed_type)) aw_record_release(each->record);
    each->record = (aw_record){0};
}
