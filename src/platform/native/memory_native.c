/* Memory of native programs: blocks come straight from malloc, so that sanitizers see each one. */
#include <stdlib.h>

static void *block_new(size_t bytes)
{
    return malloc(bytes ? bytes : 1);
}

static void block_free(void *block, size_t bytes)
{
    (void)bytes;
    free(block);
}

#include "base/memory_counting.h"
