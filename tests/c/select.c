/* aw_select: several queues, futures and a deadline; exactly one thing happens. */
#include "awaitc_lowlevel.h"
#include "base/memory.h"
#include "selects.h"

/* Gets from a or b; notes "a1@0", or the code. */
static int select_getter(void *arg)
{
    struct select_two *two = arg;
    int value = 0;
    aw_case cases[] = {AW_CASE_GET(two->a, &value), AW_CASE_GET(two->b, &value)};
    int rc = aw_select(cases, 2, two->delay_ms ? two->delay_ms : AW_FOREVER);
    if (rc < 0) note_rc(rc);
    else if (cases[rc].rc < 0) note("%c%s", "ab"[rc], aw_errname(cases[rc].rc));
    else note_at("%c%d", "ab"[rc], value);
    return rc == AW_ECANCELLED ? rc : 0;
}

static int select_plain_getter(void *arg)
{
    int value;
    int rc = aw_queue_get(*(aw_queue *)arg, &value);
    if (rc < 0) return rc;
    note_at("plain%d", value);
    return 0;
}

#define select_go(...) aw_go(select_getter, struct select_two, __VA_ARGS__)
#define select_go_plain(queue) aw_go(select_plain_getter, aw_queue, (queue).id)

/* -- Without waiting --------------------------------------------------------------------------- */

TEST("aw_select: does the first case that can happen, without suspending, and no other")
{
    aw_queue a = queue_of_ints(0), b = queue_of_ints(1);
    aw_future f = aw_future_new();
    aw_future_set(f, 5);
    int got = 0, nine = 9;
    uint64_t turns = stats_now().turns;
    aw_case cases[] = {AW_CASE_GET(a, &got), AW_CASE_PUT(b, &nine), AW_CASE_DONE(f)};
    EXPECT_INT(aw_select(cases, 3, AW_FOREVER), 1);
    EXPECT_INT(cases[1].rc, 0);
    EXPECT_INT(aw_select(cases, 3, AW_FOREVER), 2);
    EXPECT_INT(cases[2].rc, 5);
    queue_put(a, 1);
    EXPECT_INT(aw_select(cases, 3, 0), 0);
    EXPECT_INT(got, 1);
    EXPECT_INT(aw_queue_size(b), 1);
    EXPECT_INT((int64_t)(stats_now().turns - turns), 0);
}

TEST("aw_select: with a delay of 0 only looks")
{
    aw_queue a = queue_of_ints(0);
    int got = 0;
    uint64_t turns = stats_now().turns;
    aw_case cases[] = {AW_CASE_GET(a, &got), AW_CASE_DONE(aw_future_new())};
    EXPECT_INT(aw_select(cases, 2, 0), AW_ETIMEDOUT);
    EXPECT_STR(aw_errmsg(), "aw_select: no case happened in time");
    EXPECT_INT(aw_select(cases, 2, -5), AW_ETIMEDOUT);
    EXPECT_INT((int64_t)(stats_now().turns - turns), 0);
}

TEST("aw_select: a zeroed case never happens")
{
    aw_queue a = queue_of_ints(0);
    queue_put(a, 1);
    int got = 0;
    aw_case cases[] = {{0}, AW_CASE_GET(a, &got)};
    EXPECT_INT(aw_select(cases, 2, AW_FOREVER), 1);
    EXPECT_INT(aw_select(cases, 1, 3), AW_ETIMEDOUT);
    EXPECT_INT(aw_now(), 3);
}

TEST("aw_select: a failed future's case has its code, and the error stays unseen")
{
    expect_report("six");
    aw_future f = aw_future_new();
    aw_future_fail(f, -6, "six");
    aw_case one = AW_CASE_DONE(f);
    EXPECT_INT(aw_select(&one, 1, AW_FOREVER), 0);
    EXPECT_INT(one.rc, -6);
}

/* -- Waiting ----------------------------------------------------------------------------------- */

TEST("aw_select: goes on one turn after a put, with that item")
{
    aw_queue a = queue_of_ints(0), b = queue_of_ints(0);
    select_go(a, b);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(select_waiters(a) + select_waiters(b), 2);
    queue_put(b, 4);
    EXPECT_INT(select_waiters(a) + select_waiters(b), 0);
    note("put");
    EXPECT_INT(aw_yield(), 0);
    note("end");
    EXPECT_TRACE("put b4@0 end");
}

TEST("aw_select: puts when there is room")
{
    aw_queue a = queue_of_ints(1), b = queue_of_ints(0);
    int got = 0, seven = 7;
    queue_put(a, 1);
    aw_task t = select_go_plain(a);
    aw_case cases[] = {AW_CASE_GET(b, &got), AW_CASE_PUT(a, &seven)};
    EXPECT_INT(aw_select(cases, 2, AW_FOREVER), 1);
    EXPECT_INT(queue_take(a), 7);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("plain1@0");
}

