/* Starts tasks that keep large stacks while they wait, until there is no memory for one more. */
#include <awaitc.h>
#include <stdio.h>

static int keep(void *unused)
{
    (void)unused;
    volatile char kept[64] = {0}; /* so the stack is not given back */
    int rc = aw_sleep(1000);
    return rc < 0 ? rc : kept[0];
}

int main(void)
{
    aw_task_options options = {.stack_bytes = 64 << 20};
    aw_task task;
    int rc;
    do {
        task = aw_spawn_with(keep, NULL, 0, &options);
        rc = aw_yield();
    } while (rc == 0 && !aw_is_done(task));
    if (rc == 0) rc = aw_await(task);
    fprintf(stderr, "%s: %s\n", aw_errname(rc), aw_errmsg());
    return 1;
}
