/* Emscripten's core for programs that print no floats, on the system stack; see print.h. */
#include "platform/wasm/print.h"

PRINT_ON_SYSTEM_STACK(vfiprintf)
