/* The first answer wins.
 *
 * Three mirrors are asked at once. aw_race gives the first
 * that has answered; the others are cancelled, and have
 * ended when it returns. */
#include <awaitc.h>
#include <stdio.h>
#include <stdlib.h>

/* knob ROME 20..400 = 120: ms that Rome takes */

struct mirror {
    const char *name;
    aw_ms latency_ms;
};

static int ask(void *arg)
{
    const struct mirror *mirror = arg;
    int rc = aw_sleep(mirror->latency_ms);
    if (rc == AW_ECANCELLED)
        printf("%s: never mind\n", mirror->name);
    return rc < 0 ? rc : (int)mirror->latency_ms;
}

int main(void)
{
    const char *rome = getenv("ROME");
    struct mirror mirrors[] = {{"Oslo", 300},
                               {"Rome", rome ? atoi(rome) : 120},
                               {"Bonn", 180}};
    aw_task tasks[3];
    for (int i = 0; i < 3; i++)
        tasks[i] = aw_spawn_with(
            ask, &mirrors[i], sizeof mirrors[i],
            &(aw_task_options){.name = mirrors[i].name});
    int first = aw_race(tasks, 3);
    if (first < 0)
        return 1;
    printf("%s was first\n", mirrors[first].name);
    return 0;
}
