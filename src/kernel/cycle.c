/* Finds a wait that could never end, because what is waited for waits in turn for the task, through
 * other tasks or a gather. aw_await asks before it parks. */
#include "kernel/core.h"

/* What `future` awaits, if it is a task that is parked in aw_await; else NULL. */
static const struct future *awaited_by(const struct future *future)
{
    const struct task *task = task_in(&future->record);
    return task && task->state == TASK_PARKED ? task->wait->on : NULL;
}

/* The future that cannot end before the one whose `watchers` have the entry: a task that awaits it,
 * or a gather; or NULL. An entry of `watchers` that is no watch is the step of a task. */
static struct future *needing(struct entry *entry)
{
    if (entry->run != watch_run) return &container_of(entry, struct task, step)->future;
    struct future *by = watch_by(entry);
    return by && by->record.type->needs_all ? by : NULL;
}

/* A list of futures by their index in the table of records. Each is in it once, and is marked. */
struct cycle_list {
    struct future *first, *last;
};

static void cycle_list_add(struct cycle_list *list, struct future *future)
{
    future->is_marked = true;
    if (list->last)
        list->last->record.next_marked = (uint32_t)future->record.id;
    else
        list->first = future;
    list->last = future;
}

/* What follows in the list, or NULL. */
static struct future *cycle_list_next(const struct future *future)
{
    uint32_t next = future->record.next_marked;
    return next ? (struct future *)table_at(&loop.records, next - 1) : NULL; /* all are futures */
}

static void cycle_list_clear(struct cycle_list *list)
{
    struct future *next;
    for (struct future *future = list->first; future; future = next) {
        next = cycle_list_next(future);
        future->record.next_marked = 0;
        future->is_marked = false;
    }
}

/* Whether `goal`, a gather, waits for the end of `root`: collects all that wait for `root`, for
 * those, and so on. It looks at each once, however they are connected, and takes no memory. */
static bool cycle_needs(const struct future *goal, struct future *root)
{
    struct cycle_list seen = {0};
    cycle_list_add(&seen, root);
    for (struct future *node = root; node && !goal->is_marked; node = cycle_list_next(node))
        for (struct list *l = node->watchers.next; l != &node->watchers; l = l->next) {
            struct future *outer = needing(container_of(l, struct entry, link));
            if (outer && !outer->is_marked) cycle_list_add(&seen, outer);
        }
    bool is_found = goal->is_marked;
    cycle_list_clear(&seen);
    return is_found;
}

/* Whether `future` waits for `task`. */
static bool cycle_has(const struct future *future, struct task *task)
{
    for (const struct future *next; future != &task->future; future = next) {
        next = awaited_by(future);
        if (next) continue;
        return future->record.type->needs_all && future->state == PENDING &&
               cycle_needs(future, &task->future);
    }
    return true;
}

/* Fails with the chain of those that would wait for each other. */
static int cycle_fail(const struct future *future)
{
    const struct record *self = &loop.current->future.record;
    char words[WORDS_ERROR];
    struct text text = text_in(words, sizeof words);
    text_add(&text, "aw_await: would wait for itself: ");
    text_add(&text, record_name(self));
    for (; future && &future->record != self; future = awaited_by(future)) {
        bool is_task = task_in(&future->record);
        text_add(&text, is_task ? " > " : " > a ");
        text_add(&text, record_name(&future->record));
        if (!is_task) text_add(&text, " that waits for it");
    }
    if (future) {
        text_add(&text, " > ");
        text_add(&text, record_name(self));
    }
    return aw_fail_text(AW_EDEADLK, words);
}

int cycle_check(const struct future *future)
{
    return cycle_has(future, loop.current) ? cycle_fail(future) : 0;
}
