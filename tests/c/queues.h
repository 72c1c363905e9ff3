/* What the tests of queues share: queues of ints, and tasks that note what a wait in one
 * brought. */
#ifndef QUEUES_H
#define QUEUES_H

#include "test.h"

static inline aw_queue queue_of_ints(int items_max)
{
    return aw_queue_new(sizeof(int), items_max, AW_FIFO);
}

/* The item, or the code. */
static inline int queue_get(aw_queue queue)
{
    int value;
    int rc = aw_queue_get(queue, &value);
    return rc < 0 ? rc : value;
}

static inline int queue_take(aw_queue queue)
{
    int value;
    int rc = aw_queue_get_nowait(queue, &value);
    return rc < 0 ? rc : value;
}

static inline int queue_put(aw_queue queue, int value)
{
    return aw_queue_put_nowait(queue, &value);
}

static inline int queue_getter(void *arg)
{
    int rc = queue_get(*(aw_queue *)arg);
    note_rc(rc);
    return rc == AW_ECANCELLED ? rc : 0;
}

static inline int queue_putter(void *arg)
{
    int value = 7;
    int rc = aw_queue_put(*(aw_queue *)arg, &value);
    note_rc(rc);
    return rc == AW_ECANCELLED ? rc : 0;
}

static inline int queue_joiner(void *arg)
{
    int rc = aw_queue_join(*(aw_queue *)arg);
    note_rc(rc);
    return rc == AW_ECANCELLED ? rc : 0;
}

#define queue_go(fn, queue) aw_go(fn, aw_queue, (queue).id)

static inline aw_queue_stats_info queue_stats(aw_queue queue)
{
    aw_queue_stats_info stats = {0};
    EXPECT_INT(aw_queue_stats(queue, &stats), 0);
    return stats;
}

#endif
