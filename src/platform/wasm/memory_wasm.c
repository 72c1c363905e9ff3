/* Memory blocks in wasm: free blocks by size class, carved from chunks that are never freed.
 *
 * Classes are multiples of 16 bytes up to 512, then powers of two up to 64 KiB. Larger blocks are
 * carved as they are asked for; a free one is used again for a size of at least half of its own. In
 * a steady state nothing grows the memory, and a million small blocks carry no headers. Chunks come
 * from sbrk and not from malloc, so that a program without malloc does not contain it. Every block
 * is aligned to 16: it may be a stack, and compiled code relies on its alignment, as in `base | 8`
 * for `base + 8`. Free small blocks are linked through themselves. Large ones, mostly stacks, are
 * listed in a separate array, so that taking or giving one does not touch its memory, which may not
 * be in the cache. Chunks grow with the total, because growing the memory is expensive for the
 * engine. */
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

enum {
    STEP_BYTES = 16,
    SMALL_MAX = 512,
    LARGE_MAX = 65536,
    WASM_PAGE_BYTES = 65536,
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

/* What stands before a block of more than LARGE_MAX. */
struct huge {
    struct huge *next; /* while it is free */
    size_t bytes;      /* behind this */
} __attribute__((aligned(STEP_BYTES)));

static struct {
    struct free_block *small[1 + SMALL_CLASSES]; /* by class; 0 is unused */
    struct pile large[LARGE_CLASSES];
    struct huge *huge; /* free ones; few, because only the largest stacks and tables are huge */
    char *fresh;       /* rest of the newest chunk */
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

static size_t rounded(size_t bytes, size_t step)
{
    return (bytes + step - 1) & ~(step - 1);
}

/* A chunk of whole pages, or NULL. */
static char *chunk_new(size_t bytes)
{
    void *chunk = bytes <= INT32_MAX ? sbrk((intptr_t)bytes) : (void *)-1;
    return chunk == (void *)-1 ? NULL : chunk;
}

/* Adds a chunk, an eighth of what there is, or as much as is needed for `bytes`. What is fresh
 * joins it, unless a malloc has taken what lies between. */
static bool pool_grow(size_t bytes)
{
    size_t least = rounded(bytes + STEP_BYTES, WASM_PAGE_BYTES);
    size_t size = rounded(pool.chunk_bytes / 8, WASM_PAGE_BYTES);
    if (size < CHUNK_MIN) size = CHUNK_MIN;
    if (size > CHUNK_MAX) size = CHUNK_MAX;
    if (size < least) size = least;
    char *chunk = chunk_new(size);
    if (!chunk && size > least) chunk = chunk_new(size = least);
    if (!chunk) return false;
    pool.chunk_bytes += size;
    if (chunk != pool.fresh + pool.fresh_bytes) {
        size_t padding = -(uintptr_t)chunk % STEP_BYTES;
        pool.fresh = chunk + padding;
        pool.fresh_bytes = 0;
        size -= padding;
    }
    pool.fresh_bytes += size;
    return true;
}

/* A block that has not been used before. */
static void *carve(size_t bytes)
{
    if (pool.fresh_bytes < bytes && !pool_grow(bytes)) return NULL;
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
        void **blocks = carve(max * sizeof *blocks);
        if (!blocks) return NULL;
        pile->blocks = blocks; /* all are taken: there is nothing to copy; the old one is left */
        pile->max = max;
    }
    void *block = carve((size_t)1024 << class);
    if (block) pile->carved++;
    return block;
}

static __attribute__((noinline)) void *huge_new(size_t bytes)
{
    for (struct huge **at = &pool.huge; *at; at = &(*at)->next) {
        struct huge *huge = *at;
        if (huge->bytes < bytes || huge->bytes / 2 > bytes) continue;
        *at = huge->next;
        return huge + 1;
    }
    if (bytes > INT32_MAX) return NULL;
    bytes = rounded(bytes, STEP_BYTES);
    struct huge *huge = carve(sizeof *huge + bytes);
    if (!huge) return NULL;
    huge->bytes = bytes;
    return huge + 1;
}

static __attribute__((noinline)) void huge_free(void *block)
{
    struct huge *huge = (struct huge *)block - 1;
    huge->next = pool.huge;
    pool.huge = huge;
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
    if (bytes > LARGE_MAX) return huge_new(bytes);
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
        huge_free(given);
    } else {
        struct pile *pile = &pool.large[large_class(bytes)];
        pile->blocks[pile->count++] = given;
    }
}

#include "base/memory_counting.h"
#include "platform/wasm/memory_wasm.h"

void *memory_lasting(size_t bytes)
{
    return block_new(bytes);
}
