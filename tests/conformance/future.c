/* Scenarios of futures: states, callbacks, sharing. */
#include "scenario.h"

static void fu_note_done(aw_future future, void *text)
{
    (void)future;
    note("%s", (const char *)text);
}

SCENARIO("fut_callbacks_async_in_order", "after_set c1 c2 end")
{
    aw_future f = aw_future_new();
    aw_on_done(f, fu_note_done, "c1");
    aw_on_done(f, fu_note_done, "c2");
    aw_future_set(f, 1);
    note("after_set");
    EXPECT_INT(aw_yield(), 0);
    note("end");
}

SCENARIO("fut_invalid_states",
         "InvalidStateError InvalidStateError InvalidStateError InvalidStateError "
         "True False True True InvalidStateError CE")
{
    aw_error_info info;
    aw_future f = aw_future_new();
    note("%s", exception(aw_result(f)));
    note("%s", exception(aw_error(f, &info)));
    aw_future_set(f, 1);
    note("%s", exception(aw_future_set(f, 2)));
    note("%s", exception(aw_future_fail(f, -1, NULL)));
    aw_future g = aw_future_new();
    note_bool(aw_cancel(g) == 1);
    note_bool(aw_cancel(g) == 1);
    note_bool(aw_is_cancelled(g));
    note_bool(aw_is_done(g));
    note("%s", exception(aw_future_set(g, 1)));
    note("%s", aw_error(g, &info) == AW_ECANCELLED ? "CE" : "?");
}

SCENARIO("fut_await_done_does_not_yield", "7 other")
{
    aw_future f = aw_future_new();
    aw_future_set(f, 7);
    aw_call_soon(note_cb, "other");
    note("%d", aw_await(f));
    EXPECT_INT(aw_yield(), 0);
}

struct fu_waiter {
    const char *name;
    aw_future on;
};

static int fu_wait(void *arg)
{
    const struct fu_waiter *it = arg;
    int rc = aw_await(it->on);
    if (rc == AW_ECANCELLED) note("%s!C %d", it->name, aw_cancelling(aw_self()));
    return rc;
}

SCENARIO("fut_shared_cancel_hits_all_waiters", "f.cancelled True a!C 1 b!C 0 True True")
{
    aw_future f = aw_future_new();
    aw_task a = aw_go(fu_wait, struct fu_waiter, "a", f);
    aw_task b = aw_go(fu_wait, struct fu_waiter, "b", f);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(a);
    note("f.cancelled");
    note_bool(aw_is_cancelled(f));
    EXPECT_INT(aw_wait(((aw_task[]){a, b}), 2, AW_ALL_COMPLETED, AW_FOREVER), 2);
    note_bool(aw_is_cancelled(a));
    note_bool(aw_is_cancelled(b));
}

SCENARIO("fut_exception_retrieved_silent", "end")
{
    aw_error_info info;
    aw_future f = aw_future_new();
    aw_future_fail(f, KEY_ERROR('k'), "k");
    EXPECT_INT(aw_error(f, &info), 0);
    EXPECT_INT(aw_release(f), 0);
    note("end");
}
