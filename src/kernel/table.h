/* Handle tables: an id names an entry for as long as that lives, and nothing afterwards. */
#ifndef AW_TABLE_H
#define AW_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct table_slot;

/* An id is generation << 32 | index + 1; a slot's generation grows when it is freed. */
struct table {
    struct table_slot **chunks;
    uint32_t chunks_max; /* how many `chunks` can hold */
    uint32_t used;       /* slots ever used */
    uint32_t free;       /* index + 1 of the first free slot; 0 if there is none */
};

uint64_t table_add(struct table *table, void *item);          /* its id; 0 if there is no memory */
void *table_get(const struct table *table, uint64_t id);      /* NULL if it is gone */
void *table_at(const struct table *table, uint32_t index);    /* index < used; NULL if it is free */
void *table_next(const struct table *table, uint32_t *index); /* from index 0; NULL at the end */
void table_remove(struct table *table, uint64_t id);
void table_free(struct table *table);
uint64_t table_bytes(const struct table *table);

#endif
