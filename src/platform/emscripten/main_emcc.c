/* main as Emscripten's clangs leave it: 14 calls it `main`, later ones __main_void if it takes
 * nothing and __main_argc_argv if it takes arguments. */
#include "platform/wasm/arguments.h"
#include "platform/wasm/main_kind.h"

#include <stddef.h>

int user_main(int argc, char **argv) __asm__("main") __attribute__((weak));
int user_main_args(int argc, char **argv) __asm__("__main_argc_argv") __attribute__((weak));
int user_main_plain(void) __asm__("__main_void") __attribute__((weak));

/* The main task's function. */
int program_main(void *unused)
{
    (void)unused;
    if (aw_main_kind() == MAIN_PLAIN) return user_main_plain();
    int count;
    char **argv = arguments_read(&count);
    if (!argv) return 70; /* EX_SOFTWARE */
    return aw_main_kind() == MAIN_OLD ? user_main(count, argv) : user_main_args(count, argv);
}
