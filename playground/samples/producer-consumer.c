/* A queue between those who make and those who use.
 *
 * The queue has room for two. When it is full, aw_queue_put
 * parks the producer until a consumer has taken one. After
 * aw_queue_join all is done, and the shutdown sends the
 * consumers home. */
#include <awaitc.h>
#include <stdio.h>

static int produce(void *arg)
{
    aw_queue orders = *(aw_queue *)arg;
    for (int order = 1; order <= 6; order++) {
        int rc = aw_queue_put(orders, &order);
        if (rc < 0)
            return rc;
        printf("order %d is in\n", order);
    }
    return 0;
}

static int consume(void *arg)
{
    aw_queue orders = *(aw_queue *)arg;
    int order, rc;
    while ((rc = aw_queue_get(orders, &order)) == 0) {
        if ((rc = aw_sleep(200)) < 0)
            return rc;
        printf("%s made order %d\n", aw_name(aw_self()), order);
        aw_queue_task_done(orders);
    }
    return rc == AW_ESHUTDOWN ? 0 : rc;
}

int main(void)
{
    aw_queue orders = aw_queue_new(sizeof(int), 2, AW_FIFO);
    const char *names[] = {"Ada", "Ben"};
    aw_task cooks[2];
    for (int i = 0; i < 2; i++)
        cooks[i] = aw_spawn_with(
            consume, &orders, sizeof orders,
            &(aw_task_options){.name = names[i]});
    if (produce(&orders) < 0 || aw_queue_join(orders) < 0)
        return 1;
    aw_queue_shutdown(orders, false);
    return aw_await(aw_gather(cooks, 2, 0));
}
