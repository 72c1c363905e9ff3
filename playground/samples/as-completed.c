/* Each result as soon as it is there.
 *
 * A gather gives all results at the end and in the order of
 * its arguments; aw_completed_next gives them one by one, in
 * the order in which the tasks end. */
#include <awaitc.h>
#include <stdio.h>

static int work(void *arg)
{
    aw_ms takes_ms = *(aw_ms *)arg;
    int rc = aw_sleep(takes_ms);
    return rc < 0 ? rc : (int)takes_ms;
}

int main(void)
{
    aw_ms times_ms[] = {300, 100, 400, 200};
    aw_task tasks[4], done;
    for (int i = 0; i < 4; i++)
        tasks[i] = aw_go(work, aw_ms, times_ms[i]);
    aw_completed each = {0};
    int rc = aw_completed_open(&each, tasks, 4, AW_FOREVER);
    while (rc >= 0 && (rc = aw_completed_next(&each, &done)) > 0)
        printf("%s took %d\n", aw_name(done), aw_result(done));
    aw_completed_close(&each);
    return rc;
}
