/* Timers: one wheel of deadlines for sleeps, timeouts and delayed callbacks.
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

/* The wheel that has the timer, unless it is due already. */
static struct wheel *timer_wheel(const struct timer *timer)
{
    return wheel_has_passed(&loop.timers, timer->deadline) ? &loop.late : &loop.timers;
}

static void timer_run(struct entry *entry) AW_NEVER_SUSPENDS(timer_run);

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
    assert(!list_is_linked(&timer->entry.link));
    *timer = (struct timer){.entry.run = timer_run,
                            .deadline = deadline_us,
                            .fire = fire,
                            .what = what,
                            .number = ++loop.timer_count,
                            .task = loop.current ? loop.current->future.record.number : 0};
    wheel_insert(timer_wheel(timer), timer);
    loop.stats.timers++;
    trace(TIMER_SET, timer->task, timer->number, (double)deadline_us / 1000, what, NULL, NULL);
}

void aw_timer_drop(aw_timer *node)
{
    struct timer *timer = timer_of(node);
    if (!list_is_linked(&timer->entry.link)) return;
    wheel_remove(timer_wheel(timer), timer);
    loop.stats.timers--;
    trace(TIMER_DROP, timer->task, timer->number, 0, timer->what, NULL, NULL);
}

void timer_hasten(aw_timer *node)
{
    struct timer *timer = timer_of(node);
    wheel_remove(timer_wheel(timer), timer);
    ready_add(&timer->entry);
}

void timer_collect(void)
{
    if (wheel_is_empty(&loop.timers) && wheel_is_empty(&loop.late)) return;
    bool is_idle = list_is_empty(&loop.ready); /* else the clock is as last read: see clock_steps */
    if (is_idle && !wheel_is_empty(&loop.timers)) aw_now_us();
    if (!wheel_is_empty(&loop.late)) {
        wheel_collect(&loop.late, loop.now_us, &loop.ready);
        loop.late.base = 0; /* all are out: it takes every deadline again */
    }
    wheel_collect(&loop.timers, loop.now_us, &loop.ready);
}
