/* Two tasks that only yield: what a switch costs, scheduler included. */
#include <awaitc.h>
#include <stdio.h>
#include <stdlib.h>

static int body(void *arg)
{
    for (int left = *(int *)arg; left > 0; left--) {
        int rc = aw_yield();
        if (rc < 0) return rc;
    }
    return 0;
}

int main(int argc, char **argv)
{
    int each = argc > 1 ? atoi(argv[1]) : 1000;
    aw_task pair[] = {aw_go(body, int, each), aw_go(body, int, each)};
    return aw_await(aw_gather(pair, 2, 0));
}
