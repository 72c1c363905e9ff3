/* See items.h. A heap stores with each item the number of its arrival, so that equal items leave in
 * order of arrival. Items move along a path into a hole and are never swapped, so no spare slot is
 * needed. */
#include "awaitc_lowlevel.h"
#include "sync/items.h"
#include "base/memory.h"

#include <string.h>

enum {
    CAPACITY_MIN = 8,
    ONCE_BYTES = 1024, /* a bounded store up to this size is taken whole */
    KEEP_BYTES = 4096, /* an empty store up to this size is kept */
};

/* Most items are a word or two. */
static inline void items_copy(void *to, const void *from, size_t bytes)
{
    if (bytes == 4)
        memcpy(to, from, 4);
    else if (bytes == 8)
        memcpy(to, from, 8);
    else if (bytes > 0)
        memcpy(to, from, bytes);
}

static inline char *items_slot(const struct items *items, uint32_t index)
{
    return items->slots + index * items->slot_bytes;
}

/* The slot of the ring's `nth` item. */
static inline char *ring_slot(const struct items *items, uint32_t nth)
{
    uint32_t index = items->first + nth;
    return items_slot(items, index < items->capacity ? index : index - items->capacity);
}

static void set_slot_bytes(struct items *items)
{
    size_t bytes = items->item_bytes;
    if (items->order == ITEMS_LEAST_FIRST)
        bytes = ((bytes + 7) & ~(size_t)7) + sizeof items->arrivals;
    if (items->order == ITEMS_LEAST_FIRST && items->item_bytes % 16 == 0)
        bytes = (bytes + 15) & ~(size_t)15; /* for items that may want such alignment */
    items->slot_bytes = bytes ? bytes : 1;
}

/* The next size of the store, or 0 if there is none. */
static uint32_t next_capacity(const struct items *items)
{
    uint64_t max = items->count_max ? items->count_max : INT32_MAX;
    uint64_t capacity = items->capacity ? (uint64_t)items->capacity * 2 : CAPACITY_MIN;
    if (capacity > max || max * items->slot_bytes <= ONCE_BYTES) capacity = max;
    bool fits = capacity * items->slot_bytes <= INT32_MAX;
    return fits && capacity > items->capacity ? (uint32_t)capacity : 0;
}

static __attribute__((noinline)) bool items_grow(struct items *items)
{
    if (!items->slot_bytes) set_slot_bytes(items);
    uint32_t capacity = next_capacity(items);
    char *slots = capacity ? memory_take_raw(capacity * items->slot_bytes) : NULL;
    if (!slots) return false;
    size_t behind =
        (items->capacity - items->first) * items->slot_bytes; /* up to the end of the ring */
    if (items->count) {
        memcpy(slots, items_slot(items, items->first), behind);
        memcpy(slots + behind, items->slots, items->first * items->slot_bytes);
    }
    memory_give(items->slots, items->capacity * items->slot_bytes);
    items->slots = slots;
    items->capacity = capacity;
    items->first = 0;
    return true;
}

void items_clear(struct items *items)
{
    memory_give(items->slots, items->capacity * items->slot_bytes);
    items->slots = NULL;
    items->capacity = items->first = items->count = 0;
}

/* -- The heap ---------------------------------------------------------------------------------- */

static int items_compare(struct items *items, const void *a, const void *b)
    AW_NEVER_SUSPENDS(items_compare);

static int items_compare(struct items *items, const void *a, const void *b)
{
    items->is_comparing = true;
    int order = items->compare(a, b);
    items->is_comparing = false;
    return order;
}

/* Where a slot of the heap keeps its arrival. */
static uint64_t *arrival_of(const struct items *items, char *slot)
{
    return (uint64_t *)(void *)(slot + items->slot_bytes - sizeof(uint64_t));
}

static bool is_before(struct items *items, char *a, char *b)
{
    int order = items_compare(items, a, b);
    return order ? order < 0 : *arrival_of(items, a) < *arrival_of(items, b);
}

static void heap_add(struct items *items, const void *item)
{
    uint32_t hole = items->count;
    while (hole > 0) { /* an equal parent is older and stays */
        char *parent = items_slot(items, (hole - 1) / 2);
        if (items_compare(items, item, parent) >= 0) break;
        memcpy(items_slot(items, hole), parent, items->slot_bytes);
        hole = (hole - 1) / 2;
    }
    items_copy(items_slot(items, hole), item, items->item_bytes);
    *arrival_of(items, items_slot(items, hole)) = items->arrivals;
    items->count++;
}

static void heap_take(struct items *items, void *item)
{
    items_copy(item, items->slots, items->item_bytes);
    uint32_t count = items->count - 1;
    char *last = items_slot(items, count); /* looks for its new place from the top */
    uint32_t hole = 0;
    for (uint32_t child; (child = 2 * hole + 1) < count; hole = child) {
        if (child + 1 < count &&
            is_before(items, items_slot(items, child + 1), items_slot(items, child)))
            child++;
        if (is_before(items, last, items_slot(items, child))) break;
        memcpy(items_slot(items, hole), items_slot(items, child), items->slot_bytes);
    }
    if (hole < count) memcpy(items_slot(items, hole), last, items->slot_bytes);
    items->count = count;
}

/* -- In and out -------------------------------------------------------------------------------- */

bool items_add(struct items *items, const void *item)
{
    if (items->count == items->capacity && !items_grow(items)) return false;
    items->arrivals++;
    if (items->order == ITEMS_LEAST_FIRST)
        heap_add(items, item);
    else
        items_copy(ring_slot(items, items->count++), item, items->item_bytes);
    return true;
}

void items_take(struct items *items, void *item)
{
    if (items->order == ITEMS_LEAST_FIRST) {
        heap_take(items, item);
    } else if (items->order == ITEMS_NEWEST_FIRST) {
        items_copy(item, ring_slot(items, --items->count), items->item_bytes);
    } else {
        items_copy(item, items_slot(items, items->first), items->item_bytes);
        items->count--;
        if (++items->first == items->capacity) items->first = 0;
    }
    if (items->count == 0 && items->capacity * items->slot_bytes > KEEP_BYTES) items_clear(items);
}
