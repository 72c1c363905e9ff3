/* Cancel scopes: aw_scope and its deadlines. scope.c keeps them in the chain of their task.
 *
 * A cancelled scope reaches everything inside it, level-triggered. */
#include "kernel/scope.h"
#include "base/memory.h"

/* Behind aw_scope. The memory of an open scope is not here: this names it, and keeps what may be
 * asked afterwards. */
struct scope_handle {
    uint64_t task;   /* handle of who entered */
    uint32_t number; /* of the record */
    uint8_t state;   /* enum scope_handle_state */
    bool is_cancelled;
    bool has_caught;
    char reason[WORDS_NAME]; /* of a cancellation before the entry */
};
_Static_assert(sizeof(struct scope_handle) <= sizeof(aw_scope), "aw_scope is large enough");

enum scope_handle_state { HANDLE_NEW, HANDLE_ENTERED, HANDLE_EXITED };

struct cancel_scope {
    struct scope scope; /* first */
    const char *name;
    bool is_failing;
};

static struct scope_handle *scope_handle_of(aw_scope *node)
{
    return (struct scope_handle *)(void *)node;
}

static void cancel_scope_free(struct scope *scope)
{
    memory_give(scope, sizeof(struct cancel_scope));
}

static const struct scope_type cancel_scope_type = {"scope", "aw_scope_exit", cancel_scope_free};

static void cancel_with(struct scope *scope, struct cause cause, const char *reason)
{
    struct text text = text_in(scope->reason, sizeof scope->reason);
    if (reason) text_add(&text, reason);
    aw_timer_drop(&scope->timer);
    scope->is_cancelled = true;
    scope->cause = cause;
    scope_spread(scope);
}

/* The deadline has passed. */
static void expire(struct scope *scope)
{
    scope->has_fired = true;
    cancel_with(scope, (struct cause){.kind = "scope", .at = scope->at}, NULL);
}

static void cancel_scope_fire(aw_timer *timer)
{
    expire(container_of(timer, struct scope, timer));
}

static void scope_arm(struct scope *scope)
{
    if (scope->deadline_us == AW_FOREVER) return;
    if (scope->deadline_us <= aw_now_us())
        expire(scope);
    else
        aw_timer_set(&scope->timer, scope->deadline_us, cancel_scope_fire, "scope");
}

static int64_t deadline_of(const aw_scope_options *options)
{
    int64_t deadline_us = options->deadline ? clock_us(options->deadline) : AW_FOREVER;
    if (!options->delay_ms) return deadline_us;
    int64_t delay_us = aw_deadline_us(options->delay_ms);
    return delay_us < deadline_us ? delay_us : deadline_us;
}

static int scope_enter(aw_scope *node, const aw_scope_options *options, int64_t deadline_us,
                       const char *at)
{
    struct scope_handle *handle = scope_handle_of(node);
    if (handle->state != HANDLE_NEW)
        return aw_fail_text(AW_ESTATE, "aw_scope_enter: has already been entered; zero one for "
                                       "each use");
    if (!loop.current)
        return aw_fail_text(AW_ENOTASK, "aw_scope_enter: scopes need a task to cancel; callbacks "
                                        "do not wait");
    struct cancel_scope *scope = memory_take(sizeof *scope);
    if (!scope) return aw_fail_text(AW_ENOMEM, "aw_scope_enter: no memory for a scope");
    *scope = (struct cancel_scope){.scope = {.type = &cancel_scope_type,
                                             .deadline_us = deadline_us,
                                             .is_shielded = options->is_shielded,
                                             .at = at},
                                   .name = options->name,
                                   .is_failing = options->is_failing};
    scope_open(&scope->scope, options->name);
    scope_refresh(loop.current);
    handle->task = loop.current->future.record.id;
    handle->number = scope->scope.number;
    handle->state = HANDLE_ENTERED;
    if (handle->is_cancelled)
        cancel_with(&scope->scope, cause_here("scope", at), handle->reason);
    else
        scope_arm(&scope->scope);
    return 0;
}

int aw_scope_enter_here(aw_scope *node, const aw_scope_options *options, const char *at)
{
    static const aw_scope_options defaults = {0};
    if (!options) options = &defaults;
    return scope_enter(node, options, deadline_of(options), at);
}

int aw_move_on_after_here(aw_scope *node, aw_ms delay_ms, const char *at)
{
    return scope_enter(node, &(aw_scope_options){0}, aw_deadline_us(delay_ms), at);
}

int aw_fail_after_here(aw_scope *node, aw_ms delay_ms, const char *at)
{
    return scope_enter(node, &(aw_scope_options){.is_failing = true}, aw_deadline_us(delay_ms), at);
}

