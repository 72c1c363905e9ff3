/* The half of memory.h that every backend shares: counting blocks, and failing on demand. A backend
 * (memory_wasm.c, memory_native.c) defines block_new and block_free and then includes this file.
 * They are one translation unit, because each task takes and gives back two blocks. */
#ifndef AW_MEMORY_COUNTING_H
#define AW_MEMORY_COUNTING_H

#include "base/memory.h"

#include <assert.h>
#include <string.h>

/* The backend's. */
static void *block_new(size_t bytes);
static void block_free(void *block, size_t bytes);

static struct {
    uint64_t bytes;    /* taken and not given back */
    uint32_t fail_nth; /* 0 for never */
    int flags;         /* of memory_fail */
    uint32_t failures; /* since memory_fail */
} memory;

/* Whether the coming allocation is one that is meant to fail. */
static bool is_failing(void)
{
    if (memory.fail_nth > 1) {
        memory.fail_nth--;
        return false;
    }
    if (!(memory.flags & MEMORY_ALL_AFTER)) memory.fail_nth = 0;
    memory.failures++;
    return true;
}

static inline bool must_fail(void)
{
    return __builtin_expect(memory.fail_nth != 0, 0) && is_failing();
}

void *memory_take_raw(size_t bytes)
{
    if (must_fail()) return NULL;
    void *block = block_new(bytes);
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
    block_free(block, bytes);
}

bool memory_refuses(void)
{
    return must_fail();
}

uint64_t memory_bytes(void)
{
    return memory.bytes;
}

bool memory_may_refuse_park(void)
{
    return memory.flags & MEMORY_PARKS && memory.fail_nth != 0;
}

bool memory_refuses_park(void)
{
    return memory.flags & MEMORY_PARKS && must_fail();
}

void memory_fail(uint32_t nth, int flags)
{
    memory.fail_nth = nth;
    memory.flags = flags;
    memory.failures = 0;
}

uint32_t memory_failures(void)
{
    return memory.failures;
}

#endif
