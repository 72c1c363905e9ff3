/* Events: a flag and the tasks that wait for it. Setting the flag wakes all of them; each continues
 * whatever the flag is when it runs. */
#include "awaitc_lowlevel.h"
#include "base/waits.h"

#include <limits.h>

void aw_event_set(aw_event *event)
{
    if (event->is_set_) return;
    event->is_set_ = true;
    aw_wait_queue_wake(&event->queue_, INT_MAX, "set");
}

void aw_event_clear(aw_event *event)
{
    event->is_set_ = false;
}

bool aw_event_is_set(const aw_event *event)
{
    return event->is_set_;
}

/* Apart: its options are not on the C stack while the task waits. So in the files beside. */
static __attribute__((noinline)) int event_wait_begin(aw_event *event, const char *at)
{
    const aw_park_options options = {.reason = WAIT_REASON(event), .detail = event->name};
    return aw_wait_queue_begin(&event->queue_, &options, at);
}

/* Apart from aw_event_wait, which needs no frame when the flag is set. */
static __attribute__((noinline)) int event_wait(aw_event *event, const char *at)
{
    int rc = event_wait_begin(event, at);
    if (rc == 1) {
        rc = aw_park_switch();
        aw_wait_queue_end();
    }
    if (rc == 0) event->acquisitions_++;
    return rc;
}

int aw_event_wait_here(aw_event *event, const char *at)
{
    if (!event->is_set_) return event_wait(event, at);
    event->acquisitions_++;
    return 0;
}

void aw_event_stats(const aw_event *event, aw_sync_stats *stats)
{
    *stats = (aw_sync_stats){
        .waiting = aw_wait_queue_count(&event->queue_),
        .value = event->is_set_,
        .acquisitions = event->acquisitions_,
        .waits = aw_wait_queue_joined(&event->queue_),
    };
}
