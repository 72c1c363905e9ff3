/* A million timers at random deadlines, set and fired. */
#include <awaitc.h>
#include <stdlib.h>

static int left;
static aw_future done;

static void fired(void *unused)
{
    (void)unused;
    if (--left == 0) aw_future_set(done, 0);
}

int main(int argc, char **argv)
{
    left = argc > 1 ? atoi(argv[1]) : 1000;
    done = aw_future_new();
    for (int i = left; i > 0; i--) aw_call_later(1 + i * 7919 % 1000, fired, NULL);
    return aw_await(done);
}
