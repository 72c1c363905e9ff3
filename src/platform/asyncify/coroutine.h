/* A context of switch_asyncify.c, and what it keeps while it is parked: its frames, and its C stack
 * if something is on it. */
#ifndef AW_COROUTINE_H
#define AW_COROUTINE_H

#include "base/memory.h"
#include "platform/switch.h"
#include "platform/wasm/stackpool.h"

/* The frames of a deep context, if they do not fit below its C stack. */
struct frames {
    size_t bytes; /* of the block; what is in it may be less */
    uint32_t words[];
};

/* Behind switch_context. The frames of a shallow task are kept in it, so that a task which needs no
 * C stack never touches one. */
struct coroutine {
    int (*entry)(void *arg); /* NULL once it has finished */
    void *arg;
    char *stack;           /* lowest byte; NULL while it has none */
    size_t bytes;          /* of a stack */
    struct stacks *stacks; /* of its size; NULL if it keeps its own */
    char *sp;              /* C stack pointer while parked; at the top if it has no stack */
    char *frames;          /* the unwound frames while parked; NULL before the first suspension */
    size_t frame_bytes;
    struct frames *block; /* NULL if it was never needed */
    int value;            /* of the latest resume; the entry's result once it has finished */
    uint32_t shallow[12]; /* room for the frames of a few functions */
};
_Static_assert(sizeof(struct coroutine) <= sizeof(struct switch_context), "fits a record");

static inline struct coroutine *coroutine_of(struct switch_context *context)
{
    return (struct coroutine *)(void *)context;
}

/* Whether a frame has an address of the stack in a local, as a function with alloca or an array of
 * variable length has: it keeps the stack pointer there, and takes it back from there at its end,
 * even while it has nothing on the stack. An integer that looks like one costs only memory. */
static bool points_to_stack(const struct coroutine *coroutine, const char *frames)
{
    const uint32_t *words = (const uint32_t *)(const void *)frames;
    uint32_t lowest = (uint32_t)(uintptr_t)coroutine->stack;
    for (size_t i = 0; i < coroutine->frame_bytes / sizeof *words; i++)
        if (words[i] - lowest <= coroutine->bytes) return true;
    return false;
}

/* Whether a context that parks with these frames has to keep its stack. */
static inline bool needs_stack(const struct coroutine *coroutine, const char *frames)
{
    return !coroutine->stacks || coroutine->sp != coroutine->stack + coroutine->bytes ||
           points_to_stack(coroutine, frames);
}

/* Makes sure that its block has room for so many bytes; what was in it is lost. False if there is
 * no memory. */
static bool frames_reserve(struct coroutine *coroutine, size_t bytes)
{
    struct frames *block = coroutine->block;
    bytes += sizeof(struct frames);
    if (block && block->bytes >= bytes) return true;
    struct frames *larger = memory_take_raw(bytes);
    if (!larger) return false;
    if (block) memory_give(block, block->bytes);
    larger->bytes = bytes;
    coroutine->block = larger;
    return true;
}

/* Where the frames of a deep context, now at `from`, stay while it is parked: below what its C
 * stack has, or in a block of their own. NULL if there is no memory. */
static __attribute__((noinline)) char *frames_place(struct coroutine *coroutine, const char *from)
{
    size_t bytes = coroutine->frame_bytes;
    bool fits = bytes <= (size_t)(coroutine->sp - coroutine->stack);
    if (fits && needs_stack(coroutine, from)) return coroutine->sp - bytes;
    if (frames_reserve(coroutine, bytes)) return (char *)coroutine->block->words;
    return fits ? coroutine->sp - bytes : NULL;
}

/* Copies the frames to where they stay. False if there is no memory: then they stay where they are,
 * and the context is resumed at once. */
static inline bool frames_keep(struct coroutine *coroutine, char *from, size_t bytes)
{
    coroutine->frame_bytes = bytes;
    bool is_shallow = bytes <= sizeof coroutine->shallow;
    char *place = is_shallow ? (char *)coroutine->shallow : frames_place(coroutine, from);
    coroutine->frames = place ? place : from;
    if (!place) return false;
    /* Word by word: frames are short, and wider loads would wait for the narrow stores. */
    uint32_t *to = (uint32_t *)(void *)place;
    const uint32_t *words = (const uint32_t *)(const void *)from;
    for (size_t left = bytes / sizeof *to; left > 0; left--) *to++ = *words++;
    return true;
}

/* The context has parked, and its frames are kept: gives its stack back unless it needs it. False
 * if there is no memory for one that others need then. */
static inline bool stack_keep(struct coroutine *coroutine)
{
    struct stacks *stacks = coroutine->stacks;
    bool has_frames = coroutine->frames + coroutine->frame_bytes == coroutine->sp;
    if (has_frames || needs_stack(coroutine, coroutine->frames))
        return !stacks || stacks_ensure(stacks, coroutine->bytes);
    stacks->needed++;
    stacks_give(stacks, coroutine->stack, coroutine->bytes);
    coroutine->stack = NULL;
    return true;
}

#endif
