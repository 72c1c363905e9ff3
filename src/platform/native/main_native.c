/* main for native programs: the build renames the program's own main to aw_user_main. The
 * environment variable AW_CLOCK=real selects the real clock; AWAITC_DEBUG=1 switches debug mode
 * on. */
#include "platform/native/host_native.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The program's main: as C names it, and as C++ does without arguments and with them. */
int aw_user_main(int argc, char **argv) __attribute__((weak));
int user_main_plain(void) __asm__("_Z12aw_user_mainv") __attribute__((weak));
int user_main_args(int argc, char **argv) __asm__("_Z12aw_user_mainiPPc") __attribute__((weak));

static int main_argc;
static char **main_argv;

static int run_main(void *unused)
{
    (void)unused;
    if (aw_user_main) return aw_user_main(main_argc, main_argv);
    return user_main_args ? user_main_args(main_argc, main_argv) : user_main_plain();
}

int main(int argc, char **argv)
{
    if (!aw_user_main && !user_main_args && !user_main_plain) {
        fputs("awaitc: the program has no main; compile the file that has it with "
              "-Dmain=aw_user_main\n",
              stderr);
        return EXIT_FAILURE;
    }
    main_argc = argc;
    main_argv = argv;
    const char *clock = getenv("AW_CLOCK");
    const char *debug = getenv("AWAITC_DEBUG");
    struct host_native_options options = {.is_real_clock = clock && !strcmp(clock, "real"),
                                          .is_debug = debug && !strcmp(debug, "1")};
    return host_native_run(run_main, &options);
}
