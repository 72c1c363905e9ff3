/* awaitc_lowlevel.h, where the primitives that are made of it do not go: misuse and rare turns. */
#include <awaitc_lowlevel.h>

#include "test.h"

static enum aw_abort_result low_refuse(aw_waiter *wait)
{
    note("asked");
    return AW_ABORT_LATER;
}

static void low_wake(void *arg)
{
    aw_unpark(arg, 5, "test");
}

static int low_wait(void *arg)
{
    aw_abort *abort = *(aw_abort **)arg;
    static aw_waiter wait;
    aw_call_later(3, low_wake, &wait);
    int rc = aw_park(&wait, abort, &(aw_park_options){.reason = "test"}, AW_HERE);
    note_rc(rc);
    return rc;
}

/* A task in low_wait that is cancelled a millisecond after it has begun to wait. */
static void low_cancel_waiting(aw_abort *abort)
{
    aw_task t = aw_go(low_wait, aw_abort *, abort);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_cancel(t), 1);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
}

TEST("aw_park: a wait that cannot be undone ends by itself, and the cancellation arrives then")
{
    low_cancel_waiting(low_refuse);
    EXPECT_TRACE("asked !CANCELLED@3");
}

TEST("aw_park: without an abort nobody is asked, and the cancellation arrives at the end")
{
    low_cancel_waiting(NULL);
    EXPECT_TRACE("!CANCELLED@3");
}

static int low_wait_cancelled(void *arg)
{
    aw_cancel(aw_self());
    return low_wait(arg);
}

TEST("aw_park: cancelled before a wait that cannot be undone, it waits and is cancelled then")
{
    aw_task t = aw_go(low_wait_cancelled, aw_abort *, low_refuse);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    t = aw_go(low_wait_cancelled, aw_abort *, NULL);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_TRACE("asked !CANCELLED@3 !CANCELLED@6");
}

static int low_wait_in_scope(void *arg)
{
    aw_scope *scope = *(aw_scope **)arg;
    aw_abort *abort = low_refuse;
    EXPECT_INT(aw_scope_enter(scope, NULL), 0);
    int rc = low_wait(&abort);
    return aw_scope_exit(scope, rc);
}

TEST("aw_scope_cancel: a wait that cannot be undone ends by itself, and the scope cuts it short then")
{
    static aw_scope scope;
    aw_scope *shared = &scope;
    aw_task t = aw_spawn(low_wait_in_scope, &shared, sizeof shared);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_scope_cancel(&scope, NULL), 1);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("asked !CANCELLED@3");
}

static void low_park_outside(void *unused)
{
    aw_waiter wait;
    aw_park_options options = {.reason = "test"};
    EXPECT_INT(aw_park(&wait, low_refuse, &options, AW_HERE), AW_ENOTASK);
    EXPECT_INT(aw_park(&wait, NULL, &options, AW_HERE), AW_ENOTASK);
}

TEST("aw_park: outside a task is AW_ENOTASK, after undoing what the caller has begun")
{
    aw_call_soon(low_park_outside, NULL);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_TRACE("asked");
}

TEST("aw_future_fail_as: of a done future, or as a stale one, is refused")
{
    aw_future f = aw_future_new(), failed = aw_future_new();
    aw_future_fail(failed, -3, "words");
    EXPECT_INT(aw_future_fail_as(f, (aw_future){0}), AW_ESTALE);
    EXPECT_STR(aw_errmsg(), "aw_future_fail_as: the handle was never set");
    EXPECT_INT(aw_future_fail_as(f, failed), 0);
    EXPECT_INT(aw_future_fail_as(f, failed), AW_ESTATE);
    EXPECT_INT(aw_future_cancelled(f), AW_ESTATE);
    EXPECT_INT(aw_await(f), -3);
    EXPECT_STR(aw_errmsg(), "words");
}

TEST("aw_fail_as: of a stale future is AW_ESTALE; of oneself it changes nothing")
{
    EXPECT_INT(aw_fail_as((aw_future){0}), AW_ESTALE);
    EXPECT_STR(aw_errmsg(), "aw_fail_as: the handle was never set");
    EXPECT_INT(aw_fail_as(aw_self()), 0);
    EXPECT_STR(aw_errmsg(), "aw_fail_as: the handle was never set");
}

