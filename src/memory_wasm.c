/* Blocks in wasm: free lists by size class, carved from chunks that are never handed back.
 *
 * Classes are multiples of 16 bytes up to 1 KiB, then powers of two up to 64 KiB; larger blocks are
 * malloc's. In a steady state nothing reaches malloc, and a million small blocks carry no headers.
 * Chunks grow with what there is, because each growth of the memory costs the engine dear. */
#include "memory.h"

#include <stdbool.h>
#include <stdlib.h>

enum {
    STEP_BYTES = 16,
    SMALL_MAX = 1024,
    LARGE_MAX = 65536,
    CHUNK_MIN = 262144, /* large, so that the tail a 16 KiB stack does not fit into is small */
    CHUNK_MAX = 16777216,
    SMALL_CLASSES = SMALL_MAX / STEP_BYTES,
    LARGE_CLASSES = 6, /* 2, 4, 8, 16, 32 and 64 KiB */
};

struct free_block {
    struct free_block *next;
};

static struct {
    struct free_block *free[SMALL_CLASSES + LARGE_CLASSES]; /* by class */
    char *fresh;                                            /* rest of the newest chunk */
    size_t fresh_bytes;
    size_t chunk_bytes; /* of all chunks together */
} pool;

/* The class of a size and, in `*rounded`, its block size. */
static unsigned size_class(size_t bytes, size_t *rounded)
{
    if (bytes <= SMALL_MAX) {
        unsigned steps = bytes ? (unsigned)((bytes + STEP_BYTES - 1) / STEP_BYTES) : 1;
        *rounded = (size_t)steps * STEP_BYTES;
        return steps - 1;
    }
    unsigned index = SMALL_CLASSES;
    size_t size = 2 * SMALL_MAX;
    while (size < bytes) {
        size *= 2;
        index++;
    }
    *rounded = size;
    return index;
}

/* Begins a new chunk, an eighth of what there is. */
static bool pool_grow(void)
{
    size_t bytes = pool.chunk_bytes / 8;
    if (bytes < CHUNK_MIN) bytes = CHUNK_MIN;
    if (bytes > CHUNK_MAX) bytes = CHUNK_MAX;
    char *chunk = malloc(bytes);
    if (!chunk && bytes > CHUNK_MIN) chunk = malloc(bytes = CHUNK_MIN);
    if (!chunk) return false;
    pool.fresh = chunk;
    pool.fresh_bytes = bytes;
    pool.chunk_bytes += bytes;
    return true;
}

void *memory_block_new(size_t bytes)
{
    if (bytes > LARGE_MAX) return malloc(bytes);
    size_t rounded;
    unsigned index = size_class(bytes, &rounded);
    struct free_block *block = pool.free[index];
    if (block) {
        pool.free[index] = block->next;
        return block;
    }
    if (pool.fresh_bytes < rounded && !pool_grow()) return NULL;
    char *fresh = pool.fresh;
    pool.fresh += rounded;
    pool.fresh_bytes -= rounded;
    return fresh;
}

void memory_block_free(void *memory, size_t bytes)
{
    if (bytes > LARGE_MAX) {
        free(memory);
        return;
    }
    size_t rounded;
    struct free_block *block = memory;
    unsigned index = size_class(bytes, &rounded);
    block->next = pool.free[index];
    pool.free[index] = block;
}
