/* A cancelled task cleans up after itself.
 *
 * aw_cancel only asks. The call where the task waits gives
 * AW_ECANCELLED; the task tidies up, may even wait meanwhile,
 * and hands the code on. main waits until that is done. */
#include <awaitc.h>
#include <stdio.h>

static int download(void *unused)
{
    (void)unused;
    int rc = 0;
    puts("download: open a temporary file");
    for (int part = 1; part <= 5 && rc == 0; part++) {
        rc = aw_sleep(200);
        if (rc == 0)
            printf("download: got part %d\n", part);
    }
    if (rc == AW_ECANCELLED) {
        puts("download: cancelled, tidying up");
        if (aw_sleep(150) == 0)
            puts("download: file removed");
    }
    return rc;
}

int main(void)
{
    aw_task task = aw_spawn_with(
        download, NULL, 0, &(aw_task_options){.name = "download"});
    if (aw_sleep(500) < 0)
        return 1;
    puts("main: that will do");
    aw_cancel(task);
    int rc = aw_await(task);
    printf("main: it ended with %s\n", aw_errname(rc));
    return 0;
}
