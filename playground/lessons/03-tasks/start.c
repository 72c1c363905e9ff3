/* Soup, then bread. Both could be in the kitchen at once. */
#include <awaitc.h>
#include <stdio.h>
#include <unistd.h>

struct dish {
    const char *name;
    int cook_ms;
};

/* A while, a different one in each run. */
static int between(int least, int most)
{
    unsigned char byte = 0;
    getentropy(&byte, 1);
    return least + byte * (most - least) / 255;
}

static int cook(void *arg)
{
    struct dish *dish = arg;
    aw_set_name(aw_self(), dish->name);
    int rc = aw_sleep(dish->cook_ms);
    if (rc < 0) return rc;
    printf("%s is ready\n", dish->name);
    return 0;
}

int main(void)
{
    aw_task soup = aw_go(cook, struct dish, "soup", between(250, 400));
    int rc = aw_await(soup);
    aw_task bread =
        aw_go(cook, struct dish, "bread", between(100, 240));
    if (rc == 0) rc = aw_await(bread);
    puts("dinner is served");
    return rc < 0;
}
