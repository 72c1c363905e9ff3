/* Timeout scopes: a deadline that cancels the task, and tells its own cancellation from others'. */
#include "core.h"

enum timeout_state { TIMEOUT_NEW, TIMEOUT_ENTERED, TIMEOUT_EXPIRED, TIMEOUT_EXITED };

/* Behind aw_timeout. */
struct scope {
    aw_timer timer;
    int64_t deadline_us; /* INT64_MAX: none */
    uint64_t task;       /* handle of the task that entered */
    uint16_t state;      /* enum timeout_state */
    uint16_t cancels;    /* delivered to the task before it entered */
    bool has_fired;
    uint32_t number;
};
_Static_assert(sizeof(struct scope) <= sizeof(aw_timeout), "aw_timeout is large enough");

static struct scope *scope_of(aw_timeout *timeout)
{
    return (struct scope *)(void *)timeout;
}

static void scope_fire(aw_timer *timer)
{
    struct scope *scope = container_of(timer, struct scope, timer);
    struct task *task = task_of((aw_task){scope->task});
    scope->state = TIMEOUT_EXPIRED;
    scope->has_fired = true;
    if (task && task->state != TASK_ENDED) task_cancel(task, NULL, "timeout", task->at);
}

static void scope_arm(struct scope *scope)
{
    if (scope->deadline_us == INT64_MAX) return;
    aw_timer_set(&scope->timer, scope->deadline_us, scope_fire, "timeout");
    /* Before the task's next step, even if that is queued already by a mere aw_yield. */
    if (scope->deadline_us <= aw_now_us()) timer_hasten(&scope->timer);
}

static int scope_enter(aw_timeout *timeout, int64_t deadline_us, const char *at)
{
    struct task *task = loop.current;
    if (!task) return aw_fail_text(AW_ENOTASK, "aw_timeout_enter: timeouts need a task to cancel");
    struct scope *scope = scope_of(timeout);
    if (scope->state != TIMEOUT_NEW)
        return aw_fail_text(AW_ESTATE, "aw_timeout_enter: has already been entered");
    *scope = (struct scope){
        .deadline_us = deadline_us,
        .task = task->future.id,
        .state = TIMEOUT_ENTERED,
        /* A request that has not been delivered is not this scope's to swallow. */
        .cancels = (uint16_t)(task->cancels - (task->must_cancel && task->cancels ? 1 : 0)),
        .number = ++loop.timer_count,
    };
    trace(SCOPE_OPEN, task->future.number, scope->number,
          deadline_us == INT64_MAX ? -1 : (double)deadline_us / 1000, "timeout", at, NULL);
    scope_arm(scope);
    return 0;
}

int(aw_timeout_enter)(aw_timeout *timeout, aw_ms delay_ms AW_AT)
{
    return scope_enter(timeout, delay_ms == AW_FOREVER ? INT64_MAX : aw_deadline_us(delay_ms), at);
}

int(aw_timeout_enter_at)(aw_timeout *timeout, aw_ms deadline AW_AT)
{
    return scope_enter(timeout, timer_us(deadline), at);
}

static bool scope_is_open(const struct scope *scope)
{
    return scope->state == TIMEOUT_ENTERED || scope->state == TIMEOUT_EXPIRED;
}

static int scope_misuse(const struct scope *scope)
{
    return aw_fail_text(AW_ESTATE, scope->state == TIMEOUT_EXITED
                                       ? "aw_timeout: cannot change a finished timeout"
                                       : "aw_timeout: has not been entered");
}

int aw_timeout_exit(aw_timeout *timeout, int rc)
{
    struct scope *scope = scope_of(timeout);
    if (!scope_is_open(scope)) return scope_misuse(scope);
    aw_timer_drop(&scope->timer);
    scope->state = TIMEOUT_EXITED;
    if (scope->has_fired) {
        int left = aw_uncancel((aw_task){scope->task});
        if (left <= scope->cancels && rc == AW_ECANCELLED)
            rc = aw_fail_text(AW_ETIMEDOUT, "timed out");
    }
    trace(SCOPE_CLOSE, loop.current ? loop.current->future.number : 0, scope->number, rc, "timeout",
          NULL, scope->has_fired ? "expired" : NULL);
    return rc;
}

int aw_timeout_reschedule(aw_timeout *timeout, aw_ms deadline)
{
    struct scope *scope = scope_of(timeout);
    if (scope->state != TIMEOUT_ENTERED) return scope_misuse(scope);
    aw_timer_drop(&scope->timer);
    scope->deadline_us = timer_us(deadline);
    scope_arm(scope);
    return 0;
}

bool aw_timeout_expired(const aw_timeout *timeout)
{
    return ((const struct scope *)(const void *)timeout)->has_fired;
}

aw_ms aw_timeout_when(const aw_timeout *timeout)
{
    const struct scope *scope = (const struct scope *)(const void *)timeout;
    return scope->deadline_us == INT64_MAX ? AW_FOREVER : scope->deadline_us / 1000;
}

/* -- aw_wait_for --------------------------------------------------------------------------------- */

/* No time at all: a result that is there counts; otherwise cancel and see it out. */
static int wait_for_nothing(aw_future future, const char *at)
{
    if (aw_is_done(future) || !loop.current) return (aw_await)(future, at);
    int rc = (aw_cancel)(future, at);
    if (rc < 0) return rc;
    aw_keep(future);
    /* Through a shield of its own, so that a cancellation of this task stays this task's. */
    rc = (aw_wait)(&future, 1, AW_ALL_COMPLETED, AW_FOREVER, at);
    if (rc >= 0)
        rc = aw_is_cancelled(future) ? aw_fail_text(AW_ETIMEDOUT, "timed out")
                                     : (aw_await)(future, at);
    aw_unkeep(future);
    return rc;
}

int(aw_wait_for)(aw_future future, aw_ms delay_ms AW_AT)
{
    if (delay_ms == AW_FOREVER) return (aw_await)(future, at);
    if (delay_ms <= 0) return wait_for_nothing(future, at);
    aw_timeout timeout = {{0}};
    int rc = (aw_timeout_enter)(&timeout, delay_ms, at);
    if (rc < 0) return rc;
    return aw_timeout_exit(&timeout, (aw_await)(future, at));
}
