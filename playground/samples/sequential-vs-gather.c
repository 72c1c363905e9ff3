/* One after the other, or all at once.
 *
 * A plain call of cook() waits for its dish: 600 ms for three.
 * aw_spawn_with starts a task for each; aw_gather waits for
 * all of them: 300 ms, the time of the slowest. */
#include <awaitc.h>
#include <stdio.h>

struct dish {
    const char *name;
    aw_ms cook_ms;
};

static int cook(void *arg)
{
    struct dish *dish = arg;
    if (aw_sleep(dish->cook_ms) < 0)
        return AW_ECANCELLED;
    printf("%4d ms  %s\n", (int)aw_now(), dish->name);
    return 0;
}

int main(void)
{
    struct dish menu[] = {{"soup", 300}, {"rice", 200}, {"fish", 100}};
    aw_task tasks[3];

    puts("one after the other");
    for (int i = 0; i < 3; i++)
        cook(&menu[i]);
    puts("all at once");
    for (int i = 0; i < 3; i++)
        tasks[i] = aw_spawn_with(
            cook, &menu[i], sizeof menu[i],
            &(aw_task_options){.name = menu[i].name});
    if (aw_await(aw_gather(tasks, 3, 0)) < 0)
        return 1;
    printf("%4d ms  dinner is served\n", (int)aw_now());
    return 0;
}
