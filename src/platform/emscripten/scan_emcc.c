/* Emscripten's libc reads floats as long doubles; see scan.h. */
#include "platform/wasm/scan.h"

SCAN_ON_SYSTEM_STACK(long double)
