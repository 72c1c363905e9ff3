/* Counting and failing on demand, the same for every backend of memory.h. */
#include "memory.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

static struct {
    uint64_t bytes;    /* taken and not given back */
    uint32_t fail_nth; /* 0: never */
    int fail_after;    /* keep failing once it has begun */
} memory;

/* Whether the coming allocation is one that is meant to fail. */
static bool is_failing(void)
{
    if (memory.fail_nth > 1) {
        memory.fail_nth--;
        return false;
    }
    if (!memory.fail_after) memory.fail_nth = 0;
    return true;
}

void *memory_take_raw(size_t bytes)
{
    if (__builtin_expect(memory.fail_nth != 0, 0) && is_failing()) return NULL;
    void *block = memory_block_new(bytes);
    if (block) memory.bytes += bytes;
    return block;
}

void *memory_take(size_t bytes)
{
    void *block = memory_take_raw(bytes);
    if (block) memset(block, 0, bytes);
    return block;
}

void memory_give(void *block, size_t bytes)
{
    if (!block) return;
    assert(memory.bytes >= bytes);
    memory.bytes -= bytes;
    memory_block_free(block, bytes);
}

uint64_t memory_bytes(void)
{
    return memory.bytes;
}

void memory_fail(uint32_t nth, int all_after)
{
    memory.fail_nth = nth;
    memory.fail_after = all_after;
}
