/* Waiting without blocking.
 *
 * main is a task. aw_sleep parks it, and the loop is free for
 * others. When the timer is due, the loop resumes main in the
 * middle of its `for`, and `i` is what it was. */
#include <awaitc.h>
#include <stdio.h>

int main(void)
{
    for (int i = 3; i > 0; i--) {
        printf("%d ...\n", i);
        if (aw_sleep(400) < 0)
            return 1;
    }
    puts("hello, world");
    return 0;
}
