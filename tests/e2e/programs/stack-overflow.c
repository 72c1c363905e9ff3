/* A task that recurses without end, and suspends on its way down. */
#include <awaitc.h>

static int dig(int depth)
{
    volatile char earth[256];
    earth[depth % 256] = (char)depth;
    if (aw_yield() < 0)
        return depth;
    return dig(depth + 1) + earth[0];
}

static int digger(void *unused)
{
    (void)unused;
    return dig(0);
}

int main(void)
{
    aw_task task = aw_spawn_with(digger, NULL, 0, &(aw_task_options){.name = "digger"});
    return aw_await(task);
}
