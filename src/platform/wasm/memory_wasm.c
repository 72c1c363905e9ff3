/* Memory blocks in wasm: free blocks by size class, carved from chunks that are never freed.
 *
 * Classes are multiples of 16 bytes up to 512, then powers of two up to 64 KiB. Larger blocks come
 * from malloc. In a steady state nothing reaches malloc, and a million small blocks carry no
 * headers. Every block is aligned to 16 here, because malloc may align to less (Emscripten's aligns
 * to 8): a block may be a stack, and compiled code relies on its alignment, as in `base | 8` for
 * `base + 8`. Free small blocks are linked through themselves. Large ones, mostly stacks, are
 * listed in a separate array, so that taking or giving one does not touch its memory, which may not
 * be in the cache. Chunks grow with the total, because growing the memory is expensive for the
 * engine. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

enum {
    STEP_BYTES = 16,
    SMALL_MAX = 512,
    LARGE_MAX = 65536,
    CHUNK_MIN = 262144, /* large, so that the tail a 16 KiB stack does not fit into is small */
    CHUNK_MAX = 16777216,
    SMALL_CLASSES = SMALL_MAX / STEP_BYTES,
    LARGE_CLASSES = 7, /* 1, 2, 4, 8, 16, 32 and 64 KiB */
    PILE_MIN = 64,
};

struct free_block {
    struct free_block *next;
};

/* Free blocks of a large class; the array holds all that were ever carved. */
struct pile {
    void **blocks;
    uint32_t count;
    uint32_t carved;
    uint32_t max; /* room in `blocks` */
};

static struct {
    struct free_block *small[1 + SMALL_CLASSES]; /* by class; 0 is unused */
    struct pile large[LARGE_CLASSES];
    char *fresh; /* rest of the newest chunk */
    size_t fresh_bytes;
    size_t chunk_bytes; /* of all chunks together */
} pool;

static unsigned small_class(size_t bytes)
{
    return bytes ? (unsigned)((bytes + STEP_BYTES - 1) / STEP_BYTES) : 1;
}

/* 0: up to 1 KiB, 1: up to 2 KiB … */
static unsigned large_class(size_t bytes)
{
    return 22 - (unsigned)__builtin_clz((uint32_t)bytes - 1);
}

/* How far `address` is from the next multiple of STEP_BYTES. */
static size_t padding(const char *address)
{
    return -(uintptr_t)address % STEP_BYTES;
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
    pool.fresh = chunk + padding(chunk);
    pool.fresh_bytes = bytes - padding(chunk);
    pool.chunk_bytes += bytes;
    return true;
}

/* A block that has not been used before. */
static void *carve(size_t bytes)
{
    if (pool.fresh_bytes < bytes && !pool_grow()) return NULL;
    char *fresh = pool.fresh;
    pool.fresh += bytes;
    pool.fresh_bytes -= bytes;
    return fresh;
}

static __attribute__((noinline)) void *carve_small(unsigned class)
{
    return carve((size_t) class * STEP_BYTES);
}

static __attribute__((noinline)) void *carve_large(unsigned class)
{
    struct pile *pile = &pool.large[class];
    if (pile->carved == pile->max) {
        uint32_t max = pile->max ? 2 * pile->max : PILE_MIN;
        void **blocks = malloc(max * sizeof *blocks);
        if (!blocks) return NULL;
        free(pile->blocks); /* all are taken: there is nothing to copy */
        pile->blocks = blocks;
        pile->max = max;
    }
    void *block = carve((size_t)1024 << class);
    if (block) pile->carved++;
    return block;
}

/* A block of malloc's, whose address stands before the part that is handed out. */
static void *malloc_aligned(size_t bytes)
{
    char *memory = malloc(bytes + sizeof memory + STEP_BYTES - 1);
    if (!memory) return NULL;
    char *block = memory + sizeof memory;
    block += padding(block);
    ((char **)(void *)block)[-1] = memory;
    return block;
}

static void *block_new(size_t bytes)
{
    if (bytes <= SMALL_MAX) {
        unsigned class = small_class(bytes);
        struct free_block *block = pool.small[class];
        if (!block) return carve_small(class);
        pool.small[class] = block->next;
        return block;
    }
    if (bytes > LARGE_MAX) return malloc_aligned(bytes);
    struct pile *pile = &pool.large[large_class(bytes)];
    return pile->count ? pile->blocks[--pile->count] : carve_large(large_class(bytes));
}

static void block_free(void *given, size_t bytes)
{
    if (bytes <= SMALL_MAX) {
        struct free_block *block = given;
        block->next = pool.small[small_class(bytes)];
        pool.small[small_class(bytes)] = block;
    } else if (bytes > LARGE_MAX) {
        free(((void **)given)[-1]);
    } else {
        struct pile *pile = &pool.large[large_class(bytes)];
        pile->blocks[pile->count++] = given;
    }
}

#include "base/memory_counting.h"
