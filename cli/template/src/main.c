/* Two tasks side by side, and a limit on how long they may take. */
#include <awaitc.h>
#include <stdio.h>

struct dish {
    const char *name;
    int minutes;
};

static int cook(void *arg)
{
    const struct dish *dish = arg;    /* the task's own copy */
    int rc = aw_sleep(dish->minutes); /* parks this task; the others run */
    if (rc < 0) return rc;            /* cancelled: clean up, return it */
    printf("%s is ready at %d\n", dish->name, (int)aw_now());
    return dish->minutes;
}

int main(void)
{
    aw_task meal[] = {aw_go(cook, struct dish, "soup", 300),
                      aw_go(cook, struct dish, "bread", 200)};
    int rc = aw_wait_for(aw_gather(meal, 2, 0), 1000);
    if (rc == AW_ETIMEDOUT) puts("too slow");
    return rc < 0;
}
