/* The beginning of a turn. */
#include "kernel/core.h"

void turn_begin(void)
{
    list_splice(&loop.ready, &loop.arrived);
    timer_collect();
    list_splice(&loop.batch, &loop.ready);
    if (list_is_empty(&loop.batch)) return;
    loop.stats.turns++;
    trace(TURN, 0, (uint32_t)loop.stats.turns, 0, NULL, NULL, NULL);
}
