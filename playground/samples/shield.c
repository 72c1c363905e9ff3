/* What must not be cut short.
 *
 * aw_shield puts a future in front of a task. The timeout cancels that future, so main stops
 * waiting at 200 ms; save itself goes on and ends at 500 ms. Without the shield it would be cut. */
#include <awaitc.h>
#include <stdio.h>

static int save(void *unused)
{
    (void)unused;
    puts("save: writing");
    if (aw_sleep(500) < 0) {
        puts("save: cut short");
        return AW_ECANCELLED;
    }
    printf("save: complete at %d ms\n", (int)aw_now());
    return 0;
}

int main(void)
{
    aw_task task = aw_spawn_with(save, NULL, 0, &(aw_task_options){.name = "save"});
    int rc = aw_wait_for(aw_shield(task), 200);
    if (rc == AW_ETIMEDOUT)
        printf("main: no patience at %d ms, but the save goes on\n", (int)aw_now());
    rc = aw_await(task);
    printf("main: the save %s\n", rc == 0 ? "is safe" : "was lost");
    return rc;
}
