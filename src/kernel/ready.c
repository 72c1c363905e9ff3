/* The queues that the loop takes its entries from. */
#include "kernel/core.h"

void ready_add(struct entry *entry)
{
    assert(!switch_is_moving()); /* a frame was lost, and goes on */
    list_insert(&loop.ready, &entry->link);
}

void ready_next(struct entry *entry)
{
    list_insert(loop.batch.next, &entry->link);
}

void ready_arrive(struct entry *entry)
{
    list_insert(&loop.arrived, &entry->link);
}
