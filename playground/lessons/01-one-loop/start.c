/* Two printers share one thread. Make them take turns. */
#include <awaitc.h>
#include <stdio.h>

static int print(void *arg)
{
    const char *word = *(const char **)arg;
    for (int i = 1; i <= 3; i++) {
        printf("%s %d\n", word, i);
    }
    return 0;
}

int main(void)
{
    aw_task ping = aw_go(print, const char *, "ping");
    aw_task pong = aw_go(print, const char *, "pong");
    int rc = aw_await(ping);
    if (rc == 0) rc = aw_await(pong);
    return rc < 0;
}
