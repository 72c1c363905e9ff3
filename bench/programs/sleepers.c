/* Very many sleeping tasks at once. */
#include "numbers.h"
#include <awaitc_inspect.h>
#include <awaitc.h>

static int nap(void *arg)
{
    return aw_sleep(*(int *)arg);
}

/* [count]: starts them and lets each run up to its sleep; answers with the bytes they take. */
AW_EXPORT(start_sleepers)
{
    int count = number(json, 0);
    for (int i = 0; i < count; i++) {
        aw_task task = aw_go(nap, int, 100000 + i % 1000);
        int rc = aw_detach(task);
        if (rc < 0) return rc;
    }
    int rc = aw_yield();
    if (rc < 0) return rc;
    aw_stats_info stats;
    aw_stats(&stats);
    return aw_reply_json(reply, "{\"alive\":%u,\"bytes\":%.0f}", stats.tasks - 1,
                         (double)stats.bytes);
}
