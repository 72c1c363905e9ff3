/* Timeouts: a deadline that cancels the task, and tells its own cancellation from others'. */
#include "kernel/scope.h"
#include "base/memory.h"

enum timeout_state { TIMEOUT_NEW, TIMEOUT_ENTERED, TIMEOUT_EXITED };

/* Behind aw_timeout: names the scope while it is open, and keeps what may be asked afterwards. */
struct limit {
    uint64_t task;       /* handle of the task that entered */
    int64_t deadline_us; /* AW_FOREVER if it has none */
    uint32_t number;     /* of the scope */
    uint8_t state;       /* enum timeout_state */
    bool has_fired;
};
_Static_assert(sizeof(struct limit) <= sizeof(aw_timeout), "aw_timeout is large enough");

/* Takes back its own request, if it has struck; how many are left. */
static int timeout_take_back(const struct scope *scope)
{
    struct task *task = scope->task;
    return scope->has_fired ? aw_uncancel((aw_task){task->future.record.id}) : task->cancels;
}

static void timeout_free(struct scope *scope)
{
    memory_give(scope, sizeof *scope);
}

static void timeout_abandon(struct scope *scope)
{
    timeout_take_back(scope);
    timeout_free(scope);
}

static const struct scope_type timeout_type = {"timeout", "aw_timeout_exit", timeout_abandon};

static void timeout_fire(aw_timer *timer)
{
    struct scope *scope = container_of(timer, struct scope, timer);
    const struct cause cause = {.kind = "timeout", .at = scope->at};
    scope->has_fired = true;
    task_cancel_for(scope->task, &cause, NULL);
}

static void timeout_arm(struct scope *scope)
{
    if (scope->deadline_us == AW_FOREVER) return;
    aw_timer_set(&scope->timer, scope->deadline_us, timeout_fire, "timeout");
    /* Before the task's next step, even if that is queued already by a mere aw_yield. */
    if (scope->deadline_us <= aw_now_us()) timer_hasten(&scope->timer);
}

static void timeout_open(struct scope *scope, int64_t deadline_us, const char *at)
{
    *scope = (struct scope){.type = &timeout_type, .deadline_us = deadline_us, .at = at};
    scope_open(scope, NULL);
    timeout_arm(scope);
}

/* What the body's code becomes; the scope is off its task then. */
static int timeout_close(struct scope *scope, int rc)
{
    scope_unwind(scope);
    bool is_own = timeout_take_back(scope) <= scope->cancels && scope->has_fired;
    struct task *task = scope->task;
    /* A cancel scope around it that is cancelled goes first: it has asked for the same. */
    if (is_own && rc == AW_ECANCELLED && !task->scope_bit)
        rc = aw_fail_text(AW_ETIMEDOUT, "timed out");
    scope_close(scope, rc, scope->has_fired ? "expired" : NULL);
    return rc;
}

static struct limit *limit_of(aw_timeout *timeout)
{
    return (struct limit *)(void *)timeout;
}

static int timeout_enter(aw_timeout *timeout, int64_t deadline_us, const char *at)
{
    struct limit *limit = limit_of(timeout);
    if (limit->state != TIMEOUT_NEW)
        return aw_fail_text(AW_ESTATE,
                            "aw_timeout_enter: has already been entered; zero one for each use");
    if (!loop.current)
        return aw_fail_text(AW_ENOTASK, "aw_timeout_enter: timeouts need a task to cancel");
    struct scope *scope = memory_take(sizeof *scope);
    if (!scope) return aw_fail_text(AW_ENOMEM, "aw_timeout_enter: no memory for a timeout");
    timeout_open(scope, deadline_us, at);
    *limit = (struct limit){.task = loop.current->future.record.id,
                            .deadline_us = deadline_us,
                            .number = scope->number,
                            .state = TIMEOUT_ENTERED};
    return 0;
}

int aw_timeout_enter_here(aw_timeout *timeout, aw_ms delay_ms, const char *at)
{
    return timeout_enter(timeout, aw_deadline_us(delay_ms), at);
}

int aw_timeout_enter_at_here(aw_timeout *timeout, aw_ms deadline, const char *at)
{
    return timeout_enter(timeout, clock_us(deadline), at);
}

/* The open scope, or NULL with the reason why there is none. */
static struct scope *timeout_find(const struct limit *limit, const char *function)
{
    const char *words = ": the timeout has not been entered; call aw_timeout_enter first";
    if (limit->state == TIMEOUT_EXITED)
        words = ": the timeout has been left; zero one for each use";
    if (limit->state == TIMEOUT_ENTERED) {
        struct scope *scope = scope_find(limit->task, limit->number);
        if (scope) return scope;
        words = ": the timeout is gone, because what is around it was left first; leave scopes in "
                "the reverse order";
    }
    error_of(AW_ESTATE, function, words);
    return NULL;
}

int aw_timeout_exit(aw_timeout *timeout, int rc)
{
    struct limit *limit = limit_of(timeout);
    if (limit->state == TIMEOUT_NEW && rc < 0) return rc; /* why it was not entered */
    struct scope *scope = timeout_find(limit, "aw_timeout_exit");
    if (!scope) return AW_ESTATE;
    if (scope->task != loop.current)
        return aw_fail_text(AW_ESTATE, "aw_timeout_exit: only the task that entered it can leave "
                                       "it");
    limit->state = TIMEOUT_EXITED;
    limit->has_fired = scope->has_fired;
    limit->deadline_us = scope->deadline_us;
    rc = timeout_close(scope, rc);
    timeout_free(scope);
    return rc;
}

int aw_timeout_reschedule(aw_timeout *timeout, aw_ms deadline)
{
    struct limit *limit = limit_of(timeout);
    struct scope *scope = timeout_find(limit, "aw_timeout_reschedule");
    if (!scope) return AW_ESTATE;
    if (scope->has_fired)
        return aw_fail_text(AW_ESTATE, "aw_timeout_reschedule: the timeout has struck already");
    aw_timer_drop(&scope->timer);
    limit->deadline_us = scope->deadline_us = clock_us(deadline);
    timeout_arm(scope);
    return 0;
}

bool aw_timeout_expired(const aw_timeout *timeout)
{
    const struct limit *limit = (const struct limit *)(const void *)timeout;
    if (limit->state != TIMEOUT_ENTERED) return limit->has_fired;
    struct scope *scope = scope_find(limit->task, limit->number);
    return scope && scope->has_fired;
}

aw_ms aw_timeout_when(const aw_timeout *timeout)
{
    const struct limit *limit = (const struct limit *)(const void *)timeout;
    return clock_ms(limit->deadline_us);
}

/* -- In the frame of a primitive --------------------------------------------------------------- */

_Static_assert(sizeof(struct scope) <= sizeof(aw_timeout_frame),
               "aw_timeout_frame is large enough");

void aw_timeout_begin(aw_timeout_frame *frame, int64_t deadline_us, const char *at)
{
    timeout_open((struct scope *)(void *)frame, deadline_us, at);
}

int aw_timeout_end(aw_timeout_frame *frame, int rc)
{
    return timeout_close((struct scope *)(void *)frame, rc);
}
