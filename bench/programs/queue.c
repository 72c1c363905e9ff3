/* Items through a queue: put and taken by one task, or with a bound handed from one to another. */
#include <awaitc.h>
#include <stdlib.h>

struct half {
    aw_queue queue;
    int count;
};

static int produce(void *arg)
{
    const struct half *half = arg;
    for (int i = 0; i < half->count; i++) {
        int rc = aw_queue_put(half->queue, &i);
        if (rc < 0) return rc;
    }
    return 0;
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

static int alone(int count)
{
    aw_queue queue = aw_queue_new(sizeof count, 0, AW_FIFO);
    for (int i = 0; i < count; i++) {
        int item;
        int rc = aw_queue_put(queue, &i);
        if (rc == 0) rc = aw_queue_get(queue, &item);
        if (rc < 0 || item != i) return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 1000;
    int items_max = argc > 2 ? atoi(argv[2]) : 0;
    if (items_max == 0) return alone(count);
    struct half half = {aw_queue_new(sizeof(int), items_max, AW_FIFO), count};
    aw_task pair[] = {aw_spawn(produce, &half, sizeof half), aw_spawn(consume, &half, sizeof half)};
    return aw_await(aw_gather(pair, 2, 0));
}
