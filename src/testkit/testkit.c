/* The test kit: leak checks, whether a call suspended, and memory that runs out. See awaitc_test.h.
 * The clock is in testclock.c; sequencers are in sequencer.c. */
#include "awaitc_test.h"
#include "kernel/core.h"
#include "base/memory.h"

#include <string.h>

enum { NAMED_TASKS = 8 };

uint64_t aw_turn(void)
{
    return loop.stats.turns;
}

void aw_memory_fail(uint32_t nth, bool all_after)
{
    memory_fail(nth, MEMORY_PARKS | (all_after ? MEMORY_ALL_AFTER : 0));
}

uint32_t aw_memory_fail_end(void)
{
    uint32_t failures = memory_failures();
    memory_fail(0, 0);
    return failures;
}

/* The counts, without the memory that the runtime keeps for itself: tables grow and stay, the words
 * of the latest error stay with the task, and tasks take and give back C stacks all the time. */
static aw_stats_info counts(void)
{
    aw_stats_info stats;
    aw_stats(&stats);
    struct task *task = loop.current ? loop.current : loop.main;
    struct error *error = task ? task->future.error : NULL;
    stats.bytes -= table_bytes(&loop.records) + table_bytes(&loop.handles) +
                   table_bytes(&loop.operations) + switch_stacks()->bytes +
                   (error && error != &loop.reserve ? sizeof *error : 0);
    return stats;
}

void aw_leak_check_begin(aw_leak_check *check)
{
    check->start = counts();
    check->records_made = loop.numbers;
}

/* "Task-3 (main.c:12)" for tasks that were started since, up to some. */
static void name_tasks(struct text *text, uint32_t since)
{
    int named = 0;
    for (struct list *l = loop.tasks.next; l != &loop.tasks; l = l->next) {
        struct task *task = container_of(l, struct task, all);
        if (task->future.record.number <= since) continue;
        if (++named > NAMED_TASKS) {
            text_add(text, ", ...");
            return;
        }
        text_add(text, named == 1 ? ": " : ", ");
        text_add(text, task_name(task));
        text_add(text, " (");
        text_add(text, task->future.record.at);
        text_add(text, ")");
    }
}

int aw_leak_check_end(const aw_leak_check *check, char *words, size_t words_max)
{
    aw_stats_info now = counts();
    const aw_stats_info *start = &check->start;
    const struct {
        const char *name; /* of one; an s makes more of them */
        int64_t left;
    } kinds[] = {
        {"task", (int64_t)now.tasks - start->tasks},
        {"record", (int64_t)now.records - start->records},
        {"timer", (int64_t)now.timers - start->timers},
        {"waiter", (int64_t)now.waiters - start->waiters},
        {"callback", (int64_t)now.callbacks - start->callbacks},
        {"operation", (int64_t)now.operations - start->operations},
        {"byte", (int64_t)(now.bytes - start->bytes)},
    };
    int found = 0, last = 0;
    for (int i = 0; i < (int)(sizeof kinds / sizeof *kinds); i++)
        if (kinds[i].left > 0) found++, last = i;
    if (found == 0) return 0;
    char none[1];
    struct text text = words_max ? text_in(words, words_max) : text_in(none, sizeof none);
    for (int i = 0; i <= last; i++) {
        if (kinds[i].left <= 0) continue;
        if (text.length) text_add(&text, i == last ? " and " : ", ");
        text_add_number(&text, kinds[i].left);
        text_add(&text, " ");
        text_add(&text, kinds[i].name);
        if (kinds[i].left > 1) text_add(&text, "s");
    }
    text_add(&text, found == 1 && kinds[last].left == 1 ? " was left" : " were left");
    name_tasks(&text, check->records_made);
    return found;
}
