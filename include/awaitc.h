/* awaitc: asyncio for C on WebAssembly.
 *
 * An application needs only this header. It is in tutorial order: tasks, time, cancellation,
 * timeouts, waiting for several tasks, synchronisation, queues, futures, callbacks, generators,
 * task-local values, errors, the host. The rules are those of CPython's asyncio.
 * awaitc_inspect.h looks into a running program; awaitc_lowlevel.h is for writing primitives;
 * awaitc_test.h is for testing programs.
 *
 * Conventions. An `int` result is >= 0 on success and a negative AW_E... code on failure.
 * Out-parameters come last and are untouched on failure. Delays are in milliseconds; deadlines are
 * times on aw_now(). Handles are values: a stale handle gives AW_ESTALE, never undefined behaviour.
 * `Suspends` in a comment says whether other tasks may run during the call. A program has a single
 * thread: between two calls that suspend, nothing else runs. */
#ifndef AWAITC_H
#define AWAITC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define AW_VERSION 100 /* major * 10000 + minor * 100 + patch */

/* -- Call sites ---------------------------------------------------------------------------------
 *
 * Functions that spawn or suspend record their caller's file and line, so that errors, dumps and
 * the timeline can name it. `aw_sleep(ms)` is a macro that calls `aw_sleep_here(ms, AW_HERE)`. To
 * use such a function as a value, take `aw_sleep_here` and pass the call site yourself. */

#define AW_STRING_(x) #x
#define AW_STRING(x) AW_STRING_(x)
#define AW_HERE __FILE__ ":" AW_STRING(__LINE__) /* a constant string, "main.c:12" */

#ifdef __cplusplus
#define AW_VALUE_(type, ...) (&static_cast<type const &>((type){__VA_ARGS__}))
#else
#define AW_VALUE_(type, ...) (&(type){__VA_ARGS__}) /* valid until the end of the statement */
#endif

/* Marks a function that may suspend; ignoring its result draws a warning. */
#define AW_SUSPENDS __attribute__((warn_unused_result))

/* Ends the declaration of a function below which no task ever waits, although the compiler cannot
 * see that, because it calls through pointers:
 *
 *     static int compare(const void *a, const void *b) AW_NEVER_SUSPENDS(compare);
 *
 * Asyncify then leaves the function as it is, and those that only it makes suspendable: they are
 * smaller and faster. A wait below it ends the program with an error. Every declaration of the
 * function needs it: it changes the symbol to one that is no C name, where the build finds it. */
#define AW_NEVER_SUSPENDS(name) __asm__("aw.never_suspends." #name) __attribute__((noinline))

/* -- Error codes ---------------------------------------------------------------------------------
 *
 * X(name, value, the name in asyncio, sentence). Codes from -1 to -999 are for the program. */

#define AW_ERRORS(X)                                                                              \
    X(ECANCELLED, -1001, "CancelledError", "cancelled")                                           \
    X(ETIMEDOUT, -1002, "TimeoutError", "timed out")                                              \
    X(ENOMEM, -1003, "MemoryError", "out of memory")                                              \
    X(ESTALE, -1004, "ReferenceError", "stale handle: its record is gone")                        \
    X(EINVAL, -1005, "ValueError", "invalid argument")                                            \
    X(ESTATE, -1006, "InvalidStateError", "not allowed in this state")                            \
    X(ENOTDONE, -1007, "InvalidStateError", "result is not ready")                                \
    X(EDEADLK, -1008, "RuntimeError", "would wait for itself")                                    \
    X(ENOTASK, -1009, "RuntimeError", "no task is running here")                                  \
    X(EHOST, -1010, "Exception", "the host function failed")                                      \
    X(ENETWORK, -1011, "OSError", "network failure")                                              \
    X(ENOSYS, -1012, "NotImplementedError", "this host cannot do that")                           \
    X(EBUSY, -1013, "RuntimeError", "already running")                                            \
    X(EOVERFLOW, -1014, "RecursionError", "stack overflow")                                       \
    X(EPROTO, -1015, "RuntimeError", "malformed data from the host")                              \
    X(EGROUP, -1016, "ExceptionGroup", "errors in a group")                                       \
    X(ESHUTDOWN, -1017, "QueueShutDown", "the queue is shut down")                                \
    X(EEMPTY, -1018, "QueueEmpty", "the queue is empty")                                          \
    X(EFULL, -1019, "QueueFull", "the queue is full")                                             \
    X(EBROKEN, -1020, "BrokenBarrierError", "the barrier is broken")                              \
    X(EGENEXIT, -1021, "GeneratorExit", "the generator is closed")

enum aw_error_code {
#define AW_ERROR_ENUM(name, value, python, sentence) AW_##name = value,
    AW_ERRORS(AW_ERROR_ENUM)
#undef AW_ERROR_ENUM
};

/* -- Types ------------------------------------------------------------------------------------- */

/* The memory of an opaque object. The library keeps structures of other types in it, so the
 * optimiser must not assume that only a uint64_t is there. */
typedef uint64_t aw_private __attribute__((may_alias));

typedef int64_t aw_ms; /* milliseconds */
#define AW_FOREVER INT64_MAX

/* The handle of a future: a result that arrives later. Copy it freely; it owns nothing.
 * A zeroed handle names no future. A handle from a failed creation carries the error's code. */
typedef struct aw_future {
    uint64_t id;
} aw_future;

/* A task is a future whose result is computed by a running C function. */
typedef aw_future aw_task;

/* The function that a task runs. It returns its value (>= 0) or its error (< 0; AW_ECANCELLED if it
 * was cancelled). `arg` is the task's own copy of its argument; it lives as long as the task's
 * record. */
typedef int aw_fn(void *arg);

/* -- Tasks ----------------------------------------------------------------------------------------
 *
 * Tasks start at the next turn of the loop, in the order in which they were created. A task's
 * record (result, error, argument) belongs to the task that spawned it. It lives until that task
 * ends, or until aw_release or aw_detach. A task that outlives its owner keeps running; its record
 * is freed when it ends. */

/* Options for spawning; zero means default. */
typedef struct aw_task_options {
    const char *name;   /* copied; default "Task-N" as in asyncio */
    size_t stack_bytes; /* C stack, which it has only while it needs one; default AW_STACK_BYTES,
                         * minimum AW_STACK_BYTES_MIN */
    bool eager;         /* run up to the first suspension inside the call (asyncio: eager_start) */
} aw_task_options;

/* The default stack size of tasks. To change it, define it before this header or pass
 * -DAW_STACK_BYTES=N (awaitc --stack-bytes=N), the same in all sources. */
#define AW_STACK_BYTES_MIN 512
#ifdef AW_STACK_BYTES
extern size_t aw_stack_bytes;
__attribute__((weak)) size_t aw_stack_bytes = AW_STACK_BYTES;
#else
#define AW_STACK_BYTES 16384
#endif

/* Starts `fn` as a task. Its argument is a copy of the value `(type){ ... }`.
 *
 *     aw_task page = aw_go(fetch_page, struct request, .url = "/a", .tries = 3);
 *
 * To pass a value that exists already, such as a handle: aw_spawn(fn, &value, sizeof value).
 *
 *   Suspends: never.
 *   Returns:  the task; if it cannot be created, a handle on which aw_await returns AW_ENOMEM.
 *   Owns:     the record is the current task's (main's when called from a callback).
 *   Like:     asyncio.create_task */
