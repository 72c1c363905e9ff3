/* Counts for programs, tests and the host. */
#include "kernel/core.h"
#include "base/memory.h"

void aw_stats(aw_stats_info *stats)
{
    *stats = loop.stats;
    stats->stacks = switch_stacks()->stacks;
    stats->bytes = memory_bytes();
}
