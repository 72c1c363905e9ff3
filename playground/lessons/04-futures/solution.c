/* A customer waits for a price until the baker knows it. */
#include <awaitc.h>
#include <stdio.h>
#include <unistd.h>

struct order {
    int eggs;
    aw_future price;
};

/* A while, a different one in each run. */
static int between(int least, int most)
{
    unsigned char byte = 0;
    getentropy(&byte, 1);
    return least + byte * (most - least) / 255;
}

static int bake(void *arg)
{
    struct order *order = arg;
    int rc = aw_sleep(between(100, 300));
    if (rc < 0) return rc;
    if (order->eggs == 0)
        return aw_future_fail(order->price, -1, "there are no eggs");
    return aw_future_set(order->price, between(5, 99));
}

static int buy(int eggs)
{
    aw_future price = aw_future_new();
    aw_task baker = aw_go(bake, struct order, eggs, price);
    int paid = aw_await(price);
    if (paid < 0)
        printf("no cake: %s\n", aw_errmsg());
    else
        printf("a cake for %d coins\n", paid);
    return aw_await(baker);
}

int main(void)
{
    int rc = buy(3);
    if (rc >= 0) rc = buy(0); /* out of eggs */
    return rc < 0;
}
