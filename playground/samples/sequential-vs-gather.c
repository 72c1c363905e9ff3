/* Three dishes: all at once, or one after the other.
 *
 * Each dish is a task that sleeps while it cooks. aw_gather
 * waits for all of them: 300 ms, the time of the slowest. To
 * await each before the next one starts takes 600 ms. */
#include <awaitc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* knob ORDER gather|sequential = gather: how to cook */
struct dish {
    const char *name;
    aw_ms cook_ms;
};

static int cook(void *arg)
{
    const struct dish *dish = arg;
    int rc = aw_sleep(dish->cook_ms);
    if (rc < 0)
        return rc;
    printf("%s is ready\n", dish->name);
    return 0;
}

static aw_task start(struct dish *dish)
{
    return aw_spawn_with(cook, dish, sizeof *dish,
                         &(aw_task_options){.name = dish->name});
}

int main(void)
{
    const char *order = getenv("ORDER");
    struct dish menu[] = {
        {"soup", 300}, {"rice", 200}, {"fish", 100}};
    aw_task tasks[3];
    int rc = 0;

    if (order && strcmp(order, "sequential") == 0) {
        for (int i = 0; i < 3 && rc == 0; i++)
            rc = aw_await(start(&menu[i]));
    } else {
        for (int i = 0; i < 3; i++)
            tasks[i] = start(&menu[i]);
        rc = aw_await(aw_gather(tasks, 3, 0));
    }
    if (rc == 0)
        puts("dinner is served");
    return rc < 0;
}
