/* Takes memory until there is none, then a task more. */
#include <awaitc.h>
#include <stdio.h>
#include <stdlib.h>

static int nothing(void *unused)
{
    (void)unused;
    return 0;
}

int main(void)
{
    void *volatile taken = &taken; /* seen by nobody, but not left out */
    for (size_t bytes = 1 << 24; bytes >= 16; bytes /= 2)
        while ((taken = malloc(bytes))) {
        }
    int rc = aw_await(aw_spawn_with(nothing, NULL, 0,
                                    &(aw_task_options){.stack_bytes = 1 << 20}));
    fprintf(stderr, "%s: %s\n", aw_errname(rc), aw_errmsg());
    return 1;
}
