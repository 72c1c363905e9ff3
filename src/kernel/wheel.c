/* The timing wheel: see wheel.h. It compares keys: a key is a deadline with its sign bit inverted,
 * so that keys are unsigned numbers in the order of the deadlines. */
#include "kernel/core.h"

static uint64_t wheel_key(int64_t deadline)
{
    return (uint64_t)deadline ^ (uint64_t)1 << 63;
}

static struct timer *wheel_timer(struct list *link)
{
    return container_of(link, struct timer, entry.link);
}

/* The highest digit in which the keys differ. */
static unsigned wheel_level(uint64_t a, uint64_t b)
{
    return (unsigned)(63 - __builtin_clzll((a ^ b) | 1)) / WHEEL_BITS;
}

/* The first slot with timers. There is one. */
static struct list *wheel_first(struct wheel *wheel)
{
    unsigned level = (unsigned)__builtin_ctz(wheel->levels);
    return &wheel->slots[level][__builtin_ctzll(wheel->used[level])];
}

/* The key that the first slot begins at. */
static uint64_t wheel_first_key(const struct wheel *wheel)
{
    unsigned level = (unsigned)__builtin_ctz(wheel->levels);
    unsigned shift = level * WHEEL_BITS;
    uint64_t above = ~(uint64_t)0 << shift << WHEEL_BITS;
    return (wheel->base & above) | (uint64_t)__builtin_ctzll(wheel->used[level]) << shift;
}

/* Whether all timers in the slot are known to have one deadline. */
static bool wheel_is_even(const struct wheel *wheel, const struct list *slot)
{
    return slot < wheel->slots[1] || slot->next == slot->prev; /* level 0, or one timer */
}

/* Puts it into its slot: before all others if it is the earliest, else behind them. It is not
 * inlined: copies make a program larger and no quicker. */
static __attribute__((noinline)) void wheel_place(struct wheel *wheel, struct timer *timer)
{
    uint64_t key = wheel_key(timer->deadline);
    unsigned level = wheel_level(wheel->base, key);
    unsigned digit = (unsigned)(key >> level * WHEEL_BITS) & (WHEEL_SLOTS - 1);
    struct list *slot = &wheel->slots[level][digit], *next = slot;
    uint64_t bit = (uint64_t)1 << digit;
    if (!(wheel->used[level] & bit)) {
        wheel->used[level] |= bit;
        wheel->unknown[level] &= ~bit;
        wheel->levels |= 1u << level;
        list_init(slot);
    } else if (!(wheel->unknown[level] & bit) &&
               timer->deadline < wheel_timer(slot->next)->deadline) {
        next = slot->next;
    }
    list_insert(next, &timer->entry.link);
}

bool wheel_has_passed(const struct wheel *wheel, int64_t deadline)
{
    return wheel_key(deadline) < wheel->base;
}

void wheel_insert(struct wheel *wheel, struct timer *timer)
{
    if (timer->deadline == AW_FOREVER)
        list_init(&timer->entry.link); /* it is set, and in no slot */
    else
        wheel_place(wheel, timer);
}

void wheel_remove(struct wheel *wheel, struct timer *timer)
{
    struct list *prev = timer->entry.link.prev;
    list_remove(&timer->entry.link);
    size_t slot = ((uintptr_t)prev - (uintptr_t)wheel->slots) / sizeof *prev;
    if (slot >= WHEEL_LEVELS * WHEEL_SLOTS) return; /* it was not the first in a slot */
    size_t level = slot / WHEEL_SLOTS;
    uint64_t bit = (uint64_t)1 << slot % WHEEL_SLOTS;
    wheel->unknown[level] |= bit;
    if (!list_is_empty(prev)) return;
    wheel->used[level] &= ~bit;
    if (!wheel->used[level]) wheel->levels &= ~(1u << level);
}

/* Takes the first slot off the wheel: what is in it goes to `to`, or down. */
static void wheel_advance(struct wheel *wheel, int64_t now, struct list *to)
{
    struct list *slot = wheel_first(wheel), *link;
    uint64_t start = wheel_first_key(wheel);
    if (start > wheel->base) wheel->base = start;
    uint64_t *used = &wheel->used[__builtin_ctz(wheel->levels)];
    *used &= *used - 1;
    if (!*used) wheel->levels &= wheel->levels - 1;
    if (wheel_is_even(wheel, slot) && wheel_timer(slot->next)->deadline <= now)
        list_splice(to, slot);
    else
        while ((link = list_take(slot))) wheel_place(wheel, wheel_timer(link));
}

void wheel_collect(struct wheel *wheel, int64_t now, struct list *to)
{
    uint64_t end = wheel_key(now);
    while (!wheel_is_empty(wheel) && wheel_first_key(wheel) <= end) wheel_advance(wheel, now, to);
    if (end > wheel->base) wheel->base = end;
}

int64_t wheel_next(struct wheel *wheel, uint32_t most)
{
    if (wheel_is_empty(wheel)) return AW_FOREVER;
    struct list *slot = wheel_first(wheel), *first = slot->next;
    unsigned level = (unsigned)__builtin_ctz(wheel->levels);
    uint64_t bit = wheel->used[level] & -wheel->used[level];
    if (wheel->unknown[level] & bit && !wheel_is_even(wheel, slot)) {
        for (struct list *link = first->next; link != slot; link = link->next) {
            if (most-- == 0) return (int64_t)wheel_key((int64_t)wheel_first_key(wheel));
            if (wheel_timer(link)->deadline < wheel_timer(first)->deadline) first = link;
        }
        list_remove(first);
        list_insert(slot->next, first);
        wheel->unknown[level] &= ~bit;
    }
    return wheel_timer(first)->deadline;
}
