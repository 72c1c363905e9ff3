/* aw_completed: futures in the order in which they are done. */
#include "test.h"

struct each_of {
    aw_future futures[2];
    aw_ms delay_ms;
};

/* Notes what is done, by its value, until the end or an error. */
static int each_note(void *arg)
{
    const struct each_of *of = arg;
    aw_completed each = {0};
    aw_future done;
    int rc = aw_completed_open(&each, of->futures, 2, of->delay_ms);
    while (rc == 0 && (rc = aw_completed_next(&each, &done)) > 0) {
        note_at("%d", aw_result(done));
        rc = 0;
    }
    aw_completed_close(&each);
    return rc;
}

TEST("aw_completed_next: gives each future when it is done, then 0")
{
    struct each_of of = {{go_job(2, NULL, 2), go_job(1, NULL, 1)}, AW_FOREVER};
    EXPECT_INT(each_note(&of), 0);
    EXPECT_TRACE("1@1 2@2");
}

TEST("aw_completed_next: what is done is given without a wait after the first turn")
{
    aw_future f[3], done;
    aw_completed each = {0};
    for (int i = 0; i < 3; i++) aw_future_set(f[i] = aw_future_new(), i);
    EXPECT_INT(aw_completed_open(&each, f, 3, AW_FOREVER), 0);
    EXPECT_INT(aw_yield(), 0);
    uint64_t turns = stats_now().turns;
    for (int i = 0; i < 3; i++) {
        EXPECT_INT(aw_completed_next(&each, &done), 1);
        EXPECT_INT(aw_result(done), i);
    }
    EXPECT_INT(aw_completed_next(&each, &done), 0);
    EXPECT_INT(stats_now().turns - turns, 0);
    aw_completed_close(&each);
}

TEST("aw_completed_open: what stands there twice counts once, done before or not")
{
    aw_future f = aw_future_new(), g = aw_future_new(), done;
    aw_completed each = {0};
    aw_future_set(f, 1);
    EXPECT_INT(aw_completed_open(&each, ((aw_future[]){f, g, f, g}), 4, AW_FOREVER), 0);
    aw_future_set(g, 2);
    EXPECT_INT(aw_completed_next(&each, &done), 1);
    EXPECT_INT(aw_completed_next(&each, &done), 1);
    EXPECT_INT(aw_result(done), 2);
    EXPECT_INT(aw_completed_next(&each, &done), 0);
    aw_completed_close(&each);
}

TEST("aw_completed_next: after the deadline tells AW_ETIMEDOUT once for each that is left")
{
    aw_task t[] = {go_job(9, NULL), go_job(1, NULL), go_job(9, NULL)};
    aw_completed each = {0};
    aw_future done = {5};
    EXPECT_INT(aw_completed_open(&each, t, 3, 4), 0);
    EXPECT_INT(aw_completed_next(&each, &done), 1);
    EXPECT_INT(stats_now().timers, 3);
    EXPECT_INT(aw_completed_next(&each, &done), AW_ETIMEDOUT);
    EXPECT_HAS(aw_errmsg(), "time was up");
    EXPECT_INT(aw_now(), 4);
    EXPECT_INT(aw_completed_next(&each, &done), AW_ETIMEDOUT);
    EXPECT_INT((int64_t)done.id, (int64_t)t[1].id);
    EXPECT_INT(aw_completed_next(&each, &done), 0);
    aw_completed_close(&each);
    EXPECT_INT(aw_await(t[0]), 0);
    EXPECT_INT(aw_await(t[2]), 0);
}

TEST("aw_completed_next: its timer goes when all are done")
{
    aw_task t = go_job(1, NULL);
    aw_future done;
    aw_completed each = {0};
    EXPECT_INT(aw_completed_open(&each, &t, 1, 50), 0);
    EXPECT_INT(aw_completed_next(&each, &done), 1);
    EXPECT_INT(stats_now().timers, 0);
    aw_completed_close(&each);
}

