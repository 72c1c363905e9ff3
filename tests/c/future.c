/* Plain futures and callbacks at their end. */
#include "test.h"

static void future_cb(aw_future future, void *text)
{
    note("%s:%d", (const char *)text, aw_result(future));
}

TEST("aw_future_set: completes once, and wakes waiters at the next turn")
{
    aw_future f = aw_future_new();
    EXPECT(!aw_is_done(f));
    EXPECT_INT(aw_result(f), AW_ENOTDONE);
    EXPECT_INT(aw_future_set(f, 5), 0);
    EXPECT(aw_is_done(f));
    EXPECT_INT(aw_future_set(f, 6), AW_ESTATE);
    EXPECT_STR(aw_errmsg(), "aw_future_set: the future is done already");
    EXPECT_INT(aw_future_fail(f, -1, "no"), AW_ESTATE);
    EXPECT_INT(aw_cancel(f), 0);
    EXPECT_INT(aw_await(f), 5);
}

TEST("aw_future_set: takes results of 0 and more, aw_future_fail codes below")
{
    aw_future f = aw_future_new();
    EXPECT_INT(aw_future_set(f, -1), AW_EINVAL);
    EXPECT_INT(aw_future_fail(f, 0, NULL), AW_EINVAL);
    EXPECT(!aw_is_done(f));
    EXPECT_INT(aw_future_set(f, 0), 0);
    EXPECT_INT(aw_await(f), 0);
}

TEST("aw_future_set: of a task is refused")
{
    aw_task t = go_job(1, NULL, 3);
    EXPECT_INT(aw_future_set(t, 1), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "a task's result is what its function returns");
    EXPECT_INT(aw_future_fail(t, -1, NULL), AW_ESTATE);
    EXPECT_INT(aw_await(t), 3);
}

TEST("aw_future_fail: gives the code, and its words or the code's sentence")
{
    aw_error_info info;
    aw_future f = aw_future_new(), g = aw_future_new();
    EXPECT_INT(aw_error(f, &info), AW_ENOTDONE);
    EXPECT_INT(aw_future_fail(f, -5, "five"), 0);
    EXPECT_INT(aw_future_fail(g, AW_ENETWORK, NULL), 0);
    EXPECT_INT(aw_await(f), -5);
    EXPECT_STR(aw_errmsg(), "five");
    EXPECT_INT(aw_await(g), AW_ENETWORK);
    EXPECT_STR(aw_errmsg(), "network failure");
    EXPECT_INT(aw_error(f, &info), 0);
    EXPECT_INT(info.code, -5);
    EXPECT_STR(info.message, "five");
    EXPECT_INT(aw_error(g, &info), 0);
    EXPECT_STR(info.message, "network failure");
}

TEST("aw_error: of a future that ended well has code 0")
{
    aw_error_info info = {.code = 1};
    aw_future f = aw_future_new();
    aw_future_set(f, 1);
    EXPECT_INT(aw_error(f, &info), 0);
    EXPECT_INT(info.code, 0);
    EXPECT_STR(info.message, "");
}

TEST("aw_cancel: of a plain future ends it at once")
{
    aw_error_info info = {.code = 7};
    aw_future f = aw_future_new();
    EXPECT_INT(aw_cancel(f), 1);
    EXPECT(aw_is_done(f));
    EXPECT(aw_is_cancelled(f));
    EXPECT_INT(aw_cancel(f), 0);
    EXPECT_INT(aw_result(f), AW_ECANCELLED);
    EXPECT_INT(aw_error(f, &info), AW_ECANCELLED);
    EXPECT_INT(info.code, 7);
    EXPECT_INT(aw_future_set(f, 1), AW_ESTATE);
    EXPECT_INT(aw_await(f), AW_ECANCELLED);
}

TEST("aw_cancel_with: the words of a plain future's cancellation arrive where it is awaited")
{
    aw_future f = aw_future_new();
    aw_cancel_with(f, "no longer needed");
    EXPECT_INT(aw_await(f), AW_ECANCELLED);
    EXPECT_STR(aw_errmsg(), "no longer needed");
}

TEST("aw_future_new_sized: has a payload of zeroes that lives with the record")
{
    aw_future f = aw_future_new_sized(100);
    char *data = aw_data(f);
    for (int i = 0; i < 100; i++) EXPECT_INT(data[i], 0);
    strcpy(data, "payload");
    aw_future_set(f, 1);
    EXPECT_INT(aw_await(f), 1);
    EXPECT_STR(aw_data(f), "payload");
    EXPECT(aw_data(aw_future_new()) == NULL);
}

TEST("aw_on_done: runs a turn after the end, in the order of adding, never inline")
{
    aw_future f = aw_future_new();
    EXPECT_INT(aw_on_done(f, future_cb, "a"), 0);
    EXPECT_INT(aw_on_done(f, future_cb, "b"), 0);
    aw_future_set(f, 1);
    note("set");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_TRACE("set a:1 b:1");
}

