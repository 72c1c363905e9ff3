/* Finds a wait that could never end, because what is waited for waits in turn for the current task,
 * through other tasks or a gather. aw_await asks before it parks. */
#include "kernel/core.h"

/* Who cannot go on before the future does in whose `watchers` the entry is: a task that awaits it, or
 * a gather; NULL if nobody. */
static const struct future *needing(const struct entry *entry)
{
    if (entry->run == loop_step) return &container_of(entry, struct task, step)->future;
    const struct future *by = watch_by(entry);
    return by && by->type->needs_all ? by : NULL;
}

/* Whether `goal`, a gather, waits for the end of `root`: looks through all that wait for `root`, those
 * that wait for them, and so on. A task waits for one future, so the way back from it is known; of
 * gathers only a few stand inside each other. Gives up after `*steps_left`: a cycle that this misses
 * ends in the report of a deadlock. */
static bool future_needs(const struct future *goal, const struct future *root, int depth,
                         int *steps_left)
{
    const struct future *node = root;
    const struct list *link = node->watchers.next;
    while ((*steps_left)-- > 0) {
        if (link == &node->watchers) {
            if (node == root) return false;
            const struct task *task = (const struct task *)node;
            node = task->wait->on;
            link = task->step.link.next;
            continue;
        }
        const struct future *outer = needing(container_of(link, struct entry, link));
        if (outer && outer->is_task) {
            node = outer;
            link = node->watchers.next;
            continue;
        }
        if (outer == goal) return true;
        if (outer && depth > 0 && future_needs(goal, outer, depth - 1, steps_left)) return true;
        link = link->next;
    }
    return false;
}

bool future_is_cycle(const struct future *future, const struct task *task)
{
    while (future->is_task && future->state == PENDING) {
        const struct task *next = (const struct task *)future;
        if (next == task) return true;
        if (next->state != TASK_PARKED || !next->wait->on) return false;
        future = next->wait->on;
    }
    enum { DEPTH_MAX = 8, STEPS_MAX = 1000 };
    int steps_left = STEPS_MAX;
    return future->type->needs_all && future->state == PENDING &&
           future_needs(future, &task->future, DEPTH_MAX, &steps_left);
}

/* Tells the chain of tasks that would wait for each other. */
int await_cycle(const struct future *future)
{
    char words[160];
    struct text text = text_in(words, sizeof words);
    text_add(&text, "aw_await: would wait for itself: ");
    text_add(&text, task_name(loop.current));
    while (future->is_task && future != &loop.current->future) {
        text_add(&text, " > ");
        text_add(&text, task_name((const struct task *)future));
        future = ((const struct task *)future)->wait->on;
    }
    if (!future->is_task) {
        text_add(&text, " > a ");
        text_add(&text, future->type->name);
        text_add(&text, " that waits for it");
    } else {
        text_add(&text, " > ");
        text_add(&text, task_name(loop.current));
    }
    return aw_fail_text(AW_EDEADLK, words);
}
