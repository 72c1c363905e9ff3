/* main as clang 15 and later leaves it for WASI: __main_void if it takes nothing, __main_argc_argv
 * if it takes arguments. Emscripten's counterpart is main_emcc.c. */
#include "platform/wasm/arguments.h"

#include <stdbool.h>
#include <stddef.h>

int user_main(void) __asm__("__main_void") __attribute__((weak));
int user_main_args(int argc, char **argv) __asm__("__main_argc_argv") __attribute__((weak));

bool program_has_main(void)
{
    return user_main || user_main_args;
}

/* The main task's function. */
int program_main(void *unused)
{
    (void)unused;
    if (!user_main_args) return user_main();
    int count;
    char **argv = arguments_read(&count);
    return argv ? user_main_args(count, argv) : 70; /* EX_SOFTWARE */
}
