/* Prints and names things that would be markup. */
#include <awaitc.h>
#include <stdio.h>

static int nothing(void *unused)
{
    (void)unused;
    return 0;
}

int main(void)
{
    puts("<img src=x onerror=alert(1)><b>bold</b>");
    aw_task task = aw_spawn_with(nothing, NULL, 0,
                                 &(aw_task_options){.name = "<i>slanted</i>"});
    return aw_await(task);
}
