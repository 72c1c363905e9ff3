/* What the tests of aw_select share: the queues of queues.h, and a pair of them to wait in. */
#ifndef SELECTS_H
#define SELECTS_H

#include "queues.h"

/* How many tasks wait in the queue. */
static inline uint32_t select_waiters(aw_queue queue)
{
    aw_queue_stats_info stats = queue_stats(queue);
    return stats.getters + stats.putters;
}

struct select_two {
    aw_queue a, b;
    aw_ms delay_ms;
};

#endif
