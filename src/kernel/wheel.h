/* A hierarchical timing wheel: all timers that are set, by deadline, and those of equal deadlines
 * in the order in which they were set. docs/decisions/0016 says why a wheel.
 *
 * A deadline is a number of eleven digits of six bits. The wheel has a level for each digit and a
 * slot for each of its values; a slot of level 0 is one microsecond. A timer is at the level of the
 * highest digit in which its deadline differs from the wheel's base, in the slot of that digit. So
 * timers of equal deadlines are always in the same slot, which keeps their order. When the base
 * reaches a slot, the slot's timers move down to lower levels. Setting and dropping a timer take
 * constant time, allocate nothing and cannot fail. */
#ifndef AW_WHEEL_H
#define AW_WHEEL_H

#include "base/list.h"

#include <stdint.h>

enum { WHEEL_BITS = 6, WHEEL_SLOTS = 1 << WHEEL_BITS, WHEEL_LEVELS = 11 };

struct timer;

/* Zeroed, it is empty and takes every deadline. */
struct wheel {
    uint64_t base;                  /* no deadline is before it; a key: see wheel.c */
    uint32_t levels;                /* bit L: level L has timers */
    uint64_t used[WHEEL_LEVELS];    /* bit S: slot S has timers; if not, its head has no value */
    uint64_t unknown[WHEEL_LEVELS]; /* bit S: its first timer may not be its earliest */
    struct list slots[WHEEL_LEVELS][WHEEL_SLOTS];
};

/* No timer in it has a deadline; one at AW_FOREVER has none. */
static inline bool wheel_is_empty(const struct wheel *wheel)
{
    return wheel->levels == 0;
}

/* Whether wheel_collect has come past the deadline: then the wheel does not take it any more. */
bool wheel_has_passed(const struct wheel *wheel, int64_t deadline);

void wheel_insert(struct wheel *wheel, struct timer *timer); /* its deadline is set */

/* Takes it out of the wheel, or out of the list that wheel_collect moved it to. */
void wheel_remove(struct wheel *wheel, struct timer *timer);

/* Moves the timers with deadlines up to `now` to the end of `to`, in order. */
void wheel_collect(struct wheel *wheel, int64_t now, struct list *to);

/* The earliest deadline; AW_FOREVER if there is none. To find it again after the earliest timer of
 * a slot was dropped, this looks at `most` others. If there are more, it returns an earlier time,
 * the beginning of the slot. That is after `now` if nothing was dropped since wheel_collect. */
int64_t wheel_next(struct wheel *wheel, uint32_t most);

#endif