TEST("aw_completed_next: cancelled while it waits takes nothing, and can be called again")
{
    aw_task a = go_job(3, NULL, 1), b = go_job(4, NULL, 2), done;
    aw_completed each = {0};
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_completed_open(&each, ((aw_task[]){a, b}), 2, AW_FOREVER), 0);
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    EXPECT_INT(aw_timeout_exit(&limit, aw_completed_next(&each, &done)), AW_ETIMEDOUT);
    for (int i = 1; i < 3; i++) {
        EXPECT_INT(aw_completed_next(&each, &done), 1);
        EXPECT_INT(aw_result(done), i);
    }
    EXPECT_INT(aw_completed_next(&each, &done), 0);
    aw_completed_close(&each);
}

TEST("aw_completed_next: cancelled while it waits leaves the futures alone")
{
    aw_task a = go_job(3, "a"), b = go_job(4, "b");
    aw_task t = aw_go(each_note, struct each_of, {a, b}, 9);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(stats_now().timers, 3);
    aw_cancel(t);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(stats_now().timers, 2);
    EXPECT_INT(aw_await(b), 0);
    EXPECT_TRACE("a@3 b@4");
}

TEST("aw_completed_next: timed out in the tick of an end, the deadline wins and nothing is lost")
{
    aw_task a = go_job(4, NULL, 7), done;
    aw_completed each = {0};
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_completed_open(&each, &a, 1, AW_FOREVER), 0);
    EXPECT_INT(aw_timeout_enter(&limit, 4), 0);
    EXPECT_INT(aw_timeout_exit(&limit, aw_completed_next(&each, &done)), AW_ETIMEDOUT);
    EXPECT_INT(aw_completed_next(&each, &done), 1);
    EXPECT_INT(aw_result(done), 7);
    aw_completed_close(&each);
}

TEST("aw_completed_next: marks no error as seen")
{
    expect_report("failed and its error was never retrieved: lost");
    aw_future f = aw_future_new(), done;
    aw_completed each = {0};
    aw_future_fail(f, -4, "lost");
    EXPECT_INT(aw_completed_open(&each, &f, 1, AW_FOREVER), 0);
    EXPECT_INT(aw_completed_next(&each, &done), 1);
    aw_completed_close(&each);
}

TEST("aw_completed_close: until then the results of detached tasks can be read")
{
    aw_task t = go_job(1, NULL, 6), done;
    aw_completed each = {0};
    EXPECT_INT(aw_completed_open(&each, &t, 1, AW_FOREVER), 0);
    aw_detach(t);
    EXPECT_INT(aw_sleep(5), 0);
    EXPECT_INT(aw_completed_next(&each, &done), 1);
    EXPECT_INT(aw_result(done), 6);
    aw_completed_close(&each);
    EXPECT_INT(aw_result(done), AW_ESTALE);
    aw_completed_close(&each);
}

struct each_taker {
    aw_completed *each;
    const char *name;
};

static int each_take(void *arg)
{
    const struct each_taker *taker = arg;
    aw_future done;
    int rc = aw_completed_next(taker->each, &done);
    note_at("%s:%d", taker->name, rc > 0 ? aw_result(done) : rc);
    return rc < 0 ? rc : 0;
}

TEST("aw_completed_next: of tasks that wait at once each gets another future, the rest 0")
{
    aw_completed each = {0};
    struct aw_future t[] = {go_job(1, NULL, 1), go_job(2, NULL, 2)};
    EXPECT_INT(aw_completed_open(&each, t, 2, AW_FOREVER), 0);
    aw_go(each_take, struct each_taker, &each, "a");
    aw_go(each_take, struct each_taker, &each, "b");
    aw_go(each_take, struct each_taker, &each, "c");
    EXPECT_INT(aw_sleep(5), 0);
    aw_completed_close(&each);
    EXPECT_TRACE("c:0@0 a:1@1 b:2@2");
}

