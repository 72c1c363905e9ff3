/* Shield: a future that follows another and takes cancellations in its place.
 *
 * After it is cancelled, no task may be waiting for the inner future any more. An error of the
 * inner future is therefore reported when it occurs, once for any number of cancelled shields. */
#include "awaitc_lowlevel.h"
#include "base/list.h"
#include "base/waits.h"

struct shield {
    aw_watch watch;
    aw_future self;
    aw_future inner;
};

static void shield_inner_ended(aw_watch *watch)
{
    struct shield *shield = container_of(watch, struct shield, watch);
    int result = aw_peek(shield->inner);
    if (aw_is_cancelled(shield->inner))
        aw_future_cancelled(shield->self);
    else if (result < 0)
        aw_future_fail_as(shield->self, shield->inner);
    else
        aw_future_set(shield->self, result);
}

static enum aw_abort_result shield_cancel(void *inside, const char *message)
{
    (void)message; /* the shield gets it when it becomes cancelled */
    struct shield *shield = inside;
    aw_watch_drop(&shield->watch);
    aw_tell_error(shield->inner);
    return AW_ABORT_DONE;
}

static void shield_drop(void *inside)
{
    aw_watch_drop(&((struct shield *)inside)->watch);
}

static const aw_record_type shield_type = {
    .name = WAIT_REASON(shield), .cancel = shield_cancel, .drop = shield_drop, .needs_all = true};

aw_future aw_shield_here(aw_future inner, const char *at)
{
    int rc = aw_check_all(&inner, 1, "aw_shield");
    if (rc < 0) return (aw_future){.id = (uint64_t)-rc};
    if (aw_is_done(inner)) return inner;
    aw_future self = aw_future_make(&shield_type, sizeof(struct shield), 0, &inner, 1, at);
    struct shield *shield = aw_inside(self);
    if (!shield) return self;
    shield->self = self;
    shield->inner = inner;
    aw_watch_add(inner, &shield->watch, shield_inner_ended, self);
    return self;
}
