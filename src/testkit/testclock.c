/* The test kit's clock, and waiting until all other tasks wait: see awaitc_test.h.
 *
 * The loop asks here when it has nothing left to run. While the clock is held, loop.now_us is the
 * clock: nothing else moves it. First to go on are those who wait for idleness, then who moves the
 * clock, then the clock by itself. Next: aw_now_us and pump_turns in loop.c. */
#include "awaitc_test.h"
#include "kernel/core.h"
#include "base/waits.h"

#include <limits.h>

/* The task in aw_clock_advance or aw_clock_step; lives in its frame. */
struct mover {
    aw_waiter wait;
    int64_t until_us; /* deadlines up to here are met; AW_FOREVER: all there are */
    bool is_step;     /* stops at the first one */
    int result;
};

static struct {
    aw_wait_queue blocked; /* in aw_wait_all_tasks_blocked */
    struct mover *mover;   /* NULL if nobody moves it */
    bool is_autojump;
} kit;

static int64_t next_deadline(void)
{
    return wheel_next(&loop.timers, UINT32_MAX);
}

static void mover_wake(int result)
{
    struct mover *mover = kit.mover;
    kit.mover = NULL;
    aw_unpark(&mover->wait, result, "timer");
}

/* All are blocked at this time: on to the next, or the move is over. */
static void mover_go_on(void)
{
    struct mover *mover = kit.mover;
    int64_t next = next_deadline();
    if (!loop.held_words) {
        mover_wake(AW_ESTATE);
    } else if (next > mover->until_us || next == AW_FOREVER) {
        if (mover->until_us != AW_FOREVER && mover->until_us > loop.now_us)
            loop.now_us = mover->until_us;
        mover_wake(mover->result);
    } else {
        loop.now_us = next;
        if (!mover->is_step) return;
        mover->until_us = INT64_MIN;
        mover->result = 1;
    }
}

/* Nothing is ready: true if that has changed now. */
static bool idle(void)
{
    if (aw_wait_queue_wake(&kit.blocked, INT_MAX, "blocked") > 0) return true;
    if (kit.mover) {
        mover_go_on();
        return true;
    }
    int64_t next = next_deadline();
    if (!loop.held_words || !kit.is_autojump || loop.stats.operations > 0 || next == AW_FOREVER)
        return false;
    loop.now_us = next;
    return true;
}

int aw_clock_control(enum aw_clock_mode mode)
{
    if (mode != AW_CLOCK_STILL && mode != AW_CLOCK_AUTOJUMP)
        return aw_fail_text(AW_EINVAL, "aw_clock_control: unknown mode; AW_CLOCK_STILL or "
                                       "AW_CLOCK_AUTOJUMP");
    clock_hold("deadlock: the clock stands still and every task waits; move it with "
               "aw_clock_advance, or let it jump (AW_CLOCK_AUTOJUMP):");
    kit.is_autojump = mode == AW_CLOCK_AUTOJUMP;
    loop.on_idle = idle;
    return 0;
}

/* 0, or why the clock cannot be moved. */
static int testclock_check(aw_ms delay_ms, const char *function)
{
    char words[WORDS_ERROR];
    struct text text = text_in(words, sizeof words);
    text_add(&text, function);
    if (!loop.held_words) {
        text_add(&text, ": the clock is the host's; take control with aw_clock_control");
        return aw_fail_text(AW_ESTATE, words);
    }
    if (delay_ms < 0) {
        text_add(&text, ": the delay is negative; a clock never goes back");
        return aw_fail_text(AW_EINVAL, words);
    }
    return 0;
}

int aw_clock_release(void)
{
    int rc = testclock_check(0, "aw_clock_release");
    if (rc == 0) clock_release();
    return rc;
}

int aw_clock_jump(aw_ms delay_ms)
{
    int rc = testclock_check(delay_ms, "aw_clock_jump");
    if (rc == 0) loop.now_us = aw_deadline_us(delay_ms);
    return rc;
}

static enum aw_abort_result mover_abort(aw_waiter *wait)
{
    (void)wait;
    kit.mover = NULL;
    return AW_ABORT_DONE;
}

static int move(struct mover *mover, const char *function, const char *at)
{
    char words[WORDS_ERROR];
    struct text text = text_in(words, sizeof words);
    text_add(&text, function);
    if (!loop.current) {
        text_add(&text, ": callbacks must not wait; aw_clock_jump moves the clock at once");
        return aw_fail_text(AW_ENOTASK, words);
    }
    if (kit.mover) {
        text_add(&text, ": another task is moving the clock already; let one task do that");
        return aw_fail_text(AW_EBUSY, words);
    }
    kit.mover = mover;
    const aw_park_options options = {.reason = WAIT_REASON(clock)};
    int rc = aw_park(&mover->wait, mover_abort, &options, at);
    if (rc != AW_ESTATE) return rc;
    text_add(&text, ": the clock was given back to the host meanwhile");
    return aw_fail_text(AW_ESTATE, words);
}

int aw_clock_advance_here(aw_ms delay_ms, const char *at)
{
    int rc = testclock_check(delay_ms, "aw_clock_advance");
    if (rc < 0) return rc;
    struct mover mover = {.until_us = aw_deadline_us(delay_ms)};
    return move(&mover, "aw_clock_advance", at);
}

int aw_clock_step_here(const char *at)
{
    int rc = testclock_check(0, "aw_clock_step");
    if (rc < 0) return rc;
    struct mover mover = {.until_us = AW_FOREVER, .is_step = true};
    return move(&mover, "aw_clock_step", at);
}

int aw_wait_all_tasks_blocked_here(const char *at)
{
    bool was_woken;
    loop.on_idle = idle;
    const aw_park_options options = {.reason = WAIT_REASON(blocked)};
    return aw_wait_queue_park(&kit.blocked, &options, &was_woken, at);
}
