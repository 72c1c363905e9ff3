/* awaitc, low level: what primitives are made of. Applications need awaitc.h only.
 *
 * A suspending function is written in four steps: may I go on? → note who waits, where a waker will
 * find it → aw_park → translate the result. Wait nodes, timers and watches live in the caller's
 * frame or structure, so blocking allocates nothing and cancelling cannot leak. */
#ifndef AWAITC_LOWLEVEL_H
#define AWAITC_LOWLEVEL_H

#include "awaitc.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Declares a static function that calls through a pointer and yet never suspends. The name is one
 * no program can have; the build takes such functions, and what is below them, off the list of those
 * that Asyncify makes suspendable. */
#define AW_NEVER_SUSPENDS(type, name, parameters) \
    static type name parameters __asm__("aw.never_suspends." #name) __attribute__((noinline))

/* -- Waiting ------------------------------------------------------------------------------------- */

/* One parked task; lives in its frame. The fields are private. */
typedef struct aw_waiter {
    uint64_t private_[8];
} aw_waiter;

/* What became of a request to give up a wait. */
enum aw_abort_result {
    AW_ABORT_DONE,   /* undone, no waker will find it: the task goes on with AW_ECANCELLED */
    AW_ABORT_PASSED, /* passed on to what is waited for, whose end will wake the task */
    AW_ABORT_LATER,  /* cannot be undone; the task learns of it when the wait has ended by itself */
};
typedef enum aw_abort_result aw_abort(aw_waiter *wait);

/* What a parked task waits for, for dumps and the timeline. */
typedef struct aw_park_options {
    const char *reason;    /* one word: "sleep", "lock" … */
    const char *detail;    /* which one: a name, a URL; valid while parked */
    aw_ms deadline;        /* when it will go on by itself; 0: unknown */
    const aw_task *holder; /* where to read who has it, valid while parked; NULL: nobody */
    aw_task on;            /* the task waited for, which gets a cancellation in its place; no abort */
} aw_park_options;

/* Parks the current task until aw_unpark, or until `abort` lets a cancellation through.
 *
 *   Suspends: always, unless there is no memory to park.
 *   Returns:  what aw_unpark said; AW_ECANCELLED; AW_ENOMEM and AW_ENOTASK (after `abort`).
 *   Owns:     `wait` stays in place until the return.
 *   Like:     nothing in asyncio; trio.lowlevel.wait_task_rescheduled */
AW_SUSPENDS int aw_park(aw_waiter *wait, aw_abort *abort, const aw_park_options *options,
                        const char *at);

/* The two halves of aw_park, for waits so frequent that a frame less counts: what comes before the
 * switch, which may fail with AW_ENOTASK, and the switch, which returns what aw_park does. */
int aw_park_begin(aw_waiter *wait, aw_abort *abort, const aw_park_options *options, const char *at);
#define aw_park_switch() aw_switch_suspend()

/* Lets the parked task go on at the next turn with `result`; at most once for each park.
 * `by` names who woke it, for the timeline ("done", "timer", "host"). Suspends: never. */
void aw_unpark(aw_waiter *wait, int result, const char *by);

/* As aw_unpark, but in this turn, right after what runs now: both count as one step. */
void aw_unpark_next(aw_waiter *wait, int result, const char *by);

/* Between these two, cancelled scopes let the current task wait; aw_cancel reaches it all the same.
 * For a wait that is begun again until it succeeds, such as taking a lock back: in a cancelled scope
 * it would go round and round. They nest. Suspends: never. */
void aw_scopes_hold(void);
void aw_scopes_release(void);

/* Asks `future` to cancel, as aw_cancel_with, in the name of a primitive: `kind` is one word
 * ("gather"), `at` its call site. */
int aw_cancel_by(aw_future future, const char *kind, const char *message, const char *at);

/* -- Wait queues ---------------------------------------------------------------------------------
 *
 * Tasks that wait for one thing, first come, first served. A wake-up is a hint: between it and the
 * task's next run the thing may be gone, so primitives look again; and a task that is cancelled in
 * between has to pass the wake-up on. aw_wait_queue is in awaitc.h; it must outlive whoever waits in
 * it, woken, cancelled or not, until that task has run; or aw_wait_queue_close ends that before. */

/* A place in a wait queue. The fields are private. */
typedef struct aw_wait_entry {
    uint64_t private_[6];
} aw_wait_entry;

/* Parks the current task at the end of `queue` until aw_wait_queue_wake reaches it.
 *
 *   Suspends: always, unless there is no memory to park.
 *   Returns:  0; AW_ECANCELLED, AW_ENOMEM or AW_ENOTASK as aw_park. `*was_woken` says whether a
 *             wake-up had reached it; with a failure the caller has to pass that on. NULL: not
 *             asked for.
 *   Like:     nothing in asyncio; trio.lowlevel.ParkingLot.park */
AW_SUSPENDS int aw_wait_queue_park(aw_wait_queue *queue, const aw_park_options *options,
                                   bool *was_woken, const char *at);

/* The same around a switch: after aw_wait_queue_begin has given 0 come aw_park_switch and then
 * aw_wait_queue_end, which says whether a wake-up had reached it. Nothing has to be set in `parked`,
 * which stays in place. */
typedef struct aw_wait_parked {
    uint64_t private_[14];
} aw_wait_parked;
int aw_wait_queue_begin(aw_wait_queue *queue, aw_wait_parked *parked,
                        const aw_park_options *options, const char *at);
bool aw_wait_queue_end(aw_wait_parked *parked);

/* Wakes the first `count` that wait and have not been woken yet; `by` as in aw_unpark. Returns how
 * many there were. Suspends: never. */
int aw_wait_queue_wake(aw_wait_queue *queue, int count, const char *by);

/* Wakes the head of the line, if that was not woken yet and has not just given up. In both cases it
 * will run next, and its primitive has to call this again: so it is with what one task at a time may
 * have, in asyncio. Returns how many were woken, 0 or 1. Suspends: never. */
int aw_wait_queue_wake_head(aw_wait_queue *queue, const char *by);

/* Wakes all that wait, whose parks return `result` (< 0), and lets go of every place: the queue's
 * memory may go before they run. For what can end while tasks wait in it. Suspends: never. */
void aw_wait_queue_close(aw_wait_queue *queue, int result, const char *by);

/* How many wait, and how many of those were woken and have not run yet. */
int aw_wait_queue_count(const aw_wait_queue *queue);
int aw_wait_queue_woken(const aw_wait_queue *queue);

/* How often somebody has begun to wait, for statistics. */
uint64_t aw_wait_queue_joined(const aw_wait_queue *queue);

/* For waiting in several queues at once: joins at the end; `woken(entry)` is called by the wake-up
 * that reaches it and must not suspend. aw_wait_queue_leave ends that, and takes note of a wake-up;
 * fine if it is in none. Zero an entry before its first use. */
void aw_wait_queue_join(aw_wait_queue *queue, aw_wait_entry *entry,
                        void (*woken)(aw_wait_entry *entry));
void aw_wait_queue_leave(aw_wait_entry *entry);
bool aw_wait_entry_is_woken(const aw_wait_entry *entry);

/* -- Timers -------------------------------------------------------------------------------------- */

/* A callback at a deadline; zero it before its first use. The fields are private. */
typedef struct aw_timer {
    uint64_t private_[12];
} aw_timer;

/* Calls `fire(timer)` on the loop at `deadline_us` (microseconds, aw_now() * 1000), not earlier.
 * `what` says what for ("sleep", "timeout"). Suspends: never. Cannot fail. */
void aw_timer_set(aw_timer *timer, int64_t deadline_us, void (*fire)(aw_timer *timer),
                  const char *what);

/* Takes the timer back, even when it is due in this turn; fine if it is not set. */
void aw_timer_drop(aw_timer *timer);

/* Microseconds on the program's clock. */
int64_t aw_now_us(void);

/* The deadline that lies `delay_ms` from now, in microseconds; never past INT64_MAX. */
int64_t aw_deadline_us(aw_ms delay_ms);

/* -- Watching futures ---------------------------------------------------------------------------- */

/* A callback at a future's end; zero it before its first use. The fields are private. */
typedef struct aw_watch {
    uint64_t private_[6];
} aw_watch;

/* Calls `done(watch)` one turn after `future` is done (next turn if it is), in the order of adding.
 * The record is kept until then. `by` is the future or task on whose behalf, for the await graph; a
 * zeroed handle: nobody's. Returns 0, AW_ESTALE. */
int aw_watch_add(aw_future future, aw_watch *watch, void (*done)(aw_watch *watch), aw_future by);

/* Within `done`: the result of the future that ended, marking its error as seen; as aw_result. */
int aw_watch_result(const aw_watch *watch);

/* Takes the watch back, also when its call is already due; fine if it is not set. */
void aw_watch_drop(aw_watch *watch);

/* -- Futures with a meaning of their own --------------------------------------------------------- */

/* A kind of future: gather, shield … */
typedef struct aw_future_type {
    const char *name; /* one word, for the timeline */
    /* DONE: becomes cancelled now, as with NULL; PASSED: it will end; LATER: refused. */
    enum aw_abort_result (*cancel)(void *inside, const char *message);
    void (*drop)(void *inside);   /* its record goes away; NULL: nothing to do */
    void (*orphan)(void *inside); /* its owner ends before it does; NULL: nothing to do */
    bool outlives_main;           /* main's stays until the program has ended: tasks use it */
} aw_future_type;

/* A future of `type`, owned by the current task, with `inside_bytes` for its maker (aw_inside) and
 * `data_bytes` for its users (aw_data), both zeroed. `children` are noted for the timeline. */
aw_future aw_future_make(const aw_future_type *type, size_t inside_bytes, size_t data_bytes,
                         const aw_future *children, int count, const char *at);

/* What aw_future_make reserved for the maker; NULL if stale. */
void *aw_inside(aw_future future);

/* The same; NULL also if `future` is not of `type`. */
void *aw_inside_of(aw_future future, const aw_future_type *type);

/* Completes it as cancelled. Returns 0, AW_ESTATE, AW_ESTALE. */
int aw_future_cancelled(aw_future future);

/* Completes `future` with the error of `source`, trail included, and marks that as seen. */
int aw_future_fail_as(aw_future future, aw_future source);

/* Sets the error of the current task to that of `source`, adding it to the trail; its code. */
int aw_fail_as(aw_future source);

/* The result of a done future without marking its error as seen; AW_ENOTDONE, AW_ESTALE. */
int aw_peek(aw_future future);

/* A failed handle: aw_await on it gives `code`; the words of `message` are noted (see aw_fail). */
aw_future aw_future_failed(int code, const char *message);

/* Notes an error of the current task in ready words, without stdio; returns `code`. */
int aw_fail_text(int code, const char *message);

/* Kept alive (or not any more) against aw_release and the end of its owner. */
int aw_keep(aw_future future);
void aw_unkeep(aw_future future);

/* Makes the record `owner`'s. Returns 0, AW_ESTALE. */
int aw_adopt(aw_future future, aw_task owner);

/* An error that `future` has or will end with is nobody's business: it is not reported. */
void aw_disregard(aw_future future);

/* An error that `future` may still end with is reported when it comes, not only when its record goes,
 * unless somebody looks at it by then: who waited for it was cancelled, and it was not. */
void aw_tell_error(aw_future future);

/* No function takes more things at once than these. For each it keeps less than 256 bytes, so that no
 * size it multiplies out is more than what a `size_t` holds. */
#define AW_COUNT_MAX (1 << 24)

/* AW_EINVAL, with words that name `function`: it was given more than AW_COUNT_MAX. */
int aw_fail_too_many(const char *function);

/* For functions that take several futures: 0 if all have a record and they are not too many; else
 * AW_EINVAL, AW_ESTALE or what a failed handle says, with words that name `function`. */
int aw_check_all(const aw_future *futures, int count, const char *function);

/* To find those that stand in a list twice: notes that `future` was seen, and says whether it had
 * been before. Take all marks back at once, before anything else runs. */
bool aw_mark(aw_future future);
void aw_unmark(aw_future future);

/* -- Tasks with a meaning of their own ------------------------------------------------------------
 *
 * An inner task runs in slices inside the task that asks for them, in no time of the loop's: a
 * generator. When it waits, it is woken by the loop as any other. */

/* What a task is made of; zero means none. All is copied. */
typedef struct aw_task_parts {
    const aw_future_type *inner; /* makes it an inner task of this type: it does not start by itself */
    const void *inside;          /* for its maker: aw_inside, and what it is called with */
    size_t inside_bytes;
    const void *arg; /* for its users: aw_data */
    size_t bytes;
} aw_task_parts;

/* Makes a task that runs `run(inside)`. As aw_spawn_with otherwise, also in what it returns. */
aw_task aw_task_make(aw_fn *run, const aw_task_parts *parts, const aw_task_options *options,
                     const char *fn_name, const char *at);

/* Starts the inner task, here and now, up to its first suspension. */
void aw_inner_start(aw_task inner);

/* Lets the inner task that is parked in `wait` go on with `result`, here and now. */
void aw_inner_resume(aw_waiter *wait, int result);

/* -- Queues, from below ---------------------------------------------------------------------------
 *
 * To wait in a queue and for other things at once, as aw_select does: try, else join the queue's
 * waiters, and try again when woken. Nothing here suspends; only the check notes an error's words. */

enum aw_queue_way { AW_QUEUE_GET, AW_QUEUE_PUT };

/* 0, or AW_ESTALE or the like with words that name `function`. */
int aw_queue_check(aw_queue queue, const char *function);

/* Moves one item out of or into `queue` if that is possible now. Returns 0; AW_EEMPTY or AW_EFULL:
 * it has to wait; AW_ESHUTDOWN, AW_ENOMEM, AW_EBUSY, AW_ESTALE. */
int aw_queue_try(aw_queue queue, enum aw_queue_way way, void *item);

/* Where those wait who have to; NULL if stale. Look it up anew after each wait: it may be gone. */
aw_wait_queue *aw_queue_waiters(aw_queue queue, enum aw_queue_way way);

/* Passes on a wake-up that was not used, if there still is something to wake for. */
void aw_queue_pass(aw_queue queue, enum aw_queue_way way);

/* What a task waits for there ("get jobs"), as a park's detail; valid as long as the queue. */
const char *aw_queue_label(aw_queue queue, enum aw_queue_way way);

/* -- Host operations ------------------------------------------------------------------------------ */

/* Starts operation `kind` of the host with a request, and waits for its end.
 *
 *   Suspends: always.
 *   Returns:  the completion's status; AW_ECANCELLED; AW_ENOMEM; failures leave the host's message.
 *   Owns:     `*reply` is the caller's: aw_bytes_free.
 *   Like:     nothing in asyncio */
AW_SUSPENDS int aw_operation(const char *kind, const char *detail, const void *request,
                             size_t bytes, aw_bytes *reply, const char *at);

#ifdef __cplusplus
}
#endif

#endif
