/* Scopes: what a task has entered and must leave. Timeouts (timeout.c) and groups (group.c) are
 * kept in the same chain as the cancel scopes of this file.
 *
 * A cancel scope is level-triggered: from its cancellation until it is left, every suspension
 * inside it returns AW_ECANCELLED. Nothing is sent for that: a task carries one bit, which is what
 * its chain says, innermost first and up to a shielded scope; park and aw_yield look at the bit.
 * The chain of a group's child goes on with the group's. */
#include "kernel/parts.h"
#include "kernel/scope.h"
#include "base/memory.h"

#include <string.h>

/* -- The chain --------------------------------------------------------------------------------- */

AW_NEVER_SUSPENDS(void, scope_abandon, (struct scope * scope));

static void scope_abandon(struct scope *scope)
{
    scope->type->abandon(scope);
}

/* The cancelled scope that reaches what is directly inside `scope`, or NULL. */
static const struct scope *cancelled_around(const struct scope *scope)
{
    for (; scope; scope = scope->outer) {
        if (scope->is_cancelled) return scope;
        if (scope->is_shielded) return NULL;
    }
    return NULL;
}

/* Sets the task's bit by its chain; a wait under way is given up if it has just been reached. What
 * has been woken already keeps its result. */
static void refresh(struct task *task)
{
    const struct scope *scope = task->scope_holds ? NULL : cancelled_around(task->scope);
    bool was_cancelled = task->scope_bit;
    task->scope_bit = scope ? BY_SCOPE : 0;
    if (!scope || was_cancelled) return;
    task_note_cause(task, &scope->cause, scope->reason[0] ? scope->reason : NULL);
    /* A yield has no wait that could be given up: its next run delivers the cancellation. */
    bool is_yielding = task->state == TASK_READY && !task->wait;
    if (is_yielding || (task->state == TASK_PARKED && !park_cancel(task)))
        task->must_cancel |= BY_SCOPE;
}

/* Appends the tasks that were started in the task's groups, from the innermost to `until`. */
static struct member **reach(struct member **last, const struct task *task,
                             const struct scope *until)
{
    for (struct scope *scope = task->scope; scope && scope->task == task; scope = scope->outer) {
        struct list *members = &scope->members;
        for (struct list *l = members->next; l && l != members; l = l->next) {
            *last = container_of(l, struct member, link);
            last = &(*last)->next_reached;
        }
        if (scope == until) break;
    }
    *last = NULL;
    return last;
}

/* Tells everything inside `scope`, the outer tasks first, that it was cancelled. */
static void spread(struct scope *scope)
{
    struct member *first;
    struct member **last = reach(&first, scope->task, scope);
    refresh(scope->task);
    for (; first; first = first->next_reached) {
        refresh(first->task);
        last = reach(last, first->task, NULL);
    }
}

void scope_open(struct scope *scope, const char *name)
{
    struct task *task = loop.current;
    bool is_undelivered = task->must_cancel & (BY_REQUEST | BY_PASSED);
    scope->task = task;
    scope->outer = task->scope;
    scope->number = ++loop.timer_count;
    scope->cancels = (uint16_t)(task->cancels - is_undelivered); /* that is not its to swallow */
    task->scope = scope;
    trace(SCOPE_OPEN, task->future.record.number, scope->number,
          scope->deadline_us == AW_FOREVER ? -1 : (double)scope->deadline_us / 1000,
          scope->type->word, scope->at, name);
}

/* Says that the innermost scope of the task was not left, and takes it off. */
static void abandon_innermost(struct task *task)
{
    struct scope *scope = task->scope;
    char words[WORDS_REPORT];
    struct text text = text_in(words, sizeof words);
    text_add(&text, task_name(task));
    text_add(&text, " did not leave the ");
    text_add(&text, scope->type->word);
    text_add(&text, " it entered at ");
    text_add(&text, scope->at);
    text_add(&text, ": call ");
    text_add(&text, scope->type->exit);
    text_add(&text, " on every way out");
    report("scope-left-open", task->future.record.number, scope->at, words);
    aw_timer_drop(&scope->timer);
    task->scope = scope->outer;
    trace(SCOPE_CLOSE, task->future.record.number, scope->number, 0, scope->type->word, NULL,
          "left open");
    scope_abandon(scope);
}

void scope_unwind(struct scope *scope)
{
    struct task *task = scope->task;
    if (task->scope == scope) return;
    while (task->scope != scope) abandon_innermost(task);
    refresh(task); /* one of those left may have been the cancelled one, or the shield */
}

void scope_close(struct scope *scope, int rc, const char *detail)
{
    struct task *task = scope->task;
    assert(task->scope == scope);
    aw_timer_drop(&scope->timer);
    task->scope = scope->outer;
    refresh(task);
    trace(SCOPE_CLOSE, task->future.record.number, scope->number, rc, scope->type->word, NULL,
          detail);
}

void scope_attach(struct task *task, struct scope *scope)
{
    task->scope = scope;
    refresh(task);
}

void scope_detach(struct task *task, const struct scope *scope)
{
    struct scope **place = &task->scope;
    while (*place && *place != scope) place = &(*place)->outer;
    *place = NULL;
    refresh(task);
}

bool scope_is_reached(const struct scope *scope)
{
    return cancelled_around(scope);
}

void scope_abandon_all(struct task *task)
{
    while (task->scope && task->scope->task == task) abandon_innermost(task);
    task->scope = NULL;
    task->scope_bit = 0;
}

struct scope *scope_find(uint64_t id, uint32_t number)
{
    struct task *task = task_of((aw_task){id});
    struct scope *scope = task ? task->scope : NULL;
    for (; scope && scope->task == task; scope = scope->outer)
        if (scope->number == number) return scope;
    return NULL;
}

void aw_scopes_hold(void)
{
    if (!loop.current) return;
    loop.current->scope_holds++;
    loop.current->scope_bit = 0;
}

void aw_scopes_release(void)
{
    if (!loop.current) return;
    assert(loop.current->scope_holds > 0);
    loop.current->scope_holds--;
    refresh(loop.current);
}

/* -- Cancel scopes ----------------------------------------------------------------------------- */

/* Behind aw_scope: names the record while there is one, and keeps what may be asked afterwards. */
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
    spread(scope);
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
    refresh(loop.current);
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
    bool is_outer_reaching = !scope->scope.is_shielded && cancelled_around(outer);
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