TEST("aw_keep: of a stale future is AW_ESTALE, and aw_unkeep does nothing")
{
    EXPECT_INT(aw_keep((aw_future){0}), AW_ESTALE);
    aw_unkeep((aw_future){0});
    EXPECT(aw_inside((aw_future){0}) == NULL);
    aw_watch watch = {{0}};
    EXPECT_INT(aw_watch_add((aw_future){0}, &watch, NULL, (aw_future){0}), AW_ESTALE);
    aw_watch_drop(&watch);
    aw_timer timer = {{0}};
    aw_timer_drop(&timer);
}

/* A future that passes its cancellation on to another. */
static enum aw_abort_result low_pass_on(void *inside, const char *message)
{
    note("asked");
    return aw_cancel_with(*(aw_future *)inside, message) > 0 ? AW_ABORT_PASSED : AW_ABORT_LATER;
}

TEST("aw_cancel: a ring of futures that pass it on to each other is asked once round")
{
    static const aw_record_type passing = {.name = "passing", .cancel = low_pass_on};
    aw_future a = aw_future_make(&passing, sizeof(aw_future), 0, NULL, 0, AW_HERE);
    aw_future b = aw_future_make(&passing, sizeof(aw_future), 0, &a, 1, AW_HERE);
    *(aw_future *)aw_inside(a) = b;
    *(aw_future *)aw_inside(b) = a;
    EXPECT_INT(aw_cancel(a), 1);
    EXPECT_TRACE("asked asked");
    EXPECT(!aw_is_done(a));
    EXPECT_INT(aw_future_cancelled(a), 0);
    EXPECT_INT(aw_future_cancelled(b), 0);
}

TEST("aw_deadline_us: of a delay that does not fit is AW_FOREVER; a negative one may be any")
{
    const aw_ms most = INT64_MAX / 1000;
    EXPECT_INT(aw_deadline_us(7), 7000);
    EXPECT_INT(aw_deadline_us(most), most * 1000);
    EXPECT_INT(aw_deadline_us(most + 1), AW_FOREVER);
    EXPECT_INT(aw_deadline_us(AW_FOREVER), AW_FOREVER);
    EXPECT_INT(aw_deadline_us(INT64_MIN), INT64_MIN / 2000 * 1000);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_deadline_us(most - 1), most * 1000);
    EXPECT_INT(aw_deadline_us(most), AW_FOREVER); /* 1000 us are more than the 807 that are left */
    EXPECT_INT(aw_deadline_us(-3), -2000);
}

TEST("aw_timer_set: at the end of time is never, and nothing to wait for")
{
    expect_fatal("AW_EDEADLK", "deadlock: nothing can go on, because every task waits:");
    (void)!aw_sleep(AW_FOREVER);
}

static int low_seven(void *unused)
{
    return 7;
}

TEST("aw_adopt: of a detached task keeps its record; to a task that is gone or has ended is refused")
{
    aw_task t = aw_spawn(low_seven, NULL, 0), u = aw_spawn(low_seven, NULL, 0);
    EXPECT_INT(aw_detach(t), 0);
    EXPECT_INT(aw_adopt(t, aw_self()), 0);
    EXPECT_INT(aw_adopt(t, (aw_task){0}), AW_ESTALE);
    EXPECT_HAS(aw_errmsg(), "aw_adopt: the handle was never set");
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_result(t), 7);
    EXPECT_INT(aw_adopt(t, u), AW_ESTALE);
    EXPECT_INT(aw_release(t), 0);
}

TEST("aw_cancel_by: and others, of a handle that was never set, do nothing or say so")
{
    aw_future none = {0};
    EXPECT_INT(aw_cancel_by(none, "test", NULL, AW_HERE), AW_ESTALE);
    EXPECT_STR(aw_errmsg(), "aw_cancel_by: the handle was never set");
    aw_disregard(none);
    aw_tell_error(none);
    EXPECT(!aw_mark(none));
    EXPECT(!aw_mark(none));
    aw_unmark(none);
    EXPECT(aw_queue_waiters((aw_queue){0}, AW_QUEUE_GET) == NULL);
    EXPECT(aw_queue_label((aw_queue){0}, AW_QUEUE_GET) == NULL);
    aw_queue_pass((aw_queue){0}, AW_QUEUE_GET);
}

TEST("aw_inner_start: of what is no inner task, or gone, starts nothing")
{
    aw_task t = go_job(0, "job");
    aw_inner_start(t);
    aw_inner_start((aw_task){0});
    EXPECT_TRACE("");
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("job@0");
}

static int low_inner(void *unused)
{
    note("begun");
    return aw_sleep(2);
}

