/* Debug mode: reports faults that break nothing and would otherwise go unnoticed.
 *
 * This file contains the text of each report. The faults are detected in loop.c (slow steps),
 * future.c (records), task.c (ends) and finish.c (orphans). It is linked only into programs that
 * use it. */
#include "kernel/core.h"
#include "kernel/parts.h"

enum { SLOW_US = 100000 };

static int64_t slow_us = SLOW_US;

/* The step under way. */
static struct {
    int64_t began_us;      /* -1 if there is none, or debug mode began inside it */
    uint64_t id;           /* handle of the task; 0 for a callback */
    uint32_t number;
    char name[WORDS_NAME]; /* the task may be gone when its step has ended */
    const char *from;      /* where it goes on */
} step = {.began_us = -1};

void aw_set_debug(bool is_debug)
{
    loop.is_debug = is_debug;
    step.began_us = -1;
}

bool aw_get_debug(void)
{
    return loop.is_debug;
}

void aw_set_slow_ms(aw_ms slow_ms)
{
    slow_us = clock_us(slow_ms);
}

void debug_before(const struct entry *entry)
{
    loop.callback_at = NULL;
    step.id = 0;
    step.began_us = aw_now_us();
    if (entry->run != task_step) return;
    const struct task *task = container_of(entry, struct task, step);
    struct text name = text_in(step.name, sizeof step.name);
    text_add(&name, task_name(task));
    step.id = task->future.record.id;
    step.number = task->future.record.number;
    step.from = task->at ? task->at : task->future.record.at;
}

static void slow_task(struct text *text)
{
    const struct task *task = task_of((aw_task){step.id});
    text_add(text, ", from ");
    text_add(text, step.from);
    text_add(text, " to ");
    text_add(text, task && task->state != TASK_ENDED ? task->at : "its end");
    text_add(text, "; nothing else could run: aw_yield() now and then, or do less at a time");
}

void debug_after(void)
{
    int64_t spent_us = aw_now_us() - step.began_us;
    bool is_slow = step.began_us >= 0 && spent_us >= slow_us;
    step.began_us = -1;
    if (!is_slow || (!step.id && !loop.callback_at)) return;
    char words[WORDS_REPORT];
    struct text text = text_in(words, sizeof words);
    if (step.id) {
        text_add(&text, step.name);
    } else {
        text_add(&text, "a callback asked for at ");
        text_add(&text, loop.callback_at);
    }
    text_add(&text, " took ");
    text_add_time(&text, spent_us, 1000000);
    text_add(&text, " seconds");
    if (step.id)
        slow_task(&text);
    else
        text_add(&text, "; nothing else could run: start a task with aw_go, which can pause");
    report("slow-step", step.id ? step.number : 0, step.id ? step.from : loop.callback_at, words);
}

/* "Task-2 (main.c:12)": a task and where it was spawned, then more words. */
static void tell(const char *lint, const struct task *task, const char *what, const char *at,
                 const char *remedy)
{
    char words[WORDS_REPORT];
    struct text text = text_in(words, sizeof words);
    text_add(&text, task_name(task));
    text_add(&text, " (");
    text_add(&text, task->future.record.at);
    text_add(&text, ") ");
    text_add(&text, what);
    if (at) text_add(&text, at);
    text_add(&text, remedy);
    report(lint, task->future.record.number, at ? at : task->future.record.at, words);
}

void debug_record_goes(const struct future *future)
{
    const struct task *task = task_in(&future->record);
    if (!task || future->state != DONE || future->record.is_used) return;
    if (loop.phase > LOOP_STOPPING) return; /* an orphan, and told as that */
    tell("never-awaited", task, "ended well and nobody awaited it", NULL,
         ": await it, or aw_detach it if nobody needs its result");
}

/* A request that was only passed on to what the task awaits was not delivered to it. At the exit
 * nobody looks at results any more, and a cleanup may end as it likes. */
void debug_ended(const struct task *task, enum future_state state)
{
    if (state != DONE || task->cancels == 0 || !task->cancelled_at) return;
    if (loop.phase != LOOP_RUNNING) return;
    tell("cancellation-swallowed", task, "ended with a value although it was cancelled at ",
         task->cancelled_at,
         ": return AW_ECANCELLED after the cleanup, or aw_uncancel the request to go on");
}

void debug_orphans(void)
{
    for (struct list *l = loop.tasks.next; l != &loop.tasks; l = l->next) {
        const struct task *task = container_of(l, struct task, all);
        if (task->is_inner) continue; /* closed with its owner */
        tell("task-orphaned", task, "was still running when main ended, and is cancelled", NULL,
             ": await it, or cancel and await it, before main returns");
    }
}
