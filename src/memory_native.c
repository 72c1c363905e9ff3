/* Native blocks come straight from malloc, so that sanitizers see each one. */
#include "memory.h"

#include <stdlib.h>

void *memory_block_new(size_t bytes)
{
    return malloc(bytes ? bytes : 1);
}

void memory_block_free(void *block, size_t bytes)
{
    (void)bytes;
    free(block);
}
