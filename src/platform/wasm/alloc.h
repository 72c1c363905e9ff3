/* Defines the export aw_alloc, for the files whose exports take a block of it. It is weak because
 * both may be in a program; programs without them have no malloc. */
#ifndef AW_ALLOC_H
#define AW_ALLOC_H

#include "platform/wasm/wasm_abi.h"

#include <stdlib.h>

EXPORT("aw_alloc") __attribute__((weak)) void *export_alloc(size_t bytes)
{
    return bytes + 1 ? malloc(bytes + 1) : NULL; /* room for a NUL */
}

#endif
