/* A block for the frames of a deep context while it is parked; kept until the context ends. */
#ifndef AW_FRAMES_H
#define AW_FRAMES_H

#include "base/memory.h"

struct frames {
    size_t bytes; /* of the block; what is in it may be less */
    uint32_t words[];
};

static inline void frames_free(struct frames *block)
{
    if (block) memory_give(block, block->bytes);
}

/* Makes sure that `*block` has room for so many bytes; what was in it is lost. False if there is no
 * memory. */
static inline bool frames_reserve(struct frames **block, size_t bytes)
{
    bytes += sizeof(struct frames);
    if (*block && (*block)->bytes >= bytes) return true;
    struct frames *larger = memory_take_raw(bytes);
    if (!larger) return false;
    larger->bytes = bytes;
    frames_free(*block);
    *block = larger;
    return true;
}

#endif
