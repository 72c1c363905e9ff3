/* Items through a queue: put and taken by one task, or handed from one task to another. */
#include "numbers.h"
#include <awaitc.h>

struct half {
    aw_queue queue;
    int count;
};

static int produce(void *arg)
{
    const struct half *half = arg;
    int rc = 0;
    for (int i = 0; i < half->count && rc == 0; i++) rc = aw_queue_put(half->queue, &i);
    return rc;
}

static int consume(void *arg)
{
    const struct half *half = arg;
    for (int i = 0; i < half->count; i++) {
        int item;
        int rc = aw_queue_get(half->queue, &item);
        if (rc < 0) return rc;
        if (item != i) return -1;
    }
    return 0;
}

/* [count]: one task puts an item and takes it. */
AW_EXPORT(queue_alone)
{
    int count = number(json, 0);
    aw_queue queue = aw_queue_new(sizeof count, 0, AW_FIFO);
    int rc = 0;
    for (int i = 0, item; i < count && rc == 0; i++) {
        rc = aw_queue_put(queue, &i);
        if (rc == 0) rc = aw_queue_get(queue, &item);
    }
    aw_queue_free(queue);
    return rc;
}

/* [items_max, count]: one task hands `count` items to another. */
AW_EXPORT(queue_handed)
{
    struct half half = {aw_queue_new(sizeof(int), number(json, 0), AW_FIFO), number(json, 1)};
    aw_task pair[] = {aw_spawn(produce, &half, sizeof half), aw_spawn(consume, &half, sizeof half)};
    int rc = aw_await(aw_gather(pair, 2, 0));
    aw_queue_free(half.queue);
    return rc;
}
