/* A task and main, side by side.
 *
 * aw_go starts a task and returns at once: nothing of it has
 * run yet. Each aw_sleep lets the other go on, so that the
 * lines of the two alternate. One thread does it all. */
#include <awaitc.h>
#include <stdio.h>

static int count(void *arg)
{
    const char *name = *(const char **)arg;
    for (int i = 1; i <= 3; i++) {
        printf("%s %d\n", name, i);
        if (aw_sleep(200) < 0)
            return AW_ECANCELLED;
    }
    return 0;
}

int main(void)
{
    const char *mine = "main", *other = "task";
    aw_task task = aw_go(count, const char *, other);
    puts("         started, and nothing has run yet");
    if (aw_sleep(100) < 0 || count(&mine) < 0)
        return 1;
    return aw_await(task);
}
