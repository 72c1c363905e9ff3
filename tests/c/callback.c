/* aw_call_soon, aw_call_later, aw_call_at, aw_handle_cancel: callbacks on the loop. */
#include "test.h"

static void callback_note(void *text)
{
    note("%s", (const char *)text);
}

static void callback_note_at(void *text)
{
    note_at("%s", (const char *)text);
}

TEST("aw_call_soon: runs at the next turn, in the order of the calls")
{
    aw_call_soon(callback_note, "a");
    aw_call_soon(callback_note, "b");
    note("now");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_TRACE("now a b");
}

static void callback_again(void *arg)
{
    int *left = arg;
    note("again");
    if (--*left > 0) aw_call_soon(callback_again, left);
}

TEST("aw_call_soon: from a callback runs a turn later")
{
    int left = 3;
    aw_call_soon(callback_again, &left);
    for (int i = 0; i < 3; i++) {
        EXPECT_INT(aw_yield(), 0);
        note("turn");
    }
    EXPECT_TRACE("again turn again turn again turn");
}

TEST("aw_call_soon: that calls itself for ever does not keep timers from firing")
{
    int left = 1000;
    aw_call_soon(callback_again, &left);
    left = 1 << 30;
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 0), 0);
    EXPECT_INT(aw_timeout_exit(&limit, aw_sleep(10)), AW_ETIMEDOUT);
    left = 1;
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_TRACE("again again again");
}

TEST("aw_call_later: runs after its delay, never early")
{
    aw_call_later(20, callback_note_at, "b");
    aw_call_later(10, callback_note_at, "a");
    EXPECT_INT(aw_sleep(30), 0);
    EXPECT_TRACE("a@10 b@20");
}

TEST("aw_call_later: equal deadlines run in the order of the calls")
{
    aw_call_later(3, callback_note, "a");
    aw_call_at(3, callback_note, "b");
    aw_call_later(3, callback_note, "c");
    EXPECT_INT(aw_sleep(4), 0);
    EXPECT_TRACE("a b c");
}

TEST("aw_call_later: a negative delay runs before 0, and both after what is ready")
{
    aw_call_later(0, callback_note, "zero");
    aw_call_later(-5, callback_note, "negative");
    aw_call_soon(callback_note, "soon");
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_TRACE("soon negative zero");
}

TEST("aw_call_at: a deadline that has passed runs at the next turn")
{
    EXPECT_INT(aw_sleep(5), 0);
    aw_call_at(2, callback_note_at, "late");
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_TRACE("late@5");
}

TEST("aw_call_at: the ends of time are fine")
{
    aw_handle never = aw_call_at(INT64_MAX, callback_note, "never");
    aw_handle later = aw_call_later(INT64_MAX, callback_note, "never");
    aw_call_at(INT64_MIN, callback_note, "first");
    aw_call_later(INT64_MIN, callback_note, "second");
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_TRACE("first second");
    EXPECT_INT(aw_handle_cancel(never), 1);
    EXPECT_INT(aw_handle_cancel(later), 1);
}

TEST("aw_handle_cancel: takes a callback back, once")
{
    aw_handle soon = aw_call_soon(callback_note, "soon");
    aw_handle late = aw_call_later(5, callback_note, "late");
    EXPECT_INT(aw_handle_cancel(soon), 1);
    EXPECT_INT(aw_handle_cancel(soon), 0);
    EXPECT_INT(aw_handle_cancel(late), 1);
    EXPECT_INT(aw_handle_cancel((aw_handle){0}), 0);
    EXPECT_INT(aw_sleep(10), 0);
    EXPECT_INT(aw_handle_cancel(late), 0);
}

static aw_handle callback_victim;

static void callback_cancel_victim(void *unused)
{
    EXPECT_INT(aw_handle_cancel(callback_victim), 1);
    note("cancels");
}

TEST("aw_handle_cancel: works in the turn in which the callback is due")
{
    aw_call_later(5, callback_cancel_victim, NULL);
    callback_victim = aw_call_later(5, callback_note, "victim");
    EXPECT_INT(aw_sleep(6), 0);
    EXPECT_TRACE("cancels");
}

static void callback_cancel_itself(void *unused)
{
    EXPECT_INT(aw_handle_cancel(callback_victim), 0);
}

TEST("aw_handle_cancel: is too late while the callback runs")
{
    callback_victim = aw_call_soon(callback_cancel_itself, NULL);
    EXPECT_INT(aw_yield(), 0);
}

TEST("aw_call_soon: an old handle does not name a newer callback")
{
    aw_handle old = aw_call_soon(callback_note, "old");
    EXPECT_INT(aw_yield(), 0);
    aw_handle fresh = aw_call_soon(callback_note, "fresh");
    EXPECT_INT(aw_handle_cancel(old), 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_handle_cancel(fresh), 0);
    EXPECT_TRACE("old fresh");
}

TEST("aw_call_soon: without a callback gives a zeroed handle and says so")
{
    EXPECT_INT(aw_call_soon(NULL, NULL).id, 0);
    EXPECT_STR(aw_errmsg(), "aw_call: no callback given");
}

static void callback_all(void *arg)
{
    aw_future pending = *(aw_future *)arg;
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_self().id, 0);
    EXPECT_INT(aw_await(pending), AW_ENOTASK);
    EXPECT_INT(aw_wait(&pending, 1, AW_ALL_COMPLETED, 5), AW_ENOTASK);
    EXPECT_INT(aw_wait_for(pending, 5), AW_ENOTASK);
    EXPECT_INT(aw_wait_for(pending, 0), AW_ENOTASK);
    EXPECT_INT(aw_timeout_enter(&limit, 5), AW_ENOTASK);
    EXPECT_INT(aw_timeout_exit(&limit, 0), AW_ESTATE);
    EXPECT_INT(aw_host_call("f", NULL, &(aw_bytes){0}), AW_ENOTASK);
    note("told");
}

TEST("aw_call_soon: everything that would suspend in a callback is a named error without effect")
{
    aw_future pending = aw_future_new();
    aw_call_soon(callback_all, &pending);
    EXPECT_INT(aw_yield(), 0);
    EXPECT(!aw_is_done(pending));
    EXPECT_INT(stats_now().timers, 0);
    aw_cancel(pending);
    EXPECT_TRACE("told");
}

static void callback_go(void *arg)
{
    *(aw_task *)arg = go_job(5, "job", 3);
}

TEST("aw_call_soon: a task started in a callback is main's")
{
    aw_task t = {0};
    aw_call_soon(callback_go, &t);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_await(t), 3);
    EXPECT_INT(aw_result(t), 3);
    EXPECT_TRACE("job@5");
}

static void callback_go_eager(void *arg)
{
    struct job it = {5, "eager", 4};
    *(aw_task *)arg = aw_spawn_with(job, &it, sizeof it, &(aw_task_options){.eager = true});
    note("back");
}

TEST("aw_call_soon: an eager task started in a callback runs there up to its first wait")
{
    aw_task t = {0};
    aw_call_soon(callback_go_eager, &t);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(stats_now().timers, 1);
    EXPECT_INT(aw_await(t), 4);
    EXPECT_TRACE("back eager@5");
}

static void callback_never(aw_future future, void *arg)
{
    note("called");
}

PROGRAM("aw_on_done: of a future that nobody completes is forgotten at the program's end", "")
{
    return aw_on_done(aw_future_new(), callback_never, NULL);
}
