/* Counts for programs, tests and the host. */
#include "kernel/core.h"
#include "base/memory.h"

void aw_stats(aw_stats_info *stats)
{
    *stats = loop.stats;
    stats->bytes = memory_bytes();
}