TEST("aw_select: ends when a future does, as aw_wait two turns later")
{
    aw_queue a = queue_of_ints(0);
    int got;
    aw_task t = go_job(5, "t", 3);
    aw_case cases[] = {AW_CASE_GET(a, &got), AW_CASE_DONE(t)};
    EXPECT_INT(aw_select(cases, 2, 50), 1);
    EXPECT_INT(cases[1].rc, 3);
    EXPECT_INT(aw_now(), 5);
    EXPECT_INT(select_waiters(a), 0);
    EXPECT_INT(stats_now().timers, 0);
    EXPECT_TRACE("t@5");
}

static void select_set_and_release(void *arg)
{
    aw_future f = *(aw_future *)arg;
    aw_future_set(f, 8);
    EXPECT_INT(aw_release(f), 0);
}

TEST("aw_select: knows the result of a future that was released meanwhile")
{
    aw_future f = aw_future_new();
    aw_call_soon(select_set_and_release, &f);
    aw_case one = AW_CASE_DONE(f);
    EXPECT_INT(aw_select(&one, 1, AW_FOREVER), 0);
    EXPECT_INT(one.rc, 8);
    EXPECT_INT(aw_result(f), AW_ESTALE);
}

TEST("aw_select: gives up after its delay, having taken nothing")
{
    aw_queue a = queue_of_ints(0), b = queue_of_ints(0);
    aw_task t = select_go(a, b, 5);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(select_waiters(a) + select_waiters(b), 0);
    queue_put(a, 1);
    EXPECT_INT(aw_queue_size(a), 1);
    EXPECT_TRACE("!TIMEDOUT@5");
}

TEST("aw_select: waits in line behind those that came before")
{
    aw_queue a = queue_of_ints(0), b = queue_of_ints(0);
    select_go_plain(a);
    aw_task t = select_go(a, b);
    EXPECT_INT(aw_yield(), 0);
    queue_put(a, 1);
    queue_put(a, 2);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("plain1@0 a2@0");
}

TEST("aw_select: takes one item when both queues get one in the same turn, the other stays")
{
    aw_queue a = queue_of_ints(0), b = queue_of_ints(0);
    aw_task t = select_go(a, b);
    EXPECT_INT(aw_yield(), 0);
    queue_put(b, 2);
    queue_put(a, 1);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_queue_size(a) + aw_queue_size(b), 1);
    EXPECT_INT(queue_take(b), 2);
    EXPECT_TRACE("a1@0");
}

TEST("aw_select: that takes another case than the one that woke it passes that wake-up on")
{
    aw_queue a = queue_of_ints(0), b = queue_of_ints(0);
    aw_task t = select_go(a, b), plain = select_go_plain(b);
    EXPECT_INT(aw_yield(), 0);
    queue_put(b, 2);
    queue_put(a, 1);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_await(plain), 0);
    EXPECT_TRACE("a1@0 plain2@0");
}

TEST("aw_select: whose item was taken by another goes to the end of the line and keeps its deadline")
{
    aw_queue a = queue_of_ints(0), b = queue_of_ints(0);
    aw_task t = select_go(a, b, 9), plain = select_go_plain(a);
    EXPECT_INT(aw_sleep(4), 0);
    queue_put(a, 1);
    EXPECT_INT(queue_take(a), 1);
    EXPECT_INT(aw_yield(), 0);
    queue_put(a, 2);
    EXPECT_INT(aw_await(plain), 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("plain2@4 !TIMEDOUT@9");
}

TEST("aw_select: may wait for the same queue in several cases")
{
    aw_queue a = queue_of_ints(1);
    int first = 0, second = 0, five = 5;
    aw_case cases[] = {AW_CASE_GET(a, &first), AW_CASE_GET(a, &second), AW_CASE_PUT(a, &five)};
    EXPECT_INT(aw_select(cases, 3, AW_FOREVER), 2);
    EXPECT_INT(aw_select(cases, 3, AW_FOREVER), 0);
    EXPECT_INT(first, 5);
    aw_task t = select_go(a, a), other = select_go_plain(a);
    EXPECT_INT(aw_yield(), 0);
    queue_put(a, 1);
    EXPECT_INT(aw_await(t), 0);
    queue_put(a, 2);
    EXPECT_INT(aw_await(other), 0);
    EXPECT_TRACE("a1@0 plain2@0");
}

/* -- Cancelled, timed out ---------------------------------------------------------------------- */

TEST("aw_select: cancelled while it waits leaves every queue, future and timer")
{
    aw_queue a = queue_of_ints(0), b = queue_of_ints(0);
    aw_task t = select_go(a, b, 50);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(stats_now().timers, 1);
    aw_cancel(t);
    EXPECT_INT(stats_now().timers, 0);
    EXPECT_INT(select_waiters(a) + select_waiters(b), 0);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_TRACE("!CANCELLED@0");
}

TEST("aw_select: cancelled in the turn of its wake-up passes it on")
{
    aw_queue a = queue_of_ints(0), b = queue_of_ints(0);
    aw_task t = select_go(a, b), plain = select_go_plain(b);
    EXPECT_INT(aw_yield(), 0);
    queue_put(b, 1);
    aw_cancel(t);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(aw_await(plain), 0);
    EXPECT_TRACE("!CANCELLED@0 plain1@0");
}

static int select_putter(void *arg)
{
    struct select_two *two = arg;
    int value = 6;
    aw_case cases[] = {AW_CASE_PUT(two->a, &value), AW_CASE_GET(two->b, &value)};
    note_rc(aw_select(cases, 2, AW_FOREVER));
    return 0;
}

TEST("aw_select: with a put, cancelled in the turn of its wake-up passes the room on")
{
    aw_queue a = queue_of_ints(1), b = queue_of_ints(0);
    queue_put(a, 1);
    aw_task t = aw_go(select_putter, struct select_two, a, b);
    aw_task other = aw_go(select_putter, struct select_two, a, b);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(queue_take(a), 1);
    aw_cancel(t);
    EXPECT_INT(aw_await(other), 0);
    EXPECT_INT(queue_take(a), 6);
    EXPECT_TRACE("!CANCELLED@0 ok=0@0");
}

static int select_in_scope(void *arg)
{
    struct select_two *two = arg;
    int value;
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 5), 0);
    aw_case cases[] = {AW_CASE_GET(two->a, &value), AW_CASE_GET(two->b, &value)};
    note_rc(aw_timeout_exit(&limit, aw_select(cases, 2, AW_FOREVER)));
    return 0;
}

