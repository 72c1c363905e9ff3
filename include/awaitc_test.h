/* awaitc, test kit: for testing programs that are written with awaitc, natively and in wasm.
 *
 * It has a clock that the test controls, a wait until all other tasks are blocked, a fixed order
 * for parts of several tasks, a leak check, and allocations that fail on demand. docs/testing.md
 * has a complete example. It prints nothing; use its results in your own checks. Parts that are not
 * used are not linked. */
#ifndef AWAITC_TEST_H
#define AWAITC_TEST_H

#include "awaitc_inspect.h"

#ifdef __cplusplus
extern "C" {
#endif

/* -- The clock ------------------------------------------------------------------------------------
 *
 * aw_now, sleeps, timeouts and delayed callbacks use the controlled clock; C's time() and clock()
 * still use the host's. It starts at the current time and moves only when the test moves it. When
 * it is released, or main ends, the host's clock continues from its time. */

enum aw_clock_mode {
    AW_CLOCK_STILL,    /* the clock stands still until aw_clock_jump, _advance or _step */
    AW_CLOCK_AUTOJUMP, /* it also jumps to the next deadline when all tasks are blocked */
};

/* Takes control of the clock. Called again, it changes the mode.
 *
 * If every task waits and the clock stands still, that is a deadlock, and the report says so. An
 * autojump waits for pending host operations; they take no time on this clock.
 *
 *   Suspends: never.
 *   Returns:  0, AW_EINVAL for an unknown mode.
 *   Like:     trio.testing.MockClock(autojump_threshold=0), jest.useFakeTimers */
int aw_clock_control(enum aw_clock_mode mode);

/* Returns control of the clock to the host.
 *
 *   Suspends: never.
 *   Returns:  0, AW_ESTATE when it is not controlled. */
int aw_clock_release(void);

/* Moves the clock `delay_ms` forward at once, as slow work would. It can be called in tasks and in
 * callbacks. Timers that are due by then run in the next turn, late.
 *
 *   Suspends: never.
 *   Returns:  0, AW_EINVAL for a negative delay, AW_ESTATE when the clock is not controlled.
 *   Like:     MockClock.jump */
int aw_clock_jump(aw_ms delay_ms);

/* Lets `delay_ms` milliseconds pass: waits until all other tasks are blocked, moves the clock to
 * the next deadline, and repeats this up to `delay_ms` from now. With 0 it runs only what is due.
 * With AW_FOREVER it continues until no deadline is left; the clock then stays at the last one.
 *
 *   Suspends: always.
 *   Returns:  0 when all others are blocked at that time; AW_ECANCELLED; AW_EINVAL for a negative
 *             delay; AW_ESTATE when the clock is not controlled, or was released meanwhile;
 *             AW_EBUSY when another task is in aw_clock_advance or aw_clock_step.
 *   Order:    each event happens at its own time: a sleeping task wakes when aw_now is its
 *             deadline.
 *   Like:     jest.advanceTimersByTimeAsync, tokio::time::advance */
AW_SUSPENDS int aw_clock_advance_here(aw_ms delay_ms, const char *at);
#define aw_clock_advance(...) aw_clock_advance_here(__VA_ARGS__, AW_HERE)

/* Waits until all other tasks are blocked, moves the clock to the next deadline, and waits until
 * they are blocked again.
 *
 *   Suspends: always.
 *   Returns:  1, or 0 when there was no deadline; failures as aw_clock_advance.
 *   Like:     jest.advanceTimersToNextTimerAsync */
AW_SUSPENDS int aw_clock_step_here(const char *at);
#define aw_clock_step() aw_clock_step_here(AW_HERE)

/* -- The order of tasks ------------------------------------------------------------------------ */

/* Waits until all other tasks are blocked: only time or the host can wake them.
 *
 *   Suspends: always.
 *   Returns:  0, AW_ECANCELLED.
 *   Order:    runs before a clock jumps by itself; several tasks that wait here are woken together.
 *   Like:     trio.testing.wait_all_tasks_blocked */
AW_SUSPENDS int aw_wait_all_tasks_blocked_here(const char *at);
#define aw_wait_all_tasks_blocked() aw_wait_all_tasks_blocked_here(AW_HERE)

/* Runs parts of several tasks in a fixed order; a zeroed one is ready. The fields are private.
 *
 *     static aw_sequencer order;
 *     one task:      aw_sequence(&order, 0); open();    aw_sequence(&order, 2); again();
 *     another task:  aw_sequence(&order, 1); refuse();  aw_sequence_end(&order); */
typedef struct aw_sequencer {
    aw_private private_[4];
} aw_sequencer;

/* Waits until it is the turn of `part` (0, 1, 2 …). A part lasts, also while its task waits, until
 * the task calls aw_sequence for another part or aw_sequence_end.
 *
 *   Suspends: only while an earlier part has not ended.
 *   Returns:  0; AW_ESTATE when `part` was used before; AW_EINVAL for a negative one; AW_ENOTASK;
 *             AW_ECANCELLED, AW_ENOMEM: this part will never run; AW_EBROKEN: another never will.
 *   Owns:     `sequencer` must outlive the call.
 *   Like:     trio.testing.Sequencer */
AW_SUSPENDS int aw_sequence_here(aw_sequencer *sequencer, int part, const char *at);
#define aw_sequence(...) aw_sequence_here(__VA_ARGS__, AW_HERE)

/* Ends the current task's part without starting another.
 *
 *   Suspends: never.
 *   Returns:  0, AW_ESTATE when the task is in no part. */
int aw_sequence_end(aw_sequencer *sequencer);

/* Whether the current task suspends while the expression runs, for checks in both directions:
 *
 *     check(!aw_suspends(rc = aw_queue_put(&queue, &item)));
 *
 *   Suspends: never by itself; the expression may.
 *   Like:     trio.testing.assert_checkpoints, assert_no_checkpoints */
#define aw_suspends(...)                      \
    __extension__({                           \
        const uint64_t aw_turn_ = aw_turn();  \
        (void)(__VA_ARGS__);                  \
        aw_turn() != aw_turn_;                \
    })

/* The number of the loop's current turn. A task that suspends continues in a later one. */
uint64_t aw_turn(void);

/* -- Leaks ------------------------------------------------------------------------------------- */

/* What was alive when a check began; a zeroed one means nothing. */
typedef struct aw_leak_check {
    aw_stats_info start;  /* without the runtime's own memory: tables, the latest error */
    uint32_t records_made;
} aw_leak_check;

/* Records what is alive now.
 *
 *   Suspends: never. */
void aw_leak_check_begin(aw_leak_check *check);

/* Compares with what is alive now. A task owns its records until it ends, so run the tested code in
 * a task of its own and release that task before the check: docs/testing.md shows how.
 *
 *   Suspends: never.
 *   Returns:  0 if nothing leaked. Otherwise how many kinds of objects leaked; `words` (of
 *             `words_max` bytes, truncated) then lists them: "1 task, 1 timer and 16640 bytes were
 *             left: Task-3 (main.c:12)". */
int aw_leak_check_end(const aw_leak_check *check, char *words, size_t words_max);

/* -- Allocation failures --------------------------------------------------------------------------
 *
 *     bool has_failed = true;
 *     for (uint32_t n = 1; has_failed; n++) {
 *         aw_memory_fail(n, false);
 *         run();                                   // succeeds or gives AW_ENOMEM, without a leak
 *         has_failed = aw_memory_fail_end() > 0;   // false once it needs fewer than n
 *     } */

/* Makes the `nth` next allocation of the runtime fail (1 is the next one), and all later ones if
 * `all_after`. The program's own malloc is not affected. A wait may need an allocation too:
 * natively each wait counts as one, in wasm only a wait whose frames do not fit below the task's
 * stack.
 *
 *   Suspends: never. */
void aw_memory_fail(uint32_t nth, bool all_after);

/* Lets allocations succeed again. Returns how many failed since aw_memory_fail. Suspends: never. */
uint32_t aw_memory_fail_end(void);

#ifdef __cplusplus
}
#endif

#endif
