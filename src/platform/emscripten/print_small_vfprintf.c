/* Emscripten's core for programs that print no long doubles, on the system stack; see print.h. */
#include "platform/wasm/print.h"

PRINT_ON_SYSTEM_STACK(__small_vfprintf)
