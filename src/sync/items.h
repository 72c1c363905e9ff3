/* The items of a queue: of equal size, copied in and out, kept in a ring or a heap that grows on
 * demand. Knows nothing of tasks.
 *
 * A bounded store that is small takes its memory once; a large one frees it when it is empty. */
#ifndef AW_ITEMS_H
#define AW_ITEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum items_order { ITEMS_OLDEST_FIRST, ITEMS_NEWEST_FIRST, ITEMS_LEAST_FIRST };

/* Zeroed but for the first four it is empty. */
struct items {
    enum items_order order;
    int (*compare)(const void *a, const void *b); /* for ITEMS_LEAST_FIRST; equal: older first */
    uint32_t count_max;                           /* never more items than these; 0: no limit */
    size_t item_bytes;
    size_t slot_bytes; /* item, padding, and its arrival for ITEMS_LEAST_FIRST */
    char *slots;       /* NULL: none taken yet */
    uint32_t room;     /* slots there are */
    uint32_t first;    /* where the ring begins */
    uint32_t count;
    uint64_t arrivals; /* items ever added */
    bool is_comparing; /* `compare` runs: it must not come back here */
};

/* Copies `*item` in; there is room under `count_max`. False: no memory, and nothing has changed. */
bool items_add(struct items *items, const void *item);

/* Moves the first item out into `*item`; there is one. */
void items_take(struct items *items, void *item);

/* Drops all items and gives the memory back. */
void items_clear(struct items *items);

#endif
