/* Finds a wait that could never end, because what is waited for waits in turn for the task, through
 * other tasks or a gather. aw_await asks before it parks. */
#include "kernel/core.h"

/* What `future` awaits, if it is a task that is parked in aw_await; else NULL. */
static const struct future *awaited_by(const struct future *future)
{
    const struct task *task = task_in(&future->record);
    return task && task->state == TASK_PARKED ? task->wait->on : NULL;
}

/* Who cannot go on before the future ends in whose `watchers` the entry is: a task that awaits it, or
 * a gather; NULL if nobody. What is no watch in a list of watchers is the step of a task. */
static const struct future *needing(const struct entry *entry)
{
    if (entry->run != watch_run) return &container_of(entry, struct task, step)->future;
    const struct future *by = watch_by(entry);
    return by && by->record.type->needs_all ? by : NULL;
}

/* Whether `goal`, a gather, waits for the end of `root`: looks through all that wait for `root`, those
 * that wait for them, and so on. A task waits for one future, so the way back from it is known; of
 * gathers only a few stand inside each other. Gives up after `*steps_left`: a cycle that this misses
 * ends in the report of a deadlock. */
static bool cycle_needs(const struct future *goal, const struct future *root, int depth,
                        int *steps_left)
{
    const struct future *node = root;
    const struct list *link = node->watchers.next;
    while ((*steps_left)-- > 0) {
        if (link == &node->watchers) {
            if (node == root) return false;
            const struct task *task = task_in(&node->record);
            node = task->wait->on;
            link = task->step.link.next;
            continue;
        }
        const struct future *outer = needing(container_of(link, struct entry, link));
        if (outer && task_in(&outer->record)) {
            node = outer;
            link = node->watchers.next;
            continue;
        }
        if (outer == goal) return true;
        if (outer && depth > 0 && cycle_needs(goal, outer, depth - 1, steps_left)) return true;
        link = link->next;
    }
    return false;
}

/* Whether `future` waits for `task`. */
static bool cycle_has(const struct future *future, const struct task *task)
{
    enum { DEPTH_MAX = 8, STEPS_MAX = 1000 };
    int steps_left = STEPS_MAX;
    for (const struct future *next; future != &task->future; future = next) {
        next = awaited_by(future);
        if (next) continue;
        return future->record.type->needs_all && future->state == PENDING &&
               cycle_needs(future, &task->future, DEPTH_MAX, &steps_left);
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
