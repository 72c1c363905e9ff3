/* Blocks of malloc's for programs; apart, so that only programs with them contain malloc. */
#include "base/memory.h"

#include <stdlib.h>

void *memory_malloc(size_t bytes)
{
    return memory_refuses() ? NULL : malloc(bytes);
}
