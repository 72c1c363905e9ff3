/* Does what WebAssembly forbids, in a task with a name. */
#include <awaitc.h>

static int divide(void *arg)
{
    volatile int zero = *(int *)arg;
    return 100 / zero;
}

int main(void)
{
    int zero = 0;
    aw_task task = aw_spawn_with(divide, &zero, sizeof zero,
                                 &(aw_task_options){.name = "divider"});
    return aw_await(task);
}
