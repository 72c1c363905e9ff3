/* The chain of scopes: what a task has entered and must leave. Timeouts (timeout.c), cancel scopes
 * (cancelscope.c) and groups (group.c) are kept in one chain.
 *
 * A cancel scope is level-triggered: from its cancellation until it is left, every suspension
 * inside it returns AW_ECANCELLED. Nothing is sent for that: a task carries one bit, which is what
 * its chain says, innermost first and up to a shielded scope; park and aw_yield look at the bit.
 * The chain of a group's child goes on with the group's. */
#include "kernel/parts.h"
#include "kernel/scope.h"

static void scope_abandon(struct scope *scope) AW_NEVER_SUSPENDS(scope_abandon);

static void scope_abandon(struct scope *scope)
{
    scope->type->abandon(scope);
}

/* The cancelled scope that reaches what is directly inside `scope`, or NULL. */
static const struct scope *scope_cancelled_around(const struct scope *scope)
{
    for (; scope; scope = scope->outer) {
        if (scope->is_cancelled) return scope;
        if (scope->is_shielded) return NULL;
    }
    return NULL;
}

void scope_refresh(struct task *task)
{
    const struct scope *scope = task->scope_holds ? NULL : scope_cancelled_around(task->scope);
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

void scope_spread(struct scope *scope)
{
    struct member *first;
    struct member **last = reach(&first, scope->task, scope);
    scope_refresh(scope->task);
    for (; first; first = first->next_reached) {
        scope_refresh(first->task);
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
    scope_refresh(task); /* one of those left may have been the cancelled one, or the shield */
}

void scope_close(struct scope *scope, int rc, const char *detail)
{
    struct task *task = scope->task;
    assert(task->scope == scope);
    aw_timer_drop(&scope->timer);
    task->scope = scope->outer;
    scope_refresh(task);
    trace(SCOPE_CLOSE, task->future.record.number, scope->number, rc, scope->type->word, NULL,
          detail);
}

void scope_attach(struct task *task, struct scope *scope)
{
    task->scope = scope;
    scope_refresh(task);
}

void scope_detach(struct task *task, const struct scope *scope)
{
    struct scope **place = &task->scope;
    while (*place && *place != scope) place = &(*place)->outer;
    *place = NULL;
    scope_refresh(task);
}

bool scope_is_reached(const struct scope *scope)
{
    return scope_cancelled_around(scope);
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
    scope_refresh(loop.current);
}
