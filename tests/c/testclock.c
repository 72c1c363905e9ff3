/* awaitc_test.h: the clock under a test's control, and idleness. */
#include <awaitc_test.h>

#include "test.h"

static void kit_note(void *arg)
{
    note_at("%s", (const char *)arg);
}

static int kit_advance(void *arg)
{
    int rc = aw_clock_advance(*(int *)arg);
    note_rc(rc);
    return rc;
}

/* -- The clock --------------------------------------------------------------------------------- */

TEST("aw_clock_control: a still clock stands at the time that it was, while tasks run")
{
    EXPECT_INT(aw_sleep(7), 0);
    EXPECT_INT(aw_clock_control(AW_CLOCK_STILL), 0);
    for (int i = 0; i < 5; i++) EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_now(), 7);
    EXPECT_INT(aw_clock_release(), 0);
}

TEST("aw_clock_control: with autojump goes to each deadline when all tasks are blocked")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_AUTOJUMP), 0);
    aw_task tasks[] = {go_job(3600000, "hour"), go_job(20, "b")};
    EXPECT_INT(aw_await(aw_gather(tasks, 2, 0)), 0);
    EXPECT_TRACE("b@20 hour@3600000");
    EXPECT_INT(aw_clock_release(), 0);
}

TEST("aw_clock_control: called again changes the mode")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_STILL), 0);
    aw_task t = go_job(5, "a");
    EXPECT_INT(aw_wait_all_tasks_blocked(), 0);
    EXPECT(!aw_is_done(t));
    EXPECT_INT(aw_clock_control(AW_CLOCK_AUTOJUMP), 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("a@5");
    EXPECT_INT(aw_clock_release(), 0);
}

TEST("aw_clock_control: an unknown mode is AW_EINVAL")
{
    EXPECT_INT(aw_clock_control((enum aw_clock_mode)7), AW_EINVAL);
    EXPECT_STR(aw_errmsg(), "aw_clock_control: unknown mode; AW_CLOCK_STILL or AW_CLOCK_AUTOJUMP");
}

TEST("aw_clock_release: the host's clock goes on from where the controlled one stood")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_STILL), 0);
    EXPECT_INT(aw_clock_jump(1000), 0);
    aw_task t = go_job(5, "a");
    EXPECT_INT(aw_wait_all_tasks_blocked(), 0);
    EXPECT_INT(aw_clock_release(), 0);
    EXPECT_INT(aw_now(), 1000);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_sleep(10), 0);
    EXPECT_INT(aw_clock_control(AW_CLOCK_AUTOJUMP), 0);
    EXPECT_INT(aw_sleep(10), 0);
    EXPECT_INT(aw_clock_release(), 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_now(), 1026);
    EXPECT_TRACE("a@1005");
}

TEST("aw_clock_release: of a clock that is the host's is AW_ESTATE, as is moving it")
{
    EXPECT_INT(aw_clock_release(), AW_ESTATE);
    EXPECT_STR(aw_errmsg(), "aw_clock_release: the clock is the host's; take control with "
                            "aw_clock_control");
    EXPECT_INT(aw_clock_jump(1), AW_ESTATE);
    EXPECT_INT(aw_clock_advance(1), AW_ESTATE);
    EXPECT_INT(aw_clock_step(), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "aw_clock_step: ");
}

static int kit_clean(void *unused)
{
    int rc = aw_sleep(100);
    EXPECT_INT(aw_sleep(10), 0);
    note_at("clean");
    return rc;
}

PROGRAM("aw_clock_control: is over when main ends, so that cleanups may sleep", "clean@40")
{
    aw_clock_control(AW_CLOCK_STILL);
    aw_spawn(kit_clean, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_clock_jump(30), 0);
    return 0;
}

TEST("aw_clock_control: everybody waiting for a clock that stands still is a deadlock that says so")
{
    expect_fatal("AW_EDEADLK",
                 "deadlock: the clock stands still and every task waits; move it with "
                 "aw_clock_advance, or let it jump (AW_CLOCK_AUTOJUMP):");
    aw_clock_control(AW_CLOCK_STILL);
    (void)!aw_sleep(10);
}

TEST("aw_clock_control: waiting without any deadline is the usual deadlock")
{
    expect_fatal("AW_EDEADLK", "deadlock: nothing can go on, because every task waits:");
    aw_clock_control(AW_CLOCK_AUTOJUMP);
    aw_timeout never = {{0}};
    EXPECT_INT(aw_timeout_enter(&never, INT64_MAX - 1), 0);
    (void)!aw_await(aw_future_new());
}

