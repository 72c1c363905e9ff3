/* main as clang 15 and later leaves it for WASI: __main_void if it takes nothing, __main_argc_argv
 * if it takes arguments. Emscripten's counterpart is main_emcc.c. */
#include "platform/wasm/arguments.h"
#include "platform/wasm/main_kind.h"

#include <stddef.h>

int user_main(void) __asm__("__main_void") __attribute__((weak));
int user_main_args(int argc, char **argv) __asm__("__main_argc_argv") __attribute__((weak));

/* The main task's function. */
int program_main(void *unused)
{
    (void)unused;
    if (aw_main_kind() == MAIN_PLAIN) return user_main();
    int count;
    char **argv = arguments_read(&count);
    return argv ? user_main_args(count, argv) : 70; /* EX_SOFTWARE */
}