/* The record, or NULL with the reason why there is none. */
static struct cancel_scope *find_open(const struct scope_handle *handle, const char *function)
{
    const char *words = ": the scope has not been entered; call aw_scope_enter first";
    if (handle->state == HANDLE_EXITED) words = ": the scope has been left; zero one for each use";
    if (handle->state == HANDLE_ENTERED) {
        struct scope *scope = scope_find(handle->task, handle->number);
        if (scope) return (struct cancel_scope *)scope;
        words = ": the scope is gone, because what is around it was left first; leave scopes in "
                "the reverse order";
    }
    error_of(AW_ESTATE, function, words);
    return NULL;
}

/* What the code of a scope that has caught its own cancellation becomes. */
static int caught(const struct cancel_scope *scope)
{
    if (!scope->is_failing) return 0;
    char words[WORDS_ERROR];
    struct text text = text_in(words, sizeof words);
    text_add(&text, scope->scope.has_fired ? "timed out" : "cancelled");
    if (scope->name) {
        text_add(&text, " in ");
        text_add(&text, scope->name);
    }
    if (scope->scope.reason[0]) {
        text_add(&text, ": ");
        text_add(&text, scope->scope.reason);
    }
    return aw_fail_text(AW_ETIMEDOUT, words);
}

int aw_scope_exit(aw_scope *node, int rc)
{
    struct scope_handle *handle = scope_handle_of(node);
    if (handle->state == HANDLE_NEW && rc < 0) return rc; /* why it was not entered */
    struct cancel_scope *scope = find_open(handle, "aw_scope_exit");
    if (!scope) return AW_ESTATE;
    struct task *task = scope->scope.task;
    if (task != loop.current)
        return aw_fail_text(AW_ESTATE, "aw_scope_exit: only the task that entered it can leave it");
    scope_unwind(&scope->scope);
    handle->state = HANDLE_EXITED;
    handle->is_cancelled = scope->scope.is_cancelled;
    /* An outer scope that is cancelled, and a request made meanwhile, are not this one's to
     * swallow. */
    struct scope *outer = scope->scope.outer;
    bool is_outer_reaching = !scope->scope.is_shielded && scope_is_reached(outer);
    handle->has_caught = rc == AW_ECANCELLED && scope->scope.is_cancelled && !is_outer_reaching &&
                         task->cancels <= scope->scope.cancels;
    if (handle->has_caught) rc = caught(scope);
    scope_close(&scope->scope, rc, handle->has_caught ? "expired" : NULL);
    cancel_scope_free(&scope->scope);
    return rc;
}

int aw_scope_cancel_here(aw_scope *node, const char *reason, const char *at)
{
    struct scope_handle *handle = scope_handle_of(node);
    struct scope *scope = scope_find(handle->task, handle->number);
    if (handle->state == HANDLE_NEW && !handle->is_cancelled) {
        struct text text = text_in(handle->reason, sizeof handle->reason);
        if (reason) text_add(&text, reason);
        handle->is_cancelled = true;
        return 1;
    }
    if (handle->state != HANDLE_ENTERED || !scope || scope->is_cancelled) return 0;
    cancel_with(scope, cause_here("scope", at), reason);
    return 1;
}

int aw_scope_reschedule(aw_scope *node, aw_ms deadline)
{
    struct cancel_scope *scope = find_open(scope_handle_of(node), "aw_scope_reschedule");
    if (!scope) return AW_ESTATE;
    if (scope->scope.is_cancelled)
        return aw_fail_text(AW_ESTATE, "aw_scope_reschedule: has been cancelled already");
    aw_timer_drop(&scope->scope.timer);
    scope->scope.deadline_us = clock_us(deadline);
    scope_arm(&scope->scope);
    return 0;
}

bool aw_scope_is_cancelled(const aw_scope *node)
{
    const struct scope_handle *handle = (const struct scope_handle *)(const void *)node;
    if (handle->state != HANDLE_ENTERED) return handle->is_cancelled;
    struct scope *scope = scope_find(handle->task, handle->number);
    return scope && scope->is_cancelled;
}

bool aw_scope_has_caught(const aw_scope *node)
{
    return ((const struct scope_handle *)(const void *)node)->has_caught;
}

aw_ms aw_effective_deadline(void)
{
    int64_t earliest_us = AW_FOREVER;
    bool is_shielded = false;
    if (loop.current && loop.current->scope_bit) return aw_now();
    for (struct scope *s = loop.current ? loop.current->scope : NULL; s; s = s->outer) {
        bool is_kept_away = is_shielded && s->type == &cancel_scope_type;
        if (!is_kept_away && s->deadline_us < earliest_us) earliest_us = s->deadline_us;
        is_shielded |= s->is_shielded;
    }
    return clock_ms(earliest_us);
}