TEST("aw_clock_jump: what was passed over runs at the next turn, late and in order")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_STILL), 0);
    go_job(9, "c"), go_job(3, "a"), go_job(6, "b");
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_clock_jump(100), 0);
    EXPECT_INT(aw_now(), 100);
    EXPECT_INT(aw_wait_all_tasks_blocked(), 0);
    EXPECT_TRACE("a@100 b@100 c@100");
    EXPECT_INT(aw_clock_jump(-1), AW_EINVAL);
    EXPECT_STR(aw_errmsg(), "aw_clock_jump: the delay is negative; a clock never goes back");
    EXPECT_INT(aw_clock_release(), 0);
}

static void kit_slow_work(void *unused)
{
    aw_clock_jump(40);
    note_at("slow");
}

TEST("aw_clock_jump: in a callback is slow work, and timers due meanwhile are late")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_AUTOJUMP), 0);
    aw_call_later(10, kit_slow_work, NULL);
    aw_task t = go_job(20, "a");
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 30), 0);
    EXPECT_INT(aw_timeout_exit(&limit, aw_await(t)), AW_ETIMEDOUT);
    note_at("timeout");
    EXPECT_TRACE("slow@50 a!C@50 timeout@50");
    EXPECT_INT(aw_clock_release(), 0);
}

TEST("aw_clock_advance: everything happens at its own time, up to the end and not beyond")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_STILL), 0);
    aw_task late = go_job(11, "late");
    go_job(10, "b"), go_job(4, "a");
    EXPECT_INT(aw_clock_advance(10), 0);
    note_at("main");
    EXPECT_TRACE("a@4 b@10 main@10");
    EXPECT_INT(aw_clock_advance(0), 0);
    EXPECT(!aw_is_done(late));
    EXPECT_INT(aw_clock_advance(1), 0);
    EXPECT_TRACE("late@11");
    EXPECT_INT(aw_clock_advance(-1), AW_EINVAL);
    EXPECT_INT(aw_clock_release(), 0);
}

TEST("aw_clock_advance: by 0 runs what is due, and it ends after everything at its last moment")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_STILL), 0);
    aw_call_at(0, kit_note, "due");
    aw_task t = go_job(2, "a");
    aw_on_done(t, (aw_done_callback *)NULL, NULL); /* refused, changes nothing */
    EXPECT_INT(aw_clock_advance(0), 0);
    EXPECT_TRACE("due@0");
    EXPECT_INT(aw_clock_advance(2), 0);
    EXPECT(aw_is_done(t));
    EXPECT_TRACE("a@2");
    EXPECT_INT(aw_clock_release(), 0);
}

TEST("aw_clock_advance: by AW_FOREVER goes on until no deadline is left")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_STILL), 0);
    go_job(500, "b"), go_job(30, "a");
    EXPECT_INT(aw_clock_advance(AW_FOREVER), 0);
    note_at("main");
    EXPECT_TRACE("a@30 b@500 main@500");
    EXPECT_INT(aw_clock_release(), 0);
}

static void kit_jump_far(void *unused)
{
    aw_clock_jump(100);
}

TEST("aw_clock_advance: a jump past its end meanwhile stays")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_STILL), 0);
    aw_call_later(5, kit_jump_far, NULL);
    EXPECT_INT(aw_clock_advance(10), 0);
    EXPECT_INT(aw_now(), 105);
    EXPECT_INT(aw_clock_release(), 0);
}

TEST("aw_clock_advance: cancelled while it waits, it lets others move the clock")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_STILL), 0);
    aw_task t = aw_go(kit_advance, int, 50);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t);
    EXPECT_INT(aw_clock_advance(3), 0);
    EXPECT_TRACE("!CANCELLED@0");
    EXPECT_INT(aw_now(), 3);
    EXPECT_INT(aw_clock_release(), 0);
}

TEST("aw_clock_advance: whose timeout strikes at its last moment has timed out")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_STILL), 0);
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 10), 0);
    EXPECT_INT(aw_timeout_exit(&limit, aw_clock_advance(10)), AW_ETIMEDOUT);
    EXPECT_INT(aw_now(), 10);
    EXPECT_INT(aw_clock_release(), 0);
}

