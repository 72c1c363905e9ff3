/* Timers: one heap of deadlines for sleeps, timeouts and delayed callbacks.
 *
 * A due timer becomes an entry of the turn; only when that runs does it fire. So a timer that an
 * earlier one drops in the same turn does not fire, and a sleeper goes on one turn after its timer. */
#include "kernel/core.h"
#include "platform/host.h"
#include "platform/switch.h"

int64_t aw_deadline_us(aw_ms delay_ms)
{
    int64_t now = aw_now_us();
    if (delay_ms > (INT64_MAX - now) / 1000) return INT64_MAX;
    if (delay_ms < INT64_MIN / 2000) delay_ms = INT64_MIN / 2000;
    return now + delay_ms * 1000;
}

int64_t timer_us(aw_ms deadline)
{
    if (deadline > INT64_MAX / 1000) return INT64_MAX;
    return deadline < INT64_MIN / 1000 ? INT64_MIN : deadline * 1000;
}

aw_ms aw_now(void)
{
    return aw_now_us() / 1000;
}

/* The host's clock is ignored until it has caught up: see aw_now_us. */
void timer_pass(int64_t us)
{
    loop.now_us = aw_now_us() + us;
}

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
                            .task = loop.current ? loop.current->future.number : 0};
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
    loop_ready(&timer->entry);
}

void timer_collect(void)
{
    if (!loop.timers.root) return;
    if (list_is_empty(&loop.ready)) aw_now_us(); /* else as last read: see clock_steps */
    while (loop.timers.root && loop.timers.root->deadline <= loop.now_us) {
        struct timer *timer = container_of(loop.timers.root, struct timer, node);
        heap_remove(&loop.timers, &timer->node);
        loop_ready(&timer->entry);
    }
}

/* -- Sleep --------------------------------------------------------------------------------------- */

struct sleep {
    struct wait wait;
    aw_timer timer;
};

static void sleep_fire(aw_timer *timer)
{
    park_wake(&container_of(timer, struct sleep, timer)->wait, 0, "timer");
}

static enum aw_abort_result sleep_abort(aw_waiter *node)
{
    struct wait *wait = (struct wait *)(void *)node;
    aw_timer_drop(&container_of(wait, struct sleep, wait)->timer);
    return AW_ABORT_DONE;
}

int aw_sleep_here(aw_ms delay_ms, const char *at)
{
    if (delay_ms <= 0) return aw_yield_here(at);
    if (!loop.current) return aw_fail_text(AW_ENOTASK, "aw_sleep: use aw_call_later in callbacks");
    struct sleep sleep = {.timer = {{0}}};
    int64_t deadline_us = aw_deadline_us(delay_ms);
    aw_timer_set(&sleep.timer, deadline_us, sleep_fire, "sleep");
    sleep.wait =
        (struct wait){.abort = sleep_abort, .reason = "sleep", .deadline = deadline_us / 1000};
    return park(&sleep.wait, at);
}
