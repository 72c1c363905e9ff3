/* At most two at once.
 *
 * Six downloads are ready to go, but the semaphore has two
 * permits. The others wait in line, and each release lets
 * the next one in. */
#include <awaitc.h>
#include <stdio.h>
#include <stdlib.h>

/* knob PERMITS 1..6 = 2: downloads at once */
static aw_semaphore slots;
static int under_way;

static int download(void *arg)
{
    int part = *(int *)arg;
    int rc = aw_semaphore_acquire(&slots);
    if (rc < 0)
        return rc;
    under_way++;
    printf("part %d, %d under way\n", part, under_way);
    rc = aw_sleep(200 + 50 * (part % 2));
    under_way--;
    aw_semaphore_release(&slots);
    return rc;
}

int main(void)
{
    const char *permits = getenv("PERMITS");
    slots = (aw_semaphore)AW_SEMAPHORE(permits ? atoi(permits) : 2);
    aw_task parts[6];
    for (int i = 0; i < 6; i++)
        parts[i] = aw_go(download, int, i + 1);
    int rc = aw_await(aw_gather(parts, 6, 0));
    puts("complete");
    return rc;
}
