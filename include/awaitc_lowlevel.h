/* awaitc, low level: for writing primitives. Applications need only awaitc.h.
 *
 * A suspending function has four steps: check whether the task has to wait; register the wait where
 * the waker finds it; call aw_park; translate the result. Wait nodes, timers and watches live in
 * the caller's frame or structure, or in the task's record (aw_wait_room), so blocking allocates
 * nothing and cancelling cannot leak. */
#ifndef AWAITC_LOWLEVEL_H
#define AWAITC_LOWLEVEL_H

#include "awaitc.h"

#ifdef __cplusplus
extern "C" {
#endif

/* -- Waiting ----------------------------------------------------------------------------------- */

/* One parked task; lives in its frame or its record. The fields are private. */
typedef struct aw_waiter {
    aw_private private_[sizeof(void *)]; /* room for 8 pointers */
} aw_waiter;

/* The outcome of a request to abort a wait. */
enum aw_abort_result {
    AW_ABORT_DONE,   /* the wait is unregistered: the task continues with AW_ECANCELLED */
    AW_ABORT_PASSED, /* the target of the wait was cancelled; its end will wake the task */
    AW_ABORT_LATER,  /* cannot be aborted; the task is cancelled when the wait has ended */
};
typedef enum aw_abort_result aw_abort(aw_waiter *wait);

/* What a parked task waits for, for dumps and the timeline. */
typedef struct aw_park_options {
    const char *reason;    /* one word: "sleep", "lock" … */
    const char *detail;    /* which one: a name, a URL; valid while parked */
    aw_ms deadline;        /* when it will continue by itself; 0 if unknown */
    const aw_task *holder; /* points to the task that holds it, valid while parked; or NULL */
    bool keeps_result;     /* a cancellation after aw_unpark waits for the next suspension */
} aw_park_options;

/* Parks the current task until aw_unpark, or until `abort` lets a cancellation through.
 *
 *   Suspends: always, unless there is no memory to park.
 *   Returns:  the result passed to aw_unpark; AW_ECANCELLED; AW_ENOMEM and AW_ENOTASK (after
 *             `abort`).
 *   Owns:     `wait` must not move until the return.
 *   Like:     nothing in asyncio; trio.lowlevel.wait_task_rescheduled */
AW_SUSPENDS int aw_park(aw_waiter *wait, aw_abort *abort, const aw_park_options *options,
                        const char *at);

/* The two halves of aw_park, for frequent waits that must save a frame. aw_park_begin comes before
 * the switch. It returns 1 if the task has to switch, or else the result of aw_park: AW_ENOTASK.
 * aw_park_switch returns the result of aw_park. */
int aw_park_begin(aw_waiter *wait, aw_abort *abort, const aw_park_options *options, const char *at);
#define aw_park_switch() aw_switch_suspend()

/* Room in the current task's record for one structure, aligned to 8: what its wait needs, with the
 * aw_waiter. A primitive uses it from before it registers the wait until after it has removed it.
 * Contents are undefined at first; NULL outside a task.
 *
 * A task that parks with nothing on its C stack gives the stack back until it continues. So a
 * primitive whose nodes are here, and which has no frame on the C stack when it switches, can wait
 * a million times without a million stacks. What needs such a frame, like aw_park_options, belongs
 * into a function that has returned by then. */
#define AW_WAIT_ROOM_BYTES (14 * sizeof(void *) + 24)
void *aw_wait_room(void);

/* Wakes the parked task: its aw_park returns `result` in the next turn. Call it at most once for
 * each park. `by` names the waker, for the timeline ("done", "timer", "host"). Suspends: never. */
void aw_unpark(aw_waiter *wait, int result, const char *by);

/* As aw_unpark, but the task runs in this turn, right after the current one. Both count as one
 * step. */
void aw_unpark_next(aw_waiter *wait, int result, const char *by);

/* Between these two calls the current task can wait in a cancelled scope; aw_cancel still reaches
 * it. They are for a wait that is repeated until it succeeds, such as reacquiring a lock: in a
 * cancelled scope it would loop forever. They nest. Suspends: never. */
void aw_scopes_hold(void);
void aw_scopes_release(void);

/* Cancels `future` as aw_cancel_with does, on behalf of a primitive. `kind` is one word ("gather"),
 * `at` its call site. */
int aw_cancel_by(aw_future future, const char *kind, const char *message, const char *at);

/* -- Wait queues ---------------------------------------------------------------------------------
 *
 * Tasks that wait for the same resource, in order of arrival. A wake-up is a hint: before the task
 * runs, the resource may be taken, so primitives check again. A task that is cancelled in between
 * has to pass the wake-up on. aw_wait_queue is declared in awaitc.h. It must outlive its entries:
 * an entry stays in it, woken, cancelled or not, until its task has run or aw_wait_queue_close
 * removes it. */

/* A place in a wait queue. The fields are private. */
typedef struct aw_wait_entry {
    aw_private private_[6];
} aw_wait_entry;

/* Parks the current task at the end of `queue` until aw_wait_queue_wake reaches it.
 *
 *   Suspends: always, unless there is no memory to park.
 *   Returns:  0; AW_ECANCELLED, AW_ENOMEM or AW_ENOTASK as aw_park. Sets `*was_woken` (unless it is
 *             NULL) to whether a wake-up reached the task. If the call fails after a wake-up, the
 *             caller has to pass the wake-up on.
 *   Like:     nothing in asyncio; trio.lowlevel.ParkingLot.park */
AW_SUSPENDS int aw_wait_queue_park(aw_wait_queue *queue, const aw_park_options *options,
                                   bool *was_woken, const char *at);

/* aw_wait_queue_park in parts, around the switch. If aw_wait_queue_begin returns 1, call
 * aw_park_switch and then aw_wait_queue_end, which returns whether a wake-up reached the task. Else
 * it returns what is wrong. It uses the first AW_WAIT_QUEUE_BYTES of aw_wait_room. */
#define AW_WAIT_QUEUE_BYTES (12 * sizeof(void *) + 8)
int aw_wait_queue_begin(aw_wait_queue *queue, const aw_park_options *options, const char *at);
bool aw_wait_queue_end(void);

/* Wakes the first `count` waiting tasks that have not been woken yet; `by` as in aw_unpark. Returns
 * how many it woke. Suspends: never. */
int aw_wait_queue_wake(aw_wait_queue *queue, int count, const char *by);

/* Wakes the task at the head of the queue, unless it was already woken or cancelled. In those two
 * cases it will run next, and its primitive has to call this function again. asyncio does the same
 * for resources that one task holds at a time. Returns how many it woke, 0 or 1. Suspends:
 * never. */
int aw_wait_queue_wake_head(aw_wait_queue *queue, const char *by);

/* Wakes all waiting tasks, whose parks return `result` (< 0), and removes every entry. The queue's
 * memory may be freed before the tasks run. For objects that can end while tasks wait in them.
 * Suspends: never. */
void aw_wait_queue_close(aw_wait_queue *queue, int result, const char *by);

/* How many tasks wait, and how many of those were woken and have not run yet. */
int aw_wait_queue_count(const aw_wait_queue *queue);
int aw_wait_queue_woken(const aw_wait_queue *queue);

/* How many times a task has joined the queue, for statistics. */
uint64_t aw_wait_queue_joined(const aw_wait_queue *queue);

/* For waiting in several queues at once. aw_wait_queue_join adds the entry at the end of the queue;
 * a wake-up calls `woken(entry)`, which must not suspend. aw_wait_queue_leave removes the entry,
 * and the entry remembers whether it was woken. An entry in no queue may leave. Zero an entry
 * before its first use. */
void aw_wait_queue_join(aw_wait_queue *queue, aw_wait_entry *entry,
                        void (*woken)(aw_wait_entry *entry));
void aw_wait_queue_leave(aw_wait_entry *entry);
bool aw_wait_entry_is_woken(const aw_wait_entry *entry);

/* -- Timers ------------------------------------------------------------------------------------ */

/* A callback at a deadline; zero it before its first use. The fields are private. */
typedef struct aw_timer {
    aw_private private_[3 + sizeof(void *) / 2];
} aw_timer;

/* Calls `fire(timer)` on the loop at `deadline_us` (microseconds, aw_now() * 1000), not earlier.
 * `what` names the purpose, for the trace ("sleep", "timeout"). Suspends: never. Cannot fail. */
void aw_timer_set(aw_timer *timer, int64_t deadline_us, void (*fire)(aw_timer *timer),
                  const char *what);

/* Cancels the timer, even if it is due in this turn. Does nothing if it is not set. */
void aw_timer_drop(aw_timer *timer);

/* Microseconds on the program's clock. */
int64_t aw_now_us(void);

/* The deadline `delay_ms` from now, in microseconds, at most INT64_MAX. */
int64_t aw_deadline_us(aw_ms delay_ms);

/* A timeout in the frame of a primitive, which must leave it before it returns. It takes no memory
 * and needs no initial value. (aw_timeout_enter takes memory, so that a timeout that is never left
 * is found.) */
typedef struct aw_timeout_frame {
    aw_private private_[26];
} aw_timeout_frame;

/* aw_timeout_begin enters it: at `deadline_us` the current task is cancelled. There must be a
 * current task. aw_timeout_end leaves it and returns the result for `rc`, as aw_timeout_exit does.
 * Neither suspends. */
void aw_timeout_begin(aw_timeout_frame *frame, int64_t deadline_us, const char *at);
int aw_timeout_end(aw_timeout_frame *frame, int rc);

/* -- Watching futures -------------------------------------------------------------------------- */

/* A callback at a future's end; zero it before its first use. The fields are private. */
typedef struct aw_watch {
    aw_private private_[6];
} aw_watch;

/* Calls `done(watch)` one turn after `future` is done (in the next turn if it already is), in the
 * order of adding. The record is kept until then. `by` is the future or task that watches, for the
 * await graph; pass a zeroed handle if there is none. Returns 0, AW_ESTALE. */
int aw_watch_add(aw_future future, aw_watch *watch, void (*done)(aw_watch *watch), aw_future by);

/* Call it in `done`: returns the result of the future as aw_result does, and marks its error as
 * retrieved. */
int aw_watch_result(const aw_watch *watch);

/* Removes the watch, also if its call is already due. Does nothing if it is not set. */
void aw_watch_drop(aw_watch *watch);

/* -- Records -------------------------------------------------------------------------------------
 *
 * A task owns records, and a handle names one. A record is freed when its owner ends, or after the
 * owner has released it and nothing keeps it. Every future is a record with a result. A primitive
 * without a result, such as a queue, is a plain record. A function that needs a future returns
 * AW_EINVAL for the handle of a plain record. */
typedef aw_future aw_record;

/* A kind of record: queue, gather, shield … */
typedef struct aw_record_type {
    const char *name; /* one word, for the timeline */
    /* Called with pending futures only. DONE: becomes cancelled now, also if this is NULL; PASSED:
     * it will end; LATER: refused. */
    enum aw_abort_result (*cancel)(void *inside, const char *message);
    void (*drop)(void *inside);   /* called before its record is freed; may be NULL */
    void (*orphan)(void *inside); /* called if its owner ends; aw_adopt may give it another; may be
                                   * NULL */
    bool outlives_main;           /* if main owns it, it stays until the program ends: tasks use
                                   * it */
    bool needs_all;               /* it ends when all that it watches have ended: a task that
                                   * awaits it and is one of those gets AW_EDEADLK */
} aw_record_type;

/* Creates a plain record of `type`, owned by the current task (main in a callback), with
 * `inside_bytes` for the primitive (aw_inside) and `data_bytes` for its users (aw_data), both
 * zeroed. The timeline shows `children`. Returns a failed handle if there is no memory. */
aw_record aw_record_make(const aw_record_type *type, size_t inside_bytes, size_t data_bytes,
                         const aw_future *children, int count, const char *at);

/* Frees the record: now, or when nothing keeps it. For futures use aw_release or aw_detach.
 * Returns 0, AW_ESTALE. */
int aw_record_release(aw_record record);

/* The bytes reserved for the primitive; NULL if stale. */
void *aw_inside(aw_record record);

/* The same; NULL also if `record` is not of `type`. */
void *aw_inside_of(aw_record record, const aw_record_type *type);

/* aw_keep keeps the record alive despite its release and the end of its owner; aw_unkeep ends
 * that. */
int aw_keep(aw_record record);
void aw_unkeep(aw_record record);

/* Makes `owner` the owner of the record. Returns 0, AW_ESTALE. */
int aw_adopt(aw_record record, aw_task owner);

/* -- Custom futures ---------------------------------------------------------------------------- */

/* Creates a pending future of `type`. Otherwise like aw_record_make. */
aw_future aw_future_make(const aw_record_type *type, size_t inside_bytes, size_t data_bytes,
                         const aw_future *children, int count, const char *at);

/* Completes it as cancelled. Returns 0, AW_ESTATE, AW_ESTALE. */
int aw_future_cancelled(aw_future future);

/* Completes `future` with the error of `source`, including its trail, and marks that error as
 * retrieved. */
int aw_future_fail_as(aw_future future, aw_future source);

/* Sets the error of the current task to that of `source`, adding it to the trail. Returns its
 * code. */
int aw_fail_as(aw_future source);

/* The result of a done future, without marking its error as retrieved; AW_ENOTDONE, AW_ESTALE. */
int aw_peek(aw_future future);

/* A failed handle: aw_await on it returns `code`. Records `message` as the error (see aw_fail). */
aw_future aw_future_failed(int code, const char *message);

/* Records an error of the current task with a fixed message, without stdio. Returns `code`. */
int aw_fail_text(int code, const char *message);

/* The error of `future`, now or later, is not reported if it is never retrieved. */
void aw_disregard(aw_future future);

/* If `future` ends with an error that is not retrieved by then, the error is reported at that time
 * and not only when the record is freed. For a future whose waiter was cancelled while it was
 * not. */
void aw_tell_error(aw_future future);

/* The maximum number of futures or items that a function accepts. Each needs less than 256 bytes,
 * so no computed size overflows a `size_t`. */
#define AW_COUNT_MAX (1 << 24)

/* Returns AW_EINVAL with a message that names `function`: its count is above AW_COUNT_MAX. */
int aw_fail_too_many(const char *function);

/* For functions that take several futures: returns 0 if all have a record and there are not too
 * many. Otherwise AW_EINVAL, AW_ESTALE or the code of a failed handle; the message names
 * `function`. */
int aw_check_all(const aw_future *futures, int count, const char *function);

/* To find duplicates in a list: aw_mark marks `future` and returns whether it was already marked.
 * Remove all marks with aw_unmark before any other code runs. */
bool aw_mark(aw_future future);
void aw_unmark(aw_future future);

/* -- Custom tasks ---------------------------------------------------------------------------------
 *
 * An inner task runs in slices inside the task that requests them, and takes no turn of the loop;
 * generators are inner tasks. When it waits, the loop wakes it like any other task. */

/* The parts of a task; zero means none. All data is copied. */
typedef struct aw_task_parts {
    const aw_record_type *inner; /* makes it an inner task of this type; it does not start itself */
    const void *inside;          /* for the primitive: aw_inside, and the argument of `run` */
    size_t inside_bytes;
    const void *arg; /* for its users: aw_data */
    size_t bytes;
} aw_task_parts;

/* Creates a task that runs `run(inside)`. Otherwise, and in its results, it is like
 * aw_spawn_with. */
aw_task aw_task_make(aw_fn *run, const aw_task_parts *parts, const aw_task_options *options,
                     const char *fn_name, const char *at);

/* Runs the inner task immediately, until its first suspension. */
void aw_inner_start(aw_task inner);

/* Parks the current task until the inner task wakes it with aw_unpark. A cancellation goes to the
 * inner task instead, whose end then wakes the current task.
 *
 *   Suspends: always, unless it fails at once.
 *   Returns:  the result passed to aw_unpark; AW_ECANCELLED; AW_EDEADLK if the inner task waits
 *             for the current one; AW_ENOMEM, AW_ENOTASK, AW_ESTALE.
 *   Owns:     `wait` must not move until the return.
 *   Like:     nothing in asyncio */
AW_SUSPENDS int aw_inner_park(aw_task inner, aw_waiter *wait, const char *reason, const char *at);

/* Resumes the inner task that is parked in `wait` immediately; its park returns `result`. */
void aw_inner_resume(aw_waiter *wait, int result);

/* Returns to the current task a cancellation that was passed on to the inner task and was not
 * delivered there: it takes effect at the next suspension of the current task. */
void aw_inner_give_back(aw_task inner);

/* -- Queues, low level ----------------------------------------------------------------------------
 *
 * For waiting on a queue and on other objects at once, as aw_select does: try; if that fails, join
 * the queue's waiters and try again when woken. No function here suspends; only aw_queue_check
 * records an error message. */

enum aw_queue_way { AW_QUEUE_GET, AW_QUEUE_PUT };

/* Returns 0, or AW_ESTALE or another error with a message that names `function`. */
int aw_queue_check(aw_queue queue, const char *function);

/* Moves one item out of or into `queue` if that is possible now. Returns 0; AW_EEMPTY or AW_EFULL
 * if the task has to wait; AW_ESHUTDOWN, AW_ENOMEM, AW_EBUSY, AW_ESTALE. */
int aw_queue_try(aw_queue queue, enum aw_queue_way way, void *item);

/* The wait queue of tasks that have to wait; NULL if stale. Call it again after each wait, because
 * the queue may have been freed. */
aw_wait_queue *aw_queue_waiters(aw_queue queue, enum aw_queue_way way);

/* Passes on an unused wake-up, if another waiting task can now continue. */
void aw_queue_pass(aw_queue queue, enum aw_queue_way way);

/* What a waiting task waits for ("get jobs"), as a park's detail; valid as long as the queue. */
const char *aw_queue_label(aw_queue queue, enum aw_queue_way way);

/* -- Host operations --------------------------------------------------------------------------- */

/* What the host answered: a number by value, or a reply. Zero it before use. */
typedef struct aw_answer {
    double number;
    aw_bytes reply;
} aw_answer;

/* Starts operation `kind` of the host with a request of `count` fields, and waits for its
 * completion. The host reads the fields at once. docs/host-interface.md describes them, and the
 * form of the reply.
 *
 *   Suspends: always.
 *   Returns:  the completion's status; AW_ECANCELLED; AW_ENOMEM. A failure records the host's
 *             message. If the host completes it and the task is cancelled in one turn, it returns
 *             the completion, and the next suspension returns AW_ECANCELLED.
 *   Owns:     the caller owns `answer->reply` and frees it with aw_bytes_free.
 *   Like:     nothing in asyncio */
AW_SUSPENDS int aw_operation(const char *kind, const char *detail, const aw_bytes *request,
                             size_t count, aw_answer *answer, const char *at);

#ifdef __cplusplus
}
#endif

#endif
