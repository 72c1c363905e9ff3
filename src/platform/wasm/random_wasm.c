/* getentropy from the host, so that a seed repeats a run (options.seed of load). Emscripten's
 * standalone libc has none. Weak, because other C libraries have one. */
#include "platform/wasm/wasm_abi.h"

#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

WASI("random_get") uint16_t random_get(void *data, size_t bytes);

__attribute__((weak)) int getentropy(void *data, size_t bytes)
{
    return random_get(data, bytes) == 0 ? 0 : -1;
}
