/* What must not be cut short.
 *
 * aw_shield puts a future in front of a task. The timeout
 * cuts off that future: main stops waiting at 200 ms, but
 * save goes on. Without the shield it would be cancelled. */
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
    puts("save: complete");
    return 0;
}

int main(void)
{
    aw_task task = aw_spawn_with(
        save, NULL, 0, &(aw_task_options){.name = "save"});
    int rc = aw_wait_for(aw_shield(task), 200);
    if (rc == AW_ETIMEDOUT)
        puts("main: I wait no longer, but save goes on");
    rc = aw_await(task);
    puts(rc == 0 ? "main: all is safe" : "main: all is lost");
    return rc < 0;
}
