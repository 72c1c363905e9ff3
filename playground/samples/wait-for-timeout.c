/* Waiting, but not for ever.
 *
 * aw_wait_for gives a task 500 ms. The quick one makes it and its result comes back. The slow one
 * is cancelled when the time is up: its aw_sleep returns AW_ECANCELLED, and main gets
 * AW_ETIMEDOUT. */
#include <awaitc.h>
#include <stdio.h>

static int answer(void *arg)
{
    aw_ms *think_ms = arg;
    if (aw_sleep(*think_ms) < 0)
        return AW_ECANCELLED;
    return 42;
}

static void ask(const char *name, aw_ms think_ms)
{
    aw_task task = aw_spawn_with(answer, &think_ms, sizeof think_ms,
                                 &(aw_task_options){.name = name});
    int rc = aw_wait_for(task, 500);
    if (rc == AW_ETIMEDOUT)
        printf("%4d ms  %s: too slow, cancelled\n", (int)aw_now(), name);
    else
        printf("%4d ms  %s: the answer is %d\n", (int)aw_now(), name, rc);
}

int main(void)
{
    ask("quick", 200);
    ask("slow", 5000);
    return 0;
}