static void select_put_three(void *arg)
{
    queue_put(*(aw_queue *)arg, 3);
}

TEST("aw_select: timed out from outside in the tick of its wake-up passes it on")
{
    aw_queue a = queue_of_ints(0), b = queue_of_ints(0);
    aw_call_at(5, select_put_three, &b);
    aw_task t = aw_go(select_in_scope, struct select_two, a, b), plain = select_go_plain(b);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_await(plain), 0);
    EXPECT_TRACE("!TIMEDOUT@5 plain3@5");
}

TEST("aw_select: its own deadline and an item in the same tick: what comes first happens")
{
    aw_queue a = queue_of_ints(0), b = queue_of_ints(0);
    aw_call_at(5, select_put_three, &a);
    aw_task t = select_go(a, b, 5);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("a3@5");
    t = select_go(a, b, 5);
    EXPECT_INT(aw_yield(), 0);
    aw_call_at(10, select_put_three, &a);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(queue_take(a), 3);
    EXPECT_TRACE("!TIMEDOUT@10");
}

/* -- The end of a queue ------------------------------------------------------------------------ */

TEST("aw_select: a queue that is shut down makes its case happen with AW_ESHUTDOWN")
{
    aw_queue a = queue_of_ints(0), b = queue_of_ints(0);
    aw_task t = select_go(a, b);
    EXPECT_INT(aw_yield(), 0);
    aw_queue_shutdown(b, false);
    EXPECT_INT(aw_await(t), 0);
    t = select_go(a, b);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("bAW_ESHUTDOWN bAW_ESHUTDOWN");
}

TEST("aw_select: a queue that goes makes its case happen, also when a wake-up was on its way")
{
    aw_queue a = queue_of_ints(0), b = queue_of_ints(0);
    aw_task t = select_go(a, b), u = select_go(b, a), v = select_go(b, a);
    EXPECT_INT(aw_yield(), 0);
    queue_put(b, 1);
    aw_cancel(v);
    EXPECT_INT(aw_queue_free(b), 0);
    EXPECT_INT(select_waiters(a), 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_await(u), 0);
    EXPECT_INT(aw_await(v), AW_ECANCELLED);
    EXPECT_TRACE("bAW_ESHUTDOWN !CANCELLED@0 aAW_ESHUTDOWN");
}

static int select_done_or_get(void *arg)
{
    aw_future f = {((struct select_two *)arg)->a.id};
    int value, rc;
    aw_case cases[] = {AW_CASE_DONE(f), AW_CASE_GET(((struct select_two *)arg)->b, &value)};
    rc = aw_select(cases, 2, AW_FOREVER);
    note_at("case%d", rc);
    return rc;
}

static int select_get_plain(void *arg)
{
    int value = 0;
    int rc = aw_queue_get(*(aw_queue *)arg, &value);
    note_at("got%d", value);
    return rc;
}

TEST("aw_select: woken for an item, but with an earlier case that happened too, leaves the item")
{
    aw_future f = aw_future_new();
    aw_queue q = queue_of_ints(0);
    aw_task s = aw_go(select_done_or_get, struct select_two, {f.id}, q);
    aw_task g = aw_spawn(select_get_plain, &q, sizeof q);
    EXPECT_INT(aw_yield(), 0);
    queue_put(q, 7);
    aw_future_set(f, 1);
    EXPECT_INT(aw_await(s), 0);
    EXPECT_INT(aw_await(g), 0);
    EXPECT_TRACE("case0@0 got7@0");
}

TEST("aw_select: twice on one queue is woken once by its end")
{
    aw_queue q = queue_of_ints(0);
    aw_task s = aw_go(select_getter, struct select_two, q, q);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_queue_shutdown(q, false), 0);
    EXPECT_INT(aw_await(s), 0);
    EXPECT_TRACE("aAW_ESHUTDOWN");
    EXPECT_INT(select_waiters(q), 0);
}
