/* Start a task that yields once, await it, release it; again and again. */
#include <awaitc.h>
#include <stdlib.h>

static int child(void *arg)
{
    int rc = aw_yield();
    return rc < 0 ? rc : *(int *)arg;
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 1000;
    for (int i = 0; i < count; i++) {
        aw_task task = aw_go(child, int, i);
        if (aw_await(task) != i) return 1;
        aw_release(task);
    }
    return 0;
}
