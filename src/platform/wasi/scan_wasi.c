/* wasi-libc without long doubles reads floats as doubles; see scan.h. */
#include "platform/wasm/scan.h"

SCAN_ON_SYSTEM_STACK(double)