TEST("aw_inner_start: starts an inner task here and now, and once")
{
    static const aw_record_type inner = {.name = "inner"};
    aw_task t = aw_task_make(low_inner, &(aw_task_parts){.inner = &inner}, NULL, "inner", AW_HERE);
    EXPECT_TRACE("");
    aw_inner_start(t);
    aw_inner_start(t);
    EXPECT_TRACE("begun");
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_now(), 2);
}

/* Lets go of the future it has kept, and then uses it once more. */
static void low_let_go(void *inside)
{
    aw_future kept = *(aw_future *)inside;
    aw_unkeep(kept);
    EXPECT_INT(aw_keep(kept), 0);
    aw_unkeep(kept);
}

TEST("aw_unkeep: from the drop of another record, the last one frees the record once")
{
    static const aw_record_type keeping = {.name = "keeping", .drop = low_let_go};
    aw_future kept = aw_future_new();
    aw_future f = aw_future_make(&keeping, sizeof kept, 0, NULL, 0, AW_HERE);
    *(aw_future *)aw_inside(f) = kept;
    EXPECT_INT(aw_keep(kept), 0);
    EXPECT_INT(aw_future_set(kept, 3), 0);
    EXPECT_INT(aw_release(kept), 0);
    EXPECT_INT(aw_result(kept), 3);
    EXPECT_INT(aw_future_set(f, 1), 0);
    EXPECT_INT(aw_release(f), 0);
    EXPECT_INT(aw_result(kept), AW_ESTALE);
    EXPECT_INT(stats_now().records, 1);
}

static void low_hold_outside(void *unused)
{
    aw_scopes_hold();
    aw_scopes_release();
    note("held");
}

TEST("aw_scopes_hold: outside a task holds nobody's scopes")
{
    aw_scope scope = {{0}};
    EXPECT_INT(aw_move_on_after(&scope, 5), 0);
    aw_call_soon(low_hold_outside, NULL);
    EXPECT_INT(aw_scope_exit(&scope, aw_sleep(9)), 0);
    EXPECT_INT(aw_now(), 5);
    EXPECT_TRACE("held");
}

/* What the functions for futures say of a plain record, which has no result. */
TEST("aw_await: and others, of the handle of a plain record, name what it is")
{
    static const aw_record_type shelf = {.name = "shelf"};
    aw_record plain = aw_record_make(&shelf, 8, 0, NULL, 0, AW_HERE);
    aw_watch watch = {{0}};
    aw_error_info error;
    EXPECT_INT(aw_await(plain), AW_EINVAL);
    EXPECT_STR(aw_errmsg(), "aw_await: the handle names a shelf, which has no result; pass a task "
                            "or a future");
    EXPECT_INT(aw_result(plain), AW_EINVAL);
    EXPECT_INT(aw_error(plain, &error), AW_EINVAL);
    EXPECT_INT(aw_cancel(plain), AW_EINVAL);
    EXPECT_INT(aw_future_set(plain, 1), AW_EINVAL);
    EXPECT_INT(aw_release(plain), AW_EINVAL);
    EXPECT_INT(aw_detach(plain), AW_EINVAL);
    EXPECT_INT(aw_watch_add(plain, &watch, NULL, (aw_future){0}), AW_EINVAL);
    EXPECT_INT(aw_wait(&plain, 1, AW_ALL_COMPLETED, 1), AW_EINVAL);
    EXPECT_INT(aw_await(aw_gather(&plain, 1, 0)), AW_EINVAL);
    EXPECT_INT(aw_wait_for(plain, 0), AW_EINVAL);
    EXPECT_INT(aw_set_name(plain, "name"), AW_EINVAL);
    EXPECT_INT((int)aw_dump_graph(plain, NULL, 0), 0);
    EXPECT(aw_is_done(plain));
    EXPECT(!aw_is_cancelled(plain));
    EXPECT_INT(aw_record_release(plain), 0);
    EXPECT_INT(aw_record_release(plain), AW_ESTALE);
}

TEST("aw_keep: a plain record that is kept outlives its release, and its block with it")
{
    static const aw_record_type shelf = {.name = "shelf"};
    aw_record plain = aw_record_make(&shelf, 8, 8, NULL, 0, AW_HERE);
    *(int *)aw_inside_of(plain, &shelf) = 6;
    *(int *)aw_data(plain) = 7;
    EXPECT_INT(aw_keep(plain), 0);
    EXPECT_INT(aw_record_release(plain), 0);
    EXPECT_INT(*(int *)aw_inside(plain), 6);
    EXPECT_INT(*(int *)aw_data(plain), 7);
    aw_unkeep(plain);
    EXPECT(aw_inside(plain) == NULL);
    EXPECT_INT(stats_now().records, 1);
}
