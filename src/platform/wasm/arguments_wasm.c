/* See arguments.h; linked into programs whose main takes arguments. */
#include "platform/wasm/arguments.h"

#include "platform/wasm/memory_wasm.h"
#include "platform/wasm/wasm_abi.h"

#include <stddef.h>
#include <stdint.h>

WASI("args_sizes_get") uint16_t args_sizes_get(size_t *count, size_t *bytes);
WASI("args_get") uint16_t args_get(char **argv, char *data);

char **arguments_read(int *given)
{
    size_t count = 0, bytes = 0;
    if (args_sizes_get(&count, &bytes) != 0) count = 0;
    char **argv = memory_lasting((count + 1) * sizeof *argv + bytes);
    if (!argv) return NULL;
    if (count > 0 && args_get(argv, (char *)(argv + count + 1)) != 0) count = 0;
    argv[count] = NULL;
    *given = (int)count;
    return argv;
}
