/* Waiting, but not for ever.
 *
 * aw_wait_for gives a task 500 ms. The quick one makes it. The
 * slow one is cancelled when time is up: its aw_sleep gives
 * AW_ECANCELLED, and main gets AW_ETIMEDOUT. */
#include <awaitc.h>
#include <stdio.h>
#include <stdlib.h>

/* knob LIMIT 50..1000 = 500: time limit (ms) */
static aw_ms limit_ms = 500;

static int answer(void *arg)
{
    aw_ms *think_ms = arg;
    if (aw_sleep(*think_ms) < 0)
        return AW_ECANCELLED;
    return 42;
}

static void ask(const char *name, aw_ms think_ms)
{
    aw_task task = aw_spawn_with(
        answer, &think_ms, sizeof think_ms,
        &(aw_task_options){.name = name});
    int rc = aw_wait_for(task, limit_ms);
    printf("%s: ", name);
    if (rc == AW_ETIMEDOUT)
        puts("too slow, cancelled");
    else
        printf("the answer is %d\n", rc);
}

int main(void)
{
    const char *limit = getenv("LIMIT");
    if (limit)
        limit_ms = atoi(limit);
    ask("quick", 200);
    ask("slow", 5000);
    return 0;
}
