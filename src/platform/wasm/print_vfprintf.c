/* The core that prints every format, on the system stack; see print.h. */
#include "platform/wasm/print.h"

PRINT_ON_SYSTEM_STACK(vfprintf)
