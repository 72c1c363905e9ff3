/* Handle tables: ids that name an item for as long as it lives and nothing afterwards.
 *
 * An id is generation << 32 | index + 1. Freeing a slot raises its generation, so an old id finds
 * nothing; freed slots are used again last in, first out. Chunks never move. */
#include "kernel/table.h"
#include "base/memory.h"

#include <string.h>

enum { CHUNK_SLOTS = 512 };

struct table_slot {
    void *item;          /* NULL if it is free */
    uint32_t generation; /* from 1 */
    uint32_t next_free;  /* index + 1, while free */
};

static struct table_slot *table_slot_at(const struct table *table, uint32_t index)
{
    return &table->chunks[index / CHUNK_SLOTS][index % CHUNK_SLOTS];
}

/* Makes room for one more slot than were ever used. */
static bool table_grow(struct table *table)
{
    uint32_t chunk = table->used / CHUNK_SLOTS;
    if (chunk == table->chunks_max) {
        uint32_t max = table->chunks_max ? table->chunks_max * 2 : 4;
        struct table_slot **chunks = memory_take(max * sizeof *chunks);
        if (!chunks) return false;
        if (chunk) memcpy(chunks, table->chunks, chunk * sizeof *chunks);
        memory_give(table->chunks, table->chunks_max * sizeof *chunks);
        table->chunks = chunks;
        table->chunks_max = max;
    }
    table->chunks[chunk] = memory_take(CHUNK_SLOTS * sizeof(struct table_slot));
    return table->chunks[chunk] != NULL;
}

uint64_t table_add(struct table *table, void *item)
{
    uint32_t index;
    if (table->free) {
        index = table->free - 1;
        table->free = table_slot_at(table, index)->next_free;
    } else {
        if (table->used % CHUNK_SLOTS == 0 && !table_grow(table)) return 0;
        index = table->used++;
        table_slot_at(table, index)->generation = 1;
    }
    struct table_slot *slot = table_slot_at(table, index);
    slot->item = item;
    return (uint64_t)slot->generation << 32 | (index + 1);
}

void *table_get(const struct table *table, uint64_t id)
{
    uint32_t index = (uint32_t)id - 1;
    if (index >= table->used) return NULL;
    struct table_slot *slot = table_slot_at(table, index);
    return slot->generation == id >> 32 ? slot->item : NULL;
}

void *table_at(const struct table *table, uint32_t index)
{
    return table_slot_at(table, index)->item;
}

void table_remove(struct table *table, uint64_t id)
{
    uint32_t index = (uint32_t)id - 1;
    struct table_slot *slot = table_slot_at(table, index);
    slot->item = NULL;
    if (++slot->generation == 0) slot->generation = 1;
    slot->next_free = table->free;
    table->free = index + 1;
}

void *table_next(const struct table *table, uint32_t *index)
{
    while (*index < table->used) {
        void *item = table_slot_at(table, (*index)++)->item;
        if (item) return item;
    }
    return NULL;
}

uint64_t table_bytes(const struct table *table)
{
    uint64_t bytes = table->chunks_max * sizeof *table->chunks;
    for (uint32_t i = 0; i < table->chunks_max; i++)
        if (table->chunks[i]) bytes += CHUNK_SLOTS * sizeof(struct table_slot);
    return bytes;
}

void table_free(struct table *table)
{
    for (uint32_t i = 0; i < table->chunks_max; i++)
        memory_give(table->chunks[i], CHUNK_SLOTS * sizeof(struct table_slot));
    memory_give(table->chunks, table->chunks_max * sizeof *table->chunks);
    *table = (struct table){0};
}
