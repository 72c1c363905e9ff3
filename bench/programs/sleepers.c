/* Very many sleeping tasks at once: says how many are alive and what they take. */
#include <awaitc_inspect.h>
#include <stdio.h>
#include <stdlib.h>

static int nap(void *arg)
{
    return aw_sleep(*(int *)arg);
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 1000;
    for (int i = 0; i < count; i++) {
        int delay_ms = 2000 + i * 7919 % 1000;
        aw_task task = aw_spawn(nap, &delay_ms, sizeof delay_ms);
        if (aw_detach(task) < 0) {
            printf("%s\n", aw_errmsg());
            return 1;
        }
    }
    int rc = aw_sleep(1000);
    aw_stats_info stats;
    aw_stats(&stats);
    printf("{\"alive\":%u,\"megabytes\":%.0f}\n", stats.tasks - 1, (double)stats.bytes / 1e6);
    while (rc == 0 && stats.tasks > 1) {
        rc = aw_sleep(100);
        aw_stats(&stats);
    }
    return rc < 0;
}
