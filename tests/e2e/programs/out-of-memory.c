/* Starts tasks with large stacks until there is no memory for one more. */
#include <awaitc.h>
#include <stdio.h>

static int nothing(void *unused)
{
    (void)unused;
    return 0;
}

int main(void)
{
    aw_task_options options = {.stack_bytes = 64 << 20};
    aw_task task;
    do
        task = aw_spawn_with(nothing, NULL, 0, &options);
    while (!aw_is_done(task));
    int rc = aw_await(task);
    fprintf(stderr, "%s: %s\n", aw_errname(rc), aw_errmsg());
    return 1;
}
