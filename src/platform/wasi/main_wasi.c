/* main as clang 15 and later leaves it for WASI: __main_void if it takes nothing, __main_argc_argv
 * if it takes arguments. Emscripten's counterpart is main_emcc.c. */
#include "platform/wasm/wasm_abi.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int user_main(void) __asm__("__main_void") __attribute__((weak));
int user_main_args(int argc, char **argv) __asm__("__main_argc_argv") __attribute__((weak));

WASI("args_sizes_get") uint16_t args_sizes_get(size_t *count, size_t *bytes);
WASI("args_get") uint16_t args_get(char **argv, char *data);

bool program_has_main(void)
{
    return user_main || user_main_args;
}

/* The main task's function. The arguments stay allocated: main may keep them. */
int program_main(void *unused)
{
    (void)unused;
    if (!user_main_args) return user_main();
    size_t count = 0, bytes = 0;
    if (args_sizes_get(&count, &bytes) != 0) count = 0;
    char **argv = malloc((count + 1) * sizeof *argv + bytes);
    if (!argv) return 70; /* EX_SOFTWARE */
    if (count > 0 && args_get(argv, (char *)(argv + count + 1)) != 0) count = 0;
    argv[count] = NULL;
    return user_main_args((int)count, argv);
}