TEST("aw_completed_next: one cancelled after its wake-up hands it on")
{
    aw_completed each = {0};
    aw_future f = aw_future_new(), g = aw_future_new();
    EXPECT_INT(aw_completed_open(&each, ((aw_future[]){f, g}), 2, AW_FOREVER), 0);
    aw_task a = aw_go(each_take, struct each_taker, &each, "a");
    aw_task b = aw_go(each_take, struct each_taker, &each, "b");
    EXPECT_INT(aw_yield(), 0);
    aw_future_set(f, 1);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(a);
    EXPECT_INT(aw_await(b), 0);
    EXPECT_INT(aw_await(a), AW_ECANCELLED);
    aw_completed_close(&each);
    EXPECT_TRACE("a:-1001@0 b:1@0");
}

TEST("aw_completed_next: one cancelled whose future another call has taken wakes nobody")
{
    aw_completed each = {0};
    aw_future f[] = {aw_future_new(), aw_future_new(), aw_future_new()}, done;
    EXPECT_INT(aw_completed_open(&each, f, 3, AW_FOREVER), 0);
    aw_task a = aw_go(each_take, struct each_taker, &each, "a");
    aw_go(each_take, struct each_taker, &each, "b");
    EXPECT_INT(aw_yield(), 0);
    aw_future_set(f[0], 5);
    EXPECT_INT(aw_yield(), 0); /* now `a` is on its way */
    EXPECT_INT(aw_completed_next(&each, &done), 1);
    EXPECT_INT(aw_result(done), 5);
    aw_cancel(a);
    EXPECT_INT(aw_sleep(1), 0);
    aw_future_set(f[1], 6);
    EXPECT_INT(aw_sleep(1), 0);
    aw_future_set(f[2], 7);
    EXPECT_INT(aw_completed_next(&each, &done), 1);
    EXPECT_INT(aw_result(done), 7);
    aw_completed_close(&each);
    EXPECT_TRACE("a:-1001@0 b:6@1");
}

static int each_open_and_end(void *arg)
{
    aw_future never = aw_future_new();
    int rc = aw_completed_open(arg, &never, 1, 60);
    return rc < 0 ? rc : aw_sleep(2);
}

static int each_open_for(void *arg)
{
    return each_open_and_end(*(aw_completed **)arg);
}

TEST("aw_completed: not closed goes with the task that opened it, also while another one waits")
{
    static aw_completed each;
    each = (aw_completed){0};
    aw_task t = aw_go(each_open_for, aw_completed *, &each);
    EXPECT_INT(aw_sleep(1), 0);
    aw_task u = aw_go(each_take, struct each_taker, &each, "u");
    EXPECT_INT(aw_await(t), 0);
    aw_future done;
    EXPECT_INT(aw_completed_next(&each, &done), 0);
    EXPECT_INT(aw_await(u), AW_ETIMEDOUT);
    EXPECT_INT(stats_now().timers, 0);
    EXPECT_INT(aw_completed_next(&each, &done), AW_ESTATE);
    EXPECT_TRACE("u:-1002@60");
}

TEST("aw_completed: misuse is refused with words")
{
    aw_completed each = {0};
    aw_future f = aw_future_new(), done;
    EXPECT_INT(aw_completed_next(&each, &done), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "aw_completed_next: is not open");
    EXPECT_INT(aw_completed_open(&each, NULL, 2, 5), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "aw_completed_open: needs futures");
    EXPECT_INT(aw_completed_open(&each, &f, -1, 5), AW_EINVAL);
    EXPECT_INT(aw_completed_open(&each, &done, 0, 5), 0);
    EXPECT_INT(aw_completed_next(&each, &done), 0);
    EXPECT_INT(aw_completed_open(&each, &f, 1, 5), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "is open already");
    aw_completed_close(&each);
    EXPECT_INT(aw_completed_open(&each, &(aw_future){0}, 1, 5), AW_ESTALE);
    aw_cancel(f);
}