TEST("aw_clock_advance: a second task that moves the clock is refused")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_STILL), 0);
    aw_task t = aw_go(kit_advance, int, 2);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_clock_step(), AW_EBUSY);
    EXPECT_STR(aw_errmsg(), "aw_clock_step: another task is moving the clock already; let one task "
                            "do that");
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("ok=0@2");
    EXPECT_INT(aw_clock_release(), 0);
}

TEST("aw_clock_advance: the clock given back meanwhile is AW_ESTATE")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_STILL), 0);
    aw_task t = aw_go(kit_advance, int, 50);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_clock_release(), 0);
    EXPECT_INT(aw_await(t), AW_ESTATE);
    EXPECT_STR(aw_errmsg(), "aw_clock_advance: the clock was given back to the host meanwhile");
    EXPECT_TRACE("!STATE@0");
}

static void kit_advance_outside(void *unused)
{
    EXPECT_INT(aw_clock_advance(1), AW_ENOTASK);
    EXPECT_STR(aw_errmsg(),
               "aw_clock_advance: callbacks must not wait; aw_clock_jump moves the clock "
               "at once");
    EXPECT_INT(aw_wait_all_tasks_blocked(), AW_ENOTASK);
}

TEST("aw_clock_advance: in a callback is AW_ENOTASK, and the clock can still be moved")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_STILL), 0);
    aw_call_soon(kit_advance_outside, NULL);
    EXPECT_INT(aw_clock_advance(1), 0);
    EXPECT_INT(aw_clock_release(), 0);
}

TEST("aw_clock_step: goes from deadline to deadline, and gives 0 when there is none")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_STILL), 0);
    go_job(4, "a"), go_job(9, "c"), go_job(4, "b");
    EXPECT_INT(aw_clock_step(), 1);
    EXPECT_TRACE("a@4 b@4");
    EXPECT_INT(aw_clock_step(), 1);
    EXPECT_TRACE("c@9");
    EXPECT_INT(aw_clock_step(), 0);
    EXPECT_INT(aw_now(), 9);
    EXPECT_INT(aw_clock_release(), 0);
}

/* -- Idleness ---------------------------------------------------------------------------------- */

static int kit_yielding(void *arg)
{
    for (int i = 0; i < 5; i++)
        if (aw_yield() < 0) return AW_ECANCELLED;
    note_at("%s", *(const char **)arg);
    return aw_sleep(10);
}

static int kit_blocked(void *arg)
{
    int rc = aw_wait_all_tasks_blocked();
    note_at(rc < 0 ? "%s!C" : "%s", *(const char **)arg);
    return rc;
}

TEST("aw_wait_all_tasks_blocked: ends when the others wait, before the clock moves")
{
    aw_go(kit_yielding, const char *, "a"), aw_go(kit_yielding, const char *, "b");
    EXPECT_INT(aw_wait_all_tasks_blocked(), 0);
    note_at("main");
    EXPECT_INT(aw_sleep(20), 0);
    EXPECT_TRACE("a@0 b@0 main@0");
}

TEST("aw_wait_all_tasks_blocked: goes before an autojump and before who moves the clock")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_AUTOJUMP), 0);
    aw_task t = go_job(5, "sleeper");
    EXPECT_INT(aw_wait_all_tasks_blocked(), 0);
    note_at("main");
    EXPECT_INT(aw_await(t), 0);
    go_job(5, "second");
    aw_go(kit_blocked, const char *, "blocked");
    EXPECT_INT(aw_clock_advance(5), 0);
    EXPECT_TRACE("main@0 sleeper@5 blocked@5 second@10");
    EXPECT_INT(aw_clock_release(), 0);
}

TEST("aw_wait_all_tasks_blocked: several that wait are woken together, in order")
{
    aw_go(kit_blocked, const char *, "a"), aw_go(kit_blocked, const char *, "b");
    EXPECT_INT(aw_wait_all_tasks_blocked(), 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_TRACE("a@0 b@0");
}

TEST("aw_wait_all_tasks_blocked: cancelled while it waits is cancelled")
{
    aw_task t = aw_go(kit_blocked, const char *, "a");
    aw_go(kit_yielding, const char *, "b");
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(aw_sleep(20), 0);
    EXPECT_TRACE("a!C@0 b@0");
}

TEST("aw_wait_all_tasks_blocked: whose timeout has no time left has timed out")
{
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 0), 0);
    EXPECT_INT(aw_timeout_exit(&limit, aw_wait_all_tasks_blocked()), AW_ETIMEDOUT);
}
