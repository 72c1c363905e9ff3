/* main natively: the build renames the program's own to aw_user_main. In the environment,
 * AW_CLOCK=real gives it the real clock and AWAITC_DEBUG=1 debug mode. */
#include "host_native.h"

#include <stdlib.h>
#include <string.h>

int aw_user_main(int argc, char **argv);

static int main_argc;
static char **main_argv;

static int run_main(void *unused)
{
    (void)unused;
    return aw_user_main(main_argc, main_argv);
}

int main(int argc, char **argv)
{
    main_argc = argc;
    main_argv = argv;
    const char *clock = getenv("AW_CLOCK");
    const char *debug = getenv("AWAITC_DEBUG");
    struct host_native_options options = {.is_real_clock = clock && !strcmp(clock, "real"),
                                          .is_debug = debug && !strcmp(debug, "1")};
    return host_native_run(run_main, &options);
}
