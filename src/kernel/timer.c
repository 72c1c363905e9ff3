/* Timers: one heap of deadlines for sleeps, timeouts and delayed callbacks.
 *
 * A due timer becomes an entry of the turn and fires when that entry runs. So a timer that an
 * earlier one drops in the same turn does not fire, and a sleeper continues one turn after its
 * timer. */
#include "kernel/core.h"
#include "platform/switch.h"

static struct timer *timer_of(aw_timer *node)
{
    return (struct timer *)(void *)node;
}

AW_NEVER_SUSPENDS(void, timer_run, (struct entry * entry));

static void timer_run(struct entry *entry)
{
    struct timer *timer = container_of(entry, struct timer, entry);
    loop.stats.timers--;
    trace(TIMER_FIRE, timer->task, timer->number, 0, timer->what, NULL, NULL);
    timer->fire((aw_timer *)(void *)timer);
}

void aw_timer_set(aw_timer *node, int64_t deadline_us, void (*fire)(aw_timer *timer),
                  const char *what)
{
    assert(!switch_is_moving());
    struct timer *timer = timer_of(node);
    assert(!heap_is_linked(&timer->node) && !list_is_linked(&timer->entry.link));
    *timer = (struct timer){.entry.run = timer_run,
                            .fire = fire,
                            .what = what,
                            .number = ++loop.timer_count,
                            .task = loop.current ? loop.current->future.record.number : 0};
    heap_insert(&loop.timers, &timer->node, deadline_us);
    loop.stats.timers++;
    trace(TIMER_SET, timer->task, timer->number, (double)deadline_us / 1000, what, NULL, NULL);
}

void aw_timer_drop(aw_timer *node)
{
    struct timer *timer = timer_of(node);
    if (heap_is_linked(&timer->node))
        heap_remove(&loop.timers, &timer->node);
    else if (list_is_linked(&timer->entry.link))
        list_remove(&timer->entry.link);
    else
        return;
    loop.stats.timers--;
    trace(TIMER_DROP, timer->task, timer->number, 0, timer->what, NULL, NULL);
}

void timer_hasten(aw_timer *node)
{
    struct timer *timer = timer_of(node);
    heap_remove(&loop.timers, &timer->node);
    ready_add(&timer->entry);
}

void timer_collect(void)
{
    if (!loop.timers.root) return;
    if (list_is_empty(&loop.ready)) aw_now_us(); /* else as last read: see clock_steps */
    while (loop.timers.root && loop.timers.root->deadline <= loop.now_us) {
        struct timer *timer = container_of(loop.timers.root, struct timer, node);
        heap_remove(&loop.timers, &timer->node);
        ready_add(&timer->entry);
    }
}
