/* What the tests of aw_select share: queues of ints, and a pair of them to wait in. */
#ifndef SELECTS_H
#define SELECTS_H

#include "test.h"

static inline aw_queue select_queue(int items_max)
{
    return aw_queue_new(sizeof(int), items_max, AW_FIFO);
}

static inline int select_put(aw_queue queue, int value)
{
    return aw_queue_put_nowait(queue, &value);
}

static inline int select_take(aw_queue queue)
{
    int value;
    int rc = aw_queue_get_nowait(queue, &value);
    return rc < 0 ? rc : value;
}

static inline uint32_t select_waiters(aw_queue queue)
{
    aw_queue_stats_info stats = {0};
    EXPECT_INT(aw_queue_stats(queue, &stats), 0);
    return stats.getters + stats.putters;
}

struct select_two {
    aw_queue a, b;
    aw_ms delay_ms;
};

#endif
