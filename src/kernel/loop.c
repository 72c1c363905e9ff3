/* The loop. The order inside a turn is part of the semantics, and loop_pump and turn_begin are its
 * documentation. A turn that does not fit into the host's time budget goes on at the next pump. */
#include "kernel/core.h"
#include "kernel/parts.h"
#include "platform/host.h"
#include "platform/switch.h"

#include <math.h>
#include <string.h>

struct loop loop;

void loop_init(bool has_exports)
{
    memset(&loop, 0, sizeof loop);
    list_init(&loop.batch);
    list_init(&loop.ready);
    list_init(&loop.arrived);
    list_init(&loop.tasks);
    loop.armed_us = AW_FOREVER;
    loop.clock_steps = 1;
    loop.has_exports = has_exports;
    switch_init();
    if (debug_environment) debug_environment();
}

/* Asks the host for a pump at the earliest deadline, or earlier: a pump that finds nothing due
 * costs less than a look at more timers. */
static void loop_arm(void)
{
    enum { LOOK_AT = 64 };
    int64_t deadline = loop.held_words ? AW_FOREVER : wheel_next(&loop.timers, LOOK_AT);
    if (deadline != AW_FOREVER) deadline -= loop.offset_us;
    if (deadline == loop.armed_us) return;
    loop.armed_us = deadline;
    host_arm(deadline == AW_FOREVER ? INFINITY : (double)deadline / 1000);
}

enum { CLOCK_STEPS_MAX = 256 };

/* How many entries to run until the next look at the clock: reading it costs more than a quick
 * step, so they double while steps are quick and fall back to one when they are slow. */
static uint32_t clock_steps(int64_t spent_us)
{
    enum { QUICK_US = 100, SLOW_US = 1000 };
    if (spent_us > SLOW_US)
        loop.clock_steps = 1;
    else if (spent_us < QUICK_US && loop.clock_steps < CLOCK_STEPS_MAX)
        loop.clock_steps *= 2;
    return loop.clock_steps;
}

/* When a pump begins. A program that is quick and has no timers does not look at the clock for
 * that, because most of its pumps run a step or two: AW_FOREVER until its first look. */
static int64_t pump_start_us(void)
{
    bool has_timers = !wheel_is_empty(&loop.timers) || !wheel_is_empty(&loop.late);
    bool is_wanted = has_timers || dump_since || loop.clock_steps < CLOCK_STEPS_MAX;
    return is_wanted ? aw_now_us() : AW_FOREVER;
}

/* Sets how many entries run until the next look; how many are left for later. */
static uint32_t steps_begin(uint32_t steps, uint32_t left)
{
    loop.steps_left = steps < left ? steps : left;
    return left - loop.steps_left;
}

/* Runs turns until nothing is ready, `budget_us` have passed, or `left` entries were run. */
static int pump_turns(int64_t budget_us, uint32_t left) AW_NEVER_SUSPENDS(pump_turns);

static int pump_turns(int64_t budget_us, uint32_t left)
{
    int64_t looked_us = pump_start_us();
    left = steps_begin(clock_steps(0), left);
    for (;;) {
        if (list_is_empty(&loop.batch)) {
            if (loop.phase != LOOP_RUNNING && finish_turn()) return PUMP_ENDED;
            turn_begin();
            if (list_is_empty(&loop.batch)) {
                if (loop.on_idle && loop.on_idle()) continue;
                return PUMP_IDLE;
            }
        }
        struct list *link;
        while ((link = list_take(&loop.batch))) {
            struct entry *entry = container_of(link, struct entry, link);
            if (debug_before && loop.is_debug) debug_before(entry);
            if (entry->run == task_step)
                task_step(entry); /* the usual case, without a table */
            else
                entry->run(entry);
            if (debug_after && loop.is_debug) debug_after();
            if (--loop.steps_left > 0) continue;
            if (left == 0) return PUMP_READY;
            int64_t now_us = aw_now_us();
            int64_t spent_us = looked_us > now_us ? 0 : now_us - looked_us;
            looked_us = now_us;
            budget_us -= spent_us;
            left = steps_begin(clock_steps(spent_us), left);
            if (budget_us <= 0) return PUMP_READY;
        }
    }
}

/* Nothing is ready, and nothing that could change that will ever happen. */
static bool is_deadlock(void)
{
    bool has_deadline = !wheel_is_empty(&loop.timers) && !loop.held_words;
    return !has_deadline && !loop.stats.operations && !loop.has_exports && loop.main;
}

int loop_pump(double budget_ms, uint32_t steps_max)
{
    if (loop.is_pumping) return AW_EBUSY;
    loop.is_pumping = true;
    int rc = pump_turns((int64_t)(budget_ms * 1000), steps_max ? steps_max : UINT32_MAX);
    if (rc == PUMP_IDLE && is_deadlock()) {
        finish_deadlock(wheel_is_empty(&loop.timers) ? NULL : loop.held_words);
        rc = PUMP_READY;
    }
    host_flush();
    if (rc != PUMP_ENDED) loop_arm();
    loop.is_pumping = false;
    if (rc == PUMP_ENDED) host_exit(loop.exit_code);
    return rc;
}