TEST("aw_on_done: of a done future runs at the next turn")
{
    aw_future f = aw_future_new();
    aw_future_set(f, 1);
    EXPECT_INT(aw_on_done(f, future_cb, "late"), 0);
    EXPECT_TRACE("");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_TRACE("late:1");
}

TEST("aw_on_done: sees failures and cancellations too")
{
    aw_future f = aw_future_new(), g = aw_future_new();
    aw_task t = go_job(1, NULL, 4);
    aw_on_done(f, future_cb, "f");
    aw_on_done(g, future_cb, "g");
    aw_on_done(t, future_cb, "t");
    aw_future_fail(f, -3, NULL);
    aw_cancel(g);
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT_TRACE("f:-3 g:-1001 t:4");
}

TEST("aw_off_done: takes back every equal callback, and says how many")
{
    aw_future f = aw_future_new();
    char a[] = "a";
    aw_on_done(f, future_cb, a);
    aw_on_done(f, future_cb, "b");
    aw_on_done(f, future_cb, a);
    EXPECT_INT(aw_off_done(f, future_cb, a), 2);
    EXPECT_INT(aw_off_done(f, future_cb, a), 0);
    aw_future_set(f, 1);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_TRACE("b:1");
}

static void future_other_cb(aw_future f, void *arg)
{
    note("other");
}

TEST("aw_off_done: leaves other callbacks with the same argument alone")
{
    aw_future f = aw_future_new();
    aw_on_done(f, future_other_cb, "a");
    aw_on_done(f, future_cb, "a");
    EXPECT_INT(aw_off_done(f, future_cb, "a"), 1);
    aw_future_set(f, 1);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_TRACE("other");
}

TEST("aw_off_done: leaves alone what is scheduled already")
{
    aw_future f = aw_future_new();
    char a[] = "a";
    aw_on_done(f, future_cb, a);
    aw_future_set(f, 1);
    EXPECT_INT(aw_off_done(f, future_cb, a), 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_TRACE("a:1");
}

static void future_release(aw_future future, void *arg)
{
    EXPECT_INT(aw_release(future), 0);
    EXPECT_INT(aw_result(future), 1);
}

TEST("aw_release: in a done callback frees the record after it")
{
    aw_future f = aw_future_new();
    aw_on_done(f, future_release, NULL);
    aw_future_set(f, 1);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_result(f), AW_ESTALE);
}

TEST("aw_release: while someone is still to be woken keeps the record for it")
{
    aw_future f = aw_future_new();
    aw_future shield = aw_shield(f);
    aw_future_set(f, 8);
    EXPECT_INT(aw_release(f), 0);
    EXPECT_INT(aw_await(shield), 8);
    EXPECT_INT(aw_result(f), AW_ESTALE);
}

TEST("aw_on_done: without a callback is refused with words")
{
    aw_future f = aw_future_new();
    EXPECT_INT(aw_on_done(f, NULL, NULL), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "aw_on_done");
    aw_future_set(f, 1);
    EXPECT_INT(aw_yield(), 0);
}

TEST("aw_future_new: one that nobody completes is gone with the program")
{
    aw_future f = aw_future_new();
    aw_future both[] = {f, aw_future_new()};
    aw_shield(f);
    aw_gather(both, 2, 0);
    EXPECT_INT(stats_now().records, 5);
}

static int future_wait_and_note(void *arg)
{
    int rc = aw_await(*(aw_future *)arg);
    note("woken:%d", rc);
    return rc;
}

TEST("aw_future_set: callbacks and waiters go in one order, as they came")
{
    aw_future f = aw_future_new();
    aw_on_done(f, future_cb, "1");
    aw_task t = aw_go(future_wait_and_note, aw_future, f.id);
    EXPECT_INT(aw_yield(), 0);
    aw_on_done(f, future_cb, "2");
    aw_future_set(f, 3);
    EXPECT_INT(aw_await(t), 3);
    EXPECT_TRACE("1:3 woken:3 2:3");
}

static int future_awaiting(void *arg)
{
    return aw_await(*(aw_future *)arg);
}

static void future_other(aw_future future, void *arg)
{
    note("other");
}

TEST("aw_off_done: passes over tasks, other callbacks and other arguments; without one takes none")
{
    int number = 0;
    aw_future f = aw_future_new();
    aw_task t = aw_spawn(future_awaiting, &f, sizeof f);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_on_done(f, future_other, &number), 0);
    EXPECT_INT(aw_on_done(f, future_other, NULL), 0);
    aw_future shield = aw_shield(f);
    EXPECT_INT(aw_off_done(f, NULL, NULL), 0);
    EXPECT_INT(aw_off_done(f, future_other, &number), 1);
    EXPECT_INT(aw_off_done((aw_future){0}, future_other, NULL), AW_ESTALE);
    aw_future_set(f, 4);
    EXPECT_INT(aw_await(shield), 4);
    EXPECT_INT(aw_await(t), 4);
    EXPECT_TRACE("other");
}
