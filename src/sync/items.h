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

/* Set the first four fields and zero the others: it is empty. */
struct items {
    enum items_order order;
    int (*compare)(const void *a, const void *b); /* for ITEMS_LEAST_FIRST */
    uint32_t count_max;                           /* the capacity; 0 for no limit */
    size_t item_bytes;
    size_t slot_bytes; /* item, padding, and its arrival for ITEMS_LEAST_FIRST */
    char *slots;       /* NULL until the first item */
    uint32_t capacity; /* slots allocated */
    uint32_t first;    /* where the ring begins */
    uint32_t count;
    uint64_t arrivals; /* items ever added */
    bool is_comparing; /* `compare` runs: it must not come back here */
};

/* Copies `*item` in; there are fewer than `count_max`. False if out of memory; nothing
 * has changed then. */
bool items_add(struct items *items, const void *item);

/* Moves the first item out into `*item`; there is one. */
void items_take(struct items *items, void *item);

/* Drops all items and gives the memory back. */
void items_clear(struct items *items);

#endif
