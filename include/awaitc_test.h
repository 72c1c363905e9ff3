/* awaitc, test kit: for testing programs that are written with awaitc, natively and in wasm.
 *
 * A clock that the test moves, a wait until everybody else waits, parts that run in a fixed order,
 * a check for what was left behind, and memory that runs out on demand. docs/testing.md has a
 * complete example. It reports nothing by itself: results are for your own checks. What is not used
 * is not linked. */
#ifndef AWAITC_TEST_H
#define AWAITC_TEST_H

#include "awaitc_inspect.h"

#ifdef __cplusplus
extern "C" {
#endif

/* -- The clock -------------------------------------------------------------------------------------
 *
 * A controlled clock is what aw_now shows and what sleeps, timeouts and delayed callbacks go by; C's
 * own time() and clock() stay the host's. It starts at the time that it is, and moves only as told.
 * When it is given back, or main ends, the host's clock goes on from where it stood. */

enum aw_clock_mode {
    AW_CLOCK_STILL,    /* it stands still until aw_clock_jump, _advance or _step */
    AW_CLOCK_AUTOJUMP, /* and jumps to the next deadline by itself when all tasks are blocked */
};

/* Takes control of the clock; called again, it changes the mode.
 *
 * When every task waits and the clock stands still, that is a deadlock, and its report says so. An
 * autojump waits for host operations under way: they take no time on this clock.
 *
 *   Suspends: never.
 *   Returns:  0, AW_EINVAL for an unknown mode.
 *   Like:     trio.testing.MockClock(autojump_threshold=0), jest.useFakeTimers */
int aw_clock_control(enum aw_clock_mode mode);

/* Gives the clock back to the host.
 *
 *   Suspends: never.
 *   Returns:  0, AW_ESTATE when it is not controlled. */
int aw_clock_release(void);

/* Moves the clock `delay_ms` forward at once, in tasks and callbacks, as slow work would. What is
 * due then runs at the next turn, all of it late.
 *
 *   Suspends: never.
 *   Returns:  0, AW_EINVAL for a negative delay, AW_ESTATE when the clock is not controlled.
 *   Like:     MockClock.jump */
int aw_clock_jump(aw_ms delay_ms);

/* Lets `delay_ms` milliseconds pass: waits until all other tasks are blocked, moves the clock to the
 * next deadline, and so on up to `delay_ms` from now. With 0 it only runs what is due; with
 * AW_FOREVER it goes on until no deadline is left, and the clock stays at the last one.
 *
 *   Suspends: always.
 *   Returns:  0 when all others are blocked at that time; AW_ECANCELLED; AW_EINVAL for a negative
 *             delay; AW_ESTATE when the clock is not controlled, or was given back meanwhile;
 *             AW_EBUSY when another task is in aw_clock_advance or aw_clock_step.
 *   Order:    everything at its own time: a sleeper sees its deadline on aw_now.
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

/* -- Who runs when --------------------------------------------------------------------------------- */

/* Waits until all other tasks are blocked: nothing can go on but by time or the host.
 *
 *   Suspends: always.
 *   Returns:  0, AW_ECANCELLED.
 *   Order:    before any clock moves by itself; several that wait here are woken together.
 *   Like:     trio.testing.wait_all_tasks_blocked */
AW_SUSPENDS int aw_wait_all_tasks_blocked_here(const char *at);
#define aw_wait_all_tasks_blocked() aw_wait_all_tasks_blocked_here(AW_HERE)

/* Puts parts of several tasks into one order; zeroed is ready. The fields are private.
 *
 *     static aw_sequencer order;
 *     one task:      aw_sequence(&order, 0); open();    aw_sequence(&order, 2); again();
 *     another task:  aw_sequence(&order, 1); refuse();  aw_sequence_end(&order); */
typedef struct aw_sequencer {
    uint64_t private_[4];
} aw_sequencer;

/* Waits for the turn of `part` (0, 1, 2 …). A part lasts, also while it waits, until its task calls
 * aw_sequence for another or aw_sequence_end.
 *
 *   Suspends: only while an earlier part has not ended.
 *   Returns:  0; AW_ESTATE when `part` was used before; AW_EINVAL for a negative one; AW_ENOTASK;
 *             AW_ECANCELLED, AW_ENOMEM: the part will never run; AW_EBROKEN: another never will.
 *   Owns:     `sequencer` must outlive the call.
 *   Like:     trio.testing.Sequencer */
AW_SUSPENDS int aw_sequence_here(aw_sequencer *sequencer, int part, const char *at);
#define aw_sequence(...) aw_sequence_here(__VA_ARGS__, AW_HERE)

/* Ends the part that the current task is in, without beginning another.
 *
 *   Suspends: never.
 *   Returns:  0, AW_ESTATE when the task is in none. */
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

/* The number of the loop's turn: a task that suspends goes on in a later one. */
uint64_t aw_turn(void);

/* -- What was left --------------------------------------------------------------------------------- */

/* What was alive when a check began; zeroed: nothing. */
typedef struct aw_leak_check {
    aw_stats_info start;  /* without what the runtime keeps for itself: tables, the latest error */
    uint32_t records_made;
} aw_leak_check;

/* Notes what is alive now.
 *
 *   Suspends: never. */
void aw_leak_check_begin(aw_leak_check *check);

/* Compares with what is alive now. Records belong to the task that made them until it ends, so run
 * what is checked in a task of its own, and release that: docs/testing.md shows how.
 *
 *   Suspends: never.
 *   Returns:  0: nothing was left. Else how many kinds of things were, and in `words` (room for
 *             `words_max`, cut off at the end) which: "1 task, 1 timer and 16640 bytes were left:
 *             Task-3 (main.c:12)". */
int aw_leak_check_end(const aw_leak_check *check, char *words, size_t words_max);

/* -- Memory that runs out --------------------------------------------------------------------------
 *
 *     bool has_failed = true;
 *     for (uint32_t n = 1; has_failed; n++) {
 *         aw_memory_fail(n, false);
 *         run();                                   // well, or AW_ENOMEM; and nothing is left
 *         has_failed = aw_memory_fail_end() > 0;   // until it needs fewer than n
 *     } */

/* Makes the `nth` coming allocation of the runtime fail (1: the next), and all after it if
 * `all_after`. What the program takes from malloc is not touched. A task that waits may need one,
 * too: natively each wait counts as one, in wasm those whose frames do not fit below their stack.
 *
 *   Suspends: never. */
void aw_memory_fail(uint32_t nth, bool all_after);

/* Allocations succeed again. Returns how many have failed since aw_memory_fail. Suspends: never. */
uint32_t aw_memory_fail_end(void);

#ifdef __cplusplus
}
#endif

#endif
