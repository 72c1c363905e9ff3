/* Rounds of 10,000 tasks gathered. */
#include <awaitc.h>
#include <stdlib.h>

enum { TASKS = 10000 };

static int child(void *arg)
{
    int rc = aw_yield();
    return rc < 0 ? rc : *(int *)arg;
}

int main(int argc, char **argv)
{
    static aw_task tasks[TASKS];
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    while (rounds-- > 0) {
        for (int i = 0; i < TASKS; i++) tasks[i] = aw_go(child, int, i);
        aw_future all = aw_gather(tasks, TASKS, 0);
        int rc = aw_await(all);
        if (rc < 0) return 1;
        aw_release(all);
        for (int i = 0; i < TASKS; i++) aw_release(tasks[i]);
    }
    return 0;
}
