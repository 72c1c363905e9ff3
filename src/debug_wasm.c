/* Debug mode from outside, in wasm: linked into programs that are built with -g. */
#include "core.h"

#include <stdlib.h>
#include <string.h>

void debug_environment(void)
{
    const char *wish = getenv("AWAITC_DEBUG");
    if (wish && strcmp(wish, "1") == 0) aw_set_debug(true);
}
