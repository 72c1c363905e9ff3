/* The timing wheel, alone and in the loop, against a plain list of what it should have: random
 * deadlines of all magnitudes, drops, jumps of the clock. A failure names the seed and the step. */
#include <awaitc_lowlevel.h>
#include <awaitc_test.h>

#include "kernel/core.h"
#include "test.h"

enum { WHEEL_SEEDS = 60, WHEEL_STEPS = 400, WHEEL_TIMERS = 150 };

static struct {
    struct wheel wheel;
    struct timer timers[WHEEL_TIMERS];
    uint64_t order[WHEEL_TIMERS]; /* when each was set; 0 if it is not in the wheel */
    uint64_t orders;
    struct list due; /* collected, and not taken off yet */
    int64_t now;
    uint64_t random;
} wheeled;

/* splitmix64: the same numbers everywhere. */
static uint64_t wheel_random(void)
{
    uint64_t z = wheeled.random += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* Of any number of bits, up to 63. */
static int64_t wheel_distance(void)
{
    return (int64_t)(wheel_random() >> (1 + wheel_random() % 63));
}

static int64_t wheel_sum(int64_t a, int64_t b)
{
    int64_t sum;
    if (__builtin_add_overflow(a, b, &sum)) return b < 0 ? INT64_MIN : INT64_MAX;
    return sum;
}

/* After now, before it, equal to another one, at a slot's edge, or at an end of time. */
static int64_t wheel_some_deadline(void)
{
    int64_t edge = (int64_t)1 << wheel_random() % 63;
    switch (wheel_random() % 12) {
    case 0: return wheel_sum(wheeled.now, -wheel_distance());
    case 1: return wheeled.now;
    case 2: return (wheeled.now & -edge) - (int64_t)(wheel_random() % 2);
    case 3: return wheel_sum(wheeled.now & -edge, edge - (int64_t)(wheel_random() % 2));
    case 4: return wheel_random() % 2 ? INT64_MIN : AW_FOREVER - (int64_t)(wheel_random() % 2);
    case 5:
    case 6:
    case 7: return wheeled.timers[wheel_random() % WHEEL_TIMERS].deadline;
    default: return wheel_sum(wheeled.now, wheel_distance());
    }
}

/* The one to come first, AW_FOREVER left out; -1 if there is none. */
static int wheel_earliest(void)
{
    int first = -1;
    for (int i = 0; i < WHEEL_TIMERS; i++) {
        int64_t deadline = wheeled.timers[i].deadline;
        if (!wheeled.order[i] || deadline == AW_FOREVER) continue;
        if (first < 0 || deadline < wheeled.timers[first].deadline ||
            (deadline == wheeled.timers[first].deadline && wheeled.order[i] < wheeled.order[first]))
            first = i;
    }
    return first;
}

static int64_t wheel_earliest_deadline(void)
{
    int first = wheel_earliest();
    return first < 0 ? AW_FOREVER : wheeled.timers[first].deadline;
}

static void wheel_drop(int i)
{
    wheel_remove(&wheeled.wheel, &wheeled.timers[i]);
    wheeled.order[i] = 0;
}

/* Sets it, or drops it if it is set; one that is due may be either. */
static void wheel_flip(int i)
{
    struct timer *timer = &wheeled.timers[i];
    if (list_is_linked(&timer->entry.link)) {
        wheel_drop(i);
        return;
    }
    timer->deadline = wheel_some_deadline();
    if (wheel_has_passed(&wheeled.wheel, timer->deadline)) timer->deadline = wheeled.now;
    wheel_insert(&wheeled.wheel, timer);
    wheeled.order[i] = ++wheeled.orders;
}

/* Collects at `now`, and expects all that is due, in order. Returns how many that were. */
static int wheel_expect_due(int64_t now)
{
    while (list_take(&wheeled.due)) continue;
    wheeled.now = now;
    wheel_collect(&wheeled.wheel, now, &wheeled.due);
    int count = 0;
    for (struct list *link = wheeled.due.next; link != &wheeled.due; link = link->next, count++) {
        int first = wheel_earliest();
        struct timer *timer = container_of(link, struct timer, entry.link);
        if (!EXPECT(first >= 0 && timer == &wheeled.timers[first])) return -1;
        if (!EXPECT(timer->deadline <= now)) return -1;
        wheeled.order[first] = 0;
    }
    int64_t next = wheel_earliest_deadline();
    return EXPECT(next == AW_FOREVER || next > now) ? count : -1;
}

/* As a host that knows only what wheel_next tells: it is never late, and soon there. */
static bool wheel_expect_wakes(uint32_t most)
{
    int64_t next = wheel_earliest_deadline();
    if (next == AW_FOREVER) return EXPECT_INT(wheel_next(&wheeled.wheel, most), AW_FOREVER);
    for (int wakes = 0; wakes <= WHEEL_LEVELS; wakes++) {
        int64_t early = wheel_next(&wheeled.wheel, most);
        if (!EXPECT(early <= next) || !EXPECT(wakes == 0 || early > wheeled.now)) return false;
        int count = wheel_expect_due(early > wheeled.now ? early : wheeled.now);
        if (count != 0) return EXPECT(count > 0);
    }
    return EXPECT(!"a timer fires after a wake-up for each level");
}

static bool wheel_step(void)
{
    uint64_t what = wheel_random() % 100;
    if (what < 70) {
        wheel_flip((int)(wheel_random() % WHEEL_TIMERS));
        return true;
    }
    if (what < 75) {
        int first = wheel_earliest();
        if (first >= 0) wheel_drop(first);
        return true;
    }
    if (what < 80) return wheel_expect_due(wheel_sum(wheeled.now, wheel_distance() >> 8)) >= 0;
    if (what < 85) return wheel_expect_wakes((uint32_t)(wheel_random() % 3));
    if (what < 87) return wheel_expect_due(wheeled.now) >= 0;
    return EXPECT_INT(wheel_next(&wheeled.wheel, UINT32_MAX), wheel_earliest_deadline());
}

/* Empty, with every timer dropped. */
static void wheel_reset(uint64_t seed)
{
    memset(&wheeled, 0, sizeof wheeled);
    list_init(&wheeled.due);
    wheeled.random = seed;
    wheeled.now = seed % 3 ? (int64_t)seed * 1000 : wheel_distance();
}

static bool wheel_run(uint64_t seed)
{
    wheel_reset(seed);
    for (int step = 0; step < WHEEL_STEPS; step++) {
        doing("seed %d, step %d", (int)seed, step);
        if (!wheel_step()) return false;
    }
    for (int i = 0; i < WHEEL_TIMERS; i++)
        if (list_is_linked(&wheeled.timers[i].entry.link)) wheel_drop(i);
    return EXPECT(wheel_is_empty(&wheeled.wheel)) && EXPECT(list_is_empty(&wheeled.due));
}

TEST("wheel: what is due comes by deadline, then in order of setting, whatever was set and dropped")
{
    for (uint64_t seed = 1; seed <= WHEEL_SEEDS; seed++)
        if (!wheel_run(seed)) return;
}

TEST("wheel: equal deadlines keep their order, from whatever distance they were set")
{
    wheel_reset(1);
    int64_t deadline = (int64_t)1 << 50;
    wheeled.now = 0;
    for (int i = 0; i < 100; i++) {
        wheeled.timers[i].deadline = deadline;
        wheel_insert(&wheeled.wheel, &wheeled.timers[i]);
        wheeled.order[i] = ++wheeled.orders;
        if (i % 2) wheel_expect_due((wheeled.now + deadline) / 2);
    }
    wheel_expect_due(deadline);
    EXPECT(wheel_is_empty(&wheeled.wheel));
}

TEST("wheel_next: knows the earliest deadline while none is dropped, without a look at others")
{
    wheel_reset(1);
    wheel_expect_due(1000);
    for (int i = 0; i < WHEEL_TIMERS; i++) {
        wheeled.timers[i].deadline = 2000 + wheel_distance() % 1000000;
        wheel_insert(&wheeled.wheel, &wheeled.timers[i]);
        wheeled.order[i] = ++wheeled.orders;
        if (!EXPECT_INT(wheel_next(&wheeled.wheel, 0), wheel_earliest_deadline())) return;
    }
    while (wheel_earliest() >= 0) {
        if (!EXPECT(wheel_expect_due(wheel_earliest_deadline()) > 0)) return;
        if (!EXPECT_INT(wheel_next(&wheeled.wheel, 0), wheel_earliest_deadline())) return;
    }
}

TEST("wheel_next: after a drop looks at `most` timers, then tells a time before the earliest")
{
    wheel_reset(1);
    wheel_expect_due(1000);
    for (int i = 0; i < 100; i++) {
        wheeled.timers[i].deadline = 30000000 + i * 1000;
        wheel_insert(&wheeled.wheel, &wheeled.timers[i]);
        wheeled.order[i] = ++wheeled.orders;
    }
    EXPECT_INT(wheel_next(&wheeled.wheel, 0), 30000000);
    wheel_drop(0);
    int64_t early = wheel_next(&wheeled.wheel, 64);
    EXPECT(early > 1000 && early < 30001000);
    EXPECT_INT(wheel_next(&wheeled.wheel, 98), 30001000);
    EXPECT_INT(wheel_next(&wheeled.wheel, 0), 30001000); /* it knows */
    EXPECT_INT(wheel_expect_due(early), 0);
}

/* The same in the loop, with aw_timer_set. */
static struct {
    aw_timer timers[WHEEL_TIMERS];
    int fired[WHEEL_TIMERS]; /* in order */
    int count;
} looped;

static void wheel_fired(aw_timer *timer)
{
    looped.fired[looped.count++] = (int)(timer - looped.timers);
}

/* Sets a timer in both, or drops it from both; a third of the deadlines have passed. */
static void wheel_loop_flip(int i)
{
    aw_timer_drop(&looped.timers[i]);
    if (wheeled.order[i]) {
        wheeled.order[i] = 0;
        return;
    }
    int64_t distance = wheel_distance() >> 20;
    int64_t deadline = wheeled.now + (wheel_random() % 3 ? distance : -distance);
    if (wheel_random() % 3 == 0) deadline = wheeled.timers[wheel_random() % WHEEL_TIMERS].deadline;
    wheeled.timers[i].deadline = deadline;
    wheeled.order[i] = ++wheeled.orders;
    aw_timer_set(&looped.timers[i], deadline, wheel_fired, "test");
}

/* Lets everything fire that is due. */
static bool wheel_loop_expect(void)
{
    looped.count = 0;
    if (!EXPECT_INT(aw_yield(), 0) || !EXPECT_INT(aw_yield(), 0)) return false;
    for (int i = 0; i < looped.count; i++) {
        int first = wheel_earliest();
        if (!EXPECT_INT(looped.fired[i], first)) return false;
        wheeled.order[first] = 0;
    }
    return EXPECT(wheel_earliest_deadline() > wheeled.now);
}

static bool wheel_loop_run(uint64_t seed)
{
    wheel_reset(seed);
    for (int step = 0; step < WHEEL_STEPS; step++) {
        doing("seed %d, step %d", (int)seed, step);
        wheeled.now = aw_now_us();
        for (int i = 0; i < 10; i++) wheel_loop_flip((int)(wheel_random() % WHEEL_TIMERS));
        aw_ms jump = wheel_random() % 4 ? 0 : wheel_distance() >> 40;
        if (!EXPECT_INT(aw_clock_jump(jump), 0)) return false;
        wheeled.now = aw_now_us();
        if (!wheel_loop_expect()) return false;
    }
    for (int i = 0; i < WHEEL_TIMERS; i++) aw_timer_drop(&looped.timers[i]);
    return true;
}

TEST("aw_timer_set: what is due fires by deadline, then in order of setting, also when set late")
{
    EXPECT_INT(aw_clock_control(AW_CLOCK_STILL), 0);
    for (uint64_t seed = 1; seed <= 4; seed++)
        if (!wheel_loop_run(seed)) return;
    EXPECT_INT(aw_clock_release(), 0);
}

TEST("aw_timer_drop: of one that was set late, before it fires")
{
    EXPECT_INT(aw_sleep(1000), 0);
    looped.count = 0;
    for (int i = 0; i < 4; i++) aw_timer_set(&looped.timers[i], 900 - i, wheel_fired, "test");
    aw_timer_drop(&looped.timers[3]);
    aw_timer_drop(&looped.timers[1]);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(looped.count, 2);
    EXPECT_INT(looped.fired[0], 2);
    EXPECT_INT(looped.fired[1], 0);
}