#define aw_go(fn, type, ...) \
    aw_spawn_with_here(fn, AW_VALUE_(type, __VA_ARGS__), sizeof(type), NULL, #fn, AW_HERE)

/* Starts `fn` as a task with a copy of the `bytes` at `arg` (NULL and 0 for no argument).
 *
 *   Suspends: never.
 *   Returns:  as aw_go.
 *   Like:     asyncio.create_task */
aw_task aw_spawn_here(aw_fn *fn, const void *arg, size_t bytes, const char *fn_name,
                      const char *at);
#define aw_spawn(fn, ...) aw_spawn_here(fn, __VA_ARGS__, #fn, AW_HERE)

/* As aw_spawn, with options (NULL for all defaults).
 *
 *   Suspends: never; with `.eager` the new task runs first, up to its own first suspension.
 *   Returns:  as aw_go.
 *   Like:     asyncio.create_task(name=, eager_start=) */
aw_task aw_spawn_with_here(aw_fn *fn, const void *arg, size_t bytes, const aw_task_options *options,
                           const char *fn_name, const char *at);
#define aw_spawn_with(fn, ...) aw_spawn_with_here(fn, __VA_ARGS__, #fn, AW_HERE)

/* Waits until `future` is done and returns its result.
 *
 *   Suspends: only while `future` is not done.
 *   Returns:  its value, or its error's code with message and trail; AW_ECANCELLED if it or the
 *             current task was cancelled; AW_ESTALE; AW_EDEADLK for itself, a cycle of tasks, or
 *             a gather that waits for the current task.
 *   Owns:     the record's owner does not change.
 *   Order:    waiters are woken first come, first served, one turn after the end.
 *   Like:     await future; cancelling the current task cancels `future`: see aw_shield */
AW_SUSPENDS int aw_await_here(aw_future future, const char *at);
#define aw_await(...) aw_await_here(__VA_ARGS__, AW_HERE)

/* The data stored with a future: a task's copy of its argument, a sized future's payload, a
 * gather's `int` results. NULL if there is none or the handle is stale. Valid as long as the
 * record. */
void *aw_data(aw_future future);

/* Frees the record of a done future now instead of when its owner ends. If the future failed and
 * its error was never retrieved, the error is reported.
 *
 *   Suspends: never.
 *   Returns:  0 (the handle is now stale; if others still have to be told of its end, as in a
 *             done callback, it is stale after that); AW_ENOTDONE (await it, or aw_detach it);
 *             AW_ESTALE. */
int aw_release(aw_future future);

/* Lets a task run without an owner: its record is freed when the task ends.
 *
 *   Suspends: never.
 *   Returns:  0 (the handle works until the end), AW_ESTALE.
 *   Like:     a task kept in a set of background tasks */
int aw_detach(aw_future future);

/* The current task; a zeroed handle inside a plain callback. Like: asyncio.current_task */
aw_task aw_self(void);

/* The name of a task ("Task-3" unless set). Valid until it is renamed or released; "" if stale.
 * Like: Task.get_name */
const char *aw_name(aw_task task);

/* Names a task; the string is copied. Returns 0, AW_ESTALE, AW_ENOMEM. Like: Task.set_name */
int aw_set_name(aw_task task, const char *name);

/* Copies the handles of the tasks that are not done, in order of creation, into `tasks` (room for
 * `tasks_max`). Returns how many there are, even if more than fit. Like: asyncio.all_tasks */
int aw_all_tasks(aw_task *tasks, int tasks_max);

/* Whether `future` has a result, an error or was cancelled. A stale handle is done.
 * Like: Future.done */
bool aw_is_done(aw_future future);

/* Whether `future` ended as cancelled. Like: Future.cancelled */
bool aw_is_cancelled(aw_future future);

/* The result of a done future, without waiting. Marks an error as retrieved.
 *
 *   Suspends: never.
 *   Returns:  its value or its error's code; AW_ENOTDONE, AW_ECANCELLED, AW_ESTALE.
 *   Like:     Future.result */
int aw_result(aw_future future);

/* An error, as aw_error copies it out. */
typedef struct aw_error_info {
    int code;          /* AW_E... or the program's own; 0 for no error */
    char message[200]; /* what was asked, what was found, what to do */
    char trail[200];   /* the tasks it passed through, innermost first, with their spawn sites */
    int parts;         /* of AW_EGROUP: the number of errors in it; else 0 */
    aw_future group;   /* private: holds them; see aw_error_part */
} aw_error_info;

/* Copies the error of a done future into `*error` and marks it as retrieved.
 *
 *   Suspends: never.
 *   Returns:  0 (error->code is 0 if it succeeded); AW_ENOTDONE, AW_ECANCELLED, AW_ESTALE.
 *   Like:     Future.exception */
int aw_error(aw_future future, aw_error_info *error);

/* Copies part `index` (from 0) of a group's error into `*part`; it may be a group itself.
 *
 *   Suspends: never.
 *   Returns:  0; AW_EINVAL if `error` has no such part; AW_ESTALE if its parts are gone: they
 *             live as long as a record or aw_errmsg keeps an error that contains them.
 *   Order:    as the children failed; the error of the group's own task comes last.
 *   Like:     ExceptionGroup.exceptions */
int aw_error_part(const aw_error_info *error, int index, aw_error_info *part);

/* -- Time -------------------------------------------------------------------------------------- */

/* Milliseconds on the program's clock, which never goes back. Like: loop.time */
aw_ms aw_now(void);

/* Waits for at least `delay_ms` milliseconds; 0 or less is aw_yield.
 *
 *   Suspends: always.
 *   Returns:  0, AW_ECANCELLED, AW_ENOMEM if there is no memory for it (as for every wait).
 *   Order:    timers with equal deadlines fire in the order in which they were set.
 *   Like:     asyncio.sleep */
AW_SUSPENDS int aw_sleep_here(aw_ms delay_ms, const char *at);
#define aw_sleep(...) aw_sleep_here(__VA_ARGS__, AW_HERE)

/* Lets every other ready task run once.
 *
 *   Suspends: always.
 *   Returns:  0, AW_ECANCELLED.
 *   Like:     asyncio.sleep(0) */
AW_SUSPENDS static inline int aw_yield_here(const char *at);
#define aw_yield() aw_yield_here(AW_HERE)

/* -- Cancellation ---------------------------------------------------------------------------------
 *
 * A request is delivered once: the call in which the task waits returns AW_ECANCELLED. The task
 * then cleans up and returns that code. It may also catch the code and continue. */

/* Requests cancellation of `future`: a task at the call where it waits, a plain future at once.
 *
 *   Suspends: never.
 *   Returns:  1 if it was requested, 0 if `future` is already done, AW_ESTALE.
 *   Order:    tasks cancelled A then B are woken A then B, at the next turn.
 *   Like:     Task.cancel, Future.cancel */
int aw_cancel_here(aw_future future, const char *at);
#define aw_cancel(...) aw_cancel_here(__VA_ARGS__, AW_HERE)

/* As aw_cancel; aw_errmsg returns `message` (copied) where AW_ECANCELLED arrives.
 * Like: Task.cancel(msg) */
int aw_cancel_with_here(aw_future future, const char *message, const char *at);
#define aw_cancel_with(...) aw_cancel_with_here(__VA_ARGS__, AW_HERE)

/* The number of cancellation requests to `task` that were not withdrawn. Returns >= 0, AW_ESTALE.
 * Like: Task.cancelling */
int aw_cancelling(aw_task task);

/* Withdraws one request; at 0, an undelivered one is dropped. Returns the rest, AW_ESTALE.
 * Like: Task.uncancel */
int aw_uncancel(aw_task task);

/* Who asked a task to cancel, as aw_cancel_cause copies it out. */
typedef struct aw_cause {
    const char *kind;  /* "cancel", "timeout", "scope", "group", "gather", "exit", "signal" */
    const char *at;    /* the call site of the request, or of its scope: "main.c:12"; or NULL */
    char by[48];       /* the task that requested it, or whose failure caused it; "" if none */
    char message[160]; /* the message passed with it, or a sentence built from the above */
} aw_cause;

/* Copies the cause of the last cancellation of `task`, even if the task caught it or has ended.
 *
 *   Suspends: never.
 *   Returns:  1; 0 (`*cause` is untouched) if it was never cancelled; AW_ESTALE.
 *   Like:     trio.Cancelled.source, .source_task and .reason */
int aw_cancel_cause(aw_task task, aw_cause *cause);

/* Returns a future that completes with `inner` and can be cancelled without cancelling `inner`.
 *
 *   Suspends: never.
 *   Returns:  the future (`inner` itself if that is done); a failed handle as aw_go.
 *   Owns:     the record is the current task's; the owner of `inner` does not change.
 *   Like:     asyncio.shield */
aw_future aw_shield_here(aw_future inner, const char *at);
#define aw_shield(...) aw_shield_here(__VA_ARGS__, AW_HERE)

/* -- Timeouts -------------------------------------------------------------------------------------
 *
 *     aw_timeout limit = {0};
 *     int rc = aw_timeout_enter(&limit, 500);
 *     if (rc == 0) rc = work();
 *     rc = aw_timeout_exit(&limit, rc);    // AW_ETIMEDOUT if the limit cut work() short */

/* One timeout. Zero it before use; use it once. The fields are private. */
typedef struct aw_timeout {
    aw_private private_[4];
} aw_timeout;

/* Opens a scope that cancels the current task `delay_ms` from now (AW_FOREVER: never).
 *
 *   Suspends: never. A delay of 0 or less cancels the task at its first suspension.
 *   Returns:  0, AW_ENOTASK, AW_ENOMEM, AW_ESTATE if it was entered before.
 *   Owns:     `timeout` must stay in place until aw_timeout_exit. One that is never exited is
 *             reported and removed when the scope around it is exited or the task ends.
 *   Like:     async with asyncio.timeout */
int aw_timeout_enter_here(aw_timeout *timeout, aw_ms delay_ms, const char *at);
#define aw_timeout_enter(...) aw_timeout_enter_here(__VA_ARGS__, AW_HERE)

/* As aw_timeout_enter with a deadline on aw_now(). Like: asyncio.timeout_at */
int aw_timeout_enter_at_here(aw_timeout *timeout, aw_ms deadline, const char *at);
#define aw_timeout_enter_at(...) aw_timeout_enter_at_here(__VA_ARGS__, AW_HERE)

/* Closes the scope; `rc` is how its body ended.
 *
 *   Suspends: never.
 *   Returns:  AW_ETIMEDOUT if `rc` is the AW_ECANCELLED that this scope caused and nothing else
 *             cancelled the task; otherwise `rc`. AW_ESTATE if it was not entered, unless `rc`
 *             says why not.
 *   Order:    exit scopes (timeouts, groups, cancel scopes) in reverse order of entry.
 *   Like:     the end of async with asyncio.timeout */
int aw_timeout_exit(aw_timeout *timeout, int rc);

/* Moves the deadline of an entered scope (AW_FOREVER: none; past: next turn).
 * Returns 0, AW_ESTATE. Suspends: never. Like: Timeout.reschedule */
int aw_timeout_reschedule(aw_timeout *timeout, aw_ms deadline);

/* Whether the timeout has expired. Like: Timeout.expired */
bool aw_timeout_expired(const aw_timeout *timeout);

/* The deadline on aw_now(); AW_FOREVER if there is none. Like: Timeout.when */
aw_ms aw_timeout_when(const aw_timeout *timeout);

/* Waits for `future` for at most `delay_ms`. Then cancels it and waits for its cleanup.
 *
 *   Suspends: only while `future` is not done.
 *   Returns:  as aw_await, or AW_ETIMEDOUT. A value or an error of the cleanup takes precedence.
 *   Order:    if deadline and result fall in one turn, the deadline wins; `future` keeps its value.
 *   Like:     asyncio.wait_for */
AW_SUSPENDS int aw_wait_for_here(aw_future future, aw_ms delay_ms, const char *at);
#define aw_wait_for(...) aw_wait_for_here(__VA_ARGS__, AW_HERE)

/* -- Task groups ----------------------------------------------------------------------------------
 *
 * A group waits for its tasks. When one fails, the others and the group's body are cancelled, and
 * all errors arrive together. When aw_group_exit returns, no task of the group is running.
 *
 *     aw_group group = {0};
 *     int rc = aw_group_enter(&group);
 *     for (int i = 0; rc == 0 && i < 3; i++) aw_group_go(&group, fetch_page, int, i);
 *     if (rc == 0) rc = work();
 *     rc = aw_group_exit(&group, rc);    // waits; AW_EGROUP if any of them failed */

/* One group. Zero it before use; use it once. The fields are private. */
typedef struct aw_group {
    aw_private private_[4];
} aw_group;

/* Opens a group. Its body is everything that the current task does until aw_group_exit.
 *
 *   Suspends: never.
 *   Returns:  0, AW_ENOTASK, AW_ENOMEM, AW_ESTATE if it was entered before.
 *   Owns:     `group` must stay in place until aw_group_exit. One that is never exited is reported
 *             when the scope around it is exited or the task ends; then its tasks are cancelled.
 *   Like:     async with asyncio.TaskGroup */
int aw_group_enter_here(aw_group *group, const char *at);
#define aw_group_enter(...) aw_group_enter_here(__VA_ARGS__, AW_HERE)

/* Starts `fn` as a task of the group, with a copy of the value `(type){ ... }`. Any task may call
 * it while the group's body runs or the group still waits for a task.
 *
 *   Suspends: never.
 *   Returns:  the task, or a failed handle: as aw_go; AW_ESTATE before the group is entered, while
 *             it shuts down after an error or a cancellation, and after it has ended.
 *   Owns:     the record belongs to the task that entered the group, also if another task starts
 *             it. The group retrieves its error, which is therefore not reported.
 *   Like:     TaskGroup.create_task */
#define aw_group_go(group, fn, type, ...)                                                      \
    aw_group_spawn_with_here(group, fn, AW_VALUE_(type, __VA_ARGS__), sizeof(type), NULL, #fn, \
                             AW_HERE)

/* As aw_group_go with a copy of the `bytes` at `arg` (NULL and 0 for no argument). */
aw_task aw_group_spawn_here(aw_group *group, aw_fn *fn, const void *arg, size_t bytes,
                            const char *fn_name, const char *at);
#define aw_group_spawn(group, fn, ...) aw_group_spawn_here(group, fn, __VA_ARGS__, #fn, AW_HERE)

/* As aw_group_spawn, with options (NULL for all defaults).
 *
 *   Suspends: never; with `.eager` the new task runs first, up to its own first suspension.
 *   Returns:  as aw_group_go. */
aw_task aw_group_spawn_with_here(aw_group *group, aw_fn *fn, const void *arg, size_t bytes,
                                 const aw_task_options *options, const char *fn_name,
                                 const char *at);
#define aw_group_spawn_with(group, fn, ...) \
    aw_group_spawn_with_here(group, fn, __VA_ARGS__, #fn, AW_HERE)

/* Closes the group: waits for its tasks; `rc` is how the body ended, and an error cancels them.
 *
 *   Suspends: only while tasks of the group are not done.
 *   Returns:  AW_EGROUP if a task or the body failed (aw_group_error has the errors); else
 *             AW_ECANCELLED if the current task was cancelled from outside; else `rc`. 0 instead of
 *             the AW_ECANCELLED that aw_group_cancel caused. AW_ESTATE if another task entered it,
 *             or if it was not entered and `rc` does not say why.
 *             AW_ENOMEM if there is no memory to wait: its tasks are cancelled and left behind.
 *   Order:    the others are cancelled in the order in which they were started.
 *   Like:     the end of async with asyncio.TaskGroup */
AW_SUSPENDS int aw_group_exit_here(aw_group *group, int rc, const char *at);
#define aw_group_exit(...) aw_group_exit_here(__VA_ARGS__, AW_HERE)

/* Cancels the tasks of the group and its body without an error: aw_group_exit returns 0. A group
 * that was not entered yet is cancelled when it is entered. Any task or callback may call it.
 *
 *   Suspends: never.
 *   Returns:  1; 0 if the group is shutting down or has ended.
 *   Like:     TaskGroup.cancel of CPython 3.15 */
int aw_group_cancel_here(aw_group *group, const char *at);
#define aw_group_cancel(...) aw_group_cancel_here(__VA_ARGS__, AW_HERE)

/* The number of errors of an ended group. They are kept until the task that entered it ends, or
 * until aw_group_release. Returns >= 0, AW_ESTATE before the group has ended. */
int aw_group_error_count(const aw_group *group);

/* Copies error `index` (from 0) of a group into `*error`.
 *
 *   Suspends: never.
 *   Returns:  0; AW_EINVAL if there is no such error; AW_ESTATE before the group has ended.
 *   Order:    as the children failed; the body's error comes last.
 *   Like:     ExceptionGroup.exceptions */
int aw_group_error(const aw_group *group, int index, aw_error_info *error);

/* Frees the errors of an ended group now instead of when the task ends. Returns 0. */
int aw_group_release(aw_group *group);

/* -- Cancel scopes --------------------------------------------------------------------------------
 *
 * Beyond asyncio. In a cancelled scope, every call that would suspend returns AW_ECANCELLED until
 * the scope is exited, so it does no harm to swallow one. Calls that need not suspend do their
 * work; aw_await cancels the future and waits for it to finish. A result that had already woken the
 * task is not lost. Tasks of a group that was opened inside the scope belong to it; tasks of aw_go
 * do not.
 *
 *     aw_scope scope = {0};
 *     int rc = aw_move_on_after(&scope, 500);
 *     if (rc == 0) rc = work();
 *     rc = aw_scope_exit(&scope, rc);    // 0 if the scope cut work() short
 *     if (aw_scope_has_caught(&scope)) puts("too slow"); */

/* One scope. Zero it before use; use it once. The fields are private. */
typedef struct aw_scope {
    aw_private private_[10];
} aw_scope;

/* Options of a scope; zero means default. */
typedef struct aw_scope_options {
    const char *name;  /* for messages and the timeline; valid while it is open */
    aw_ms delay_ms;    /* cancelled after this time; 0 for never, < 0 for at once */
    aw_ms deadline;    /* cancelled at this time on aw_now(); 0 for never */
    bool is_shielded;  /* scopes around it do not cancel what is inside; aw_cancel does */
    bool is_failing;   /* aw_scope_exit returns AW_ETIMEDOUT instead of 0 */
} aw_scope_options;

/* Opens a scope that aw_scope_cancel or its deadline cancels (NULL for all defaults).
 *
 *   Suspends: never.
 *   Returns:  0, AW_ENOTASK, AW_ENOMEM, AW_ESTATE if it was entered before.
 *   Owns:     as aw_timeout_enter.
 *   Like:     trio.CancelScope */
int aw_scope_enter_here(aw_scope *scope, const aw_scope_options *options, const char *at);
#define aw_scope_enter(...) aw_scope_enter_here(__VA_ARGS__, AW_HERE)

/* As aw_scope_enter; the scope is cancelled after `delay_ms`, without an error. 0 or less: at the
 * first suspension. Like: trio.move_on_after */
int aw_move_on_after_here(aw_scope *scope, aw_ms delay_ms, const char *at);
#define aw_move_on_after(...) aw_move_on_after_here(__VA_ARGS__, AW_HERE)

/* As aw_move_on_after, but aw_scope_exit then returns AW_ETIMEDOUT. Like: trio.fail_after */
int aw_fail_after_here(aw_scope *scope, aw_ms delay_ms, const char *at);
#define aw_fail_after(...) aw_fail_after_here(__VA_ARGS__, AW_HERE)

/* Closes the scope; `rc` is how its body ended.
 *
 *   Suspends: never.
 *   Returns:  0 (AW_ETIMEDOUT with .is_failing) if `rc` is the AW_ECANCELLED of this scope: the
 *             scope is cancelled, no outer scope that reaches it is, and aw_cancel was not called
 *             meanwhile. Otherwise `rc`. AW_ESTATE if another task entered it, or if it was not
 *             entered and `rc` does not say why.
 *   Order:    exit scopes (timeouts, groups, cancel scopes) in reverse order of entry.
 *   Like:     the end of with trio.CancelScope */
int aw_scope_exit(aw_scope *scope, int rc);

/* Cancels everything inside the scope until it is exited. `reason` (or NULL) is copied and cut at
 * 47 bytes. A scope that was not entered yet is cancelled when it is entered. Any task or callback
 * may call it.
 *
 *   Suspends: never.
 *   Returns:  1; 0 if it was already cancelled or has been exited.
 *   Order:    the task that entered it, then those of its groups, outer groups first.
 *   Like:     CancelScope.cancel(reason) */
int aw_scope_cancel_here(aw_scope *scope, const char *reason, const char *at);
#define aw_scope_cancel(...) aw_scope_cancel_here(__VA_ARGS__, AW_HERE)

/* Moves the deadline of an open scope (AW_FOREVER: none; past: cancelled at once). Returns 0;
 * AW_ESTATE if it is not open or is cancelled. Suspends: never. Like: CancelScope.deadline */
int aw_scope_reschedule(aw_scope *scope, aw_ms deadline);

/* Whether the scope was cancelled, by a call or its deadline. Like: CancelScope.cancel_called */
bool aw_scope_is_cancelled(const aw_scope *scope);

/* Whether aw_scope_exit caught its AW_ECANCELLED. Like: CancelScope.cancelled_caught */
bool aw_scope_has_caught(const aw_scope *scope);

/* The time on aw_now() by which the scopes and timeouts around the current task will cancel it: now
 * if it is cancelled already, AW_FOREVER for never. Like: trio.current_effective_deadline */
aw_ms aw_effective_deadline(void);

/* -- Several at once --------------------------------------------------------------------------- */

/* For aw_gather: every child finishes, and errors are among the results. */
#define AW_RETURN_ERRORS 1

/* Returns a future that is done when all of `futures` are; its aw_data is their `int` results, in
 * order.
 *
 *   Suspends: never.
 *   Returns:  the future. Awaiting it returns 0, or the error that occurred first (the others keep
 *             running). Cancelling it cancels the children. A failed handle as aw_go.
 *   Owns:     the record is the current task's; `futures` is copied; duplicates are shared.
 *   Like:     asyncio.gather */
aw_future aw_gather_here(const aw_future *futures, int count, int flags, const char *at);
#define aw_gather(...) aw_gather_here(__VA_ARGS__, AW_HERE)

/* For aw_wait. */
enum aw_wait_mode { AW_ALL_COMPLETED, AW_FIRST_COMPLETED, AW_FIRST_ERROR };

/* Waits until as many of `futures` are done as `mode` says, for at most `delay_ms` milliseconds.
 *
 *   Suspends: always.
 *   Returns:  how many are done; AW_ECANCELLED (they keep running), AW_EINVAL for none, AW_ESTALE.
 *   Owns:     cancels nothing and marks no error as retrieved.
 *   Like:     asyncio.wait */
AW_SUSPENDS int aw_wait_here(const aw_future *futures, int count, enum aw_wait_mode mode,
                             aw_ms delay_ms, const char *at);
#define aw_wait(...) aw_wait_here(__VA_ARGS__, AW_HERE)

/* Iterates over futures in the order in which they are done. Zero it before use; the field is
 * private.
 *
 *     aw_completed each = {0};
 *     aw_future done;
 *     int rc = aw_completed_open(&each, pages, 3, AW_FOREVER);
 *     while (rc == 0 && (rc = aw_completed_next(&each, &done)) > 0) rc = show(aw_result(done));
 *     aw_completed_close(&each); */
typedef struct aw_completed {
    aw_future record;
} aw_completed;

/* Begins to iterate over `futures`, for at most `delay_ms` milliseconds (AW_FOREVER: no limit).
 *
 *   Suspends: never.
 *   Returns:  0; AW_EINVAL, AW_ESTALE, AW_ENOMEM; AW_ESTATE if it is already open.
 *   Owns:     `futures` is copied; duplicates count once. Results can be read until the close. One
 *             that is not closed is closed when the current task ends.
 *   Like:     asyncio.as_completed */
int aw_completed_open_here(aw_completed *each, const aw_future *futures, int count, aw_ms delay_ms,
                           const char *at);
#define aw_completed_open(...) aw_completed_open_here(__VA_ARGS__, AW_HERE)

/* Waits for the next future that is done and stores its handle in `*future`.
 *
 *   Suspends: only while all futures that are done were returned before.
 *   Returns:  1; 0 after the last one; AW_ETIMEDOUT, once for each that was not done in time;
 *             AW_ECANCELLED (nothing was taken, the futures keep running); AW_ENOMEM; AW_ESTATE if
 *             it is not open.
 *   Owns:     marks no error as retrieved and cancels nothing.
 *   Order:    as they were done. If several tasks wait here, each gets a different one.
 *   Like:     async for future in asyncio.as_completed */
AW_SUSPENDS int aw_completed_next_here(aw_completed *each, aw_future *future, const char *at);
#define aw_completed_next(...) aw_completed_next_here(__VA_ARGS__, AW_HERE)

/* Ends the iteration at any point; the futures keep running. Does nothing if it is not open. */
void aw_completed_close(aw_completed *each);

/* Waits for the first of `futures` that is done, cancels the others and waits for them to finish.
 *
 *   Suspends: only while one is not done.
 *   Returns:  the index of the first, however it ended: read it with aw_result. AW_ECANCELLED if
 *             the current task was cancelled: all were cancelled and have ended. AW_EINVAL for
 *             none, AW_EDEADLK for itself, AW_ESTALE; AW_ENOMEM (they keep running).
 *   Owns:     marks no error as retrieved: neither the first one's nor one of a cleanup.
 *   Order:    of those that are done before the call, the one with the smallest index is first.
 *   Like:     asyncio.wait(FIRST_COMPLETED), then cancelling and awaiting the rest */
AW_SUSPENDS int aw_race_here(const aw_future *futures, int count, const char *at);
#define aw_race(...) aw_race_here(__VA_ARGS__, AW_HERE)

/* Calls `fn` with each of `count` arguments in turn, each in a task of its own, until one succeeds.
 * The next call begins when the previous one fails or has taken `delay_ms` milliseconds
 * (AW_FOREVER: one at a time). The first success cancels the others and waits for them to finish.
 *
 *     aw_task tries[2];
 *     int i = aw_staggered_race(connect_to, addresses, 2, 250, tries);
 *     if (i >= 0) use(aw_result(tries[i]));
 *
 *   Suspends: always.
 *   Returns:  the index of the argument that succeeded; AW_EGROUP if all failed;
 *             AW_ECANCELLED (all were cancelled and have ended); AW_EINVAL, AW_ENOMEM.
 *   Owns:     `args` is copied. `tasks` (NULL, or an array of `count`) receives the tasks in which
 *             `fn` was called, and zeroed handles for the others. They are the current task's, and
 *             their errors count as retrieved.
 *   Like:     asyncio.staggered.staggered_race, Happy Eyeballs */
AW_SUSPENDS int aw_staggered_race_here(aw_fn *fn, const void *args, size_t bytes, int count,
                                       aw_ms delay_ms, aw_task *tasks, const char *fn_name,
                                       const char *at);
#define aw_staggered_race(fn, args, count, delay_ms, tasks) \
    aw_staggered_race_here(fn, args, sizeof *(args), count, delay_ms, tasks, #fn, AW_HERE)

/* -- Synchronisation ------------------------------------------------------------------------------
 *
 * Plain structures in the program's memory. Zeroed, or initialised by the macro beside them, they
 * are ready. They own nothing and need no cleanup, but must outlive the tasks that wait for them.
 * `name` is optional; reports and the timeline show it. Fields ending in `_` are private.
 *
 *     static aw_lock db = {.name = "db"};
 *
 *     int rc = aw_lock_acquire(&db);
 *     if (rc < 0) return rc;
 *     rc = work();                    // may suspend
 *     aw_lock_release(&db);
 *
 * A call that finds an object free returns without suspending, also in a callback. Otherwise tasks
 * wait first come, first served, and no later one overtakes a task that was woken but has not run
 * yet. To try without waiting, check first: nothing runs in between. AW_ENOMEM means that there was
 * no memory to wait; nothing was taken. */

/* A queue of waiting tasks; zeroed, it is empty. The objects below use it; awaitc_lowlevel.h shows
 * how to write others. */
typedef struct aw_wait_queue {
    aw_private private_[5];
} aw_wait_queue;

/* Statistics of one of the objects below. */
typedef struct aw_sync_stats {
    int waiting;           /* tasks that wait now */
    int value;             /* its count: see each object */
    int limit;             /* the maximum of `value`; 0 for none */
    aw_task holder;        /* of a locked lock: the task that took it; else zeroed */
    uint64_t acquisitions; /* calls that succeeded */
    uint64_t waits;        /* calls that had to wait */
} aw_sync_stats;

/* A flag that tasks wait for; zeroed is not set. Like: asyncio.Event */
typedef struct aw_event {
    const char *name;
    bool is_set_;
    aw_wait_queue queue_;
    uint64_t acquisitions_;
} aw_event;

/* Sets the flag and wakes all waiting tasks, in order, at the next turn, even if the flag is
 * cleared before then. Suspends: never. Like: Event.set */
void aw_event_set(aw_event *event);

/* Clears the flag. Suspends: never. Like: Event.clear */
void aw_event_clear(aw_event *event);

/* Whether the flag is set. Like: Event.is_set */
bool aw_event_is_set(const aw_event *event);

/* Waits until the flag is set.
 *
 *   Suspends: only while it is not set.
 *   Returns:  0, AW_ECANCELLED, AW_ENOMEM; AW_ENOTASK in a callback that would have to wait.
 *   Like:     Event.wait */
AW_SUSPENDS int aw_event_wait_here(aw_event *event, const char *at);
#define aw_event_wait(...) aw_event_wait_here(__VA_ARGS__, AW_HERE)

/* value: 1 if set; acquisitions: waits that succeeded. */
void aw_event_stats(const aw_event *event, aw_sync_stats *stats);

/* Lets one task through at a time; zeroed, it is free. As in asyncio, any task may release it; the
 * holder is recorded for reports only. A task that acquires it twice waits until another releases
 * it. Like: asyncio.Lock */
typedef struct aw_lock {
    const char *name;
    bool is_locked_;
    aw_task holder_; /* zeroed while free, or when taken in a callback */
    aw_wait_queue queue_;
    uint64_t acquisitions_;
} aw_lock;

/* Takes the lock.
 *
 *   Suspends: only while it is locked or others wait for it.
 *   Returns:  0; AW_ECANCELLED, AW_ENOMEM, AW_ENOTASK as aw_event_wait, without the lock.
 *   Order:    first come, first served; a task that has just released it queues behind the others.
 *   Like:     Lock.acquire */
AW_SUSPENDS int aw_lock_acquire_here(aw_lock *lock, const char *at);
#define aw_lock_acquire(...) aw_lock_acquire_here(__VA_ARGS__, AW_HERE)

/* Releases the lock and wakes the first waiting task; the lock is free until that task runs.
 * Returns 0, AW_ESTATE if it is not locked. Suspends: never. Like: Lock.release */
int aw_lock_release(aw_lock *lock);

/* Whether it is taken. Like: Lock.locked */
bool aw_lock_is_locked(const aw_lock *lock);

/* value: 1 if locked. */
void aw_lock_stats(const aw_lock *lock, aw_sync_stats *stats);

/* A condition variable; zeroed, it has a lock of its own.
 * Like: asyncio.Condition
 *
 *     rc = aw_condition_acquire(&filled);
 *     while (rc == 0 && is_empty()) rc = aw_condition_wait(&filled); */
typedef struct aw_condition {
    const char *name;
    aw_lock *lock; /* a shared lock; NULL for its own */
    aw_lock own_;
    aw_wait_queue queue_;
    uint64_t acquisitions_;
} aw_condition;

/* aw_lock_acquire of the condition's lock.
 *
 *   Suspends: only while it is locked or others wait for it.
 *   Returns:  as aw_lock_acquire.
 *   Like:     Condition.acquire */
AW_SUSPENDS int aw_condition_acquire_here(aw_condition *condition, const char *at);
#define aw_condition_acquire(...) aw_condition_acquire_here(__VA_ARGS__, AW_HERE)

/* aw_lock_release and aw_lock_is_locked of the condition's lock.
 * Like: Condition.release, Condition.locked */
int aw_condition_release(aw_condition *condition);
bool aw_condition_is_locked(const aw_condition *condition);

/* Releases the lock, waits for a notification, and takes the lock again. It may return spuriously:
 * check again what you wait for.
 *
 *   Suspends: always, unless there is no memory to park.
 *   Returns:  0 and AW_ECANCELLED with the lock, however long it takes to get it again; AW_ENOMEM
 *             without the lock; AW_ESTATE if it was not locked.
 *   Order:    notified first come, first served; then each queues for the lock. A notification
 *             of a cancelled task is passed to the next.
 *   Like:     Condition.wait */
AW_SUSPENDS int aw_condition_wait_here(aw_condition *condition, const char *at);
#define aw_condition_wait(...) aw_condition_wait_here(__VA_ARGS__, AW_HERE)

/* Waits until `predicate(arg)`, called with the lock, returns something other than 0.
 *
 *   Suspends: only while it returns 0.
 *   Returns:  the predicate's result; otherwise as aw_condition_wait.
 *   Like:     Condition.wait_for */
AW_SUSPENDS int aw_condition_wait_for_here(aw_condition *condition, int (*predicate)(void *arg),
                                           void *arg, const char *at);
#define aw_condition_wait_for(...) aw_condition_wait_for_here(__VA_ARGS__, AW_HERE)

/* Notifies the first `count` waiting tasks, or all. They need the lock to continue, so release it.
 * Returns how many were notified, AW_ESTATE if the lock is not locked. Suspends: never.
 * Like: Condition.notify, Condition.notify_all */
int aw_condition_notify(aw_condition *condition, int count);
int aw_condition_notify_all(aw_condition *condition);

/* waiting: for a notification; value and holder: of the lock; acquisitions: waits that
 * succeeded. */
void aw_condition_stats(const aw_condition *condition, aw_sync_stats *stats);

/* A number of permits; zeroed, it has none. Like: asyncio.Semaphore
 *
 *     static aw_semaphore slots = AW_SEMAPHORE(3);
 *     static aw_semaphore named = AW_BOUNDED_SEMAPHORE(3, .name = "named"); */
typedef struct aw_semaphore {
    const char *name;
    bool is_bounded_;
    int initial_;
    int taken_; /* and not given back; below 0 when more were given */
    aw_wait_queue queue_;
    uint64_t acquisitions_;
} aw_semaphore;

/* With this many permits. A bounded one accepts no more releases than acquisitions. A negative
 * number gives AW_EINVAL at the first use. Like: Semaphore(n), BoundedSemaphore(n) */
#define AW_SEMAPHORE(...) {.initial_ = __VA_ARGS__}
#define AW_BOUNDED_SEMAPHORE(...) {.is_bounded_ = true, .initial_ = __VA_ARGS__}

/* Takes a permit.
 *
 *   Suspends: only while there is none or others wait for one.
 *   Returns:  0; AW_ECANCELLED, AW_ENOMEM, AW_ENOTASK as aw_event_wait, without one; AW_EINVAL.
 *   Order:    first come, first served: aw_semaphore_release hands a permit over.
 *   Like:     Semaphore.acquire */
AW_SUSPENDS int aw_semaphore_acquire_here(aw_semaphore *semaphore, const char *at);
#define aw_semaphore_acquire(...) aw_semaphore_acquire_here(__VA_ARGS__, AW_HERE)

/* Releases a permit; the first waiting task gets it. Any task may call it.
 * Returns 0, AW_EINVAL when a bounded one has them all. Suspends: never. Like: Semaphore.release */
int aw_semaphore_release(aw_semaphore *semaphore);

/* Whether aw_semaphore_acquire would wait, and how many permits are available. */
bool aw_semaphore_is_locked(const aw_semaphore *semaphore);
int aw_semaphore_value(const aw_semaphore *semaphore);

/* value: permits available; limit: of a bounded one. */
void aw_semaphore_stats(const aw_semaphore *semaphore, aw_sync_stats *stats);

/* A place where a number of tasks meet, again and again. Like: asyncio.Barrier */
typedef struct aw_barrier {
    const char *name;
    int parties_;
    int count_; /* tasks at the barrier that have not left it */
    int state_; /* enum barrier_state in barrier.c */
    aw_wait_queue queue_;
    uint64_t acquisitions_;
} aw_barrier;

/* For this many tasks; a number below 1 gives AW_EINVAL at the first use. Like: Barrier(parties) */
#define AW_BARRIER(...) {.parties_ = __VA_ARGS__}

/* Waits until all parties have arrived. The last one continues first, without waiting. A task that
 * arrives while they leave waits for the next round.
 *
 *   Suspends: only while parties are missing, or those of the last round have not left.
 *   Returns:  how many had arrived before: 0 to parties - 1; AW_EBROKEN if it is aborted or reset;
 *             AW_ECANCELLED (the others keep waiting), AW_ENOMEM, AW_ENOTASK, AW_EINVAL.
 *   Like:     Barrier.wait */
AW_SUSPENDS int aw_barrier_wait_here(aw_barrier *barrier, const char *at);
#define aw_barrier_wait(...) aw_barrier_wait_here(__VA_ARGS__, AW_HERE)

/* Empties the barrier: waiting tasks get AW_EBROKEN. A broken barrier can be used again.
 * Suspends: never, as in asyncio, where it is a coroutine. Like: Barrier.reset */
void aw_barrier_reset(aw_barrier *barrier);

/* Breaks the barrier: tasks that wait or arrive get AW_EBROKEN, until aw_barrier_reset.
 * Suspends: never, as above. Like: Barrier.abort */
void aw_barrier_abort(aw_barrier *barrier);

/* Whether it is broken, its number of parties, and how many tasks of this round wait.
 * Like: Barrier.broken, Barrier.parties, Barrier.n_waiting */
bool aw_barrier_is_broken(const aw_barrier *barrier);
int aw_barrier_parties(const aw_barrier *barrier);
int aw_barrier_waiting(const aw_barrier *barrier);

/* waiting: with those for the next round; value: tasks at the barrier; limit: parties. */
void aw_barrier_stats(const aw_barrier *barrier, aw_sync_stats *stats);

/* A borrowed permit of a limiter; lives in the borrower's frame. The fields are private. */
typedef struct aw_permit {
    aw_task borrower_;
    struct aw_permit *next_; /* held in the same bucket */
} aw_permit;

/* A number of permits for as many tasks at once; beyond asyncio. Unlike a semaphore, it knows its
 * borrowers: a task holds at most one permit, and only that task can release it.
 * Like: Trio's CapacityLimiter
 *
 *     static aw_limiter connections = AW_LIMITER(8, .name = "connections");
 *
 *     aw_permit permit;
 *     int rc = aw_limiter_acquire(&connections, &permit); */
typedef struct aw_limiter {
    const char *name;
    int total_;
    int lent_;            /* with those handed over to a task that has not run yet */
    aw_permit *held_[16]; /* by task */
    aw_wait_queue queue_;
    uint64_t acquisitions_;
} aw_limiter;

/* With this many permits; zeroed, it has none. Below 0 gives AW_EINVAL at the first use. */
#define AW_LIMITER(...) {.total_ = __VA_ARGS__}

/* Borrows a permit for the current task.
 *
 *   Suspends: only while all are lent or others wait for one.
 *   Returns:  0; AW_ESTATE if the task holds one; AW_ENOTASK in a callback; AW_ECANCELLED,
 *             AW_ENOMEM, AW_EINVAL, without one.
 *   Owns:     `permit` stays in place until aw_limiter_release, which must be reached.
 *   Order:    first come, first served: a released permit is handed over.
 *   Like:     CapacityLimiter.acquire */
AW_SUSPENDS int aw_limiter_acquire_here(aw_limiter *limiter, aw_permit *permit, const char *at);
#define aw_limiter_acquire(...) aw_limiter_acquire_here(__VA_ARGS__, AW_HERE)

/* Releases the current task's permit; the first waiting task gets it.
 * Returns 0, AW_ESTATE if the task holds none. Suspends: never. Like: CapacityLimiter.release */
int aw_limiter_release(aw_limiter *limiter);

/* Changes the number of permits; lent ones stay lent. Additional ones are handed over at once.
 * Returns 0, AW_EINVAL below 0. Suspends: never. Like: CapacityLimiter.total_tokens */
int aw_limiter_set_total(aw_limiter *limiter, int total);

/* value: permits lent; limit: their total. */
void aw_limiter_stats(const aw_limiter *limiter, aw_sync_stats *stats);

/* -- Queues ---------------------------------------------------------------------------------------
 *
 * Tasks pass items to each other through a queue, which copies them in and out: `item_bytes` each.
 * A get waits while the queue is empty; a put waits while it is full. Items stay in the queue until
 * a task takes them, so a cancelled wait loses none.
 *
 *     aw_queue jobs = aw_queue_new(sizeof(struct job), 10, AW_FIFO);
 *     rc = aw_queue_put(jobs, &job);             // in one task
 *     while (aw_queue_get(jobs, &job) == 0) …    // in others, until aw_queue_shutdown */

/* The handle of a queue. Copy it freely. The queue's record belongs to the task that created it; it
 * is freed when that task ends, or by aw_queue_free. Main's queues stay until the program has
 * ended. */
typedef struct aw_queue {
    uint64_t id;
} aw_queue;

/* Which item leaves first: the oldest, the newest, or the least. */
enum aw_queue_kind { AW_FIFO, AW_LIFO, AW_PRIORITY };

/* As for qsort: < 0 if `a` leaves before `b`; 0 for the order of arrival. It must not suspend. */
typedef int aw_compare(const void *a, const void *b);

/* Options of a queue; zero means default. */
typedef struct aw_queue_options {
    const char *name;        /* copied; for reports and the timeline; default its call site */
    size_t item_bytes;       /* size of an item; with 0, items are only counted, and may be NULL */
    int items_max;           /* capacity; default no limit */
    enum aw_queue_kind kind; /* default AW_FIFO */
    aw_compare *compare;     /* for AW_PRIORITY, which needs it */
} aw_queue_options;

/* Creates a queue for at most `items_max` items (0 or less: no limit) of `item_bytes` each.
 *
 *   Suspends: never.
 *   Returns:  the queue; if it cannot be created, a handle on which every call returns the reason:
 *             AW_ENOMEM, AW_EINVAL (AW_PRIORITY needs aw_queue_new_with).
 *   Owns:     the record is the current task's.
 *   Like:     asyncio.Queue, asyncio.LifoQueue */
aw_queue aw_queue_new_here(size_t item_bytes, int items_max, enum aw_queue_kind kind,
                           const char *at);
#define aw_queue_new(...) aw_queue_new_here(__VA_ARGS__, AW_HERE)

/* As aw_queue_new, with all options. Like: asyncio.PriorityQueue */
aw_queue aw_queue_new_with_here(const aw_queue_options *options, const char *at);
#define aw_queue_new_with(...) aw_queue_new_with_here(__VA_ARGS__, AW_HERE)

/* Copies `*item` into `queue`, waiting while that is full.
 *
 *   Suspends: only while the queue is full.
 *   Returns:  0; AW_ESHUTDOWN, also if the queue is freed during the wait; AW_ECANCELLED, AW_ENOMEM
 *             (nothing was put); AW_ESTALE.
 *   Order:    waiters are woken first come, first served. One that finds the slot taken by a task
 *             that did not wait goes to the end.
 *   Like:     Queue.put */
AW_SUSPENDS static inline int aw_queue_put_here(aw_queue queue, const void *item, const char *at);
#define aw_queue_put(...) aw_queue_put_here(__VA_ARGS__, AW_HERE)

/* Waits until `queue` has an item, then moves the first into `*item`.
 *
 *   Suspends: only while the queue is empty.
 *   Returns:  0; AW_ESHUTDOWN if it is shut down and empty, or freed during the wait;
 *             AW_ECANCELLED, AW_ENOMEM (nothing was taken); AW_ESTALE.
 *   Owns:     the item is copied out; `*item` is untouched on failure.
 *   Order:    as aw_queue_put.
 *   Like:     Queue.get */
AW_SUSPENDS static inline int aw_queue_get_here(aw_queue queue, void *item, const char *at);
#define aw_queue_get(...) aw_queue_get_here(__VA_ARGS__, AW_HERE)

/* As aw_queue_put and aw_queue_get without waiting: AW_EFULL, AW_EEMPTY instead.
 * Suspends: never. Like: Queue.put_nowait, Queue.get_nowait */
int aw_queue_put_nowait(aw_queue queue, const void *item);
int aw_queue_get_nowait(aw_queue queue, void *item);

/* Waits until aw_queue_task_done has reported every item that was put.
 *
 *   Suspends: only while there are unfinished items.
 *   Returns:  0, even if new items have arrived since; AW_ECANCELLED; AW_ESHUTDOWN if the queue is
 *             freed during the wait; AW_ENOMEM, AW_ESTALE.
 *   Like:     Queue.join */
AW_SUSPENDS int aw_queue_join_here(aw_queue queue, const char *at);
#define aw_queue_join(...) aw_queue_join_here(__VA_ARGS__, AW_HERE)

/* Reports that the work on one item is finished; the last one wakes tasks in aw_queue_join.
 * Returns 0, AW_EINVAL if more are reported than were put, AW_ESTALE. Like: Queue.task_done */
int aw_queue_task_done(aw_queue queue);

/* How many items `queue` holds, AW_ESTALE. Like: Queue.qsize */
int aw_queue_size(aw_queue queue);

/* Whether a get would wait, or a put. A stale handle is empty and not full.
 * Like: Queue.empty, Queue.full */
bool aw_queue_is_empty(aw_queue queue);
bool aw_queue_is_full(aw_queue queue);

/* Shuts `queue` down: from now on every put fails with AW_ESHUTDOWN, and so does every get once the
 * queue is empty. Waiting tasks check again. `is_immediate` also drops the items, which then count
 * as finished.
 *
 *   Suspends: never.
 *   Returns:  0 (also the second time), AW_EBUSY from its own compare function, AW_ESTALE.
 *   Like:     Queue.shutdown */
int aw_queue_shutdown(aw_queue queue, bool is_immediate);

/* Frees `queue` and its items now instead of when its owner ends. Waiting tasks get AW_ESHUTDOWN,
 * and the handle becomes stale.
 *
 *   Suspends: never.
 *   Returns:  0, AW_EBUSY from its own compare function, AW_ESTALE. */
int aw_queue_free(aw_queue queue);

/* Statistics of a queue. */
typedef struct aw_queue_stats_info {
    uint32_t items;      /* waiting to be taken */
    uint32_t unfinished; /* put and not reported by aw_queue_task_done */
    uint32_t getters;    /* tasks that wait in aw_queue_get */
    uint32_t putters;    /* in aw_queue_put */
    uint32_t joiners;    /* in aw_queue_join */
    uint64_t puts;       /* items put so far */
    uint64_t gets;       /* items taken so far */
    uint64_t waits;      /* times a put, get or join had to wait so far */
} aw_queue_stats_info;

/* Copies the counts of `queue` into `*stats`. Returns 0, AW_ESTALE. */
int aw_queue_stats(aw_queue queue, aw_queue_stats_info *stats);

/* What a case of aw_select waits for. */
enum aw_case_kind { AW_CASE_KIND_NONE, AW_CASE_KIND_GET, AW_CASE_KIND_PUT, AW_CASE_KIND_DONE };

/* One alternative of aw_select. A zeroed case never happens; zero a case to switch it off. */
typedef struct aw_case {
    int kind;               /* an aw_case_kind; set by the macros below */
    int rc;                 /* of the case that happened: the result of the plain call */
    aw_queue queue;         /* to get from or put into */
    aw_future future;       /* to wait for */
    void *item;             /* to copy to, or from */
    aw_private private_[8]; /* while it waits */
} aw_case;

/* Gets into `*item`, puts a copy of `*item`, or happens when `future` is done. */
#define AW_CASE_GET(queue, item) ((aw_case){AW_CASE_KIND_GET, 0, queue, {0}, item, {0}})
#define AW_CASE_PUT(queue, item) ((aw_case){AW_CASE_KIND_PUT, 0, queue, {0}, (void *)(item), {0}})
#define AW_CASE_DONE(future) ((aw_case){AW_CASE_KIND_DONE, 0, {0}, future, NULL, {0}})

/* Waits until one of `cases` can happen, for at most `delay_ms` milliseconds (0 does not wait), and
 * does exactly that one. If several can happen, the first in the array does.
 *
 *     aw_case cases[] = {AW_CASE_GET(jobs, &job), AW_CASE_DONE(stop)};
 *     switch (aw_select(cases, 2, AW_FOREVER)) { case 0: … case 1: … default: … }
 *
 *   Suspends: only while none can happen, and not with a delay of 0.
 *   Returns:  the index of the case that happened. Its `.rc` is 0, a failure such as AW_ESHUTDOWN,
 *             or the result of the future, which is not marked as retrieved.
 *             AW_ETIMEDOUT, AW_ECANCELLED, AW_ENOMEM (nothing happened); AW_ESTALE, AW_EINVAL.
 *   Owns:     `cases` and the items must stay in place until the return; nothing is allocated.
 *   Order:    in each queue, it waits behind the tasks that came before.
 *   Like:     nothing in asyncio: Go's select, with queues for channels */
AW_SUSPENDS int aw_select_here(aw_case *cases, int count, aw_ms delay_ms, const char *at);
#define aw_select(...) aw_select_here(__VA_ARGS__, AW_HERE)

/* -- Futures ----------------------------------------------------------------------------------- */

/* Creates a future, to be completed with aw_future_set, aw_future_fail or aw_cancel.
 *
 *   Suspends: never.
 *   Returns:  the future, or a failed handle as aw_go.
 *   Owns:     the record is the current task's. One that is pending at that task's end goes with
 *             it, or after those that wait for it by then; aw_detach keeps it until it is done.
 *   Like:     loop.create_future */
aw_future aw_future_new_here(const char *at);
#define aw_future_new() aw_future_new_here(AW_HERE)

/* As aw_future_new, with `bytes` of zeroed payload, which aw_data returns. */
aw_future aw_future_new_sized_here(size_t bytes, const char *at);
#define aw_future_new_sized(...) aw_future_new_sized_here(__VA_ARGS__, AW_HERE)

/* Completes `future` with `result` (>= 0) and wakes its waiters at the next turn.
 * Returns 0, AW_ESTATE if it is done or a task, AW_EINVAL, AW_ESTALE.
 * Like: Future.set_result */
int aw_future_set(aw_future future, int result);

/* Completes `future` with an error; `message` (NULL for the code's sentence) is copied.
 * Returns as aw_future_set. Like: Future.set_exception */
int aw_future_fail(aw_future future, int code, const char *message);

/* -- Callbacks ------------------------------------------------------------------------------------
 *
 * A callback runs on the loop, outside any task, and must not suspend. */

typedef void aw_callback(void *arg);
typedef void aw_done_callback(aw_future future, void *arg);

/* The handle of a scheduled callback. A zeroed handle means that there was no memory for it. */
typedef struct aw_handle {
    uint64_t id;
} aw_handle;

/* Calls `callback(future, arg)` one turn after `future` is done (next turn if it is).
 * Returns 0, AW_ESTALE, AW_ENOMEM. Order: as added. Like: Future.add_done_callback */
int aw_on_done_here(aw_future future, aw_done_callback *callback, void *arg, const char *at);
#define aw_on_done(...) aw_on_done_here(__VA_ARGS__, AW_HERE)

/* Removes every `callback` with this `arg` that is not scheduled yet. Returns how many, AW_ESTALE.
 * Like: Future.remove_done_callback */
int aw_off_done(aw_future future, aw_done_callback *callback, void *arg);

/* Calls `callback(arg)` at the next turn, in the order of the calls. Like: loop.call_soon */
aw_handle aw_call_soon_here(aw_callback *callback, void *arg, const char *at);
#define aw_call_soon(...) aw_call_soon_here(__VA_ARGS__, AW_HERE)

/* Calls `callback(arg)` in `delay_ms`, or at `deadline` on aw_now(); never early.
 * Like: loop.call_later, loop.call_at */
aw_handle aw_call_later_here(aw_ms delay_ms, aw_callback *callback, void *arg, const char *at);
#define aw_call_later(...) aw_call_later_here(__VA_ARGS__, AW_HERE)
aw_handle aw_call_at_here(aw_ms deadline, aw_callback *callback, void *arg, const char *at);
#define aw_call_at(...) aw_call_at_here(__VA_ARGS__, AW_HERE)

/* Cancels the callback, even in the turn in which it is due. Returns 1, or 0 if it has run or was
 * cancelled before. Like: Handle.cancel */
int aw_handle_cancel(aw_handle handle);

/* -- Retry ------------------------------------------------------------------------------------- */

/* Options of a retry; zero means default. */
typedef struct aw_retry_options {
    int tries_max;        /* number of tries; default 5; < 0 for no limit */
    aw_ms first_delay_ms; /* before the second try; default 100 */
    double factor;        /* each wait is this much longer than the last; default 2 */
    aw_ms delay_max_ms;   /* longest wait; default 30,000 */
    double jitter;        /* random share of each wait, up to 1; default 0.5; < 0 for none */
    aw_ms total_ms;       /* limit for all tries together; default no limit */
    uint64_t seed;        /* of the random numbers; default the host's: see --seed */
    /* Whether to try again after a failure with `code`; default: always. */
    bool (*should_retry)(int code, void *arg);
} aw_retry_options;

/* Calls `fn(arg)` in the current task until it succeeds. The waits between tries grow longer.
 *
 *   Suspends: only while `fn` waits, and between two tries.
 *   Returns:  the result of the last try. It does not try again after AW_ECANCELLED. AW_ETIMEDOUT
 *             after .total_ms, which cuts a try or a wait short; its message has the last error.
 *   Owns:     `arg` is not copied.
 *   Like:     tenacity.retry, backoff.on_exception */
AW_SUSPENDS int aw_retry_here(aw_fn *fn, void *arg, const aw_retry_options *options,
                              const char *at);
#define aw_retry(...) aw_retry_here(__VA_ARGS__, AW_HERE)

/* -- Generators -----------------------------------------------------------------------------------
 *
 * A generator is a function that yields values one by one to the task that asks for them.
 *
 *     struct countdown { int from; };
 *
 *     static int countdown(void *arg)
 *     {
 *         int rc = 0;
 *         for (int i = ((struct countdown *)arg)->from; i > 0 && rc == 0; i--)
 *             rc = aw_generator_yield(&i);
 *         return rc;
 *     }
 *
 *     aw_generator numbers = aw_generator_go(countdown, int, struct countdown, .from = 3);
 *     int n, rc;
 *     while ((rc = aw_generator_next(numbers, &n)) > 0) printf("%d\n", n);
 *     aw_generator_close(numbers);
 *
 * It runs only inside aw_generator_next and aw_generator_close, as part of the task that calls
 * them. A generator that never waits takes no turn of the loop. It is nevertheless a task: it has
 * its own aw_self() and timeouts, and the tasks that it spawns belong to it. */

/* The handle of a generator. If its record is gone, the generator has ended. */
typedef struct aw_generator {
    uint64_t id;
} aw_generator;

/* Creates a generator that yields values of `item_type`. Its argument is a copy of `(type){ ... }`.
 * The first aw_generator_next calls `fn`, which returns 0 or an error at its end.
 *
 *   Suspends: never.
 *   Returns:  the generator; if it cannot be created, a handle that gives AW_ENOMEM when used.
 *   Owns:     it is the current task's. One that is not closed is closed when that task ends.
 *   Like:     calling an async generator function */
#define aw_generator_go(fn, item_type, type, ...)                                               \
    aw_generator_new_here(fn, sizeof(item_type), &(type){__VA_ARGS__}, sizeof(type), NULL, #fn, \
                          AW_HERE)

/* As aw_generator_go, with the size of an item, a copy of the `bytes` at `arg`, and options. */
aw_generator aw_generator_new_here(aw_fn *fn, size_t item_bytes, const void *arg, size_t bytes,
                                   const aw_task_options *options, const char *fn_name,
                                   const char *at);
#define aw_generator_new(fn, ...) aw_generator_new_here(fn, __VA_ARGS__, #fn, AW_HERE)

/* Runs `generator` until it yields, and copies the value into `*item`.
 *
 *   Suspends: only while the generator waits.
 *   Returns:  1; 0 if it has ended; its error's code, once; AW_EBUSY while another call waits in
 *             it; AW_ENOMEM. When the current task is cancelled, the generator's own wait returns
 *             AW_ECANCELLED; what the generator then yields or returns is the result.
 *   Owns:     the item is copied out; the record is freed when the generator has ended.
 *   Order:    a value is delivered in the step of the loop in which it was yielded.
 *   Like:     async for */
AW_SUSPENDS int aw_generator_next_here(aw_generator generator, void *item, const char *at);
#define aw_generator_next(...) aw_generator_next_here(__VA_ARGS__, AW_HERE)

/* Closes `generator`: its yield returns AW_EGENEXIT, and the call waits for its cleanup.
 *
 *   Suspends: only while the generator's cleanup waits.
 *   Returns:  0, also if it had ended or never begun; its error's code; AW_ESTATE if it yields
 *             nevertheless (then it is abandoned); AW_ECANCELLED and AW_EBUSY as
 *             aw_generator_next.
 *   Owns:     the record is freed.
 *   Like:     agen.aclose */
AW_SUSPENDS int aw_generator_close_here(aw_generator generator, const char *at);
#define aw_generator_close(...) aw_generator_close_here(__VA_ARGS__, AW_HERE)

/* In a generator: passes a copy of `*item` to the task that asked, and waits for the next request.
 *
 *   Suspends: always (no other task runs in between if the task that asked continues at once).
 *   Returns:  0; AW_EGENEXIT: clean up and return it; AW_ECANCELLED if its own task was cancelled
 *             meanwhile; AW_ESTATE outside a generator, or after AW_EGENEXIT; AW_ENOMEM.
 *   Like:     yield in an async generator */
AW_SUSPENDS int aw_generator_yield_here(const void *item, const char *at);
#define aw_generator_yield(...) aw_generator_yield_here(__VA_ARGS__, AW_HERE)

/* -- Task-local values ----------------------------------------------------------------------------
 *
 * A value that a task and everything it starts can see without passing it as an argument.
 *
 *     static aw_local request = AW_LOCAL("none");
 *
 *     void *before = aw_local_get(&request);
 *     int rc = aw_local_set(&request, "GET /a");
 *     if (rc == 0) rc = work();                 // work() and the tasks it spawns see "GET /a"
 *     aw_local_set(&request, before);           // asyncio's reset(token)
 *
 * A task starts with the values that its spawner sees at that moment; a callback starts with those
 * of the code that scheduled it. Values that they set later are theirs alone. */

/* A key and its initial value; a static object. */
typedef struct aw_local {
    void *initial;
} aw_local;

#define AW_LOCAL(value) {value}

/* The value that the current task or callback sees under `key`.
 *
 *   Suspends: never.
 *   Returns:  the value set last here or, before the start, by the spawner; else the initial one.
 *   Like:     ContextVar.get */
void *aw_local_get(const aw_local *key);

/* Sets the value that the current task or callback sees under `key`.
 *
 *   Suspends: never.
 *   Returns:  0; AW_ENOMEM (nothing has changed); AW_ENOTASK outside tasks and callbacks.
 *   Owns:     only the pointer is kept, until the task and all that inherited it have ended.
 *   Like:     ContextVar.set; to undo it, set the previous value */
int aw_local_set(const aw_local *key, void *value);

/* -- Errors ---------------------------------------------------------------------------------------
 *
 *     return aw_fail(-7, "GET %s: %s", url, why); */

/* Records an error of the current task and returns `code`.
 *
 *   Suspends: never.
 *   Returns:  `code`, which must be negative (AW_EINVAL instead if it is not). */
int aw_fail(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The message of the current task's latest failure; never NULL. Valid until its next failure. */
const char *aw_errmsg(void);

/* The sentence for a code, and its name ("AW_ETIMEDOUT"; "error" for the program's own). */
const char *aw_strerror(int code);
const char *aw_errname(int code);

/* -- Host: JavaScript -------------------------------------------------------------------------- */

/* Bytes that a call returned. Zero it before use; free it afterwards. */
typedef struct aw_bytes {
    char *data;    /* NUL-terminated after `length`; NULL when empty */
    size_t length; /* without the NUL */
} aw_bytes;

/* Frees the bytes and zeroes `*bytes`; does nothing if it is empty. */
void aw_bytes_free(aw_bytes *bytes);

/* Calls the JavaScript function that the embedder exposed as `name` with the JSON text `json`
 * (NULL: no argument) and waits for what it returns or resolves to.
 *
 *   Suspends: always.
 *   Returns:  0 and JSON text in `*reply` (may be NULL); AW_EHOST with the message of what it
 *             threw; AW_ENOSYS if nothing is exposed under that name; AW_ECANCELLED; AW_ENOMEM.
 *   Owns:     `*reply` is the caller's: aw_bytes_free.
 *   Like:     await some_function(value) */
AW_SUSPENDS int aw_host_call_here(const char *name, const char *json, aw_bytes *reply,
                                  const char *at);
#define aw_host_call(...) aw_host_call_here(__VA_ARGS__, AW_HERE)

/* Calls a JavaScript function of one number that returns or resolves to a number. Both are passed
 * by value, without JSON, so any double may be: also NaN and the infinities.
 *
 *   Suspends: always.
 *   Returns:  0 and the number in `*result`; AW_EHOST with the message of what the function threw,
 *             or that its result is not a number; else as aw_host_call.
 *   Owns:     nothing.
 *   Like:     await some_function(value) */
AW_SUSPENDS int aw_host_call_number_here(const char *name, double value, double *result,
                                         const char *at);
#define aw_host_call_number(...) aw_host_call_number_here(__VA_ARGS__, AW_HERE)

/* The answer of a C function to JavaScript; see AW_EXPORT. */
typedef struct aw_reply aw_reply;

/* Sets the JSON text that JavaScript receives (printf form). Returns 0, AW_ENOMEM. */
int aw_reply_json(aw_reply *reply, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* An exported function as the host sees it. AW_EXPORT defines one.
 *
 * AW_EXPORT declares `int fn(const char *json, aw_reply *reply)` and makes it callable as
 * `await program.call("fn", value)`. It runs as a task, so it may suspend; an AbortSignal cancels
 * it; a negative result rejects with its message. Without aw_reply_json the value is its result.
 *
 *     AW_EXPORT(later)
 *     {
 *         int rc = aw_sleep(atoi(json));
 *         return rc < 0 ? rc : aw_reply_json(reply, "\"%s ms later\"", json);
 *     } */
typedef struct aw_export {
    int (*fn)(const char *json, aw_reply *reply);
    const char *name;
    const char *at;
    const int *support; /* links what the host calls */
} aw_export;
extern const int aw_export_support;

#if defined(__wasm__)
#define AW_EXPORT(fn)                                                          \
    int fn(const char *json, aw_reply *reply);                                 \
    static const aw_export aw_export_of_##fn = {fn, #fn, AW_HERE, &aw_export_support}; \
    __attribute__((export_name("aw:" #fn))) const aw_export *aw_export_##fn(void) \
    {                                                                          \
        return &aw_export_of_##fn;                                             \
    }                                                                          \
    int fn(const char *json, aw_reply *reply)
#else
#define AW_EXPORT(fn)                          \
    int fn(const char *json, aw_reply *reply); \
    int fn(const char *json, aw_reply *reply)
#endif

/* Options of a fetch; zero means default. */
typedef struct aw_fetch_options {
    const char *method;  /* default "GET" */
    const char *headers; /* "name: value" lines, '\n' between them; default none. A '\n' begins
                          * another header, so a value from outside needs a check; '\r' is
                          * refused */
    const void *body;    /* default none */
    size_t body_bytes;
} aw_fetch_options;

/* A whole HTTP response. Zero it before use; free it with aw_response_free. */
typedef struct aw_response {
    int status;       /* 200, 404, ... */
    aw_bytes headers; /* "name: value\n" lines, names in lower case */
    aw_bytes body;
} aw_response;

/* Sends an HTTP request and waits for the whole response. Any status is a response, not an error.
 *
 *   Suspends: always.
 *   Returns:  0; AW_ENETWORK with the host's words; AW_ECANCELLED (the request is aborted);
 *             AW_EINVAL for headers of another form; AW_EPROTO; AW_ENOSYS, AW_ENOMEM.
 *   Owns:     `*response` is the caller's: aw_response_free.
 *   Like:     aiohttp's session.get and read */
AW_SUSPENDS int aw_fetch_here(const char *url, const aw_fetch_options *options,
                              aw_response *response, const char *at);
#define aw_fetch(...) aw_fetch_here(__VA_ARGS__, AW_HERE)

/* Copies the value of the first header `name` (any case) into `value`, at most `value_max` bytes.
 * Returns its length, or AW_EINVAL if there is no such header. */
int aw_response_header(const aw_response *response, const char *name, char *value,
                       size_t value_max);

/* Frees headers and body and zeroes `*response`; does nothing if it is empty. */
void aw_response_free(aw_response *response);

#ifdef __cplusplus
}
#endif

#include "awaitc_inline.h"

#endif
