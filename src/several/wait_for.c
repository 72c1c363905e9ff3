/* aw_wait_for: an await inside a timeout. */
#include "awaitc_lowlevel.h"

/* A delay of 0 or less: takes a result that is there; otherwise cancels and waits for the end. */
static int wait_for_nothing(aw_future future, const char *at)
{
    if (aw_is_done(future) || !aw_self().id) return aw_await_here(future, at);
    aw_keep(future); /* the cancellation may end it and free its record */
    aw_cancel_here(future, at);
    /* Through a shield of its own, so that a cancellation of this task stays this task's. */
    int rc = aw_wait_here(&future, 1, AW_ALL_COMPLETED, AW_FOREVER, at);
    if (rc >= 0)
        rc = aw_result(future) == AW_ECANCELLED /* as a gather's error, too */
                 ? aw_fail_text(AW_ETIMEDOUT, "timed out")
                 : aw_await_here(future, at);
    aw_unkeep(future);
    return rc;
}

int aw_wait_for_here(aw_future future, aw_ms delay_ms, const char *at)
{
    if (delay_ms == AW_FOREVER) return aw_await_here(future, at);
    if (delay_ms <= 0) return wait_for_nothing(future, at);
    if (!aw_self().id) return aw_await_here(future, at); /* which says why not */
    aw_timeout_frame timeout; /* nothing leaves this frame before the await has ended */
    aw_timeout_begin(&timeout, aw_deadline_us(delay_ms), at);
    return aw_timeout_end(&timeout, aw_await_here(future, at));
}
