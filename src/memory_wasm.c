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
    struct free_block *free[1 + SMALL_CLASSES + LARGE_CLASSES]; /* by class */
    char *fresh;                                                /* rest of the newest chunk */
    size_t fresh_bytes;
    size_t chunk_bytes; /* of all chunks together */
} pool;

/* Class 0 is unused, so that a multiple of 16 bytes is its own class. */
static unsigned size_class(size_t bytes)
{
    if (bytes <= SMALL_MAX) return bytes ? (unsigned)((bytes + STEP_BYTES - 1) / STEP_BYTES) : 1;
    unsigned bits = 32 - (unsigned)__builtin_clz((uint32_t)bytes - 1); /* 11 to 16 */
    return SMALL_CLASSES + bits - 10;
}

static size_t class_bytes(unsigned class)
{
    if (class <= SMALL_CLASSES) return (size_t)class * STEP_BYTES;
    return (size_t)SMALL_MAX << (class - SMALL_CLASSES);
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

/* A block that nobody has had before. */
static __attribute__((noinline)) void *block_carve(unsigned class)
{
    size_t bytes = class_bytes(class);
    if (pool.fresh_bytes < bytes && !pool_grow()) return NULL;
    char *fresh = pool.fresh;
    pool.fresh += bytes;
    pool.fresh_bytes -= bytes;
    return fresh;
}

void *memory_block_new(size_t bytes)
{
    if (bytes > LARGE_MAX) return malloc(bytes);
    unsigned class = size_class(bytes);
    struct free_block *block = pool.free[class];
    if (!block) return block_carve(class);
    pool.free[class] = block->next;
    return block;
}

void memory_block_free(void *memory_block, size_t bytes)
{
    if (bytes > LARGE_MAX) {
        free(memory_block);
        return;
    }
    struct free_block *block = memory_block;
    unsigned class = size_class(bytes);
    block->next = pool.free[class];
    pool.free[class] = block;
}
