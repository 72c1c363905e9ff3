/* Sleeping: a timer that wakes its task. */
#include "awaitc_lowlevel.h"
#include "base/list.h"
#include "base/waits.h"

/* In the task's aw_wait_room. */
struct sleep {
    aw_waiter wait;
    aw_timer timer;
};
_Static_assert(sizeof(struct sleep) <= AW_WAIT_ROOM_BYTES, "there is room for it");

static void sleep_fire(aw_timer *timer)
{
    aw_unpark(&container_of(timer, struct sleep, timer)->wait, 0, "timer");
}

static enum aw_abort_result sleep_abort(aw_waiter *wait)
{
    aw_timer_drop(&container_of(wait, struct sleep, wait)->timer);
    return AW_ABORT_DONE;
}

static __attribute__((noinline)) int sleep_begin(aw_ms delay_ms, const char *at)
{
    if (delay_ms <= 0) return aw_yield_begin(at);
    struct sleep *sleep = aw_wait_room();
    if (!sleep) return aw_fail_text(AW_ENOTASK, "aw_sleep: use aw_call_later in callbacks");
    sleep->timer = (aw_timer){{0}};
    int64_t deadline_us = aw_deadline_us(delay_ms);
    aw_timer_set(&sleep->timer, deadline_us, sleep_fire, "sleep");
    const aw_park_options options = {.reason = WAIT_REASON(sleep), .deadline = deadline_us / 1000};
    return aw_park_begin(&sleep->wait, sleep_abort, &options, at);
}

int aw_sleep_here(aw_ms delay_ms, const char *at)
{
    int rc = sleep_begin(delay_ms, at);
    return rc == 1 ? aw_park_switch() : rc;
}
